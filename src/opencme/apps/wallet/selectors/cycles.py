"""The cycles of an authority: the present one and those before it, each judged by the edition of its own time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from opencme.apps.wallet.models import Obligation
from opencme.apps.wallet.selectors.standing import Standing, Wallet, placed, stand
from opencme.kernel.periods import Period

MOST: Final = 40
"""More cycles than anybody works through; a slip in a date lists no thousand of them."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One cycle of one authority. term: None where it is not known, or where there are no cycles.

    edition: of the rule that governs it, empty where none is known. as_of: the day on which it is judged: today, or
    the last day of a cycle that is over.
    """

    obligation: Obligation = field(repr=False)
    term: Period | None
    edition: str
    as_of: date
    is_over: bool = False

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.term is not None and self.term.first <= day <= (self.term.last or date.max)


def cycles_of(wallet: Wallet, obligation: Obligation, today: date) -> tuple[Cycle, ...]:
    """Give the present cycle and those before it, the latest first, as far back as credits reach; no query."""
    present = _cycle(wallet, obligation, today)
    reach = min((each.completed_on for each in wallet.held), default=None)
    return (present, *(_before(wallet, present, reach) if reach else ()))


def cycle_holding(wallet: Wallet, obligation: Obligation, day: date, today: date) -> Cycle:
    """Give the cycle that holds ``day``: an earlier one as it was on its last day, else the present one on that day."""
    present = _cycle(wallet, obligation, today)
    if present.term is None or day >= present.term.first:
        return _cycle(wallet, obligation, day)
    earlier = next((each for each in _before(wallet, present, day) if each.holds(day)), None)
    return earlier or _cycle(wallet, obligation, day, is_over=True)


def stand_in(wallet: Wallet, cycle: Cycle, *, with_proof: bool = False) -> Standing:
    """Judge a cycle by the same rules as the present one, on the day it is judged on."""
    return stand(wallet, cycle.obligation, cycle.as_of, is_over=cycle.is_over, with_proof=with_proof)


def _before(wallet: Wallet, cycle: Cycle, reach: date) -> Iterator[Cycle]:
    issued = cycle.obligation.issued_on or date.min
    for _ in range(MOST):
        if cycle.term is None or cycle.term.first <= max(reach, issued):
            return
        last = cycle.term.first - DAY
        cycle = _cycle(wallet, cycle.obligation, last, is_over=True)
        if cycle.term is None or cycle.term.last != last:  # a stretch that moves with the day has no cycles before it
            return
        yield cycle


def _cycle(wallet: Wallet, obligation: Obligation, as_of: date, *, is_over: bool = False) -> Cycle:
    found = placed(wallet, obligation, as_of, is_over=is_over)
    term = found.term if found else None
    return Cycle(
        obligation=obligation,
        term=Period(term.start, term.end) if term else None,
        edition=found.chosen.rule.id if found and found.chosen else "",
        as_of=as_of,
        is_over=is_over,
    )
