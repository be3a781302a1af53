"""Whom a report counts as a learner: it differs by format, and the wrong sum is a finding of the accreditor."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

REGISTERED: Final = "registered"
ATTENDANCES: Final = "attendances"
TOOK_PART: Final = "took_part"
COMPLETED: Final = "completed"
WAYS: Final = frozenset({REGISTERED, ATTENDANCES, TOOK_PART, COMPLETED})
HOUR: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """One person in one activity, as far as counting goes; a person stands for one registration.

    is_physician: residents included. attendances: sessions with any presence. took_part: did all or a part of it in
    a way that can be verified; to open or download is not enough. completed: did what the format asks to the end.
    """

    is_physician: bool
    attendances: int = 0
    took_part: bool = False
    completed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Learners as a report gives them."""

    physicians: int
    others: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.physicians + self.others


def count(takers: Iterable[Taker], way: str) -> Counts:
    """Count learners in the way of the format.

    ``registered``: people registered for the whole event, however many sessions they were in (live courses).
    ``attendances``: every attendance counts (series: 20 people in 52 sessions are 1,040).
    ``took_part``: cumulative, whoever did all or part (enduring materials). ``completed``: who did all.
    LookupError for another way (a bug).
    """
    if way not in WAYS:
        raise LookupError(way)
    physicians = others = 0
    for taker in takers:
        counted = _counted(taker, way)
        if taker.is_physician:
            physicians += counted
        else:
            others += counted
    return Counts(physicians=physicians, others=others)


def _counted(taker: Taker, way: str) -> int:
    if way == ATTENDANCES:
        return taker.attendances
    return int({REGISTERED: True, TOOK_PART: taker.took_part or taker.completed, COMPLETED: taker.completed}[way])


def hours_of_instruction(session_minutes: Iterable[int]) -> Decimal:
    """Give the hours of all educational sessions, parallel ones added (TRAP-14), to the nearest quarter."""
    quarters = (Decimal(sum(session_minutes)) / (HOUR // 4)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return quarters * Decimal("0.25")
