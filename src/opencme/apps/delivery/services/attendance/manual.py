"""Attendance that staff know of otherwise: a paper sign-in sheet, a look into the room."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.models import Session
from opencme.apps.activities.selectors import attended_windows
from opencme.apps.delivery.models import Attendance
from opencme.apps.delivery.services.attendance.evidence import keep_attendance
from opencme.apps.delivery.services.attendance.scope import SOURCE, ask_begun, registration_in, session_to_change
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import total_minutes
from opencme.rules.access import Actor


@transaction.atomic
def record_by_staff(
    *, by: Actor, session_id: UUID, registration_ids: Sequence[UUID], minutes: int | None, note: str, now: datetime
) -> tuple[Attendance, ...]:
    """Record what staff know of one or many participants, all or none; it outweighs every other source.

    minutes: of the session (None: all of it, 0: not there). note: how it is known ("sign-in sheet, room B").
    """
    session = session_to_change(by, session_id)
    ask_begun(session, now)
    if findings := tuple(_findings(session, registration_ids, minutes, note)):
        raise DomainError(*findings)
    people = [registration_in(session.activity, each) for each in dict.fromkeys(registration_ids)]
    return tuple(
        keep_attendance(
            by=by, registration=each, session=session, source="staff", minutes=minutes, note=note.strip(), now=now
        )
        for each in people
    )


def _findings(session: Session, registration_ids: Sequence[UUID], minutes: int | None, note: str) -> Iterator[Finding]:
    longest = total_minutes(attended_windows(session))
    if not registration_ids:
        yield _finding("nobody", _("Choose at least one participant."), "registrations")
    if not longest:
        yield _finding(
            "kind", _("“%(session)s” is no education, so attendance in it does not count."), "session", session.title
        )
    elif minutes is not None and not 0 <= minutes <= longest:
        yield Finding(
            code="attendance.staff.minutes",
            message=_("The session has %(longest)s certified minutes; breaks do not count."),
            source=SOURCE,
            params={"longest": str(longest)},
            field="minutes",
        )
    if not note.strip():
        yield _finding("note", _("Say how you know; the note is kept with the record."), "note")


def _finding(code: str, message: str, field: str, session: str = "") -> Finding:
    return Finding(
        code=f"attendance.staff.{code}", message=message, source=SOURCE, params={"session": session}, field=field
    )


@transaction.atomic
def take_back_staff_record(*, by: Actor, registration_id: UUID, session_id: UUID, now: datetime) -> Attendance:
    """Take back what staff recorded by hand; the other sources count again."""
    session = session_to_change(by, session_id)
    registration = registration_in(session.activity, registration_id)
    kept = registration.attendance.filter(session=session, source="staff").last()
    if kept is None or kept.is_withdrawn:
        raise DomainError(
            Finding(
                code="attendance.staff.none",
                message=_("Nothing was recorded by hand for this participant and session."),
                source=SOURCE,
            )
        )
    return keep_attendance(
        by=by, registration=registration, session=session, source="staff", minutes=None, is_withdrawn=True, now=now
    )
