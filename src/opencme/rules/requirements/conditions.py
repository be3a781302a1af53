"""Conditions on facts, in three values: true, false, or not known (``None``) with the facts to ask for."""

from collections.abc import Callable, Iterator, Mapping
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
        if known is None or not _are_alike(known, condition.value):
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


def leans(condition: Condition, facts: Facts) -> bool:
    """Say whether a condition is undecided, and of several parts that must all hold some are known to."""
    if isinstance(condition, All):
        answers = [holds(part, facts, []) for part in condition.parts]
        return False not in answers and None in answers and True in answers
    return isinstance(condition, Any) and any(leans(part, facts) for part in condition.parts)


def _are_alike(known: Value, wanted: Value | frozenset[Value]) -> bool:
    """Say whether two values can be compared; a fact of another kind than the clause asks for answers nothing."""
    return type(known) is type(wanted) or isinstance(wanted, frozenset)


def tests_in(condition: Condition) -> Iterator[Test]:
    """Give the tests a condition is made of."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_in(condition.part)
    else:
        for part in condition.parts:
            yield from tests_in(part)


def facts_in(condition: Condition) -> frozenset[str]:
    """Give the facts a condition asks for."""
    return frozenset(test.fact for test in tests_in(condition))
