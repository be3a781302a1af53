"""Credits that look like the same one twice: by course, by title, day and amount, or by an award made here."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _

LIKE: Final = 0.6
SAME_COURSE: Final = _("Both name the same course in the same year.")
SAME_FACTS: Final = _("Title, day and amount are the same.")
SAME_AWARD: Final = _("A provider here awarded the same credit for the same day under a like title.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One credit as far as repeats go.

    is_apart: the person said it repeats nothing. place: where it stands in time of recording; an award made here comes
    before everything else.
    """

    key: str
    system: str
    title: str
    day: date
    amount: Decimal
    course: str = ""
    is_award: bool = False
    is_apart: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """``second`` looks like ``first`` again; why is a msgid. The first stands, the second is the repeat."""

    first: str
    second: str
    why: str


def find_repeats(claimed: Iterable[Claimed]) -> tuple[Repeat, ...]:
    """Give each credit that looks like an earlier one, once, with the earliest it looks like."""
    ordered = sorted(claimed, key=lambda each: (not each.is_award, each.place, each.key))
    seen: dict[Hashable, Claimed] = {}
    awards: dict[tuple[str, date], list[Claimed]] = defaultdict(list)
    found = []
    for each in ordered:
        if each.is_award:
            for day in (each.day - timedelta(days=1), each.day, each.day + timedelta(days=1)):
                awards[each.system, day].append(each)
        first, why = _earlier(each, seen, awards)
        if first is not None:
            found.append(Repeat(first.key, each.key, why))
        for mark, _why in _marks(each):
            seen.setdefault(mark, first or each)
    return tuple(found)


def _earlier(
    each: Claimed, seen: dict[Hashable, Claimed], awards: dict[tuple[str, date], list[Claimed]]
) -> tuple[Claimed | None, str]:
    if each.is_award or each.is_apart:  # the ledger holds a claim once; two awards are two things
        return None, ""
    for award in awards.get((each.system, each.day), ()):
        if alike(each.title, award.title):
            return award, SAME_AWARD
    for mark, why in _marks(each):
        if mark in seen:
            return seen[mark], why
    return None, ""


def _marks(each: Claimed) -> Iterator[tuple[Hashable, str]]:
    if each.course:
        yield ("course", each.system, each.course, each.day.year), SAME_COURSE
    yield ("facts", each.system, words_of(each.title), each.day, each.amount), SAME_FACTS


def words_of(title: str) -> str:
    """Give a title as it is compared: small letters and digits only."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in title.casefold()).split())


def alike(one: str, other: str) -> bool:
    """Say whether two titles probably name the same activity: most of the words of the shorter stand in the longer."""
    a, b = frozenset(words_of(one).split()), frozenset(words_of(other).split())
    if not a or not b:
        return False
    return len(a & b) >= LIKE * min(len(a), len(b)) and len(a & b) >= LIKE * max(len(a), len(b)) / 2
