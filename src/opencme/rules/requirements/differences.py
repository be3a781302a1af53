"""What changed from one edition of a rule to another, in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final

from opencme.rules.requirements import amounts
from opencme.rules.requirements.conditions import All, Any, Condition, Not, Test
from opencme.rules.requirements.definitions import Rule

AMOUNTS: Final = frozenset(
    {"total", "amount", "maximum", "max_per_cycle", "max_extra", "applies_to_first", "auto_credit", "min_score", "step"}
)
SILENT: Final = frozenset({"id", "key", "family", "sources", "conflicts", "unverified", "notes", "confidence", "title"})
SIGNS: Final = {
    "is": "is",
    "gte": "is at least",
    "gt": "is over",
    "lt": "is under",
    "lte": "is at most",
    "in": "is one of",
}


def differences(old: Rule, new: Rule) -> tuple[str, ...]:
    """Give one sentence per change from ``old`` to ``new``; empty when they ask the same."""
    return tuple(_compare("", old, new))


def _compare(where: str, old: object, new: object) -> Iterator[str]:
    if not (is_dataclass(old) and is_dataclass(new)):
        return
    for each in fields(old):
        if each.name in SILENT:
            continue
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before == after:
            continue
        name = f"{where}{each.name.replace('_', ' ')}"
        if _are_clauses(before) or _are_clauses(after):
            yield from _clauses(name, before, after)
        elif is_dataclass(before) and is_dataclass(after) and not isinstance(before, (Test, All, Any, Not)):
            yield from _compare(f"{name}: ", before, after)
        else:
            write = _amount if each.name in AMOUNTS else words
            yield f"{name}: {write(before)} becomes {write(after)}"


def _are_clauses(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _name(clause: object) -> str:
    for key in ("id", "key", "event", "kind"):
        if name := getattr(clause, key, ""):
            return str(name)
    return words(clause)


def _clauses(name: str, old: Sequence[object], new: Sequence[object]) -> Iterator[str]:
    before, after = {_name(each): each for each in old}, {_name(each): each for each in new}
    for key in before.keys() - after.keys():
        yield f"{name}: “{key}” is no longer there"
    for key in after.keys() - before.keys():
        yield f"{name}: “{key}” is new ({_gist(after[key])})"
    for key in (each for each in before if each in after):
        yield from _compare(f"{name}, {key}: ", before[key], after[key])


def _gist(clause: object) -> str:
    amount, share = getattr(clause, "amount", None), getattr(clause, "share", None)
    topics = words(getattr(clause, "topics", None) or getattr(clause, "bucket", "") or getattr(clause, "systems", ""))
    size = f"{float(share):.0%}" if share is not None else _amount(amount)
    return f"{size}, {topics}" if topics else size


def _amount(value: object) -> str:
    return amounts.text(value) if isinstance(value, int) else words(value)


def words(value: object) -> str:
    """Give a value of a rule as people read it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    if isinstance(value, (date, Enum)):
        return str(value)
    if isinstance(value, (frozenset, set)):
        return ", ".join(sorted(words(each) for each in value)) or "none"
    if isinstance(value, tuple):
        return ", ".join(words(each) for each in value) or "none"
    if isinstance(value, (Test, All, Any, Not)):
        return condition_in_words(value)
    if is_dataclass(value):
        held = ((each.name, getattr(value, each.name)) for each in fields(value))
        return "; ".join(f"{name.replace('_', ' ')} {words(part)}" for name, part in held if part)
    return str(value).replace("_", " ") or "none"


def condition_in_words(condition: Condition, label: Callable[[str], str] = lambda fact: fact.replace("_", " ")) -> str:
    """Put a condition into a clause: "specialty is one of pathology, radiology"."""
    if isinstance(condition, Test):
        if condition.operator == "is" and isinstance(condition.value, bool):
            return label(condition.fact) if condition.value else f"not {label(condition.fact)}"
        return f"{label(condition.fact)} {SIGNS[condition.operator]} {words(condition.value)}"
    if isinstance(condition, Not):
        return f"not ({condition_in_words(condition.part, label)})"
    joint = " and " if isinstance(condition, All) else " or "
    return joint.join(
        f"({inner})" if isinstance(part, (All, Any)) else inner
        for part in condition.parts
        for inner in (condition_in_words(part, label),)
    )
