"""Attendance exports of Zoom and Teams in every layout seen; columns are found by name, never by position.

A file is walked twice: ``survey`` finds its layout and how it writes dates, ``read_people`` gives each person's time.
Rows come as (line, cells), so that nothing here knows about bytes, delimiters or encodings.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import Interval, total_minutes, union
from opencme.rules.delivery.moments import SOURCE, DateOrder, minutes_of, parse, read_numbers
from opencme.rules.delivery.names import ShownName, is_device, take_apart, tokens

Row = tuple[int, Sequence[str]]


class Layout(StrEnum):
    """The variants of export that are known."""

    ZOOM_PARTICIPANTS = "zoom_participants"
    ZOOM_UNIQUE = "zoom_unique"
    ZOOM_WEBINAR = "zoom_webinar"
    TEAMS_REPORT = "teams_report"
    TEAMS_LEGACY = "teams_legacy"


LAYOUT_NAMES: Final = {
    Layout.ZOOM_PARTICIPANTS: _("Zoom meeting participants"),
    Layout.ZOOM_UNIQUE: _("Zoom unique users (totals only)"),
    Layout.ZOOM_WEBINAR: _("Zoom webinar"),
    Layout.TEAMS_REPORT: _("Teams attendance report"),
    Layout.TEAMS_LEGACY: _("Teams attendance list (joined and left)"),
}

# The words of the header, folded, by what they mean. Other languages of Teams are told by content where missing here.
HEADERS: Final[Mapping[str, frozenset[str]]] = {
    "name": frozenset(
        {
            "name (original name)", "user name (original name)", "name", "full name", "user name", "participant",
            "participant name", "display name", "vollständiger name", "nom complet", "nombre completo",
            "nome completo", "volledige naam", "nom", "nombre", "nome", "naam",
        }
    ),
    "first": frozenset({"first name", "vorname", "prénom"}),
    "last": frozenset({"last name", "nachname"}),
    "email": frozenset(
        {
            "user email", "email", "e-mail", "email address", "e-mail address", "e-mail-adresse", "adresse e-mail",
            "courriel", "correo electrónico", "e-mailadres", "endereço de email",
        }
    ),
    "upn": frozenset({"participant id (upn)", "upn"}),
    "join": frozenset(
        {
            "join time", "joined", "joined at", "beitrittszeit", "zeitpunkt des beitritts", "heure d'arrivée",
            "heure de participation", "hora de unión", "hora de entrada", "ora di accesso", "deelnametijd",
        }
    ),
    "leave": frozenset(
        {
            "leave time", "left", "left at", "verlassen um", "zeitpunkt des verlassens", "austrittszeit",
            "heure de départ", "hora de salida", "hora de saída", "ora di uscita", "tijd van vertrek",
        }
    ),
    "first_join": frozenset({"first join", "first join time", "erster beitritt", "première connexion"}),
    "last_leave": frozenset({"last leave", "last leave time", "letztes verlassen", "dernier départ"}),
    "duration": frozenset(
        {
            "duration (minutes)", "total duration (minutes)", "duration", "in-meeting duration",
            "time in session (minutes)", "dauer", "durée", "duración", "duração", "durata", "duur",
        }
    ),
    "action": frozenset({"user action", "benutzeraktion", "action de l'utilisateur", "acción del usuario"}),
    "timestamp": frozenset({"timestamp", "zeitstempel", "horodatage", "marca de tiempo"}),
    "attended": frozenset({"attended"}),
}  # fmt: skip
_MEANING: Final = {word: key for key, words in HEADERS.items() for word in words}
_SECTION: Final = re.compile(r"\s*(\d)\s*\.\s*\S")
_NOTHING: Final = frozenset({"", "-", "--", "n/a"})
_JOINED: Final = re.compile(r"join|beigetreten|rejoint|unió|entrou|participant", re.IGNORECASE)


class BlockKind(StrEnum):
    """What the rows of a table in the file say, best first."""

    STAYS = "stays"
    EVENTS = "events"
    BOUNDS = "bounds"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class Block:
    """One table inside a file: the line of its header, what its rows say, and where its columns stand."""

    line: int
    kind: BlockKind
    columns: Mapping[str, int]
    section: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read: where, what stands there, and why."""

    line: int
    column: str
    text: str
    why: str


