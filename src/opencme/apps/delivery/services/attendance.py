"""Attendance: importing files, deciding on doubtful rows, recording by hand, undoing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from opencme.apps.accounts.models import Person
from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import session_intervals
from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow, Registration
from opencme.apps.delivery.selectors.check_in import RUNNING
from opencme.apps.delivery.selectors.imports import Progress, ReadFile, ReadRow, read_attendance, standing_import
from opencme.apps.delivery.services.registration import SOURCE, enroll
from opencme.apps.delivery.tasks import import_attendance_file
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import total_minutes
from opencme.rules.access import Actor, Permission
from opencme.rules.delivery.matching import WHY
from opencme.rules.delivery.moments import DateOrder

BIG_FILE = 4 * 1024 * 1024
_BATCH = 2_000


# ── files ──


@transaction.atomic
def import_attendance(
    *,
    by: Actor,
    session_id: UUID,
    file_id: UUID,
    time_zone: str,
    date_order: str = "",
    now: datetime,
) -> AttendanceImport:
    """Import a stored file into a session: all of it or nothing; a file above ``BIG_FILE`` is left to a job.

    time_zone: in which the file's times are written. date_order: a ``DateOrder``, or empty to let the file decide.
    Raises DomainError when the file cannot be read, or is already in this session.
    """
    session = session_to_change(by, session_id)
    file = _file_of(session.activity, file_id)
    if (standing := standing_import(session, file.sha256)) is not None:
        raise DomainError(
            Finding(
                code="attendance.import.again",
                message=_(
                    "%(name)s is already in this session: %(who)s imported it on %(day)s. "
                    "Nothing was changed. Undo that import first to read the file anew."
                ),
                source=SOURCE,
                params={
                    "name": file.name,
                    "who": str(standing.by or _("the system")),
                    "day": activities.local(session.activity, standing.imported_at).strftime("%Y-%m-%d %H:%M"),
                },
                field="file",
            )
        )
    made: AttendanceImport = AttendanceImport.objects.create(
        activity=session.activity,
        session=session,
        file=file,
        time_zone=time_zone,
        date_order=date_order,
        state="waiting",
        imported_at=now,
        by_id=by.person_id,
    )
    if file.size > BIG_FILE:
        import_attendance_file.defer(import_id=made.pk)
        return made
    _take(made, _read(made), by=by, now=now)
    return made


def run_import(*, by: Actor, import_id: int, now: datetime) -> AttendanceImport:
    """Do the work of a waiting import; started again after a crash it begins anew, and a second time it does nothing.

    The file is read outside the transaction, so that its progress can be seen; the rows enter all at once.
    """
    rows = AttendanceImport.objects.across_providers(why="a job knows only the id")
    made: AttendanceImport = rows.select_related("session__activity__provider", "file").get(pk=import_id)
    if made.state != "waiting" or made.undone_at is not None:
        return made

    def progress(count: int) -> None:
        rows.filter(pk=import_id).update(rows_read=count)

    try:
        read = _read(made, progress)
    except DomainError as refusal:
        rows.filter(pk=import_id, state="waiting").update(state="failed", problem=str(refusal))
        made.refresh_from_db()
        return made
    with transaction.atomic():
        locked: AttendanceImport = (
            rows.select_for_update(of=("self",)).select_related("session__activity", "file").get(pk=import_id)
        )
        if locked.state == "waiting" and locked.undone_at is None:
            _take(locked, read, by=by, now=now)
    return locked


def _read(made: AttendanceImport, progress: Progress | None = None) -> ReadFile:
    return read_attendance(
        session=made.session,
        file=made.file,
        zone=ZoneInfo(made.time_zone),
        order=DateOrder(made.date_order) if made.date_order else None,
        progress=progress,
    )


def _take(made: AttendanceImport, read: ReadFile, *, by: Actor, now: datetime) -> None:
    """Write the rows and the evidence of one file, inside the caller's transaction."""
    for batch in _batches(read.rows):
        rows = AttendanceRow.objects.bulk_create([_row(made, each, now) for each in batch])
        Attendance.objects.bulk_create([_evidence(row, by, now) for row in rows if row.registration_id])
    made.layout, made.date_order = read.layout, read.order
    made.state, made.rows_read, made.rows_total = "done", read.lines, read.lines
    made.refused = [[bad.line, bad.column, bad.text, bad.why] for bad in read.bad[:500]]
    made.save(update_fields=["layout", "date_order", "state", "rows_read", "rows_total", "refused"])
    audit.record(
        "attendance.imported",
        by=by,
        subject=made,
        at=now,
        provider_id=made.activity.provider_id,
        activity_id=made.activity_id,
        after={
            "file": made.file.name,
            "sha256": made.file.sha256,
            "session": made.session.title,
            "taken": len(read.sure),
            "doubtful": len(read.doubtful),
            "refused": len(read.bad),
        },
    )


