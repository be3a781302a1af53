"""What the rows of an export say of each person: joins and leaves merged, cut to the session's certified time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import Interval, total_minutes, union
from opencme.rules.delivery.exports.layouts import Block, BlockKind, Row, Survey, cell_of, walk
from opencme.rules.delivery.moments import SOURCE, DateOrder, minutes_of, parse, read_numbers
from opencme.rules.delivery.names import ShownName, is_device, take_apart, tokens

MOST_PEOPLE: Final = 100_000
MOST_BAD: Final = 500
_JOINED: Final = re.compile(r"join|beigetreten|rejoint|unió|entrou|participant", re.IGNORECASE)
_NOT_THERE: Final = frozenset({"no", "nein", "non", "não"})
_COMPACT_AT: Final = 64


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read: where, what stands there, and why."""

    line: int
    column: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read the file: the session's windows (less breaks), its local day, the zone and the order of dates."""

    windows: tuple[Interval, ...]
    session_day: date
    zone: tzinfo
    order: DateOrder

    @property
    def start(self) -> datetime:
        """When the session begins."""
        return self.windows[0].start

    @property
    def end(self) -> datetime:
        """When the session ends."""
        return self.windows[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeen:
    """One person of a file with the time inside the session's windows.

    line: the first line that names the person; lines: how many rows do. is_total: only minutes are known.
    """

    line: int
    lines: int
    name: ShownName
    email: str
    minutes: int
    intervals: tuple[Interval, ...]
    is_total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRead:
    """Everybody a file names; ``bad`` holds the first rows that failed, ``bad_count`` says how many did.

    finding: why the file must be refused as a whole, if it must.
    """

    people: tuple[PersonSeen, ...]
    bad: tuple[BadRow, ...]
    bad_count: int
    finding: Finding | None = None


@dataclass(slots=True)
class _Person:
    line: int
    name: ShownName
    email: str
    lines: int = 0
    stays: list[Interval] = field(default_factory=list)
    was_there: bool = False
    since: datetime | None = None
    total: int | None = None

    def stay(self, stay: Interval, reading: Reading) -> None:
        """Add a stay, cut to the session; many of them are merged now and then, so that memory stays small."""
        self.was_there = True
        self.stays.extend(part for window in reading.windows if (part := stay.within(window)) is not None)
        if len(self.stays) > _COMPACT_AT:
            self.stays = list(union(self.stays))


class _Unreadable(Exception):  # noqa: N818 -- reads as a statement; never leaves this module
    def __init__(self, column: str, text: str, why: str) -> None:
        super().__init__(why)
        self.column, self.text, self.why = column, text, why


def read_people(rows: Iterable[Row], surveyed: Survey, reading: Reading) -> PeopleRead:
    """Give each person's time inside the windows (joins and leaves merged as a union), and the rows that failed."""
    wanted = {block.line for block in surveyed.blocks}
    people: dict[object, _Person] = {}
    bad: list[BadRow] = []
    count, cut_at = 0, 0
    for block, line, cells in walk(rows, []):
        if not any(cells):
            continue
        cut_at = 0
        if block is None or block.line not in wanted or line == block.line:
            continue
        cut_at = line if len(cells) <= max(block.columns.values()) else 0
        if cell_of(cells, block, "attended").casefold() in _NOT_THERE:
            continue
        try:
            _take(people, block, line, cells, reading)
        except _Unreadable as refused:
            count += 1
            if len(bad) < MOST_BAD:
                bad.append(BadRow(line, refused.column, refused.text[:80], refused.why))
        if len(people) > MOST_PEOPLE:
            return PeopleRead(people=(), bad=tuple(bad), bad_count=count, finding=_too_many(line))
    seen = tuple(_seen(person, reading) for person in people.values())
    finding = _cut(cut_at) if cut_at else _mostly_bad(bad, count, len(seen))
    return PeopleRead(people=seen, bad=tuple(bad), bad_count=count, finding=finding)


def _too_many(line: int) -> Finding:
    return Finding(
        code="attendance.file.people",
        message=_("Up to line %(line)s the file names more than %(most)s different people; split it."),
        source=SOURCE,
        params={"line": str(line), "most": f"{MOST_PEOPLE:,}"},
        field="file",
    )


def _cut(line: int) -> Finding:
    return Finding(
        code="attendance.file.cut",
        message=_(
            "Line %(line)s, the last, ends in the middle of a row: the download was cut off and people may be missing. "
            "Download the report again. Nothing was imported."
        ),
        source=SOURCE,
        params={"line": str(line)},
        field="file",
    )


def _mostly_bad(bad: Sequence[BadRow], count: int, people: int) -> Finding | None:
    if count <= people:
        return None
    return Finding(
        code="attendance.file.rows",
        message=_(
            "%(count)s rows cannot be read, the first in line %(line)s, column “%(column)s”: “%(text)s”. %(why)s "
            "Import the file as it was downloaded, not as a spreadsheet saved it. Nothing was imported."
        ),
        source=SOURCE,
        params={
            "count": str(count),
            "line": str(bad[0].line),
            "column": bad[0].column,
            "text": bad[0].text,
            "why": bad[0].why,
        },
        field="file",
    )


def _take(people: dict[object, _Person], block: Block, line: int, cells: Sequence[str], reading: Reading) -> None:
    """Add what one row says to the person it names."""
    text = cell_of(cells, block, "name") or f"{cell_of(cells, block, 'first')} {cell_of(cells, block, 'last')}".strip()
    email = cell_of(cells, block, "email") or cell_of(cells, block, "upn")
    if not text and not email:
        raise _Unreadable("name", "", _("The row names nobody."))
    name = take_apart(text or email)
    stay = _stay(block, cells, reading)
    total = _total(block, cells)
    person = people.setdefault(_key(name, email, line), _Person(line, name, email))
    person.lines += 1
    if isinstance(stay, datetime):
        _happen(person, cell_of(cells, block, "action"), stay, reading)
    elif stay is not None:
        person.stay(stay, reading)
    if total is not None:
        person.total = (person.total or 0) + total


def _key(name: ShownName, email: str, line: int) -> object:
    """Give what tells people apart: the address, else the name; devices stay apart row by row."""
    if email:
        return email.casefold()
    return line if is_device(name.shown) else (tokens(name.shown), tokens(name.original))


def _moment(block: Block, cells: Sequence[str], key: str, reading: Reading) -> datetime | None:
    text = cell_of(cells, block, key)
    if not text:
        if block.columns[key] >= len(cells):
            raise _Unreadable(key, "", _("The row ends before this column."))
        return None
    try:
        return parse(text).on(reading.order, reading.session_day, reading.zone, near=reading.start)
    except (ValueError, KeyError, OverflowError):
        raise _Unreadable(key, text, _("This is not a date and time we can read.")) from None


def _stay(block: Block, cells: Sequence[str], reading: Reading) -> "Interval | datetime | None":
    if block.kind is BlockKind.TOTALS:
        return None
    if block.kind is BlockKind.EVENTS:
        moment = _moment(block, cells, "timestamp", reading)
        if moment is None:
            raise _Unreadable("timestamp", "", _("The time is missing."))
        return moment
    names = ("join", "leave") if block.kind is BlockKind.STAYS else ("first_join", "last_leave")
    start, end = (_moment(block, cells, key, reading) for key in names)
    if start is None:
        raise _Unreadable(names[0], "", _("The join time is missing."))
    if end is None:
        end = max(start, reading.end)
    if end < start:
        raise _Unreadable(names[1], cell_of(cells, block, names[1]), _("The person leaves before joining."))
    return Interval(start, end)


def _total(block: Block, cells: Sequence[str]) -> int | None:
    if block.kind not in {BlockKind.TOTALS, BlockKind.BOUNDS}:
        return None
    text = cell_of(cells, block, "duration")
    if not text:
        if block.kind is BlockKind.BOUNDS:
            return None
        raise _Unreadable("duration", "", _("The duration is missing."))
    try:
        return minutes_of(text)
    except ValueError:
        raise _Unreadable("duration", text, _("This is not a number of minutes we can read.")) from None


def _happen(person: _Person, action: str, moment: datetime, reading: Reading) -> None:
    """Follow one "Joined" or "Left"; a second "Joined" without a "Left" changes nothing."""
    person.was_there = True
    if _JOINED.search(action):
        person.since = moment if person.since is None else min(person.since, moment)
        return
    start = person.since if person.since is not None else min(moment, reading.start)
    if start <= moment:
        person.stay(Interval(start, moment), reading)
    person.since = None


def _seen(person: _Person, reading: Reading) -> PersonSeen:
    if person.since is not None:
        person.stay(Interval(person.since, max(person.since, reading.end)), reading)
    inside = union(person.stays)
    longest = total_minutes(inside) if person.was_there else total_minutes(reading.windows)
    minutes = longest if person.total is None else min(person.total, longest)
    return PersonSeen(
        line=person.line,
        lines=person.lines,
        name=person.name,
        email=person.email,
        minutes=minutes,
        intervals=inside if person.total is None else (),
        is_total=person.total is not None,
    )


def nothing_inside(people: Iterable[PersonSeen], surveyed: Survey, reading: Reading) -> Finding | None:
    """Say that no row falls into the session, which means another day, another session or another time zone."""
    if any(person.minutes for person in people):
        return None
    days = surveyed.days | {read_numbers(numbers, reading.order) for numbers in surveyed.dates}
    return Finding(
        code="attendance.session.other",
        message=_(
            "Nobody in this file was there during this session (%(session)s). The file's days are %(days)s, read in "
            "%(zone)s: check the session, the time zone and the order of day and month."
        ),
        source=SOURCE,
        params={
            "session": reading.session_day.isoformat(),
            "days": ", ".join(sorted(day.isoformat() for day in days)[:4]) or "–",
            "zone": str(reading.zone),
        },
        field="session",
    )