@dataclass(slots=True, kw_only=True)
class Survey:
    """What the first walk through a file found."""

    layout: Layout | None = None
    blocks: tuple[Block, ...] = ()
    dates: set[tuple[int, int, int]] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    rows: int = 0
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read the file: the session's windows (less breaks), its local day, the zone and the order of dates."""

    windows: tuple[Interval, ...]
    session_day: date
    zone: tzinfo
    order: DateOrder


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


@dataclass(slots=True)
class _Person:
    line: int
    name: ShownName
    email: str
    lines: int = 0
    stays: list[Interval] = field(default_factory=list)
    since: datetime | None = None
    total: int | None = None


def survey(rows: Iterable[Row]) -> Survey:
    """Find the tables of a file, its layout, and every date it writes."""
    found = Survey()
    blocks: list[Block] = []
    first_line = ""
    sections = False
    for block, line, cells in _walk(rows, blocks):
        found.rows += 1
        if not first_line and any(cells):
            first_line = ", ".join(cell for cell in cells if cell)[:120]
        sections = sections or _is_section(cells)
        if block is None or line == block.line:
            continue
        for key in ("join", "leave", "timestamp", "first_join", "last_leave"):
            _note_date(_cell(cells, block, key), found)
    best = next((kind for kind in BlockKind if any(block.kind is kind for block in blocks)), None)
    if best is None:
        found.finding = Finding(
            code="attendance.layout.unknown",
            message=_(
                "This is not an attendance export of Zoom or Teams as far as we know: no header with a name and a "
                "join time, a duration or an action was found. The file begins with “%(start)s”."
            ),
            source=SOURCE,
            params={"start": first_line},
            field="file",
        )
        return found
    found.blocks = tuple(block for block in blocks if block.kind is best)
    found.layout = _layout(best, found.blocks, is_sectioned=sections)
    return found


def read_people(
    rows: Iterable[Row], surveyed: Survey, reading: Reading
) -> tuple[tuple[PersonSeen, ...], tuple[BadRow, ...]]:
    """Give each person's time inside the windows (joins and leaves merged as a union), and the rows that failed."""
    wanted = {block.line for block in surveyed.blocks}
    people: dict[object, _Person] = {}
    bad: list[BadRow] = []
    for block, line, cells in _walk(rows, []):
        if block is None or block.line not in wanted or line == block.line or not any(cells):
            continue
        if block.columns.get("attended") is not None and _cell(cells, block, "attended").casefold() in _NOT_THERE:
            continue
        try:
            _take(people, block, line, cells, reading)
        except _Unreadable as refused:
            bad.append(BadRow(line, refused.column, refused.text[:80], refused.why))
    return tuple(_seen(person, reading) for person in people.values()), tuple(bad)


_NOT_THERE: Final = frozenset({"no", "nein", "non", "não"})


class _Unreadable(Exception):  # noqa: N818 -- reads as a statement; never leaves this module
    def __init__(self, column: str, text: str, why: str) -> None:
        super().__init__(why)
        self.column, self.text, self.why = column, text, why


