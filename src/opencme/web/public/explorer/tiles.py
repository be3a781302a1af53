"""The map: one tile of equal size per state and territory, each a link, with shade, shape and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from opencme.catalog.requirement_sets.places import Place, places
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements import amounts
from opencme.web.public.explorer.rows import STATUSES, Row, topics_below
from opencme.web.ui.telling import spoken

SIZE: Final = 60
STEP: Final = 64
#: Shades: key, and the words of the legend. The first whose most the yearly amount does not pass.
SHADES: Final = (
    ("none", _("no set amount")),
    ("s1", _("up to 10 a year")),
    ("s2", _("over 10, up to 15 a year")),
    ("s3", _("over 15, up to 20 a year")),
    ("s4", _("over 20, up to 30 a year")),
    ("s5", _("over 30 a year")),
)
_MOST: Final = tuple((Decimal(most), f"s{at}" if at else "none") for at, most in enumerate((0, 10, 15, 20, 30)))
TOPIC_SHADES: Final = (("asks", _("asks for this topic")), ("quiet", _("no such mandate in the pack")))
COUNT_SHADES: Final = (("count", _("number of rules in the pack")),)
OTHER_SHADES: Final = (("unsure", _("cannot be decided, or amount unknown")), ("absent", _("no rule in the pack")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A tile: where, what it says, how it looks. url empty: the pack holds nothing to open."""

    place: Place
    x: int
    y: int
    shade: str
    mark: str
    small: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """All tiles with the size of the drawing and the legend: shade and words."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    legend: tuple[tuple[str, str], ...]


def tile_map(everything: Sequence[Row], found: Sequence[Row], *, profession: str, topic: str) -> Map:
    """Draw what was found. everything: also what the filter left out, so that a tile says whether a rule exists."""
    drawn = [each for each in places.values() if each.column is not None]
    tiles = tuple(
        _tile(
            each,
            [row for row in everything if row.place.code == each.code and row.is_for(profession)],
            [row for row in found if row.place.code == each.code],
            profession=profession,
            topic=topic,
        )
        for each in drawn
    )
    columns = max(each.column or 0 for each in drawn) + 1
    lines = max(each.row or 0 for each in drawn) + 1
    shades = TOPIC_SHADES if topic else SHADES if profession else COUNT_SHADES
    legend = (*shades, ("quiet", _("nothing that fits the words")), *OTHER_SHADES)
    used = {tile.shade for tile in tiles}
    return Map(
        tiles=tiles,
        width=columns * STEP - (STEP - SIZE),
        height=lines * STEP - (STEP - SIZE),
        legend=tuple({key: (key, words) for key, words in reversed(legend) if key in used}.values())[::-1],
    )


def _tile(where: Place, held: list[Row], found: list[Row], *, profession: str, topic: str) -> Tile:
    below = topics_below(topic) if topic else frozenset()
    name = gettext(where.name)
    if not held:
        shade, mark, small, told = "absent", "", "", gettext("no rule in the pack")
    elif not found:
        shade, mark, small, told = "quiet", "", "", gettext("nothing that fits the filter")
    elif not profession and not topic:
        count = len(found)
        told = ngettext("%(n)s rule", "%(n)s rules", count) % {"n": count}
        shade, mark, small = "count", "", str(count)
    else:
        shade, mark, small, told = _said(found, below)
    return Tile(
        place=where,
        x=(where.column or 0) * STEP,
        y=(where.row or 0) * STEP,
        shade=shade,
        mark=mark,
        small=small,
        label=f"{name}: {told}",
        url=_address(where, found or held),
    )


def _address(where: Place, rows: list[Row]) -> str:
    if not rows:
        return ""
    return rows[0].url if len(rows) == 1 else reverse("public:requirement-place", args=[where.slug])


def _said(found: list[Row], below: frozenset[str]) -> tuple[str, str, str, str]:
    """Give shade, mark, figure and words of a tile that has something to say."""
    if below:
        asked = [(row, mandate) for row in found for mandate in row.asks_for(below)]
        told = "; ".join(dict.fromkeys(f"{spoken(mandate.much)}, {spoken(mandate.often)}" for _row, mandate in asked))
        return "asks", "", _figure([mandate.amount for _row, mandate in asked]), told
    told = "; ".join(dict.fromkeys(spoken(row.head) for row in found))
    if len(found) > 1:
        count = ngettext("%(n)s rule", "%(n)s rules", len(found)) % {"n": len(found)}
        told = f"{count}: {told}"
    undecided = [row for row in found if row.per_year is None]
    if undecided and len(undecided) == len(found):
        ended = all(row.status == "ended" for row in found)
        return ("absent", "", "", gettext(STATUSES["ended"][1])) if ended else ("unsure", "?", "?", told)
    figures = [row.rule.total for row in found if row.per_year is not None]
    most = max(row.per_year for row in found if row.per_year is not None)
    shade = next((shade for limit, shade in _MOST if most <= limit), "s5")
    return shade, "–" if shade == "none" else "", _figure(figures), told


def _figure(found: list[int | None]) -> str:
    known = sorted({each for each in found if each is not None})
    if not known:
        return "•"
    if len(known) == 1:
        return amounts.text(known[0])
    return f"{amounts.text(known[0])}–{amounts.text(known[-1])}"
