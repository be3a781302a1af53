"""Importing attendance files: whole or not at all, big ones by a job, and undoing an import."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Session
from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow
from opencme.apps.delivery.selectors.imports import (
    MACHINE,
    Progress,
    ReadFile,
    ReadRow,
    read_attendance,
    standing_import,
)
from opencme.apps.delivery.services.attendance.evidence import EVIDENCE
from opencme.apps.delivery.services.attendance.scope import (
    SOURCE,
    ask_begun,
    file_of,
    import_to_change,
    session_to_change,
)
from opencme.apps.delivery.tasks import import_attendance_file
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.tables import count_lines
from opencme.apps.records.bulk import insert_values
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.delivery.matching import WHY
from opencme.rules.delivery.moments import DateOrder

BIG_FILE = 2 * 1024 * 1024
_BATCH = 5_000
_ROW: Final = (
    "attendance_import_id",
    "line",
    "lines",
    "shown_name",
    "original_name",
    "email",
    "minutes",
    "intervals",
    "is_total",
    "state",
    "confidence",
    "why",
    "registration_id",
    "suggestion_id",
    "decided_by",
    "decided_at",
)
_STAYS: Final = _ROW.index("intervals")


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
    ask_begun(session, now)
    file = file_of(session.activity, file_id)
    _ask_new(session, file)
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


@transaction.atomic
def import_into(
    *, by: Actor, session_ids: Sequence[UUID], file_id: UUID, time_zone: str, date_order: str = "", now: datetime
) -> tuple[AttendanceImport, ...]:
    """Import one file into several sessions it reaches into: into all of them or none."""
    return tuple(
        import_attendance(by=by, session_id=each, file_id=file_id, time_zone=time_zone, date_order=date_order, now=now)
        for each in dict.fromkeys(session_ids)
    )


def _ask_new(session: Session, file: StoredFile) -> None:
    """Refuse bytes that are in this session already."""
    if (standing := standing_import(session, file.sha256)) is not None:
        raise DomainError(
            Finding(
                code="attendance.import.again",
                message=_(
                    "%(name)s is already in “%(session)s”: %(who)s imported it on %(day)s. "
                    "Nothing was changed. Undo that import first to read the file anew."
                ),
                source=SOURCE,
                params={
                    "name": file.name,
                    "session": session.title,
                    "who": str(standing.by or MACHINE),
                    "day": activities.local(session.activity, standing.imported_at).strftime("%Y-%m-%d %H:%M"),
                },
                field="file",
            )
        )


def run_import(*, by: Actor, import_id: int, now: datetime) -> AttendanceImport:
    """Do the work of a waiting import; started again after a crash it begins anew, and a second time it does nothing.

    The file is read outside the transaction, so that its progress can be seen; the rows enter all at once.
    """
    rows = AttendanceImport.objects.across_providers(why="a job knows only the id")
    made: AttendanceImport = rows.select_related("session__activity__provider", "file", "by").get(pk=import_id)
    waiting = rows.filter(pk=import_id, state="waiting", undone_at=None)
    with files.open_file(made.file) as content:
        total = count_lines(content)
    if not waiting.update(started_at=now, rows_read=0, rows_total=total):
        return made

    def progress(count: int) -> None:
        if not waiting.update(rows_read=min(count, total) if total else count):
            raise _Stopped

    try:
        read = _read(made, progress)
    except _Stopped:
        made.refresh_from_db()
        return made
    except DomainError as refusal:
        waiting.update(state="failed", problem=str(refusal))
        made.refresh_from_db()
        return made
    with transaction.atomic():
        locked: AttendanceImport = (
            rows.select_for_update(of=("self",)).select_related("session__activity", "file", "by").get(pk=import_id)
        )
        if locked.state == "waiting" and locked.undone_at is None:
            _take(locked, read, by=_importer(locked, by), now=now)
    return locked


class _Stopped(Exception):  # noqa: N818 -- reads as a statement; never leaves this module
    """Somebody cancelled the import while it was read."""


def _importer(made: AttendanceImport, job: Actor) -> Actor:
    """Give the job as actor, naming the person whose import it is."""
    return Actor(person_id=job.person_id, label=job.label, on_behalf_of=str(made.by or ""), is_system=job.is_system)


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
        keys = insert_values(AttendanceRow, _ROW, rows := [_row(made, each, now) for each in batch])
        taken = [
            (each.match.key, made.session_id, "import", key, each.seen.minutes, row[_STAYS], now, by.label)
            for key, each, row in zip(keys, batch, rows, strict=True)
            if each.is_sure
        ]
        insert_values(Attendance, EVIDENCE, taken)
    made.layout, made.date_order = read.layout, read.order
    made.state, made.rows_read, made.rows_total = "done", read.lines, read.lines
    made.refused = [[bad.line, bad.column, bad.text, bad.why] for bad in read.bad]
    made.refused_count = read.bad_count
    made.save(
        update_fields=["layout", "date_order", "state", "rows_read", "rows_total", "refused", "refused_count"],
    )
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
            "refused": read.bad_count,
        },
    )


def _batches(rows: Sequence[ReadRow]) -> Iterator[list[ReadRow]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _row(made: AttendanceImport, read: ReadRow, now: datetime) -> tuple[Any, ...]:
    """Give the values of ``_ROW``."""
    seen, match = read.seen, read.match
    return (
        made.pk,
        seen.line,
        seen.lines,
        seen.name.shown[:300],
        seen.name.original[:300],
        seen.email[:254],
        seen.minutes,
        [[each.start.isoformat(), each.end.isoformat()] for each in seen.intervals],
        seen.is_total,
        "matched" if read.is_sure else "doubtful",
        match.confidence,
        WHY[match.why],
        match.key if read.is_sure else None,
        None if read.is_sure else match.key,
        MACHINE if read.is_sure else "",
        now if read.is_sure else None,
    )


@transaction.atomic
def cancel_import(*, by: Actor, import_id: UUID, now: datetime) -> AttendanceImport:
    """Stop an import that a job still reads; nothing of it was taken. One that is done already stays."""
    made = import_to_change(by, import_id)
    if made.state == "waiting":
        made.state = "cancelled"
        made.save(update_fields=["state"])
        audit.record(
            "attendance.import_cancelled",
            by=by,
            subject=made,
            at=now,
            provider_id=made.activity.provider_id,
            activity_id=made.activity_id,
            before={"file": made.file.name, "session": made.session.title},
        )
    return made


@transaction.atomic
def undo_import(*, by: Actor, import_id: UUID, now: datetime) -> AttendanceImport:
    """Undo a whole import: what happened stays on file, its attendance no longer counts."""
    made = import_to_change(by, import_id)
    if made.undone_at is None and made.state == "done":
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