def _walk(rows: Iterable[Row], blocks: list[Block]) -> Iterator[tuple[Block | None, int, Sequence[str]]]:
    """Give each row with the table it belongs to; a table ends at an empty row, a section's title or a new header."""
    block: Block | None = None
    section = ""
    awaiting: list[Row] = []
    for line, raw in rows:
        cells = [cell.strip() for cell in raw]
        filled = [cell for cell in cells if cell]
        if awaiting:
            awaiting.append((line, cells))
            if filled and len(awaiting) == 2:  # noqa: PLR2004 -- the header and its first row
                block = _told_by_content(awaiting, section)
                if block is not None:
                    blocks.append(block)
                yield block, awaiting[0][0], awaiting[0][1]
                yield block, line, cells
            else:
                yield from ((None, at, each) for at, each in awaiting)
            awaiting = []
            continue
        if not filled:
            block = None
        elif _is_section(cells):
            block, section = None, _SECTION.match(cells[0])[1]  # type: ignore[index]  # _is_section matched it
        elif (header := _header(line, cells, section)) is not None:
            block = header
            blocks.append(block)
        elif block is not None and len(filled) == 1 and len(cells) > 1 and _is_title(filled[0]):
            block = None
        elif block is None and section == "3" and len(filled) > 2:  # noqa: PLR2004 -- a header of at least name, join, leave
            awaiting = [(line, cells)]
            continue
        yield block, line, cells


def _is_section(cells: Sequence[str]) -> bool:
    return bool(cells) and len([cell for cell in cells if cell]) == 1 and _SECTION.match(cells[0]) is not None


def _is_title(text: str) -> bool:
    return text.casefold().rstrip(":").endswith((" details", " report"))


def _header(line: int, cells: Sequence[str], section: str) -> Block | None:
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        meaning = _MEANING.get(" ".join(cell.casefold().replace("’", "'").split()))
        if meaning is not None:
            columns.setdefault(meaning, place)
    kind = _kind(columns)
    if kind is None or not ("name" in columns or {"first", "last"} <= columns.keys()):
        return None
    return Block(line, kind, columns, section)


def _kind(columns: Mapping[str, int]) -> BlockKind | None:
    if {"join", "leave"} <= columns.keys():
        return BlockKind.STAYS
    if {"action", "timestamp"} <= columns.keys():
        return BlockKind.EVENTS
    if {"first_join", "last_leave"} <= columns.keys():
        return BlockKind.BOUNDS
    return BlockKind.TOTALS if "duration" in columns else None


def _told_by_content(rows: Sequence[Row], section: str) -> Block | None:
    """Find the columns of the third section of a Teams report in an unknown language by what its first row holds."""
    (line, _titles), (_next, cells) = rows
    moments = [place for place, cell in enumerate(cells) if _is_moment(cell)]
    emails = [place for place, cell in enumerate(cells) if "@" in cell]
    names = [place for place, cell in enumerate(cells) if cell and place not in moments and place not in emails]
    if len(moments) < 2 or not names:  # noqa: PLR2004 -- join and leave
        return None
    columns = {"name": names[0], "join": moments[0], "leave": moments[1]}
    if emails:
        columns["email"] = emails[0]
    return Block(line, BlockKind.STAYS, columns, section)


def _is_moment(text: str) -> bool:
    try:
        return parse(text) is not None and any(sign in text for sign in "/.-") and ":" in text
    except (ValueError, KeyError):
        return False


def _layout(best: BlockKind, blocks: Sequence[Block], *, is_sectioned: bool) -> Layout:
    if best is BlockKind.EVENTS:
        return Layout.TEAMS_LEGACY
    if is_sectioned or best is BlockKind.BOUNDS:
        return Layout.TEAMS_REPORT
    if any("attended" in block.columns for block in blocks):
        return Layout.ZOOM_WEBINAR
    return Layout.ZOOM_UNIQUE if best is BlockKind.TOTALS else Layout.ZOOM_PARTICIPANTS


def _cell(cells: Sequence[str], block: Block, key: str) -> str:
    place = block.columns.get(key)
    text = cells[place] if place is not None and place < len(cells) else ""
    return "" if text.casefold() in _NOTHING else text


def _note_date(text: str, found: Survey) -> None:
    if not text:
        return
    try:
        written = parse(text)
    except (ValueError, KeyError):
        return
    if written.numbers is not None:
        found.dates.add(written.numbers)
    elif written.day is not None:
        found.days.add(written.day)


