"""Conditions on facts, in three values: true, false, or not known (``None``) with the facts to ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

Value = bool | str | date | Decimal
Facts = Mapping[str, Value]
Truth = bool | None


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of one fact: ``is``, ``in``, ``gte``, ``gt``, ``lt`` or ``lte``."""

    fact: str
    operator: str
    value: Value | frozenset[Value]


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True when one part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is false."""

    part: "Condition"


Condition = Test | All | Any | Not

_COMPARE: Final[Mapping[str, Callable[[Value, Value], bool]]] = {
    "gte": lambda known, wanted: known >= wanted,  # type: ignore[operator]  # the loader made both of one kind
    "gt": lambda known, wanted: known > wanted,  # type: ignore[operator]  # as above
    "lt": lambda known, wanted: known < wanted,  # type: ignore[operator]  # as above
    "lte": lambda known, wanted: known <= wanted,  # type: ignore[operator]  # as above
}
OPERATORS: Final = frozenset({"is", "in", *_COMPARE})


def holds(condition: Condition, facts: Facts, missing: list[str]) -> Truth:
    """Judge ``condition``; each fact that would decide it and is not known is added to ``missing``."""
    if isinstance(condition, Test):
        known = facts.get(condition.fact)
        if known is None:
            missing.append(condition.fact)
            return None
        if isinstance(condition.value, frozenset):
            return known in condition.value
        if condition.operator == "is":
            return known == condition.value
        return _COMPARE[condition.operator](known, condition.value)
    if isinstance(condition, Not):
        inner = holds(condition.part, facts, missing)
        return None if inner is None else not inner
    decisive = isinstance(condition, Any)
    asked: list[str] = []
    answers = [holds(part, facts, asked) for part in condition.parts]
    if decisive in answers:
        return decisive
    if None in answers:
        missing.extend(asked)
        return None
    return not decisive


def facts_in(condition: Condition) -> frozenset[str]:
    """Give the facts a condition asks for."""
    if isinstance(condition, Test):
        return frozenset({condition.fact})
    if isinstance(condition, Not):
        return facts_in(condition.part)
    return frozenset().union(*(facts_in(part) for part in condition.parts))
