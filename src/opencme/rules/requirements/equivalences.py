"""What stands in for credit: certifications, awards, training, and surplus of the cycle before."""

import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from opencme.rules.requirements import amounts
from opencme.rules.requirements.case import Case
from opencme.rules.requirements.cycles import add_months, event_day, window_ending
from opencme.rules.requirements.definitions import Equivalence
from opencme.rules.requirements.facts import Event
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.tally import Tally


@dataclass(slots=True)
class Standing:
    """What events do: ``satisfied_by`` names one that covers the total, ``waived`` the topics it lifts.

    maybe: an event that the authority may accept. unquantified: events whose worth nobody gives.
    """

    satisfied_by: str = ""
    waived: frozenset[str] = frozenset()
    maybe: str = ""
    unquantified: list[str] = field(default_factory=list)


def apply_events(case: Case, found: Tally) -> Standing:
    """Let each prior event do what the rule says it does, and add what it is worth to ``found``."""
    standing = Standing()
    used: dict[str, int] = {}
    for clause in case.rule.equivalences:
        for event in case.person.prior.events:
            if event.name != clause.event or event.day > case.as_of or not _is_in_time(case, clause, event.day):
                continue
            if clause.effect in {"satisfies_total", "waives"}:
                _satisfy(case, clause, standing)
            else:
                _count(case, clause, event, found=found, standing=standing, used=used)
    return standing


def _satisfy(case: Case, clause: Equivalence, standing: Standing) -> None:
    if clause.is_discretionary:
        standing.maybe = clause.event
        return
    standing.satisfied_by = standing.satisfied_by or clause.event
    case.say("total", clause.event, case.required, clause.note or "stands in for the whole total")
    if clause.topics_still_due is not None:
        standing.waived |= {topic.id for topic in case.rule.topics} - clause.topics_still_due


def _is_in_time(case: Case, clause: Equivalence, day: date) -> bool:
    """Say whether an event falls where the clause wants it."""
    term = case.term
    if clause.within_months is not None:
        anchor = event_day(clause.relative_to, case.person) if clause.relative_to else case.last_day
        return anchor is not None and add_months(anchor, -clause.within_months) <= day <= anchor
    if clause.in_cycle_of_award:
        return term is not None and term.start <= day <= term.end
    if clause.window_months is not None:
        first, last = window_ending(case.last_day, clause.window_months)
        return first <= day <= last
    if clause.spread_years is not None:
        return abs((case.last_day - day).days) <= clause.spread_years * 366
    if clause.effect == "counts_as":
        return term is None or term.start <= day <= term.end
    return True


def _count(
    case: Case, clause: Equivalence, event: Event, *, found: Tally, standing: Standing, used: dict[str, int]
) -> None:
    """Add what an event is worth, within the clause's cap."""
    amount = _worth(case, clause, event)
    if amount is None:
        standing.unquantified.append(clause.event)
        case.say("total", clause.event, 0, "no source gives what it is worth")
        return
    if clause.max_per_cycle is not None:
        amount = min(amount, clause.max_per_cycle - used.get(clause.event, 0))
        used[clause.event] = used.get(clause.event, 0) + amount
    bit = case.prepared.bits.get(clause.bucket, 0)
    for limit, cap_bit in case.prepared.caps:
        if cap_bit == bit and bit:
            room = (limit.amount if limit.amount is not None else _share(case, limit.share)) - found.of_bucket(
                bit, date.min, case.as_of
            )
            amount = max(0, min(amount, room))
    if bit:
        found.extra[bit] += amount
    elif case.prepared.admitting and case.prepared.admitting.bit_count() == 1:
        found.extra[case.prepared.admitting] += amount
    found.total_extra += amount
    case.say("total", f"{clause.event} on {event.day}", amount, clause.note or "counts as credit")


def _share(case: Case, share: Fraction | None) -> int:
    return amounts.share_of(case.required or 0, share or Fraction(0))


def _worth(case: Case, clause: Equivalence, event: Event) -> int | None:
    if clause.amount is None:
        return event.quantity if clause.max_per_cycle is not None else None
    if clause.spread_years is not None:
        months = case.term.months if case.term else 12
        return min(clause.amount, clause.amount * months // (12 * clause.spread_years))
    if not clause.per:
        return clause.amount
    if event.quantity is None:
        return clause.amount
    counted_by = int(found.group()) if (found := re.match(r"\d+", clause.per)) else 1
    return (
        event.quantity // (counted_by * amounts.ONE) * clause.amount
        if counted_by > 1
        else (event.quantity * clause.amount // amounts.ONE)
    )


def carry_over_line(case: Case, found: Tally) -> Line | None:
    """Add the surplus of the cycle before, as far as the rule lets it move; None when there is none."""
    carry, prior = case.rule.carry_over, case.person.prior
    surplus = sum(prior.surplus.values())
    if not surplus and not carry.allowed:
        return None
    if carry.allowed is None:
        return case.line(
            "carry_over",
            required=None,
            counted=0,
            verdict=Verdict.UNKNOWN,
            note="no source says whether surplus moves on",
        )
    if not carry.allowed:
        return case.line(
            "carry_over", required=0, counted=0, verdict=Verdict.NOT_APPLICABLE, note="surplus does not move on"
        )
    if carry.bucket and set(prior.surplus) & set(case.prepared.bits):
        surplus = prior.surplus.get(carry.bucket, 0)
    used = surplus if carry.maximum is None else min(surplus, carry.maximum)
    found.total_extra += used
    if carry.bucket:
        found.extra[case.prepared.bits[carry.bucket]] += used
    note = f"{amounts.text(surplus)} surplus, {amounts.text(used)} usable"
    ethics = sum(amount for topic, amount in prior.surplus_topics.items())
    if used == surplus and ethics and carry.excludes_topics:
        note = f"{amounts.text(surplus)} surplus used; {amounts.text(ethics)} of them help only the total"
    verdict = Verdict.CAPPED if used < surplus else Verdict.APPLIED
    case.say("carry_over", "surplus of the cycle before", used, note)
    return case.line("carry_over", required=carry.maximum, counted=used, verdict=verdict, note=note)
