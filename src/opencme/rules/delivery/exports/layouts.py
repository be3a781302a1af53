"""Attendance exports of Zoom and Teams in every layout seen; columns are found by name, never by position.

A file is walked twice: ``survey`` finds its layout and how it writes dates, ``read_people`` gives each person's time.
Rows come as (line, cells), so that nothing here knows about bytes, delimiters or encodings.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.delivery.exports.words import HEADERS
from opencme.rules.delivery.moments import SOURCE, parse

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

_MEANING: Final = {word: key for key, words in HEADERS.items() for word in words}
_SECTION: Final = re.compile(r"\s*(\d)\s*\.\s*\S")
_NOTHING: Final = frozenset({"", "-", "--", "n/a"})
_MOST_BLOCKS: Final = 200
_MOST_DATES: Final = 2_000


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


@dataclass(slots=True, kw_only=True)
class Survey:
    """What the first walk through a file found."""

    layout: Layout | None = None
    blocks: tuple[Block, ...] = ()
    dates: set[tuple[int, int, int]] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    rows: int = 0
    finding: Finding | None = None


def survey(rows: Iterable[Row]) -> Survey:
    """Find the tables of a file, its layout, and every date it writes."""
    found = Survey()
    blocks: list[Block] = []
    first_line = ""
    sections = False
    for block, line, cells in walk(rows, blocks):
        found.rows += 1
        if len(blocks) > _MOST_BLOCKS:
            found.finding = Finding(
                code="attendance.layout.blocks",
                message=_("Line %(line)s is one more header after %(most)s others: this is no attendance export."),
                source=SOURCE,
                params={"line": str(line), "most": str(_MOST_BLOCKS)},
                field="file",
            )
            return found
        if not first_line and any(cells):
            first_line = ", ".join(cell for cell in cells if cell)[:120]
        sections = sections or _is_section(cells)
        if block is None or line == block.line:
            continue
        for key in ("join", "leave", "timestamp", "first_join", "last_leave"):
            _note_date(cell_of(cells, block, key), found)
    best = next((kind for kind in BlockKind if any(block.kind is kind for block in blocks)), None)
    if best is None:
        found.finding = Finding(
            code="attendance.layout.unknown",
            message=_(
                "This is not an attendance export of Zoom or Teams as far as we know: no header with a name and a "
                "join time, a duration or an action was found. The file begins with “%(start)s”. Download the "
                "participants report in Zoom (Reports) or the attendance report in Teams (Attendance), and import that "
                "file unchanged."
            ),
            source=SOURCE,
            params={"start": first_line},
            field="file",
        )
        return found
    found.blocks = tuple(block for block in blocks if block.kind is best)
    found.layout = _layout(best, found.blocks, is_sectioned=sections)
    return found


def walk(rows: Iterable[Row], blocks: list[Block]) -> Iterator[tuple[Block | None, int, Sequence[str]]]:
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
    if any(cell[:1].isdigit() for cell in cells):  # a time or a number: no header, told without looking up its words
        return None
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


def cell_of(cells: Sequence[str], block: Block, key: str) -> str:
    """Give what the row says under the column ``key``; empty where the table has none or a dash stands for nothing."""
    place = block.columns.get(key)
    text = cells[place] if place is not None and place < len(cells) else ""
    return "" if text.casefold() in _NOTHING else text


def _note_date(text: str, found: Survey) -> None:
    if not text or len(found.dates) + len(found.days) > _MOST_DATES:
        return
    try:
        written = parse(text)
    except (ValueError, KeyError):
        return
    if written.numbers is not None:
        found.dates.add(written.numbers)
    elif written.day is not None:
        found.days.add(written.day)
