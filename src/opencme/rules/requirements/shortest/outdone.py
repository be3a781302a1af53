"""Leaving out offers that others outdo, before the solver looks: no best plan is lost by it.

An offer outdoes another when it gives every open line at least as much, is held back by no further maximum and costs no
more time, days or money. Let K be how many pieces like the second the neediest line could take. When K others outdo
it, it is never needed: a plan that holds it either lacks one of those, which may take its place, or holds all K, and
then its lines are closed without it. ``SPARE`` more are kept so that other plans can be shown beside the best.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from opencme.rules.requirements.definitions import Topic
from opencme.rules.requirements.shortest.ground import CYCLE, Ground, Target, period_of
from opencme.rules.requirements.shortest.mandates import milestones, on
from opencme.rules.requirements.shortest.slots import Slot
from opencme.rules.requirements.shortest.ways import Way

SPARE: Final = 3
FEW: Final = 40
"""Below so many offers nothing is left out."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that is better the more there is of it. need: how much could be of use, 0 where it only compares."""

    read: Callable[[Way], int]
    need: int = 0


def enough(grounds: Sequence[Ground], slots: Sequence[Slot], kept: frozenset[str]) -> tuple[Slot, ...]:
    """Give the slots that can matter.

    Pinned offers stay, and those bound to an hour, to content that another shares, or with several ways to count.
    """
    shared = Counter(course for course, _ in {(slot.offer.course, slot.offer.key) for slot in slots})
    bound = kept | {slot.offer.key for slot in slots if slot.offer.course and shared[slot.offer.course] > 1}
    free = [slot for slot in slots if not _is_bound(slot, bound)]
    if len(free) <= FEW:
        return tuple(slots)
    import numpy as np  # noqa: PLC0415 -- slow import, only where a plan is made

    traits = [tuple(_traits(ground)) for ground in grounds]
    is_apart = [any(topic.no_overlap_with for topic in ground.rule.topics) for ground in grounds]
    rows, most = [], []
    for slot in free:
        row: list[int] = []
        useful = 1
        for at, readers in enumerate(traits):
            way = slot.ways[at][0] if at in slot.ways else None
            values = [trait.read(way) if way is not None else 0 for trait in readers]
            pieces = [-(-trait.need // v) for trait, v in zip(readers, values, strict=True) if trait.need and v > 0]
            useful = max(useful, sum(pieces) if is_apart[at] else max(pieces, default=1))
            row.extend(values)
        offer = slot.offer
        row.extend((-offer.minutes, -offer.days, -int(offer.price is None), -(offer.price or 0)))
        rows.append(row)
        most.append(useful + SPARE)
    matrix = np.array([(*row, hash(_period(grounds, slot)) % 2**31) for row, slot in zip(rows, free, strict=True)])
    kinds, kind_of = np.unique(matrix, axis=0, return_inverse=True)
    sizes = np.bincount(kind_of)
    traits_of, periods = np.ascontiguousarray(kinds[:, :-1].astype(np.int32)), kinds[:, -1]
    outdoing = [
        int(sizes[(traits_of >= traits_of[at]).all(axis=1) & (periods == periods[at])].sum() - sizes[at])
        for at in range(len(kinds))
    ]
    before = Counter[int]()
    out: set[int] = set()
    for at, kind in enumerate(kind_of.tolist()):
        if outdoing[kind] + before[kind] >= most[at]:
            out.add(at)
        before[kind] += 1
    gone = {id(free[at]) for at in out}
    return tuple(slot for slot in slots if id(slot) not in gone)


def _is_bound(slot: Slot, kept: frozenset[str]) -> bool:
    offer = slot.offer
    return offer.key in kept or bool(offer.times) or any(len(ways) > 1 for ways in slot.ways.values())


def _period(grounds: Sequence[Ground], slot: Slot) -> tuple[int, ...]:
    """Tell apart the days that limits of less than a cycle tell apart."""
    return tuple(
        period_of(limit.per, slot.day, ground.start) if limit.per in {"day", "calendar_year"} else slot.day.toordinal()
        for ground in grounds
        for limit in ground.rule.limits
        if limit.per not in CYCLE
    )


def _traits(ground: Ground) -> Iterator[Trait]:
    """Give what one authority's open lines look at."""
    for target in ground.targets:
        yield from _of_target(ground, target)
    for _, bit in ground.duty.prepared.caps:
        yield Trait(partial(_held_back, bit))
    for at, _ in enumerate(ground.rule.bonuses):
        yield Trait(partial(_weighs, at))
        yield Trait(partial(_weighs_not, at))
    wanted = {target.line for target in ground.targets}
    for index, topic in enumerate(ground.rule.topics):
        if (topic.counts_in_total is False and topic.id not in wanted) or topic.no_overlap_with:
            yield Trait(partial(_lacks, index))
        if topic.no_overlap_with:
            yield Trait(_size)
            yield Trait(partial(_topic, index))


def _of_target(ground: Ground, target: Target) -> Iterator[Trait]:
    rule, prepared = ground.rule, ground.duty.prepared

    def timely(read: Callable[[Way], int]) -> Callable[[Way], int]:
        return lambda way: read(way) if way.day <= target.by or ground.is_rolling else 0

    if target.line == "total":
        on_top = sum((ground.lines[topic.id].missing or 0) for topic in rule.topics if topic.counts_in_total is False)
        given = sum(limit.auto_credit for limit in rule.limits)
        yield Trait(timely(lambda way: way.total), target.need + on_top + given)
        yield Trait(timely(lambda way: way.extra))
    elif target.line in prepared.positions:
        index = prepared.positions[target.line]
        yield from _of_topic(ground, rule.topics[index], index, timely)
    else:
        limit = next(each for each in rule.limits if each.id == target.line)
        need = target.need if limit.per in CYCLE else ground.lines[limit.id].required or target.need
        bit = prepared.bits[limit.bucket]
        yield Trait(timely(lambda way: way.buckets.get(bit, 0)), need)


def _of_topic(
    ground: Ground, topic: Topic, index: int, timely: Callable[[Callable[[Way], int]], Callable[[Way], int]]
) -> Iterator[Trait]:
    need = ground.lines[topic.id].required or 0
    if topic.is_counted_by_completion:
        yield Trait(timely(lambda way: int(index in way.topics)), 1)
        return
    yield Trait(timely(lambda way: way.topics.get(index, 0)), need)
    limited = frozenset(part.topic for part in topic.max_from)
    if limited:
        codes = ground.duty.prepared.closures[index] - limited
        yield Trait(timely(lambda way: on(way.credit, codes)), need)
    asked = [(part.topic, part.amount or 1) for part in topic.must_include]
    for other in topic.alternatives:
        asked += [(code, other.amount) for code in other.topics]
        asked += [(part.topic, part.amount or 1) for part in other.must_include]
    for code, amount in asked:
        yield from (
            Trait(timely(partial(_code, each)), amount)
            for each in sorted(ground.duty.prepared.closure(frozenset({code})))
        )
    for day, _ in milestones(ground, topic):
        yield Trait(lambda way, day=day: int(way.day < day))  # type: ignore[misc]  # the day is bound, not passed


def _held_back(bit: int, way: Way) -> int:
    return -int(bool(way.match.buckets & bit))


def _weighs(at: int, way: Way) -> int:
    return int(way.match.bonus == at)


def _weighs_not(at: int, way: Way) -> int:
    return -int(way.match.bonus == at)


def _topic(index: int, way: Way) -> int:
    return way.topics.get(index, 0)


def _lacks(index: int, way: Way) -> int:
    return -way.topics.get(index, 0)


def _size(way: Way) -> int:
    return way.credit.amount


def _code(code: str, way: Way) -> int:
    return way.credit.topics.get(code, 0)
