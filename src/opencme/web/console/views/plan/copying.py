"""Planning an activity again, or offering what was recorded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.activities import selectors, services
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.web.console.forms.copying import CopyForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace


@require_http_methods(["GET", "POST"])
@staff
def copy(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Start a copy of the activity."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    form = CopyForm(
        request.POST or None, initial={"title": activity.title}, has_sessions=activity.starts_at is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(request, activity, form)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            text = gettext("“%(title)s” is started as %(number)s.")
            messages.success(request, text % {"title": made.title, "number": made.number})
            return redirect(part_url(made, "readiness"))
    context = {"form": form}
    return workspace(request, activity, "plan", "console/plan/copy.html", context, status=422 if form.errors else 200)


def _make(request: StaffRequest, activity: selectors.Activity, form: CopyForm) -> selectors.Activity:
    given = form.cleaned_data
    if given["what"] == "recorded":
        return services.offer_again(
            by=request.actor, activity_id=activity.public_id, title=given["title"], now=request.now
        )
    days = None
    if given.get("first_day") and activity.starts_at:
        days = (given["first_day"] - activity.starts_at.astimezone(activity.zone).date()).days
    return services.duplicate_activity(
        by=request.actor, activity_id=activity.public_id, title=given["title"], moved_by_days=days, now=request.now
    )
