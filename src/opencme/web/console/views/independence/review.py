"""The content review inside the workspace."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.faculty import services as faculty
from opencme.apps.providers.permissions import require
from opencme.apps.review import selectors, services
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace
from opencme.web.ui.pages import posted
from opencme.web.ui.reviewing import ReviewForm, material


@require_http_methods(["GET", "POST"])
@staff
def review(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Read the content, answer the items of the Standards and sign."""
    shown = selectors.review_page(
        actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id, now=request.now
    )
    if request.method == "POST":
        require(request.actor, Permission.CONTENT_REVIEW, on=request.provider.pk)
    form = ReviewForm(posted(request), items=shown.items, digest=shown.digest)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.review_content(by=request.actor, activity_id=activity_id, **form.given(), now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            passed, asked = _("The content passed your review."), _("Your review asks for changes.")
            messages.success(request, passed if made.is_passed else asked)
            return redirect(part_url(shown.activity, "review"))
    context = {
        "shown": shown,
        "form": form,
        "material": material(shown.activity, shown.submissions),
        "belongs": [_("This belongs to a reviewer or the chair.")],
    }
    return workspace(
        request,
        shown.activity,
        "review",
        "console/independence/review.html",
        context,
        status=422 if form.errors else 200,
    )


@require_POST
@staff
def join(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Take the role of reviewer oneself and go on to one's own disclosure."""
    row = faculty.join_as_reviewer(by=request.actor, activity_id=activity_id, now=request.now)
    return redirect("faculty:task", token=row.token)
