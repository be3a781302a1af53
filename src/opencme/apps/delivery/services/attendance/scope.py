"""The rows that attendance changes: found in scope, locked, and in a state in which attendance is recorded."""

from datetime import datetime
from uuid import UUID

from opencme.apps.activities.models import Activity, Session
from opencme.apps.delivery.models import AttendanceImport, AttendanceRow, Registration
from opencme.apps.delivery.selectors.check_in import RUNNING
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission

SOURCE = "opencme-attendance"


def session_to_change(by: Actor, session_id: UUID) -> Session:
    """Give a session with its row locked; NotFound outside, DomainError while the activity does not run."""
    rows = Session.objects.across_providers(why="the actor's roles are asked next").select_related("activity__provider")
    session: Session | None = rows.select_for_update(of=("self",)).filter(public_id=session_id).first()
    if session is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=session.activity.provider_id)
    ask_running(session.activity)
    return session


def ask_running(activity: Activity) -> None:
    """Refuse while the activity is not open or delivered."""
    if activity.state not in RUNNING:
        raise DomainError(
            Finding(
                code="attendance.state",
                message=_("Attendance is recorded while the activity is open or delivered."),
                source=SOURCE,
            )
        )


def ask_begun(session: Session, now: datetime) -> None:
    """Refuse before the session begins: nobody can have been there yet."""
    if session.starts_at > now:
        raise DomainError(
            Finding(
                code="attendance.session.future",
                message=_("“%(session)s” has not begun yet, so nobody can have been there."),
                source=SOURCE,
                params={"session": session.title},
                field="session",
            )
        )


def file_of(activity: Activity, file_id: UUID) -> StoredFile:
    """Give a file kept for the activity's provider; NotFound for another's."""
    file: StoredFile | None = StoredFile.objects.of(activity.provider_id).filter(public_id=file_id).first()
    if file is None:
        raise NotFound
    return file


def registration_in(activity: Activity, registration_id: UUID) -> Registration:
    """Give a participant of the activity who has not withdrawn; NotFound for anybody else."""
    found = activity.registrations.select_related("person").filter(public_id=registration_id, withdrawn_at=None).first()
    if found is None:
        raise NotFound
    return found


def import_to_change(by: Actor, import_id: UUID) -> AttendanceImport:
    """Give an import with its row locked."""
    rows = AttendanceImport.objects.across_providers(why="the actor's roles are asked next")
    made: AttendanceImport | None = (
        rows.select_related("activity__provider", "session", "file")
        .select_for_update(of=("self",))
        .filter(public_id=import_id)
        .first()
    )
    if made is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=made.activity.provider_id)
    ask_running(made.activity)
    return made


def row_to_change(by: Actor, row_id: UUID) -> AttendanceRow:
    """Give one row of a standing import, locked; DomainError once the import is undone."""
    rows = AttendanceRow.objects.across_providers(why="the actor's roles are asked next")
    row: AttendanceRow | None = (
        rows.select_related("attendance_import__activity__provider", "attendance_import__session", "suggestion__person")
        .select_for_update(of=("self",))
        .filter(public_id=row_id)
        .first()
    )
    if row is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=row.attendance_import.activity.provider_id)
    ask_running(row.attendance_import.activity)
    if row.attendance_import.undone_at is not None:
        raise DomainError(
            Finding(
                code="attendance.row.undone",
                message=_("This import was undone; nothing of it counts."),
                source=SOURCE,
            )
        )
    return row


def row_to_decide(by: Actor, row_id: UUID) -> AttendanceRow:
    """Give a doubtful row, locked; DomainError when somebody has decided on it already."""
    row = row_to_change(by, row_id)
    if row.state != "doubtful":
        raise DomainError(
            Finding(
                code="attendance.row.decided",
                message=_("This row is no longer waiting: %(who)s has decided on it."),
                source=SOURCE,
                params={"who": row.decided_by or "–"},
            )
        )
    return row
