"""Attendance of an activity: its sessions with their counts, and one session's roll with records by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.selectors import Activity
from opencme.apps.delivery.selectors.check_in import RUNNING
from opencme.apps.delivery.selectors.learners import registered_count
from opencme.apps.delivery.selectors.sessions import (
    RollLine,
    attendance_overview,
    session_of,
    session_roll,
)
from opencme.apps.delivery.services import attendance as services
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.delivery.codes import TOLERANCE
from opencme.web.console.forms.deliver.attendance import FileForm, HandForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, Table


@require_safe
@staff
def attendance(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show each session with who was there, what was imported and what still waits for a decision."""
    activity = activity_with(request, activity_id, Permission.LEARNERS_SEE)
    lines = attendance_overview(activity)
    return workspace(
        request,
        activity,
        "attendance",
        "console/deliver/attendance.html",
        {
            "lines": lines,
            "registered": registered_count(activity),
            "doubtful": sum(line.doubtful for line in lines),
            "may_record": may_record(request, activity),
            "is_running": activity.state in RUNNING,
            "live": {line.session.pk for line in lines if line.session.ends_at + TOLERANCE >= request.now},
            "form": FileForm(),
            "import_url": url_in(activity, "attendance-import"),
        },
    )


def may_record(request: StaffRequest, activity: Activity) -> bool:
    """Say whether the actor's roles allow recording attendance."""
    return request.actor.may(Permission.ATTENDANCE_RECORD, on=activity.provider_id)


@require_http_methods(["GET", "POST"])
@staff
def session(request: StaffRequest, activity_id: UUID, session_id: UUID) -> HttpResponseBase:
    """Show who was in one session and how that is known; record by hand what is known otherwise."""
    needed = Permission.ATTENDANCE_RECORD if request.method == "POST" else Permission.LEARNERS_SEE
    activity = activity_with(request, activity_id, needed)
    found = session_of(activity, session_id)
    found.activity = activity
    roll = session_roll(found)
    form = HandForm(request.POST or None, roll=roll)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.record_by_staff(
                by=request.actor,
                session_id=session_id,
                registration_ids=[UUID(each) for each in form.cleaned_data["people"]],
                minutes=form.said_minutes,
                note=form.cleaned_data["note"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _recorded(len(made)))
            return redirect(url_in(activity, "attendance-session", session_id))
    table = Table(request, list(roll), _columns(), name=f"attendance {found.title}", caption=found.title, per_page=500)
    if file := table.export():
        return file
    context: dict[str, Any] = {
        "session": found,
        "line": next(line for line in attendance_overview(activity) if line.session.pk == found.pk),
        "table": table,
        "roll": roll,
        "form": form,
        "may_record": may_record(request, activity),
        "is_running": activity.state in RUNNING,
        "has_begun": found.starts_at <= request.now,
    }
    return workspace(
        request, activity, "attendance", "console/deliver/session.html", context, status=422 if form.errors else 200
    )


def _recorded(count: int) -> str:
    return ngettext(
        "Recorded for %(count)s participant. It outweighs files and check-in.",
        "Recorded for %(count)s participants. It outweighs files and check-in.",
        count,
    ) % {"count": count}


def _columns() -> tuple[Column, ...]:
    def email(line: RollLine) -> str:
        return line.registration.person.email

    return (
        Column(
            title=gettext("Participant"),
            value=lambda line: line.name,
            sort="name",
            is_head=True,
            template="console/deliver/cell_participant.html",
        ),
        Column(title=gettext("E-mail"), value=email, is_shown=False),
        Column(
            title=gettext("Minutes"),
            value=lambda line: line.minutes,
            sort="minutes",
            is_end=True,
            template="console/deliver/cell_minutes.html",
        ),
        Column(
            title=gettext("Known from"),
            value=lambda line: ", ".join(gettext(source) for source in line.sources),
            sort="source",
            template="console/deliver/cell_source.html",
        ),
        Column(title=gettext("Note"), value=lambda line: line.note, is_shown=False),
    )


@require_POST
@staff
def take_back(request: StaffRequest, activity_id: UUID, session_id: UUID, registration_id: UUID) -> HttpResponse:
    """Take back what was recorded by hand for one participant and session."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    session_of(activity, session_id)
    services.take_back_staff_record(
        by=request.actor, registration_id=registration_id, session_id=session_id, now=request.now
    )
    messages.success(request, gettext("Taken back. Files and check-in count again."))
    return redirect(url_in(activity, "attendance-session", session_id))
