"""Reading an attendance file before anything of it is kept, and showing what was imported."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import session_intervals
from opencme.apps.delivery.models import AttendanceImport
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.tables import read_rows
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.delivery.exports import (
    BadRow,
    Layout,
    PersonSeen,
    Reading,
    Row,
    nothing_inside,
    read_people,
    survey,
)
from opencme.rules.delivery.matching import Known, Match, Matcher
from opencme.rules.delivery.moments import SOURCE, DateOrder, order_for

Progress = Callable[[int], None]
_PROGRESS_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One person of a file with the judgement on who it is; ``match.key`` is the registration's id."""

    seen: PersonSeen
    match: Match

    @property
    def is_sure(self) -> bool:
        """Taken without asking."""
        return self.match.is_sure()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A whole attendance file, judged; nothing of it is kept yet."""

    layout: Layout
    order: DateOrder
    zone: ZoneInfo
    rows: tuple[ReadRow, ...]
    bad: tuple[BadRow, ...]
    lines: int

    @property
    def sure(self) -> tuple[ReadRow, ...]:
        """Rows that are taken without asking."""
        return tuple(row for row in self.rows if row.is_sure)

    @property
    def doubtful(self) -> tuple[ReadRow, ...]:
        """Rows that go to the queue."""
        return tuple(row for row in self.rows if not row.is_sure)

    @property
    def is_totals(self) -> bool:
        """The file gives minutes, not when."""
        return any(row.seen.is_total for row in self.rows)


def read_attendance(
    *,
    session: Session,
    file: StoredFile,
    zone: ZoneInfo,
    order: DateOrder | None,
    progress: Progress | None = None,
) -> ReadFile:
    """Read the whole file for one session, or raise DomainError with what stands against it and where.

    order: what the person said about day and month; None lets the file and the session's day decide.
    """
    windows = session_intervals(session)
    if not windows:
        raise DomainError(
            Finding(
                code="attendance.session.kind",
                message=_("“%(session)s” is no education, so attendance in it does not count."),
                source=SOURCE,
                params={"session": session.title},
                field="session",
            )
        )
    with files.open_file(file) as content:
        surveyed = survey(read_rows(content, file.name))
    if surveyed.finding is not None:
        raise DomainError(surveyed.finding)
    day = session.starts_at.astimezone(zone).date()
    decided = order_for(surveyed.dates, day, order)
    if isinstance(decided, Finding):
        raise DomainError(decided)
    reading = Reading(windows=windows, session_day=day, zone=zone, order=decided)
    with files.open_file(file) as content:
        people, bad = read_people(_counted(read_rows(content, file.name), progress), surveyed, reading)
    if not people:
        raise DomainError(
            Finding(
                code="attendance.nobody",
                message=_("%(name)s names nobody who can be read."),
                source=SOURCE,
                params={"name": file.name},
                field="file",
            )
        )
    if (elsewhere := nothing_inside(people, surveyed, reading)) is not None:
        raise DomainError(elsewhere)
    matcher = Matcher(known_participants(session.activity))
    rows = tuple(ReadRow(seen, matcher.match(seen.name, seen.email)) for seen in people)
    assert surveyed.layout is not None  # noqa: S101 -- narrows the type: no finding means a layout
    return ReadFile(layout=surveyed.layout, order=decided, zone=zone, rows=rows, bad=bad, lines=surveyed.rows)


def known_participants(activity: Activity) -> list[Known]:
    """Give everybody registered and not withdrawn, as the matcher wants them."""
    people = activity.registrations.filter(withdrawn_at=None).select_related("person").order_by("pk")
    return [Known(each.pk, each.person.full_name, (each.person.email,)) for each in people]


def standing_import(session: Session, sha256: str) -> AttendanceImport | None:
    """Give the import that already holds these bytes for this session, if it was not undone and did not fail."""
    return (
        session.attendance_imports.filter(file__sha256=sha256, undone_at=None)
        .exclude(state="failed")
        .select_related("file", "by")
        .first()
    )


def _counted(rows: Iterable[Row], progress: Progress | None) -> Iterator[Row]:
    """Tell ``progress`` now and then how many rows went by."""
    for count, row in enumerate(rows, start=1):
        if progress is not None and count % _PROGRESS_EVERY == 0:
            progress(count)
        yield row
