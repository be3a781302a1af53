"""A linear program with whole numbers: variables, rows, and the solver that settles them exactly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Final

Terms = Mapping[int, float]
GAP: Final = 1e-5
"""Relative gap at which a solution is the best: objectives are whole numbers below 100 000 (minutes, cents, pieces)."""


class NoPlan(Exception):  # noqa: N818 -- an answer of the solver, caught where the next question is asked
    """No choice fits all rows. is_late: the time ran out before one was found."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__("out of time" if is_late else "nothing fits")
        self.is_late = is_late


def endless() -> float:
    """Give the time left where nothing limits it."""
    return inf


@dataclass(frozen=True, slots=True)
class Budget:
    """How long one search may last, in seconds. question: the longest one question to the solver may take.

    left: what is left for the whole search, told by the caller's clock: no rule reads one.
    """

    question: float = 5.0
    left: Callable[[], float] = endless

    def take(self) -> float:
        """Give the seconds of the next question. Raises NoPlan when none are left."""
        seconds = min(self.question, self.left())
        if seconds <= 0:
            raise NoPlan(is_late=True)
        return seconds


@dataclass(frozen=True, slots=True)
class Found:
    """A solution: the value of each variable, of the objective, and whether nothing better exists."""

    values: tuple[float, ...]
    objective: float
    is_best: bool

    def takes(self, column: int) -> bool:
        """Say whether a yes-or-no variable is yes."""
        return self.values[column] > 0.5  # noqa: PLR2004 -- halfway between no and yes


@dataclass(slots=True)
class Program:
    """Variables from 0 up to a bound, whole or not, and rows that hold sums of them between bounds."""

    most: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def variable(self, *, most: float = 1.0, least: float = 0.0, is_whole: bool = True) -> int:
        """Add a variable and give its number."""
        self.most.append(most)
        self.least.append(least)
        self.whole.append(int(is_whole))
        return len(self.most) - 1

    def row(self, terms: Terms, *, least: float = -inf, most: float = inf) -> None:
        """Hold a sum between bounds."""
        self.rows.append((terms, least, most))

    def fewest(self, objective: Terms, budget: Budget) -> Found:
        """Give the solution with the smallest objective. Raises NoPlan when there is none, or none in time."""
        seconds = budget.take()
        import numpy as np  # noqa: PLC0415 -- slow import, only where a plan is made
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- slow import, as above
        from scipy.sparse import csr_array  # noqa: PLC0415 -- slow import, as above

        if not self.most:
            return Found((), 0.0, is_best=True)
        size = len(self.most)
        aims = np.zeros(size)
        for column, weight in objective.items():
            aims[column] = weight
        data: list[float] = []
        columns: list[int] = []
        starts = [0]
        for terms, _, _ in self.rows:
            data.extend(terms.values())
            columns.extend(terms.keys())
            starts.append(len(data))
        matrix = csr_array((np.array(data, dtype=np.float64), columns, starts), shape=(len(self.rows), size))
        lows, highs = [row[1] for row in self.rows], [row[2] for row in self.rows]
        answer = milp(
            aims,
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.least), np.array(self.most)),
            constraints=[LinearConstraint(matrix, np.array(lows), np.array(highs))] if self.rows else [],
            options={"time_limit": seconds, "mip_rel_gap": GAP},
        )
        if answer.x is None:
            raise NoPlan(is_late=answer.status == 1)
        return Found(tuple(map(float, answer.x)), float(answer.fun), is_best=answer.status == 0)
