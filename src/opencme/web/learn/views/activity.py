"""My activities, and the one page that carries a participant's way through an activity."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.delivery.services.impressions import begin as begin_service
from opencme.apps.delivery.services.registration import set_share_consent, withdraw_registration
from opencme.kernel.findings import DomainError, NotFound
from opencme.web.learn.forms.activity import BeginForm, ConsentForm
from opencme.web.learn.forms.claim import ClaimForm, EvaluationForm
from opencme.web.learn.mine import my_activities
from opencme.web.learn.path import Path, next_address, path_of
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """List what the person takes part in: to do, to claim, done."""
    return page(request, "learn/activity/home.html", {"mine": my_activities(actor=request.actor, now=request.now)})


@require_safe
@signed_in
def activity(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Show the participant's way; somebody who is not registered reads the public page first."""
    path = path_of(actor=request.actor, activity_id=activity_id, now=request.now)
    if path is None:
        return redirect("public:activity", activity_id=activity_id)
    return show(request, path)


def show(request: PersonRequest, path: Path, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Render the way, with the forms of a refused hand-in where there was one."""
    context = {
        "path": path,
        "activity": path.activity,
        "evaluation": forms.get("evaluation") or EvaluationForm(questions=path.questions),
        "claim_form": forms.get("claim_form") or ClaimForm(lines=path.open_lines),
        "refusal": forms.get("refusal"),
        "steps": path.stations,
    }
    return page(request, "learn/activity/path.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Register and keep that the disclosure was shown, then lead on; a refusal is told on the activity's page."""
    form = BeginForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return redirect("public:activity", activity_id=activity_id)
    try:
        begin_service(
            by=request.actor,
            activity_id=activity_id,
            share_consent=form.cleaned_data["share_consent"],
            shown=form.cleaned_data["shown"],
            now=request.now,
        )
    except DomainError as refusal:
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
        return redirect("learn:activity", activity_id=activity_id)
    return redirect(next_address(actor=request.actor, activity_id=activity_id, now=request.now))


@require_POST
@signed_in
def consent(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Give or take back the consent to share contact data with supporters."""
    form = ConsentForm(request.POST)
    path = path_of(actor=request.actor, activity_id=activity_id, now=request.now)
    if path is None or not form.is_valid():
        raise NotFound
    wanted = form.cleaned_data["share_consent"]
    set_share_consent(
        by=request.actor, registration_id=path.registration.public_id, share_consent=wanted, now=request.now
    )
    said = gettext("Your contact data may be shared with supporters.") if wanted else gettext("Nothing is shared.")
    messages.success(request, said)
    return redirect("learn:activity", activity_id=activity_id)


@require_POST
@signed_in
def withdraw(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Withdraw the registration; the person can come back while registration is open."""
    path = path_of(actor=request.actor, activity_id=activity_id, now=request.now)
    if path is None:
        raise NotFound
    withdraw_registration(by=request.actor, registration_id=path.registration.public_id, now=request.now)
    messages.success(request, gettext("Your registration is withdrawn. You can register again below."))
    return redirect("public:activity", activity_id=activity_id)
