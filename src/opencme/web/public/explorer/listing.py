"""The list of rules: one table per kind of jurisdiction, a table on a wide screen and lines of one tap on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext

from opencme.catalog.requirement_sets.places import KINDS
from opencme.web.public.explorer.rows import Row, topics_below
from opencme.web.ui.tables import Column, Table
from opencme.web.ui.telling import spoken

#: A group of so many rules is open from the start, also on a phone.
SHORT: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rules of one kind of jurisdiction. is_open: unfolded where groups fold (on a phone)."""

    key: str
    title: str
    table: Table
    is_open: bool


def whole(request: HttpRequest, found: Sequence[Row], topic: str) -> Table:
    """Give everything found as one table, for its export."""
    return _table(request, found, topic, "")


def grouped(request: HttpRequest, found: Sequence[Row], topic: str) -> tuple[Group, ...]:
    """Give what was found by kind of jurisdiction, each sorted as asked; kinds without rules are left out."""
    held = {kind: [row for row in found if row.place.kind == kind] for kind in KINDS}
    return tuple(
        Group(
            key=kind,
            title=gettext(title),
            table=_table(request, held[kind], topic, gettext(title)),
            is_open=len(held[kind]) <= SHORT and len(found) <= SHORT,
        )
        for kind, title in KINDS.items()
        if held[kind]
    )


def _table(request: HttpRequest, found: Sequence[Row], topic: str, caption: str) -> Table:
    below = topics_below(topic) if topic else frozenset()

    def asks(row: Row) -> str:
        if not below:
            return spoken(row.head)
        return "; ".join(f"{spoken(each.much)}, {spoken(each.often)}" for each in row.asks_for(below))

    columns = (
        Column(
            title=gettext("Where and who"),
            value=lambda row: f"{gettext(row.place.name)}: {row.rule.authority.name}",
            sort="place",
            is_head=True,
            template="public/requirements/cells/where.html",
        ),
        Column(title=gettext("Asks for"), value=asks, template="public/requirements/cells/asks.html"),
        Column(title=gettext("A year"), value=_rounded, sort="year", is_end=True),
        Column(
            title=gettext("Topics"),
            value=lambda row: row.standing,
            sort="topics",
            is_end=True,
        ),
        Column(title=gettext("Status"), value=lambda row: gettext(row.status_shown[1]), is_shown=False),
        Column(title=gettext("Confidence"), value=lambda row: gettext(row.confidence), sort="confidence"),
        Column(title=gettext("Checked"), value=lambda row: row.checked, is_shown=False),
        Column(title=gettext("Address"), value=lambda row: request.build_absolute_uri(row.url), is_shown=False),
    )
    return Table(request, found, columns, name="requirements", caption=caption, per_page=400)


def _rounded(row: Row) -> Decimal | None:
    if row.per_year is None:
        return None
    is_whole = row.per_year == row.per_year.to_integral_value()
    return row.per_year.quantize(Decimal(1) if is_whole else Decimal("0.1"))
