"""What each way of earning credit gives, in words: fixed amounts, steps, limits, and what to keep."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from opencme.catalog.outside_credit import kinds
from opencme.rules.credit.outside import OutsideKind, Way
from opencme.rules.credit.reading import written


@dataclass(frozen=True, slots=True)
class Earning:
    """One way, with what it gives and what to know of it."""

    label: str
    gives: str
    notes: tuple[str, ...]


def earnings(codes: Iterable[str]) -> list[tuple[str, list[Earning]]]:
    """Give the ways of some kinds of credit that have an amount, a limit or a proof of their own."""
    found = [(kinds()[code], list(_earnings(kinds()[code]))) for code in codes]
    return [
        (gettext(kind.label), rows)
        for kind, every in found
        if (rows := [each for each in every if each.gives or each.notes])
    ]


def _earnings(kind: OutsideKind) -> Iterator[Earning]:
    if kind.keeps:
        yield Earning(gettext("In any way"), "", (gettext(kind.keeps),))
    yield from (_earning(kind, way) for way in kind.ways)


def _earning(kind: OutsideKind, way: Way) -> Earning:
    notes = (gettext(each) for each in (way.note, way.keeps) if each)
    return Earning(gettext(way.label), "; ".join(_gives(kind, way)), tuple(notes))


def _gives(kind: OutsideKind, way: Way) -> Iterator[str]:
    fixed = way.amounts or ((way.amount,) if way.amount is not None else ())
    if fixed:
        yield _either(fixed)
    if way.ratio > 1 and kind.minutes:
        yield gettext("%(n)s for each hour") % {"n": way.ratio}
    if way.step is not None:
        yield gettext("in steps of %(step)s") % {"step": written(way.step)}
    if way.cycle_most is not None:
        words = gettext("at most %(most)s count in %(years)s years")
        yield words % {"most": written(way.cycle_most), "years": way.cycle_years}


def _either(amounts: tuple[Decimal, ...]) -> str:
    *first, last = [written(each) for each in amounts]
    return gettext("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last
