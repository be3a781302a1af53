"""What stands in for credit: certifications, awards, training, and surplus of the cycle before."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from opencme.rules.requirements import amounts
from opencme.rules.requirements.case import Case
from opencme.rules.requirements.cycles import add_months, event_day, window_ending
from opencme.rules.requirements.definitions import Equivalence
from opencme.rules.requirements.facts import Event
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.prepare import ANY
from opencme.rules.requirements.tally import Tally, is_waived, size_of

MOMENTS: Final = (
    "_cert",
    "_recert",
    "_passed",
    "_award",
    "_certificate",
    "_exam",
    "_qualification",
    "_degree",
    "_completed",
    "masters_pa",
)


@dataclass(slots=True)
class Standing:
    """What events do: ``satisfied_by`` names one that covers the total, ``waived`` the topics it lifts.

    maybe: why an event may stand in, but nobody can say so. unquantified: events whose worth nobody gives.
    dated: events that satisfy although they lie before the cycle, since no source says how long they stand.
    at_most: what each of the unquantified may be worth at most, None when nothing limits it.
    """

    satisfied_by: str = ""
    waived: frozenset[str] = frozenset()
    maybe: str = ""
    unquantified: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    at_most: dict[str, int | None] = field(default_factory=dict)

    def may_give(self, amount: int) -> bool:
        """Say whether events of unknown worth may be worth so much; what a clause allows at most is known."""
        known = [most for most in self.at_most.values() if most is not None]
        return bool(self.at_most) and (len(known) < len(self.at_most) or sum(known) >= amount)


def apply_events(case: Case, found: Tally) -> Standing:
    """Let each prior event do what the rule says it does, and add what it is worth to ``found``."""
    standing = Standing()
    if not case.person.prior.events:
        return standing
    used: dict[str, int] = {}
    for clause in case.rule.equivalences:
        for event in case.person.prior.events:
            if event.name != clause.event or event.day > case.as_of:
                continue
            if not _is_in_time(case, clause, event.day):
                case.say("total", f"{event.name} on {event.day}", 0, "lies outside the time the clause looks at")
            elif clause.effect in {"satisfies_total", "waives"}:
                _satisfy(case, clause, event, standing)
            else:
                _count(case, clause, event, found=found, standing=standing, used=used)
    return standing


def _satisfy(case: Case, clause: Equivalence, event: Event, standing: Standing) -> None:
    if clause.is_discretionary:
        standing.maybe = f"the authority may accept {clause.event}; that is its decision"
        return
    if clause.min_months is not None and _months(event) < clause.min_months:
        if event.quantity is None:
            standing.maybe = f"{clause.event} must last {clause.min_months} months; nobody said how long it did"
        return
    if _is_older(case, clause, event):
        if event.name.endswith(MOMENTS) and not event.name.startswith("current_"):
            standing.maybe = f"no source says whether {clause.event} before the cycle still stands in"
            return
        standing.dated.append(clause.event)
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
    return term is None or day <= term.end


def _is_older(case: Case, clause: Equivalence, event: Event) -> bool:
    """Say whether an event lies before the cycle while nothing says how far back it may."""
    if case.term is None or case.rule.counts_for_life or event.day >= case.term.start:
        return False
    return clause.window_months is None and clause.within_months is None


def _months(event: Event) -> int:
    """Give how many whole months an event lasted; 0 when nobody said so."""
    if event.quantity is None or event.unit not in {"", "month", "year"}:
        return 0
    return event.quantity * (12 if event.unit == "year" else 1) // amounts.ONE


def _count(
    case: Case, clause: Equivalence, event: Event, *, found: Tally, standing: Standing, used: dict[str, int]
) -> None:
    """Add what an event is worth, within the clause's cap."""
    amount = _worth(case, clause, event)
    if amount is None:
        standing.unquantified.append(clause.event)
        standing.at_most[clause.event] = clause.max_per_cycle
        case.say("total", clause.event, 0, "no source gives what it is worth")
        return
    if clause.max_per_cycle is not None:
        amount = min(amount, clause.max_per_cycle - used.get(clause.event, 0))
        used[clause.event] = used.get(clause.event, 0) + amount
    bit = case.prepared.bits.get(clause.bucket, 0)
    for limit, cap_bit in case.prepared.caps:
        if cap_bit == bit and bit and limit.per in {"cycle", "lifetime"} and not is_waived(limit, case):
            room = size_of(limit, case) - found.of_bucket(bit, date.min, case.as_of)
            found.earned[limit.id] = found.earned.get(limit.id, 0) + amount
            amount = max(0, min(amount, room))
    bits = _wider(case, clause.bucket) if bit else case.prepared.admitting
    if bit or bits.bit_count() == 1:
        day = event.day if clause.spread_years is None else case.last_day
        found.dated.append((day, bits, amount))
    found.total_extra += amount
    case.say("total", f"{clause.event} on {event.day}", amount, clause.note or "counts as credit")