def _take(people: dict[object, _Person], block: Block, line: int, cells: Sequence[str], reading: Reading) -> None:
    """Add what one row says to the person it names."""
    text = _cell(cells, block, "name") or f"{_cell(cells, block, 'first')} {_cell(cells, block, 'last')}".strip()
    email = _cell(cells, block, "email") or _cell(cells, block, "upn")
    if not text and not email:
        raise _Unreadable("name", "", _("The row names nobody."))
    name = take_apart(text or email)
    stay = _stay(block, cells, reading)
    total = _total(block, cells)
    person = people.setdefault(_key(name, email, line), _Person(line, name, email))
    person.lines += 1
    if block.kind is BlockKind.EVENTS:
        _happen(person, _cell(cells, block, "action"), stay, reading)
        return
    if isinstance(stay, Interval):
        person.stays.append(stay)
    if total is not None:
        person.total = (person.total or 0) + total


def _key(name: ShownName, email: str, line: int) -> object:
    """Give what tells people apart: the address, else the name; devices stay apart row by row."""
    if email:
        return email.casefold()
    return line if is_device(name.shown) else (tokens(name.shown), tokens(name.original))


def _moment(block: Block, cells: Sequence[str], key: str, reading: Reading) -> datetime | None:
    text = _cell(cells, block, key)
    if not text:
        return None
    try:
        return parse(text).on(reading.order, reading.session_day, reading.zone)
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
        end = max(start, _end(reading))
    if end < start:
        raise _Unreadable(names[1], _cell(cells, block, names[1]), _("The person leaves before joining."))
    return Interval(start, end)


def _total(block: Block, cells: Sequence[str]) -> int | None:
    if block.kind not in {BlockKind.TOTALS, BlockKind.BOUNDS}:
        return None
    text = _cell(cells, block, "duration")
    if not text:
        if block.kind is BlockKind.BOUNDS:
            return None
        raise _Unreadable("duration", "", _("The duration is missing."))
    try:
        return minutes_of(text)
    except ValueError:
        raise _Unreadable("duration", text, _("This is not a number of minutes we can read.")) from None


def _happen(person: _Person, action: str, moment: "Interval | datetime | None", reading: Reading) -> None:
    """Follow one "Joined" or "Left"; a second "Joined" without a "Left" changes nothing."""
    if not isinstance(moment, datetime):
        return
    if _JOINED.search(action):
        person.since = moment if person.since is None else min(person.since, moment)
        return
    start = person.since if person.since is not None else min(moment, _start(reading))
    if start <= moment:
        person.stays.append(Interval(start, moment))
    person.since = None


def _start(reading: Reading) -> datetime:
    return reading.windows[0].start


def _end(reading: Reading) -> datetime:
    return reading.windows[-1].end


def _seen(person: _Person, reading: Reading) -> PersonSeen:
    stays = list(person.stays)
    if person.since is not None:
        stays.append(Interval(person.since, max(person.since, _end(reading))))
    inside = union(part for stay in stays for window in reading.windows if (part := stay.within(window)) is not None)
    longest = total_minutes(inside) if stays else total_minutes(reading.windows)
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
    seen = list(people)
    if any(person.minutes for person in seen):
        return None
    days = surveyed.days | {read_numbers(numbers, reading.order) for numbers in surveyed.dates}
    return Finding(
        code="attendance.session.other",
        message=_(
            "Nobody in this file was there during the session (%(session)s). The file's days are %(days)s, read in "
            "%(zone)s: check the session, the time zone and the order of day and month."
        ),
        source=SOURCE,
        params={
            "session": reading.session_day.isoformat(),
            "days": ", ".join(sorted(day.isoformat() for day in days)[:4]) or "–",
            "zone": str(reading.zone),
        },
        field="file",
    )
