"""Writing the evidence of attendance: rows that are never changed afterwards."""

from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Session
from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import Attendance, AttendanceRow, Registration
from opencme.rules.access import Actor


def keep_attendance(
    *,
    by: Actor,
    registration: Registration,
    session: Session,
    source: str,
    minutes: int | None,
    note: str = "",
    is_withdrawn: bool = False,
    now: datetime,
) -> Attendance:
    """Record that a participant was there; the caller holds the transaction and asked for the permission.

    source: ``code`` or ``staff``. minutes None: the whole session. is_withdrawn: takes back what the source said.
    """
    made: Attendance = Attendance.objects.create(
        registration=registration,
        session=session,
        source=source,
        minutes=minutes,
        note=note[:300],
        recorded_at=now,
        by_label=by.label,
        is_withdrawn=is_withdrawn,
    )
    audit.record(
        "attendance.recorded",
        by=by,
        subject=made,
        at=now,
        provider_id=session.activity.provider_id,
        activity_id=session.activity_id,
        after={
            "participant": str(registration.person),
            "session": session.title,
            "source": source,
            "minutes": minutes,
            "withdrawn": is_withdrawn,
        },
    )
    return made


#: The columns of what a matched row of a file makes, for inserting very many.
EVIDENCE: Final = (
    "registration_id",
    "session_id",
    "source",
    "row_id",
    "minutes",
    "intervals",
    "recorded_at",
    "by_label",
)


def evidence_of(row: AttendanceRow, by: Actor, now: datetime) -> Attendance:
    """Give the evidence that a matched row of a file makes, not yet saved."""
    assert row.registration_id is not None  # noqa: S101 -- narrows the type: only matched rows become evidence
    return Attendance(
        registration_id=row.registration_id,
        session_id=row.attendance_import.session_id,
        source="import",
        row=row,
        minutes=row.minutes,
        intervals=row.intervals,
        recorded_at=now,
        by_label=by.label,
    )
