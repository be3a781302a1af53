"""What credit counts for before an authority, whoever has earned it: kinds, maxima and topics, no history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.rules.requirements.admission import refusal
from opencme.rules.requirements.facts import Credit, Kind
from opencme.rules.requirements.prepare import Prepared
from opencme.rules.requirements.shortest.offers import Offer
from opencme.rules.requirements.worth import worth_of

MAXIMUM: Final = "max"


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """What an offer gives before one authority when all of it is taken, before any maximum; thousandths.

    system: the credit it is counted as. amount: what it is worth there; total: what of it may fill the total, and
    ``refused`` why not. topics: per mandate (id) the part on it. maxima, minima: ids of the limits of its kind.
    weights: places of the weighting clauses.
    """

    system: str
    amount: int
    total: int
    refused: str
    topics: tuple[tuple[str, int], ...]
    maxima: tuple[str, ...]
    minima: tuple[str, ...]
    weights: tuple[int, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts for anything."""
        return bool(self.total or self.topics)


def in_general(prepared: Prepared, offer: Offer, day: date) -> General:
    """Say what an offer counts for; of several credit systems the one that does most."""
    found = (_as(prepared, offer, system, max(day, offer.first)) for system in offer.credits)
    return max(found, key=lambda each: (each.total, sum(part for _, part in each.topics), -len(each.maxima)))


def fits(prepared: Prepared, kinds: Iterable[Kind]) -> bool:
    """Say whether credit of one of these kinds may count for the total or a topic mandate; of no rule undecided."""
    if prepared.rule.is_undecided:
        return False
    for kind in kinds:
        match = prepared.match(Credit(date.min, 0, kind, None, "", ""))
        if match.topics or (match.admitted and asks_for_total(prepared)):
            return True
    return False


def asks_for_total(prepared: Prepared) -> bool:
    """Say whether the rule asks for an amount beside its topics, so that credit off them may be of use."""
    return bool(prepared.rule.total or prepared.rule.limits)


def _as(prepared: Prepared, offer: Offer, system: str, day: date) -> General:
    rule, credit = prepared.rule, offer.credit(system, day)
    match, worth = prepared.match(credit), worth_of(prepared.rule, credit)
    limits = [limit for limit in rule.limits if match.buckets & prepared.bits[limit.bucket]]
    inside = min(worth, match.on_buckets) if rule.counts_for_life and match.bucket_topics else worth
    admitted = match.admitted and bool(inside)
    return General(
        system=system,
        amount=worth,
        total=inside if admitted and asks_for_total(prepared) else 0,
        refused="" if match.admitted else refusal(prepared, credit.kind),
        topics=tuple((rule.topics[at].id, min(worth, part)) for at, part in match.parts.items()),
        maxima=tuple(limit.id for limit in limits if limit.operator == MAXIMUM and admitted),
        minima=tuple(limit.id for limit in limits if limit.operator != MAXIMUM and admitted),
        weights=(match.bonus,) if match.bonus >= 0 and admitted else (),
    )
