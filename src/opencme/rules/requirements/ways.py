"""Alternatives that meet the whole rule another way: one that binds by its condition, or the nearest that is open."""

from collections.abc import Callable
from typing import Final

from opencme.rules.requirements.case import Case
from opencme.rules.requirements.conditions import holds
from opencme.rules.requirements.cycles import DAY, calendar_months, window_ending
from opencme.rules.requirements.definitions import Alternative
from opencme.rules.requirements.tally import Tally

Count = Callable[[Case], Tally]
YEAR: Final = 12


def choose(case: Case, count: Count) -> None:
    """Put ``case`` on the way that binds it, or on that on which least is missing; the main one where all are even."""
    if case.required is None or case.required != case.rule.total or _bind(case):
        return
    required, proof, case.proof = case.required, case.proof, None
    chosen, least = None, _lacking(case, count(case))
    for other in case.rule.alternatives:
        if not least or other.total is None or other.is_discretionary:
            continue
        asked: list[str] = []
        if other.when is not None and _binds(case, other, asked) is False:
            continue
        case.take(other, other.total)
        lacking = _lacking(case, count(case))
        if other.when is not None:
            case.open_ways.extend(asked if not lacking else ())
        elif lacking < least:
            chosen, least = other, lacking
    case.take(chosen, required if chosen is None else chosen.total)
    case.proof = proof


def _bind(case: Case) -> bool:
    """Let an alternative whose condition holds replace what the rule asks; a fact nobody stated is named."""
    for other in case.rule.alternatives:
        if other.when is None or other.total is None:
            continue
        missing: list[str] = []
        answer = _binds(case, other, missing)
        if answer:
            case.take(other, other.total)
            return True
        if answer is None:
            case.warnings.extend(f"“{other.id}” may apply instead; nobody said: {fact}" for fact in missing)
    return False


def _binds(case: Case, other: Alternative, missing: list[str]) -> bool | None:
    """Say whether a condition holds; where nobody said, one for a shorter period binds a given cycle as short."""
    answer = holds(other.when, case.person.facts, missing) if other.when is not None else None
    given = case.person.cycle
    if answer is None and other.window_months and given is not None and given.last is not None:
        return calendar_months(given.first, given.last) <= other.window_months
    return answer


def discretionary(case: Case) -> Alternative | None:
    """Give a way that the authority may accept but need not; None when the rule has none, or it is not reached."""
    ways = (other for other in case.rule.alternatives if other.is_discretionary)
    return next((other for other in ways if _is_reached(case, other)), None)


def _is_reached(case: Case, other: Alternative) -> bool:
    """Say whether an average over years is reached with no year below its floor; a way without one may always be."""
    if other.average_per_year is None or other.window_months is None:
        return True
    years = other.window_months // YEAR
    ends = [window_ending(case.last_day, YEAR * back)[0] - DAY if back else case.last_day for back in range(years)]
    earned = [
        sum(case.amount_of(credit) for credit, match in case.within(window_ending(end, YEAR)[0], end) if match.admitted)
        for end in ends
    ]
    return sum(earned) >= other.average_per_year * years and min(earned) >= other.floor_per_year


def _lacking(case: Case, found: Tally) -> int:
    """Say how much is missing in all on the case's way: of the total, and of the way's own minima."""
    lacking = max(0, (case.required or 0) - found.total)
    if case.way is not None:
        for limit in case.rule.limits:
            least = case.way.minima.get(limit.bucket)
            if limit.operator == "min" and least is not None:
                first, last = case.window()
                lacking += max(0, least - found.of_bucket(case.prepared.bits[limit.bucket], first, last))
    return lacking
