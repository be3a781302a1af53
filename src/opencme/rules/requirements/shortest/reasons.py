"""Why an open line is not closed by any plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from opencme.rules.requirements.shortest.candidates import Candidates
from opencme.rules.requirements.shortest.ground import Ground, Target
from opencme.rules.requirements.shortest.mandates import milestones
from opencme.rules.requirements.shortest.offers import Wish
from opencme.rules.requirements.shortest.ways import Way


class Reason(StrEnum):
    """What stands in the way."""

    NOTHING = "nothing"  # nothing on offer counts for it
    TOO_LITTLE = "too_little"  # all that is on offer adds up to less
    TOO_LATE = "too_late"  # enough is on offer, but not before it is due
    PAST = "past"  # part of it was due on a day that has passed
    ALLOWANCE = "allowance"  # not within the money and the days, beside the rest
    TOGETHER = "together"  # not beside the rest: hours clash, or credit may serve only one of two
    TIME = "time"  # no way was found in the time given; there may be one


@dataclass(frozen=True, slots=True)
class Left:
    """A line that stays open, why, and how much of it all offers together would give (thousandths)."""

    target: Target
    reason: Reason
    offered: int = 0

    @property
    def may_be_nearer(self) -> bool:
        """Whether a part of what is missing may be had."""
        return self.reason is Reason.TOO_LITTLE or (self.reason is Reason.TOO_LATE and self.offered > 0)


def attainable(grounds: Iterable[Ground], found: Candidates) -> tuple[list[Target], list[Left]]:
    """Part the targets into those that the offers may close, each for itself, and those they cannot."""
    wanted, left = [], []
    for at, place in enumerate(grounds):
        for target in place.targets:
            reason, offered = _obstacle(place, target, found, at)
            if reason is None:
                wanted.append(target)
            else:
                left.append(Left(target, reason, offered))
    return wanted, left


def left_open(target: Target, wish: Wish) -> Left:
    """Say why a line that could be closed for itself is not closed beside the others."""
    is_limited = wish.money is not None or wish.days is not None
    return Left(target, Reason.ALLOWANCE if is_limited else Reason.TOGETHER)


def _obstacle(found: Ground, target: Target, all_: Candidates, at: int) -> tuple[Reason | None, int]:
    topic = next((topic for topic in found.rule.topics if topic.id == target.line), None)
    if topic is not None:
        others = frozenset().union(*(found.duty.prepared.closure(each.topics) for each in topic.alternatives))
        if any(others & way.credit.topics.keys() for slot in all_.slots for way in slot.ways.get(at, ())):
            return None, 0
        for day, amount in milestones(found, topic):
            have = sum(min(found.worth(c), sum(c.topics.values())) for c, _ in found.held_for(topic) if c.day < day)
            if day <= found.as_of and have < amount:
                return Reason.PAST, 0
    most: dict[str, int] = {}
    in_time: dict[str, int] = {}
    for slot in all_.slots:
        for way in slot.ways.get(at, ()):
            given = gives(found, target, way)
            most[slot.offer.key] = max(most.get(slot.offer.key, 0), given)
            if way.day <= target.by or found.is_rolling:
                in_time[slot.offer.key] = max(in_time.get(slot.offer.key, 0), given)
    offered, early = sum(most.values()), sum(in_time.values())
    if not offered:
        return Reason.NOTHING, 0
    if offered < target.need:
        return Reason.TOO_LITTLE, offered
    return (Reason.TOO_LATE, early) if early < target.need or not early else (None, early)


def gives(found: Ground, target: Target, way: Way) -> int:
    """Give what a way adds to a line, maxima aside."""
    if target.line == "total":
        return way.total + way.extra
    prepared = found.duty.prepared
    if target.line in prepared.positions:
        at = prepared.positions[target.line]
        part = way.topics.get(at, 0)
        return max(part, target.need) if part and found.rule.topics[at].is_counted_by_completion else part
    bits = (prepared.bits[limit.bucket] for limit in found.rule.limits if limit.id == target.line)
    return max((way.buckets.get(bit, 0) for bit in bits), default=0)
