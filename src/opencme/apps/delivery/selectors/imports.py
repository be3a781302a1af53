"""Reading an attendance file for one session, before anything of it is kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from opencme.apps.accounts.models import full_name
from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import attended_windows
from opencme.apps.delivery.models import AttendanceImport, AttendanceRow
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
from opencme.rules.delivery.matching import Decided, Known, Match, Matcher
from opencme.rules.delivery.moments import SOURCE, DateOrder, order_for
from opencme.rules.delivery.names import ShownName

Progress = Callable[[int], None]
PROGRESS_EVERY = 5_000
MACHINE = "OpenCME"


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
    bad_count: int
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
    windows = attended_windows(session)
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
    walked = _Walked(progress)
    with files.open_file(file) as content:
        surveyed = survey(walked.count(read_rows(content, file.name)))
    if surveyed.finding is not None:
        raise DomainError(surveyed.finding)
    day = session.starts_at.astimezone(zone).date()
    decided = order_for(surveyed.dates, day, order)
    if isinstance(decided, Finding):
        raise DomainError(decided)
    reading = Reading(windows=windows, session_day=day, zone=zone, order=decided)
    with files.open_file(file) as content:
        read = read_people(walked.count(read_rows(content, file.name)), surveyed, reading)
    if (
        against := read.finding or _nobody(read.people, file) or nothing_inside(read.people, surveyed, reading)
    ) is not None:
        raise DomainError(against)
    matcher = matcher_for(session.activity)
    rows = tuple(ReadRow(seen, matcher.match(seen.name, seen.email)) for seen in read.people)
    assert surveyed.layout is not None  # noqa: S101 -- narrows the type: no finding means a layout
    return ReadFile(
        layout=surveyed.layout,
        order=decided,
        zone=zone,
        rows=rows,
        bad=read.bad,
        bad_count=read.bad_count,
        lines=surveyed.rows,
    )


def _nobody(people: tuple[PersonSeen, ...], file: StoredFile) -> Finding | None:
    if people:
        return None
    return Finding(
        code="attendance.nobody",
        message=_("%(name)s has the header of an attendance export, but no rows below it: nobody was there."),
        source=SOURCE,
        params={"name": file.name},
        field="file",
    )


def matcher_for(activity: Activity) -> Matcher:
    """Give the matcher that knows everybody registered, and what was decided on earlier files of the activity."""
    return Matcher(known_participants(activity), decided_before(activity))


def known_participants(activity: Activity) -> list[Known]:
    """Give everybody registered and not withdrawn, as the matcher wants them."""
    people = activity.registrations.filter(withdrawn_at=None).order_by("pk")
    read = people.values_list("pk", "person__given_name", "person__family_name", "person__email")
    return [Known(pk, full_name(given, family, email), (email,)) for pk, given, family, email in read]


def decided_before(activity: Activity) -> list[Decided]:
    """Give whom people said rows of earlier files mean, in the order of the decisions."""
    rows = AttendanceRow.objects.of(activity.provider_id).filter(
        attendance_import__activity=activity, attendance_import__undone_at=None, state="matched"
    )
    by_people = rows.exclude(decided_by=MACHINE).order_by("decided_at", "pk")
    found = by_people.values_list("shown_name", "original_name", "email", "registration_id")
    return [Decided(ShownName(shown, original), email, key) for shown, original, email, key in found]


def standing_import(session: Session, sha256: str) -> AttendanceImport | None:
    """Give the import that already holds these bytes for this session, if it was not undone and did not fail."""
    return (
        session.attendance_imports.filter(file__sha256=sha256, undone_at=None)
        .exclude(state__in=["failed", "cancelled"])
        .select_related("file", "by")
        .first()
    )


class _Walked:
    """Counts the rows of both walks through a file and tells ``progress`` half of them now and then."""

    def __init__(self, progress: Progress | None) -> None:
        self.rows = 0
        self._progress = progress

    def count(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            if self._progress is not None and self.rows % PROGRESS_EVERY == 0:
                self._progress(self.rows // 2)
            yield row
