"""Checking in to a session: by a code that is typed, or by following the QR code on the screen."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.delivery.selectors.check_in import session_running, session_with_code
from opencme.apps.delivery.selectors.disclosure import disclosure_due
from opencme.apps.delivery.selectors.registration import registration_of
from opencme.apps.delivery.services.check_in import HELD_FOR
from opencme.apps.delivery.services.impressions import arrive
from opencme.apps.faculty.selectors import disclosure_to_learners
from opencme.kernel.findings import DomainError
from opencme.web.learn.forms.activity import CodeForm
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, Request, page

HELD = "check_in"


@require_http_methods(["GET", "POST"])
def follow(request: Request, code: str) -> HttpResponseBase:
    """Take a followed code at once, whoever follows it; who must sign in first keeps the seat meanwhile."""
    session = session_with_code(code, request.now)
    if session is None:
        messages.error(request, gettext("This code is not in use any more. Scan or type the one on the screen now."))
        return redirect("learn:check-in")
    request.session[HELD] = {"session": str(session.public_id), "at": request.now.isoformat()}
    return redirect("learn:check-in-confirm")


@require_http_methods(["GET", "POST"])
@signed_in
def check_in(request: PersonRequest) -> HttpResponseBase:
    """Ask for the code and take it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session = session_with_code(form.cleaned_data["code"], request.now)
        if session is not None:
            request.session[HELD] = {"session": str(session.public_id), "at": request.now.isoformat()}
            return _confirmed(request) if _is_known(request, session.public_id) else redirect("learn:check-in-confirm")
        form.add_error(
            "code",
            gettext("This code is not in use now. Codes change every minute: look at the screen and try again."),
        )
    return page(request, "learn/session/code.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def confirm(request: PersonRequest) -> HttpResponseBase:
    """Show the session that the code stands for with the disclosure, and check in with one press."""
    held = _held(request)
    session = session_running(*held) if held else None
    if request.method == "POST":
        return _confirmed(request)
    if session is None:
        return redirect("learn:check-in")
    activity = session.activity
    registration = registration_of(actor=request.actor, activity=activity)
    if registration is not None:
        registration.activity = activity
    due = disclosure_due(registration, request.now) if registration else disclosure_to_learners(activity, request.now)
    return page(request, "learn/session/confirm.html", {"session": session, "activity": activity, "due": due})


def _is_known(request: PersonRequest, session_id: UUID) -> bool:
    """Say whether nothing has to be shown first: registered, and the disclosure was shown."""
    session = session_running(session_id, request.now)
    registration = registration_of(actor=request.actor, activity=session.activity) if session else None
    if session is None or registration is None:
        return False
    registration.activity = session.activity
    return disclosure_due(registration, request.now) is None


def _confirmed(request: PersonRequest) -> HttpResponseBase:
    held = _held(request)
    if held is None:
        messages.error(request, gettext("This code is not in use any more. Scan or type the one on the screen now."))
        return redirect("learn:check-in")
    try:
        made = arrive(by=request.actor, session_id=held[0], seen_at=held[1], now=request.now)
    except DomainError as refusal:
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
        return redirect("learn:check-in")
    del request.session[HELD]
    messages.success(request, gettext("You are checked in to “%(session)s”.") % {"session": made.session.title})
    return redirect("learn:activity", activity_id=made.session.activity.public_id)


def _held(request: PersonRequest) -> tuple[UUID, datetime] | None:
    """Give the session whose code this browser showed, and when; None when that is too long ago."""
    kept = request.session.get(HELD)
    if not kept:
        return None
    seen_at = datetime.fromisoformat(kept["at"])
    return (UUID(kept["session"]), seen_at) if request.now <= seen_at + HELD_FOR else None
