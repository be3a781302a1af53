"""What is owed in all: the total after the first-cycle rule, past editions, exemptions and reductions."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from opencme.rules.requirements import amounts
from opencme.rules.requirements.case import Case
from opencme.rules.requirements.conditions import Value, holds, leans
from opencme.rules.requirements.cycles import calendar_months, issue_date, months_between, window_ending
from opencme.rules.requirements.definitions import Exemption, FirstCycle, FirstRow

ON_LEAVE: Final = "pro_rata_leave"
LEAVE: Final = "months_on_leave"
WORKED_OUT: Final = frozenset({"licence_held_months", "licence_months_issued"})


@dataclass(frozen=True, slots=True)
class Owed:
    """An amount, or None with the reason and what to ask."""

    amount: int | None
    note: str = ""
    questions: tuple[str, ...] = ()


def settle_required(case: Case) -> None:
    """Work out the total owed and write it into ``case``."""
    owed = Owed(_total_on(case))
    if case.term is not None and case.term.is_first and owed.amount != 0:
        owed = _first_cycle(case, owed)
        case.is_first_exempt = owed.amount == 0
    elif case.term is not None and case.term.is_first:
        case.is_first_exempt = case.rule.cycle.first.rule == "exempt"
    elif case.rule.cycle.first.rule == ON_LEAVE and owed.amount:
        owed = _on_leave(case, owed)
    case.required, case.required_note, case.required_questions = owed.amount, owed.note, owed.questions
    facts = _facts(case) if case.prepared.exempting & WORKED_OUT else case.person.facts
    for exemption in case.prepared.exemptions:
        asked: list[str] = []
        if holds(exemption.when, facts, asked):
            _exempt(case, exemption)
        elif asked and leans(exemption.when, facts):
            case.half_exempt.extend(asked)


def _total_on(case: Case) -> int | None:
    """Give the total of the edition, or what held for cycles ending in a past stretch."""
    day = case.last_day
    for past in case.rule.past_totals:
        if (past.first or date.min) <= day <= (past.last or date.max) and (past.first or past.last):
            if case.rule.in_force_from is not None and day < case.rule.in_force_from:
                case.warnings.append(f"the total is that of its time; all else is as from {case.rule.in_force_from}")
            return past.total
    return case.rule.total


def _exempt(case: Case, exemption: Exemption) -> None:
    reason = exemption.note or "an exemption applies"
    if exemption.is_discretionary:
        case.required, case.required_note = None, "the authority may exempt; that is its decision"
    elif exemption.effect == "exempt":
        case.required, case.required_note, case.is_exempt = 0, f"exempt: {reason}", True
        case.lifts_topics = exemption.lifts_topics
        case.say("total", "exemption", 0, reason)
    elif exemption.amount is None:
        case.required, case.required_note = None, f"reduced by an amount the authority sets: {reason}"
    elif case.required is not None:
        case.required = max(0, case.required - exemption.amount)
        case.required_note = f"reduced by {amounts.text(exemption.amount)}"


def _facts(case: Case) -> dict[str, Value]:
    """Give the person's facts with the lengths of holding a licence worked out where the day of issue is known."""
    facts = dict(case.person.facts)
    issued = _held_since(case)
    if issued is not None and case.term is not None:
        held = months_between(issued, case.term.end + timedelta(days=1))
        facts.setdefault("licence_held_months", amounts.shown(held * amounts.ONE))
        if case.term.is_first:
            facts.setdefault("licence_months_issued", amounts.shown(held * amounts.ONE))
    return facts


def _held_since(case: Case) -> date | None:
    """Give the day of issue; where nobody said it, a first cycle given shorter than the regular one begins with it."""
    issued, term = issue_date(case.person), case.term
    if issued is None and term is not None and term.is_first and case.person.cycle is not None:
        return term.start if term.start > window_ending(term.end, term.months)[0] else None
    return issued