def _batches(rows: Sequence[ReadRow]) -> Iterator[list[ReadRow]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _row(made: AttendanceImport, read: ReadRow, now: datetime) -> AttendanceRow:
    seen, match = read.seen, read.match
    return AttendanceRow(
        attendance_import=made,
        line=seen.line,
        lines=seen.lines,
        shown_name=seen.name.shown[:300],
        original_name=seen.name.original[:300],
        email=seen.email[:254],
        minutes=seen.minutes,
        intervals=[[each.start.isoformat(), each.end.isoformat()] for each in seen.intervals],
        is_total=seen.is_total,
        state="matched" if read.is_sure else "doubtful",
        confidence=match.confidence,
        why=WHY[match.why],
        registration_id=match.key if read.is_sure else None,
        suggestion_id=None if read.is_sure else match.key,
        decided_by="OpenCME" if read.is_sure else "",
        decided_at=now if read.is_sure else None,
    )


def _evidence(row: AttendanceRow, by: Actor, now: datetime) -> Attendance:
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


@transaction.atomic
def undo_import(*, by: Actor, import_id: UUID, now: datetime) -> AttendanceImport:
    """Undo a whole import: what happened stays on file, its attendance no longer counts."""
    made = _import_to_change(by, import_id)
    if made.undone_at is None:
        made.undone_at = now
        made.undone_by_id = by.person_id
        made.save(update_fields=["undone_at", "undone_by"])
        audit.record(
            "attendance.import_undone",
            by=by,
            subject=made,
            at=now,
            provider_id=made.activity.provider_id,
            activity_id=made.activity_id,
            before={"file": made.file.name, "session": made.session.title},
        )
    return made


# ── the queue ──


@transaction.atomic
def match_row(*, by: Actor, row_id: UUID, registration_id: UUID, now: datetime) -> AttendanceRow:
    """Decide that a doubtful row means this participant; the attendance counts from now on."""
    row = _row_to_decide(by, row_id)
    registration = row.attendance_import.activity.registrations.filter(public_id=registration_id).first()
    if registration is None:
        raise NotFound
    return _settle(row, registration, by=by, now=now)


@transaction.atomic
def add_person_for_row(
    *, by: Actor, row_id: UUID, email: str, given_name: str, family_name: str, now: datetime
) -> AttendanceRow:
    """Decide that a doubtful row means somebody not registered yet: register that person, with a new account if needed.

    An account with the e-mail is used as it is; its names are not touched.
    """
    row = _row_to_decide(by, row_id)
    person = person_for(by=by, email=email, given_name=given_name, family_name=family_name, now=now)
    registration = enroll(by=by, activity=row.attendance_import.activity, person=person, source="attendance", now=now)
    return _settle(row, registration, by=by, now=now)


@transaction.atomic
def ignore_row(*, by: Actor, row_id: UUID, now: datetime) -> AttendanceRow:
    """Decide that a doubtful row is nobody who takes part (a projector, a guest of the house)."""
    return _settle(_row_to_decide(by, row_id), None, by=by, now=now)


@transaction.atomic
def reopen_row(*, by: Actor, row_id: UUID, now: datetime) -> AttendanceRow:
    """Take a decision back: the row waits in the queue again and its attendance no longer counts."""
    row = _row_to_see(by, row_id)
    if row.state == "doubtful":
        return row
    before = row.state
    if row.registration_id is not None:
        taken_back = _evidence(row, by, now)
        taken_back.is_withdrawn = True
        Attendance.objects.bulk_create([taken_back])
    row.state, row.suggestion, row.registration = "doubtful", row.registration, None
    row.decided_by, row.decided_at = "", None
    row.save(update_fields=["state", "suggestion", "registration", "decided_by", "decided_at"])
    _record_decision(row, by=by, now=now, before=before)
    return row


def _settle(row: AttendanceRow, registration: Registration | None, *, by: Actor, now: datetime) -> AttendanceRow:
    row.registration = registration
    row.state = "matched" if registration else "ignored"
    row.decided_by, row.decided_at = by.label, now
    row.save(update_fields=["registration", "state", "decided_by", "decided_at"])
    if registration:
        Attendance.objects.bulk_create([_evidence(row, by, now)])
    _record_decision(row, by=by, now=now, before="doubtful")
    return row


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


def person_for(*, by: Actor, email: str, given_name: str, family_name: str, now: datetime, **values: str) -> Person:
    """Give the account with this e-mail, or open one that only links open; inside the caller's transaction."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is not None:
        return person
    person = Person.objects.create_person(
        email=email, given_name=given_name, family_name=family_name, created_at=now, **values
    )
    audit.record("person.created", by=by, subject=person, at=now)
    return person


# ── by hand ──


@transaction.atomic
def record_by_staff(
    *, by: Actor, registration_id: UUID, session_id: UUID, minutes: int | None, note: str, now: datetime
) -> Attendance:
    """Record what staff know: minutes of the session (None: all, 0: none); it outweighs every other source."""
    session = session_to_change(by, session_id)
    registration = session.activity.registrations.filter(public_id=registration_id).first()
    if registration is None:
        raise NotFound
    longest = total_minutes(session_intervals(session))
    found = []
    if minutes is not None and minutes > longest:
        found.append(
            Finding(
                code="attendance.staff.long",
                message=_("The session has %(longest)s certified minutes; breaks do not count."),
                source=SOURCE,
                params={"longest": str(longest)},
                field="minutes",
            )
        )
    if not note.strip():
        found.append(
            Finding(
                code="attendance.staff.note",
                message=_("Say how you know; the note is kept with the record."),
                source=SOURCE,
                field="note",
            )
        )
    if found:
        raise DomainError(*found)
    return keep_attendance(
        registration=registration, session=session, source="staff", minutes=minutes, note=note.strip(), by=by, now=now
    )


@transaction.atomic
def take_back_staff_record(*, by: Actor, registration_id: UUID, session_id: UUID, now: datetime) -> Attendance:
    """Take back what staff recorded by hand; the other sources count again."""
    session = session_to_change(by, session_id)
    registration = session.activity.registrations.filter(public_id=registration_id).first()
    if registration is None:
        raise NotFound
    return keep_attendance(
        registration=registration, session=session, source="staff", minutes=None, by=by, now=now, is_withdrawn=True
    )


def keep_attendance(
    *,
    registration: Registration,
    session: Session,
    source: str,
    minutes: int | None,
    note: str = "",
    by: Actor,
    now: datetime,
    is_withdrawn: bool = False,
) -> Attendance:
    """Write one row of evidence with its audit row; the caller holds the transaction and asked for the right."""
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


# ── rows in scope, locked ──


def session_to_change(by: Actor, session_id: UUID) -> Session:
    """Give a session with its row locked; NotFound outside, DomainError while the activity does not run."""
    rows = Session.objects.across_providers(why="the actor's roles are asked next").select_related("activity__provider")
    session: Session | None = rows.select_for_update(of=("self",)).filter(public_id=session_id).first()
    if session is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=session.activity.provider_id)
    _ask_running(session.activity)
    return session


def _ask_running(activity: Activity) -> None:
    if activity.state not in RUNNING:
        raise DomainError(
            Finding(
                code="attendance.state",
                message=_("Attendance is recorded while the activity is open or delivered."),
                source=SOURCE,
            )
        )


def _file_of(activity: Activity, file_id: UUID) -> StoredFile:
    file: StoredFile | None = StoredFile.objects.of(activity.provider_id).filter(public_id=file_id).first()
    if file is None:
        raise NotFound
    return file


def _import_to_change(by: Actor, import_id: UUID) -> AttendanceImport:
    rows = AttendanceImport.objects.across_providers(why="the actor's roles are asked next")
    made: AttendanceImport | None = (
        rows.select_related("activity", "session", "file")
        .select_for_update(of=("self",))
        .filter(public_id=import_id)
        .first()
    )
    if made is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=made.activity.provider_id)
    _ask_running(made.activity)
    return made


def _row_to_see(by: Actor, row_id: UUID) -> AttendanceRow:
    rows = AttendanceRow.objects.across_providers(why="the actor's roles are asked next")
    row: AttendanceRow | None = (
        rows.select_related("attendance_import__activity__provider", "attendance_import__session")
        .select_for_update(of=("self",))
        .filter(public_id=row_id)
        .first()
    )
    if row is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=row.attendance_import.activity.provider_id)
    _ask_running(row.attendance_import.activity)
    return row


def _row_to_decide(by: Actor, row_id: UUID) -> AttendanceRow:
    """Give a doubtful row, locked; DomainError when somebody has decided on it already or its import is undone."""
    row = _row_to_see(by, row_id)
    if row.state != "doubtful" or row.attendance_import.undone_at is not None:
        raise DomainError(
            Finding(
                code="attendance.row.decided",
                message=_("This row is no longer waiting: %(who)s has decided on it."),
                source=SOURCE,
                params={"who": row.decided_by or _("somebody")},
            )
        )
    return row
