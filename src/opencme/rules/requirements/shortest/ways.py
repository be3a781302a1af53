"""How an offer may count before an authority: one way per credit system that makes a difference there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from opencme.rules.requirements.facts import Credit, Kind
from opencme.rules.requirements.prepare import NEVER, Match
from opencme.rules.requirements.shortest.ground import Ground
from opencme.rules.requirements.shortest.offers import Offer


@dataclass(frozen=True, slots=True)
class Way:
    """One offer on one day as one authority would count it, before any maximum.

    total: toward the total; extra: what a weighting clause adds to it. buckets: per bucket bit, the part in it.
    topics: per mandate's index, the part on it. capped: bits of its buckets that have a maximum.
    """

    offer: Offer
    day: date
    credit: Credit
    match: Match
    total: int
    extra: int
    buckets: Mapping[int, int]
    topics: Mapping[int, int]
    capped: int

    @property
    def helps(self) -> bool:
        """Whether it counts for anything."""
        return bool(self.total or self.buckets or self.topics)

    def covers(self, other: "Way") -> bool:
        """Say whether it is at least as good as ``other`` for every clause and no maximum holds it back more."""
        return (
            not self.capped & ~other.capped
            and self.match.bonus == other.match.bonus
            and self.total + self.extra >= other.total + other.extra
            and all(self.buckets.get(bit, 0) >= part for bit, part in other.buckets.items())
            and all(self.topics.get(at, 0) >= part for at, part in other.topics.items())
        ) or not other.helps


Known = dict[tuple[str, Kind, int], Way]
"""Ways by duty, kind and amount: offers of one kind and size count alike."""


def ways(found: Ground, offer: Offer, day: date, credits_: Sequence[Credit], known: Known) -> tuple[Way, ...]:
    """Give the ways worth telling apart in which ``offer``, completed on ``day``, counts for one authority.

    credits_: what the offer earns on ``day``, one per credit system. known: filled and read, to say the same only once.
    """
    if day > found.horizon and not found.is_rolling:
        return ()
    if offer.course and found.rule.same_course_once_per_year and _is_repeat(found, offer.course, day):
        return ()
    kept: list[Way] = []
    for credit in credits_:
        key = (found.duty.key, credit.kind, credit.amount)
        like = known.get(key) or known.setdefault(key, _way(found, offer, credit, day))
        way = like if like.offer is offer and like.day == day else _as(like, found, offer, credit, day)
        if way.helps and not any(each.covers(way) for each in kept):
            kept = [each for each in kept if not way.covers(each)]
            kept.append(way)
    return tuple(kept)


def _capped(found: Ground) -> int:
    bits = 0
    for _, bit in found.duty.prepared.caps:
        bits |= bit
    return bits


def _is_repeat(found: Ground, course: str, day: date) -> bool:
    return any(
        credit.course == course and credit.day.year == found.day_of(day).year for credit in found.duty.person.credits
    )


def _as(like: Way, found: Ground, offer: Offer, credit: Credit, day: date) -> Way:
    """Give the same way for another offer."""
    if found.is_rolling and credit.day != found.as_of:
        credit = credit._replace(day=found.as_of)
    return Way(offer, day, credit, like.match, like.total, like.extra, like.buckets, like.topics, like.capped)


def _way(found: Ground, offer: Offer, credit: Credit, day: date) -> Way:
    if found.is_rolling and credit.day != found.as_of:
        credit = credit._replace(day=found.as_of)
    match = found.duty.prepared.match(credit)
    amount = found.worth(credit)
    inside = amount if credit.system != NEVER and (match.admitted or found.is_open_to_all) else 0
    if inside and found.rule.counts_for_life and match.bucket_topics:
        inside = min(inside, _sum(credit, frozenset().union(*match.bucket_topics.values())))
    return Way(
        offer=offer,
        day=day,
        credit=credit,
        match=match,
        total=inside,
        extra=extra_of(found, credit, match, inside),
        buckets=dict(_in_buckets(found, credit, match, inside or amount)),
        topics={at: min(amount, part) for at, part in match.parts.items() if part and amount},
        capped=match.buckets & _capped(found),
    )


def extra_of(found: Ground, credit: Credit, match: Match, amount: int) -> int:
    """Give what a weighting clause adds to a credit, its limits aside."""
    if match.bonus < 0 or not amount:
        return 0
    bonus = found.rule.bonuses[match.bonus]
    base = amount
    if bonus.topics:
        base = min(amount, _sum(credit, found.duty.prepared.closure(bonus.topics)))
    return int(Fraction(base) * (bonus.multiplier - 1))


def _in_buckets(found: Ground, credit: Credit, match: Match, amount: int) -> Iterator[tuple[int, int]]:
    for bit in found.duty.prepared.bits.values():
        if match.buckets & bit:
            codes = match.bucket_topics.get(bit)
            part = amount if codes is None else min(amount, _sum(credit, codes))
            if part:
                yield bit, part


def _sum(credit: Credit, codes: Iterable[str]) -> int:
    return sum(credit.topics.get(code, 0) for code in codes)
