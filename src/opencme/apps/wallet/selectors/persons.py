"""From what a person keeps in the wallet to what the engine takes: facts, cycle, what happened before."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from opencme.apps.wallet.models import Earlier, Obligation, WalletSettings
from opencme.catalog.requirement_sets.parts import value_of
from opencme.kernel.periods import Period
from opencme.rules.requirements import amounts
from opencme.rules.requirements.conditions import Value
from opencme.rules.requirements.cycles import DAY, add_months, window_ending
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.facts import Event, Person, Prior

NUMBER: Final = "number"
NOTHING: Final[Mapping[str, Value]] = MappingProxyType({})
DEA: Final = "us-fed-dea-mate"


def person_for(
    obligation: Obligation,
    rule: Rule,
    as_of: date,
    *,
    settings: WalletSettings | None,
    earlier: Iterable[Earlier] = (),
    implied: Mapping[str, Value] = NOTHING,
    is_over: bool = False,
) -> Person:
    """Give the person before one authority.

    rule: any edition of the family; it gives the length of a cycle. earlier: rows of this obligation and of none.
    implied: facts that other rows of the wallet tell; an answer of the person goes before them. The credits are left
    out. The cycle that was noted is followed to the one that holds ``as_of``, back only with ``is_over``, and
    ``renewal_number`` with it.
    """
    period, expiry, passed = cycle_of(obligation, rule, as_of, is_over=is_over)
    number = obligation.renewal_number
    dates = {name: day for name, text in obligation.dates.items() if (day := _day(text)) is not None}
    if expiry is not None:
        dates["licence_expiry"] = expiry
    if obligation.issued_on is not None:
        dates["licence_issue_date"] = obligation.issued_on
    facts = {**implied, **facts_of({**(settings.facts if settings else {}), **obligation.facts})}
    if obligation.issued_on is not None:
        facts.setdefault("licence_issue_date", obligation.issued_on)
    return Person(
        facts=facts,
        cycle=period,
        birth_date=settings.birth_date if settings else None,
        surname=settings.surname if settings else "",
        renewal_number=number + passed if number is not None else None,
        attested_before=obligation.attested_before,
        dates=dates,
        prior=prior_of(earlier),
    )


def cycle_of(
    obligation: Obligation, rule: Rule, as_of: date, *, is_over: bool = False
) -> tuple[Period | None, date | None, int]:
    """Give the cycle as the person knows it, or only an end of the row it stands in.

    And how many cycles have passed since it was noted; below 0 with ``is_over`` for a day before it. Without, what was
    noted is the present cycle also before its first day: who renewed early looks at the next one.
    """
    start, end, months = obligation.cycle_start, obligation.cycle_end, rule.cycle.months
    if end is None:
        return None, None, 0
    passed = 0
    if is_over and months and as_of < (first := start or window_ending(end, months)[0]):
        passed = 1
        while window_ending(first - DAY, passed * months)[0] > as_of:
            passed += 1
        return None, first - DAY, -passed
    while months and add_months(end, passed * months) < as_of:
        passed += 1
    if start is not None and not passed:
        return Period(start, end), None, 0
    return None, end, passed


def implied_by(obligations: Iterable[Obligation]) -> Mapping[str, Value]:
    """Give the facts that what a person renews already tells: who renews a DEA registration holds one."""
    return {"dea_registered": True} if any(each.family == DEA for each in obligations) else NOTHING


def facts_of(stored: Mapping[str, Any]) -> dict[str, Value]:
    """Give stored answers as conditions compare them; "unknown" (None) answers nothing.

    A number is stored as ``{"number": "0.25"}``, so that no float comes in between.
    """
    found: dict[str, Value] = {}
    for code, value in stored.items():
        if isinstance(value, dict):
            found[code] = amounts.shown(amounts.of(value[NUMBER]))
        elif value is not None:
            found[code] = value_of(value)
    return found


def prior_of(rows: Iterable[Earlier]) -> Prior:
    """Give what happened before, by kind; of two days for one thing the later one counts."""
    completed: dict[str, date] = {}
    last_done: dict[str, date] = {}
    surplus: dict[str, int] = {}
    topics: dict[str, int] = {}
    events: list[Event] = []
    for row in rows:
        size = amounts.of(row.quantity) if row.quantity is not None else None
        if row.kind in {"completed", "last_done"} and row.day is not None:
            days = completed if row.kind == "completed" else last_done
            days[row.name] = max(days.get(row.name, row.day), row.day)
        elif row.kind == "surplus" and size is not None:
            surplus[row.name] = size
        elif row.kind == "surplus_topic" and size is not None:
            topics[row.name] = size
        elif row.kind == "event" and row.day is not None:
            events.append(Event(name=row.name, day=row.day, quantity=size))
    return Prior(completed=completed, last_done=last_done, surplus=surplus, surplus_topics=topics, events=tuple(events))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
