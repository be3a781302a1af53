"""The queue: a person says whom a doubtful row of an attendance file means."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import Attendance, AttendanceRow, Registration
from opencme.apps.delivery.selectors.queue import same_rows
from opencme.apps.delivery.services.attendance.evidence import evidence_of
from opencme.apps.delivery.services.attendance.scope import (
    import_to_change,
    registration_in,
    row_to_change,
    row_to_decide,
)
from opencme.apps.delivery.services.people import person_for
from opencme.apps.delivery.services.registration import enroll
from opencme.rules.access import Actor
from opencme.rules.delivery.matching import THRESHOLDS

WORTH_ACCEPTING: Final = THRESHOLDS.suggested


@transaction.atomic
def match_row(
    *, by: Actor, row_id: UUID, registration_id: UUID, with_same: bool = False, now: datetime
) -> AttendanceRow:
    """Decide that a doubtful row means this participant; the attendance counts from now on.

    with_same: decide alike on every waiting row of the activity with the same name and address.
    """
    row = row_to_decide(by, row_id)
    registration = registration_in(row.attendance_import.activity, registration_id)
    return _settle_all(row, registration, with_same=with_same, by=by, now=now)


@transaction.atomic
def add_person_for_row(
    *,
    by: Actor,
    row_id: UUID,
    email: str,
    given_name: str,
    family_name: str,
    with_same: bool = False,
    now: datetime,
) -> AttendanceRow:
    """Decide that a doubtful row means somebody not registered yet: register that person, with a new account if needed.

    An account with the e-mail is used as it is; its names are not touched.
    """
    row = row_to_decide(by, row_id)
    person = person_for(by=by, email=email, given_name=given_name, family_name=family_name, now=now)
    registration = enroll(by=by, activity=row.attendance_import.activity, person=person, source="attendance", now=now)
    return _settle_all(row, registration, with_same=with_same, by=by, now=now)


@transaction.atomic
def ignore_row(*, by: Actor, row_id: UUID, with_same: bool = False, now: datetime) -> AttendanceRow:
    """Decide that a doubtful row is nobody who takes part (a projector, a guest of the house)."""
    return _settle_all(row_to_decide(by, row_id), None, with_same=with_same, by=by, now=now)


@transaction.atomic
def accept_suggestions(*, by: Actor, import_id: UUID, at_least: int, now: datetime) -> int:
    """Accept every suggestion of an import from the confidence ``at_least`` (percent) on; gives how many."""
    made = import_to_change(by, import_id)
    if made.undone_at is not None:
        return 0
    rows = AttendanceRow.objects.of(made.activity.provider_id).filter(
        attendance_import=made,
        state="doubtful",
        confidence__gte=max(at_least, WORTH_ACCEPTING),
        suggestion__withdrawn_at=None,
    )
    waiting = list(
        rows.exclude(suggestion=None)
        .select_related("suggestion__person", "attendance_import__activity", "attendance_import__session")
        .select_for_update(of=("self",))
    )
    for row in waiting:
        _settle(row, row.suggestion, by=by, now=now)
    return len(waiting)


@transaction.atomic
def reopen_row(*, by: Actor, row_id: UUID, now: datetime) -> AttendanceRow:
    """Take a decision back: the row waits in the queue again and its attendance no longer counts."""
    row = row_to_change(by, row_id)
    if row.state == "doubtful":
        return row
    before = row.state
    if row.registration_id is not None:
        taken_back = evidence_of(row, by, now)
        taken_back.is_withdrawn = True
        Attendance.objects.bulk_create([taken_back])
        row.suggestion_id = row.registration_id
    row.state, row.registration = "doubtful", None
    row.decided_by, row.decided_at = "", None
    row.save(update_fields=["state", "suggestion", "registration", "decided_by", "decided_at"])
    _record_decision(row, by=by, now=now, before=before)
    return row


def _settle_all(
    row: AttendanceRow, registration: Registration | None, *, with_same: bool, by: Actor, now: datetime
) -> AttendanceRow:
    same = list(same_rows(row).select_for_update(of=("self",))) if with_same else []
    for each in (row, *same):
        _settle(each, registration, by=by, now=now)
    return row


def _settle(row: AttendanceRow, registration: Registration | None, *, by: Actor, now: datetime) -> None:
    row.registration = registration
    row.state = "matched" if registration else "ignored"
    row.decided_by, row.decided_at = by.label, now
    row.save(update_fields=["registration", "state", "decided_by", "decided_at"])
    if registration:
        Attendance.objects.bulk_create([evidence_of(row, by, now)])
    _record_decision(row, by=by, now=now, before="doubtful")


def _record_decision(row: AttendanceRow, *, by: Actor, now: datetime, before: str) -> None:
    audit.record(
        "attendance.matched",
        by=by,
        subject=row,
        at=now,
        provider_id=row.attendance_import.activity.provider_id,
        activity_id=row.attendance_import.activity_id,
        before={"state": before},
        after={"state": row.state, "participant": str(row.registration.person) if row.registration else ""},
    )
