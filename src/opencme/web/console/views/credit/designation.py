"""The designation page: each maximum with its arithmetic, the words as they will be locked, refusals beforehand."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.activities import selectors as activities
from opencme.apps.credit import selectors, services
from opencme.apps.credit.selectors import DesignationPage
from opencme.kernel.findings import DomainError, Finding
from opencme.rules.access import Permission
from opencme.rules.activity.lifecycle import State, step_named
from opencme.web.console.forms.credit import ApplicationForm, DesignationForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.credit import tabs
from opencme.web.console.workspace import part_url, workspace

PAGE = "console/credit/designation.html"
JUDGED = "console/credit/judged.html"


@require_http_methods(["GET", "POST"])
@staff
def designation(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Show what the plan comes to, preview the words for the amounts typed, and designate them."""
    activity = activities.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    shown = selectors.designation_page(activity, request.now)
    form = DesignationForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        shown = selectors.designation_page(activity, request.now, asked=form.maxima, letters=form.letters)
        if request.POST.get("act") == "designate":
            try:
                services.designate(
                    by=request.actor,
                    activity_id=activity_id,
                    maxima=form.maxima,
                    letters=form.letters,
                    now=request.now,
                )
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, gettext("The maximum is fixed and the words are locked."))
                return redirect(part_url(activity, "credit"))
    form.shown = shown
    is_part = getattr(request.htmx, "target", None) == "credit-judged"
    return workspace(
        request,
        activity,
        "credit",
        JUDGED if is_part else PAGE,
        {
            "shown": shown,
            "form": form,
            "tabs": tabs(request, activity, "credit"),
            "may_designate": request.actor.may(Permission.ACTIVITY_DESIGNATE, on=request.provider.pk),
            "reasons": reasons(request, shown),
            "application": ApplicationForm(),
            "is_part": is_part,
        },
        status=422 if form.errors else 200,
    )


@require_POST
@staff
def application(request: StaffRequest, activity_id: UUID, system: str) -> HttpResponseBase:
    """Record that credit was applied for; its owner's pending words may be printed from then on."""
    activity = activities.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Give the day on which the application was filed."))
        return redirect(part_url(activity, "credit"))
    try:
        services.record_application(
            by=request.actor,
            activity_id=activity_id,
            credit_system=system,
            filed_on=form.cleaned_data["filed_on"],
            now=request.now,
        )
    except DomainError as refusal:
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
    else:
        messages.success(request, gettext("The application is on file; the pending words may be printed."))
    return redirect(part_url(activity, "credit"))


def reasons(request: StaffRequest, shown: DesignationPage) -> tuple[Finding, ...]:
    """Give everything that stands against designating the amounts shown, before anybody presses."""
    lines = [line for line in shown.lines if line.is_included and not line.is_kept]
    found = [finding for line in lines for finding in line.blocking]
    if shown.activity.state == State.APPROVED:
        step = activities.step_view(shown.activity, step_named("designate"), request.now, request.actor)
        found += [due.finding for due in step.blocking if due.finding.fix != "credit"]
    return tuple(_once(found))


def _once(found: Iterable[Finding]) -> Iterable[Finding]:
    told: set[tuple[str, str]] = set()
    for finding in found:
        if (key := (finding.code, str(finding))) not in told:
            told.add(key)
            yield finding