def _first_cycle(case: Case, owed: Owed) -> Owed:
    """Apply the rule of the first cycle."""
    first = case.rule.cycle.first
    if first.rule in {"full", "none"}:
        return owed
    if first.rule == "exempt":
        return Owed(0, "first renewal exempt")
    if first.rule == "orientation_only":
        return Owed(0, "the first renewal asks only the orientation")
    if first.rule in {"table", "conditional"}:
        return _by_table(case, first, owed)
    if first.rule == "prorated_table":
        return _by_entry(case, first, owed)
    if first.rule == ON_LEAVE:
        return _on_leave(case, owed)
    if first.rule == "prorated" and "/" in first.method:
        return _prorated(case, first, owed)
    return Owed(None, "no source confirms what the first cycle asks")


def _on_leave(case: Case, owed: Owed) -> Owed:
    """Give the full amount where nobody was away in the cycle; how time away is reckoned no source gives."""
    months, term = case.person.facts.get(LEAVE), case.term
    if months == 0 and term is not None and calendar_months(term.start, term.end) >= term.months:
        return owed
    reason = "lowered in proportion to the time away; no source gives how it is reckoned and rounded"
    if isinstance(months, Decimal) and months > 0:
        return Owed(None, reason)
    if term is not None and calendar_months(term.start, term.end) < term.months:
        return Owed(None, reason)
    if term is not None and term.is_first:
        return Owed(None, "leave lowers the amount", (LEAVE,))
    case.warnings.append("leave lowers the amount; nobody said whether there was any")
    return owed


def _by_table(case: Case, first: FirstCycle, owed: Owed) -> Owed:
    missing: list[str] = []
    facts = _facts(case)
    for row in first.table:
        answer = holds(row.when, facts, missing) if row.when is not None else None
        if answer is None:
            return Owed(None, "which row of the first-cycle table applies is not known", tuple(missing))
        if answer:
            return _row(row, owed)
    if isinstance(first.otherwise, int):
        return Owed(first.otherwise, "first cycle")
    return owed


def _row(row: FirstRow, owed: Owed) -> Owed:
    if row.total is not None:
        return Owed(row.total, "first cycle")
    if row.share is not None and owed.amount is not None:
        return Owed(amounts.share_of(owed.amount, row.share), "first cycle")
    if row.months is not None:
        return Owed(owed.amount, f"the first cycle lasts {row.months} months")
    return Owed(None, "part of the first cycle is exempt; no source gives the amount that stays")


def _by_entry(case: Case, first: FirstCycle, owed: Owed) -> Owed:
    """Prorate by the half-year in which a person entered the cycle."""
    entered = case.person.dates.get("entered") or _held_since(case)
    if entered is None or case.term is None or owed.amount is None:
        return Owed(None, "when the cycle was entered decides", ("licence_issue_date",))
    half = months_between(window_ending(case.term.end, case.term.months)[0], entered) // 6
    if not 0 <= half < len(first.table):
        return owed
    share = first.table[half].share or Fraction(0)
    amount = amounts.share_of(owed.amount, share)
    if first.step:
        amount = amounts.stepped(amount, first.step, first.rounding or "down")
    return Owed(amount, f"entered in the {first.table[half].entered}")


def _prorated(case: Case, first: FirstCycle, owed: Owed) -> Owed:
    """Prorate by the calendar months held out of the months of the cycle."""
    known = case.person.facts.get("licence_months_issued")
    known = known if isinstance(known, Decimal) else None
    issued = _held_since(case)
    if case.term is None or owed.amount is None or (known is None and issued is None):
        return Owed(None, "the months held decide", ("licence_issue_date",))
    whole = int(first.method.rsplit("/", 1)[1])
    held = int(known) if isinstance(known, Decimal) else calendar_months(issued or case.term.start, case.term.end)
    if held >= whole:
        return owed
    amount = amounts.share_of(owed.amount, Fraction(held, whole), first.rounding)
    return Owed(amount, f"first cycle: {held} of {whole} months")
