"""From rows of text to persons and kinds of credit; what cannot be read is a reason, never a guess."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from opencme.catalog.requirement_sets import vocabulary
from opencme.catalog.requirement_sets.parts import value_of
from opencme.kernel.periods import Period
from opencme.population.columns import flag, pairs
from opencme.rules.requirements import Credit, Event, Kind, Person, Prior, amounts
from opencme.rules.requirements.conditions import Value

Row = Mapping[str, str | None]
KEPT: Final = 50_000
DAYS: Final = ("licence_expiry", "licence_issue_date", "dea_submission")
HISTORY: Final = ("completed", "last_done", "surplus", "surplus_topics", "events")


def kind_of(row: Row) -> Kind:
    """Read the kind of a credit. ValueError with a reason for a cell that cannot be read."""
    words = vocabulary()
    topics = {name: amounts.of(value) for name, value in pairs(row["topics"]).items()}
    for name in topics:
        if name not in words.topics:
            msg = f"topic “{name}” is not known"
            raise ValueError(msg)
    return Kind(
        system=row["system"] or "",
        topics=topics,
        formats=frozenset(each.strip() for each in (row["formats"] or "").split(";") if each.strip()),
        in_practice_area=flag(row["in_practice_area"]),
        assessed=flag(row["assessed"]) is True,
        score=amounts.of(row["score"]) if row["score"] else None,
        axis=row["axis"] or "",
        approved_list=row["approved_list"] or "",
        approved_course=flag(row["approved_course"]),
        interactive=flag(row["interactive"]),
    )


def problem_of_kind(row: Row) -> str | None:
    """Say why a kind cannot be read; None when it can."""
    try:
        kind_of(row)
    except (ValueError, ArithmeticError) as fault:
        return str(fault) or "a cell is not a number"
    return None


def person_of(row: Row, credits_: tuple[Credit, ...]) -> Person:
    """Read one person; ``credits_`` are sorted. ValueError with a reason for a cell that cannot be read."""
    start, end = _day(row, "cycle_start"), _day(row, "cycle_end")
    if (start is None) != (end is None):
        msg = "cycle_start and cycle_end must both be given"
        raise ValueError(msg)
    number = row["renewal_number"]
    dates = {name: day for name in DAYS if (day := _day(row, name)) is not None}
    facts = _facts(row["facts"])
    if (issued := dates.get("licence_issue_date")) is not None and "licence_issue_date" not in facts:
        facts = {**facts, "licence_issue_date": issued}
    return Person(
        facts=facts,
        cycle=Period(start, end) if start and end else None,
        birth_date=_day(row, "birth_date"),
        surname=row["surname"] or "",
        renewal_number=int(number) if number else None,
        attested_before=flag(row["attested_before"]),
        dates={**_days(row["dates"]), **dates} if row["dates"] else dates,
        credits=credits_,
        prior=_prior(*(row[name] for name in HISTORY)),
    )


def _day(row: Row, name: str) -> date | None:
    text = row[name]
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        msg = f"{name} “{text}” is not a day"
        raise ValueError(msg) from None


def _days(cell: str | None) -> dict[str, date]:
    return {name: date.fromisoformat(value) for name, value in pairs(cell).items()}


@lru_cache(maxsize=KEPT)
def _facts(cell: str | None) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for name, text in pairs(cell).items():
        if name not in vocabulary().facts:
            msg = f"fact “{name}” is not known"
            raise ValueError(msg)
        found[name] = _value(text)
    return found


def _value(text: str) -> Value:
    if text.lower() in {"true", "yes"}:
        return True
    if text.lower() in {"false", "no"}:
        return False
    try:
        return amounts.shown(amounts.of(text))
    except (ValueError, ArithmeticError):
        return value_of(text)


@lru_cache(maxsize=KEPT)
def _prior(
    completed: str | None, last_done: str | None, surplus: str | None, surplus_topics: str | None, events: str | None
) -> Prior:
    return Prior(
        completed=_days(completed),
        last_done=_days(last_done),
        surplus=_amounts(surplus),
        surplus_topics=_amounts(surplus_topics),
        events=tuple(_event(name, value) for name, value in pairs(events).items()),
    )


def _amounts(cell: str | None) -> dict[str, int]:
    return {name: amounts.of(value) for name, value in pairs(cell).items()}


def _event(name: str, value: str) -> Event:
    day, _, quantity = value.partition(":")
    return Event(name=name, day=date.fromisoformat(day), quantity=amounts.of(quantity) if quantity else None)