def _wider(case: Case, key: str) -> int:
    """Give the bit of a bucket with those of every bucket that takes all credit of its kind."""
    own = next(bucket for bucket in case.rule.buckets if bucket.key == key)
    found = case.prepared.bits[key]
    for bucket in case.rule.buckets:
        asked = (bucket.topics, bucket.formats, bucket.excludes_formats, bucket.axis, bucket.approved_list)
        more = (bucket.in_practice_area, bucket.assessed, bucket.min_score is not None)
        if not any((*asked, *more)) and (bucket.systems > own.systems or ANY in bucket.systems):
            found |= case.prepared.bits[bucket.key]
    return found


def _worth(case: Case, clause: Equivalence, event: Event) -> int | None:
    """Give what an event is worth in the rule's unit; None when no source gives the rate or nobody said how much."""
    if clause.amount is None:
        return event.quantity if clause.max_per_cycle is not None and not event.unit else None
    if clause.spread_years is not None:
        months = case.term.months if case.term else 12
        return min(clause.amount, clause.amount * months // (12 * clause.spread_years))
    if clause.per is None:
        return clause.amount
    number, unit = clause.per
    if event.quantity is None:
        return clause.amount if unit == "year" else None
    if event.unit in {"", unit}:
        whole = event.quantity // (number * amounts.ONE) * amounts.ONE if number > 1 else event.quantity
        return whole * clause.amount // amounts.ONE
    if clause.part is not None and event.unit == clause.part[1]:
        return min(clause.amount, event.quantity * clause.part[0] // amounts.ONE)
    return None


def carry_over_line(case: Case, found: Tally) -> Line | None:
    """Add the surplus of the cycle before, as far as the rule lets it move; None when there is none."""
    carry, prior = case.rule.carry_over, case.person.prior
    surplus = sum(prior.surplus.values()) if prior.surplus else 0
    if carry.bucket and prior.surplus:
        surplus = prior.surplus.get(carry.bucket, prior.surplus.get("total", 0))
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
    used = surplus if carry.maximum is None else min(surplus, carry.maximum)
    found.total_extra += used
    admitting = case.prepared.admitting
    if carry.bucket:
        found.extra[case.prepared.bits[carry.bucket]] += used
    elif admitting.bit_count() == 1:
        found.extra[admitting] += used
    case.carried = used
    note = f"{amounts.text(surplus)} surplus, {amounts.text(used)} usable"
    if held_back := _held_back(case):
        note += f"; {amounts.text(held_back)} of it help only the total"
    verdict = Verdict.CAPPED if used < surplus else Verdict.APPLIED
    case.say("carry_over", "surplus of the cycle before", used, note)
    doubts = case.prepared.doubts.get("carry_over", ())
    line = case.line("carry_over", required=carry.maximum, counted=used, verdict=verdict, note=note, warnings=doubts)
    return replace(line, missing=0) if line.missing else line


def _held_back(case: Case) -> int:
    """Give the surplus on topics whose mandates it may not fill."""
    held = case.person.prior.surplus_topics
    excluded = (case.prepared.positions[name] for name in case.rule.carry_over.excludes_topics)
    codes = frozenset().union(*(case.prepared.closures[index] for index in excluded))
    return min(case.carried, sum(amount for code, amount in held.items() if code in codes))
