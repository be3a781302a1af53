"""One participant of an activity: everything known, why there is no credit yet, units recorded and taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.activities.selectors import Activity
from opencme.apps.assessment import selectors as assessment
from opencme.apps.credit.selectors.everybody import claim_lines_of
from opencme.apps.delivery.selectors import completed_cycles
from opencme.apps.delivery.selectors.check_in import RUNNING
from opencme.apps.delivery.selectors.content import content_with_progress
from opencme.apps.delivery.selectors.learners import SOURCE_WORDS, registration_to_see
from opencme.apps.delivery.selectors.taking_part import session_lines
from opencme.apps.delivery.services.cycles import record_cycle, withdraw_cycle
from opencme.apps.outcomes import selectors as outcomes
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.assessment.questions import percent_reached
from opencme.rules.delivery.cycles import BY_FORMAT
from opencme.web.console.forms.deliver.people import CycleForm, ReasonForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace


@require_http_methods(["GET", "POST"])
@staff
def learner(request: StaffRequest, activity_id: UUID, registration_id: UUID) -> HttpResponse:
    """Show one participant; record a completed unit where the format is reckoned from them."""
    needed = Permission.ATTENDANCE_RECORD if request.method == "POST" else Permission.LEARNERS_SEE
    activity = activity_with(request, activity_id, needed)
    registration = registration_to_see(activity, registration_id)
    kind = BY_FORMAT.get(activity.format)
    form = CycleForm(request.POST or None, kind=kind) if kind else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            record_cycle(
                by=request.actor,
                registration_id=registration_id,
                completed_on=given.pop("completed_on"),
                reference=given.pop("reference", ""),
                minutes=given.pop("minutes", None),
                facts=given,
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("Recorded."))
            return redirect(url_in(activity, "activity-learner", registration_id))
    context = {**_known(request, activity, registration), "kind": kind, "form": form, "reason": ReasonForm()}
    return workspace(
        request,
        activity,
        "learners",
        "console/deliver/learner.html",
        context,
        status=422 if form is not None and form.errors else 200,
    )


def _known(request: StaffRequest, activity: Activity, registration: Any) -> dict[str, Any]:
    post = assessment.assessment_of(activity)
    attempts = assessment.attempts_of(registration, post) if post else ()
    return {
        "registration": registration,
        "person": registration.person,
        "source": SOURCE_WORDS.get(registration.source, registration.source),
        "sessions": session_lines(activity, registration, request.now),
        "items": content_with_progress(registration),
        "attempts": [(each, percent_reached(each.points, each.possible)) for each in attempts],
        "post": post,
        "evaluation": outcomes.response_of(registration),
        "shown_at": registration.impressions.order_by("shown_at").values_list("shown_at", flat=True).first(),
        "lines": claim_lines_of(registration, request.now),
        "cycles": completed_cycles(registration),
        "may_record": request.actor.may(Permission.ATTENDANCE_RECORD, on=activity.provider_id),
        "is_running": activity.state in RUNNING,
    }


@require_POST
@staff
def take_unit_back(request: StaffRequest, activity_id: UUID, registration_id: UUID, cycle_id: UUID) -> HttpResponse:
    """Take a unit back that was recorded by mistake."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    registration_to_see(activity, registration_id)
    withdraw_cycle(by=request.actor, cycle_id=cycle_id, note=request.POST.get("note", ""), now=request.now)
    messages.success(request, gettext("Taken back; both rows stay on record."))
    return redirect(url_in(activity, "activity-learner", registration_id))
