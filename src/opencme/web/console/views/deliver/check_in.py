"""The check-in screen for the projector: a code that changes, its QR code, and how many are in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.delivery.selectors.learners import registered_count
from opencme.apps.delivery.selectors.sessions import checked_in_count, session_of
from opencme.apps.delivery.services.check_in import open_check_in
from opencme.rules.access import Permission
from opencme.rules.delivery import codes
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.ui.pages import page

POLL_SECONDS = 5


@require_POST
@staff
def start(request: StaffRequest, activity_id: UUID, session_id: UUID) -> HttpResponse:
    """Give the session its codes and show them."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    session_of(activity, session_id)
    open_check_in(by=request.actor, session_id=session_id, now=request.now)
    return redirect(url_in(activity, "activity-check-in", session_id))


@require_safe
@staff
def screen(request: StaffRequest, activity_id: UUID, session_id: UUID) -> HttpResponse:
    """Show the present code; the part asks for itself again before the code changes."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    session = session_of(activity, session_id)
    opens, closes = session.starts_at - codes.TOLERANCE, session.ends_at + codes.TOLERANCE
    code = codes.code_for(session.check_in_secret, codes.step_at(request.now)) if session.check_in_secret else ""
    left = codes.seconds_left(request.now)
    context = {
        "activity": activity,
        "provider": request.provider,
        "session": session,
        "when": "before" if request.now < opens else "after" if request.now > closes else "open",
        "opens": opens,
        "code": code,
        "halves": (code[: codes.LENGTH // 2], code[codes.LENGTH // 2 :]),
        "followed": request.build_absolute_uri(reverse("learn:check-in-code", args=[code])) if code else "",
        "typed_at": request.build_absolute_uri(reverse("learn:check-in")).split("://", 1)[-1].rstrip("/"),
        "left": left,
        "left_percent": left * 100 // codes.STEP_SECONDS,
        "poll": min(left, POLL_SECONDS),
        "count": checked_in_count(session),
        "registered": registered_count(activity),
    }
    return page(request, "console/deliver/check_in.html", context, part="check-in-code")
