"""Several rules side by side: what each asks for, by when, and which topic is asked by which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.spoken import Said
from opencme.web.public.explorer import links
from opencme.web.public.explorer.rows import Row, row_of, rows
from opencme.web.public.explorer.sheet import Sheet, sheet

MOST: Final = 6
ASPECTS: Final = (
    ("cycle", _("The cycle")),
    ("first_cycle", _("The first cycle")),
    ("carry_over", _("Surplus")),
    ("records", _("Proof")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one rule says to one question: sentences, none where the pack holds none. is_open: no source says."""

    row: Row
    words: tuple[Said, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One question over all rules. url: a page about it, may be empty."""

    title: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Rules with their answers; topics come after what every rule has. checked: the oldest of the days."""

    rows: tuple[Row, ...]
    aspects: tuple[Aspect, ...]
    topics: tuple[Aspect, ...]
    checked: date | None


def side_by_side(families: Sequence[str], day: date) -> SideBySide:
    """Put rules together, in the order asked, each once; what the pack does not hold is left out."""
    found = [row for family in dict.fromkeys(families) if (row := row_of(family, day)) is not None][:MOST]
    sheets = [(row, sheet(row.rule.id, day)) for row in found]
    return SideBySide(
        rows=tuple(found),
        aspects=tuple(_aspects(sheets)),
        topics=tuple(_topics(found)),
        checked=min((row.checked for row in found), default=None),
    )


def _aspects(sheets: list[tuple[Row, Sheet]]) -> Iterator[Aspect]:
    yield Aspect(title=_("Asks for"), cells=tuple(Cell(row=row, words=(row.head,)) for row, _sheet in sheets))
    for kind, title in ASPECTS:
        yield Aspect(title=title, cells=tuple(_cell(row, held, kind) for row, held in sheets))


def _cell(row: Row, held: Sheet, kind: str) -> Cell:
    clauses = [each for _key, _title, told in held.sections for each in told if each.kind == kind]
    return Cell(
        row=row,
        words=tuple(said for each in clauses for said in each.words),
        is_open=any(each.is_open for each in clauses),
    )


def _topics(found: list[Row]) -> Iterator[Aspect]:
    """Give one line per topic that some of the rules name, by name."""
    names = vocabulary().topics
    codes = {code for row in found for each in row.mandates if not each.is_over for code in each.topics}
    for code in sorted(codes, key=lambda code: names[code].casefold()):
        cells = tuple(Cell(row=row, words=tuple(_asked(row, code))) for row in found)
        yield Aspect(title=names[code], cells=cells, url=links.url(code))


def _asked(row: Row, code: str) -> Iterator[Said]:
    for each in row.asks_for(frozenset({code})):
        yield Said("%(much)s, %(often)s.", {"much": each.much, "often": each.often})
        if each.who is not None:
            yield Said(_("Only a clinician %(who)s."), {"who": each.who})


def others(found: Sequence[Row], day: date) -> tuple[Row, ...]:
    """Give what can be put beside: licenses and boards in force that bind somebody of the same profession."""
    types = {each for row in found for each in row.rule.authority.licence_types}
    held = {row.family for row in found}
    return tuple(
        row
        for row in rows(day)
        if row.family not in held and row.status != "ended" and types & set(row.rule.authority.licence_types)
    )
