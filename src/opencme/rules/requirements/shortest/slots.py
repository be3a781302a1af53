"""Which offers may help, and on which days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from opencme.rules.requirements.shortest.ground import Ground, Target, ground, turning_days
from opencme.rules.requirements.shortest.offers import Duty, Offer, Wish
from opencme.rules.requirements.shortest.ways import Known, Way, ways


@dataclass(frozen=True, slots=True)
class Slot:
    """An offer on one day it may be completed; ``ways`` per ground, those worth telling apart."""

    offer: Offer
    day: date
    ways: Mapping[int, tuple[Way, ...]]


def slots_for(grounds: tuple[Ground, ...], offers: Iterable[Offer], wish: Wish, as_of: date) -> tuple[Slot, ...]:
    """Give the offers that bear on some open line, or are pinned."""
    turns = sorted(frozenset().union(*(turning_days(found) for found in grounds)))
    slots = []
    known: Known = {}
    for offer in offers:
        is_pinned = offer.key in wish.pinned
        if not is_pinned and (offer.key in wish.excluded or (wish.money is not None and offer.price is None)):
            continue
        first = max(as_of, offer.first)
        if offer.last is not None and offer.last < first:
            continue
        for day in (first, *(turn for turn in turns if turn > first and (offer.last is None or turn <= offer.last))):
            credits_ = [offer.credit(system, day) for system in offer.credits]
            found = {at: each for at, place in enumerate(grounds) if (each := ways(place, offer, day, credits_, known))}
            if is_pinned or any(_bears(grounds[at], way) for at, each in found.items() for way in each):
                slots.append(Slot(offer, day, found))
    return tuple(slots)


def _bears(found: Ground, way: Way) -> bool:
    """Say whether a way touches an open line."""
    return next(_borne(found, way), None) is not None


def _borne(found: Ground, way: Way) -> Iterator[Target]:
    """Give the open lines a way touches."""
    rule, prepared = found.rule, found.duty.prepared
    for target in found.targets:
        if target.line == "total":
            if way.total:
                yield target
        elif target.line in prepared.positions:
            at = prepared.positions[target.line]
            topic = rule.topics[at]
            others = frozenset().union(*(prepared.closure(each.topics) for each in topic.alternatives))
            if way.topics.get(at) or others & way.credit.topics.keys():
                yield target
        elif any(way.buckets.get(prepared.bits[limit.bucket]) for limit in rule.limits if limit.id == target.line):
            yield target


def helpful(duties: Iterable[Duty], offers: Iterable[Offer], as_of: date) -> frozenset[str]:
    """Give the offers (by key) that give something to an open line of some duty before it is due."""
    grounds = tuple(ground(duty, as_of) for duty in duties)
    found = set()
    for slot in slots_for(grounds, offers, Wish(), as_of):
        if any(_in_time(grounds[at], way) for at, each in slot.ways.items() for way in each):
            found.add(slot.offer.key)
    return frozenset(found)


def _in_time(found: Ground, way: Way) -> bool:
    return found.is_rolling or any(way.day <= target.by for target in _borne(found, way))
