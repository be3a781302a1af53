"""Binding a rule to the topic tree once, so that judging a person is a tight pure function.

Matching depends only on what a credit is, not on when or how much: the answer is kept per kind of credit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from opencme.rules.requirements import amounts
from opencme.rules.requirements.conditions import facts_in
from opencme.rules.requirements.definitions import Bucket, Exemption, Limit, Rule, Topic
from opencme.rules.requirements.facts import Credit, Kind
from opencme.rules.requirements.lines import Line

NEVER = "NONE"
MOST_KEPT = 100_000
MOST_LINES = 30_000
_SERIALS = count()
ANY = "ANY_ACCEPTED"
_AREAS = {
    "first_cycle": "first_cycle",
    "proration": "first_cycle",
    "pro": "first_cycle",
    "cycle": "cycle",
    "renewal": "cycle",
    "carry_over": "carry_over",
}
POINTS = {"moc_point": ("MOC_",), "certification_point": ("MOC_",), "action": ("FR_ACTION",)}


@dataclass(frozen=True, slots=True)
class Match:
    """What one kind of credit is under a rule.

    admitted: it may count toward the total. buckets: bit per bucket. topics: by index of each mandate it counts for,
    the credit's topic codes that do; parts: how much of the credit lies on them. bucket_topics: per bucket bit
    that asks for topics, the codes that count.
    bonus: index of the weighting clause that fits, or -1. is_presumed: admitted although nobody said whether it lies in
    the practice area. on_buckets: the part of the credit on the topics of all its buckets.
    """

    admitted: bool
    buckets: int
    topics: Mapping[int, frozenset[str]]
    bucket_topics: Mapping[int, frozenset[str]]
    bonus: int
    is_presumed: bool = False
    on_buckets: int = 0
    parts: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Prepared:
    """A rule with its topic closures and admission worked out.

    narrower: per topic code, itself and everything narrower. admitting: bits of the buckets that may fill the total;
    0 means any credit may. excluded: systems that never count. exempting: facts that may exempt from all.
    in_turn: mandates in the order they are judged, those that share no credit with another first. presumed: bits of the
    buckets that describe all credit of the rule: there only a stated "outside the practice area" keeps credit out.
    parts: per mandate, the topics it must include, with everything narrower. doubts: what no source confirmed, by line.
    exemptions: those from the total; lifting: those from single mandates.
    contested: bits of the buckets with a minimum that lie under a maximum of another: they are counted first.
    matches, lines: what was worked out before and is the same for everybody: per kind of credit, per line's content.
    serial: no two prepared rules have the same.
    """

    rule: Rule
    narrower: Mapping[str, frozenset[str]]
    bits: Mapping[str, int]
    admitting: int
    caps: tuple[tuple[Limit, int], ...]
    closures: tuple[frozenset[str], ...]
    excluded: frozenset[str]
    exempting: frozenset[str]
    positions: Mapping[str, int]
    in_turn: tuple[Topic, ...]
    presumed: int
    parts: tuple[frozenset[str], ...]
    contested: int
    exemptions: tuple[Exemption, ...]
    lifting: tuple[Exemption, ...]
    doubts: Mapping[str, tuple[str, ...]]
    matches: dict[Kind, Match] = field(default_factory=dict)
    lines: dict[tuple[object, ...], Line] = field(default_factory=dict)
    serial: int = field(default_factory=_SERIALS.__next__)

    def match(self, credit: Credit) -> Match:
        """Say what ``credit`` is under this rule."""
        kind = credit.kind
        found = kind.matches.get(self.serial)
        if found is None:
            found = self.matches.get(kind)
            if found is None:
                if len(self.matches) > MOST_KEPT:
                    self.matches.clear()
                found = self.matches[kind] = self._match(kind)
            kind.matches[self.serial] = found
        return found

    def matches_of(self, credits_: Sequence[Credit]) -> list[Match]:
        """Say what each of ``credits_`` is under this rule."""
        serial = self.serial
        try:
            return [credit[2].matches[serial] for credit in credits_]
        except KeyError:
            return [self.match(credit) for credit in credits_]

    def keep(self, key: tuple[object, ...], line: Line) -> Line:
        """Keep a line for the next person of whom the very same is to be said."""
        if len(self.lines) > MOST_LINES:
            self.lines.clear()
        self.lines[key] = line
        return line

    def closure(self, codes: frozenset[str]) -> frozenset[str]:
        """Give the codes and everything narrower."""
        return frozenset().union(*(self.narrower.get(code, frozenset({code})) for code in codes))

    def _match(self, credit: Kind) -> Match:
        rule = self.rule
        bits, presumed, bucket_topics = 0, 0, {}
        for bucket in rule.buckets:
            bit = self.bits[bucket.key]
            if not _in_bucket(bucket, credit):
                continue
            if bucket.in_practice_area and credit.in_practice_area is None:
                if not bit & self.presumed:
                    continue
                presumed |= bit
            if bucket.topics:
                codes = self.closure(bucket.topics) & credit.topics.keys()
                if not codes:
                    continue
                bucket_topics[bit] = codes
            bits |= bit
        admitted = credit.system != NEVER and credit.system not in self.excluded and has_unit(rule.unit, credit.system)
        if self.admitting:
            admitted = admitted and bool(bits & self.admitting)
        topics = {
            index: codes
            for index, topic in enumerate(rule.topics)
            if (codes := self._codes(index, credit)) and self._suits(topic, credit, bits)
        }
        bonus = next((i for i, each in enumerate(rule.bonuses) if self._weighs(each.topics, each.formats, credit)), -1)
        return Match(
            admitted=admitted,
            buckets=bits,
            topics=topics,
            parts={index: sum(credit.topics[code] for code in codes) for index, codes in topics.items()},
            bucket_topics=bucket_topics,
            bonus=bonus,
            is_presumed=admitted and bool(presumed) and not bits & self.admitting & ~presumed,
            on_buckets=sum(credit.topics[code] for code in frozenset().union(*bucket_topics.values())),
        )

    def _codes(self, index: int, credit: Kind) -> frozenset[str]:
        """Give the credit's topics that count for a mandate; one only on a part it must include counts by that part."""
        held = credit.topics.keys()
        return self.closures[index] & held or self.parts[index] & held

    def _suits(self, topic: Topic, credit: Kind, bits: int) -> bool:
        if credit.system == NEVER or (topic.bucket and not bits & self.bits[topic.bucket]):
            return False
        return not (
            (topic.approved_course and credit.approved_course is False)
            or (topic.interactive and credit.interactive is False)
        )

    def _weighs(self, topics: frozenset[str], formats: frozenset[str], credit: Kind) -> bool:
        if topics:
            return bool(self.closure(topics) & credit.topics.keys())
        return bool(formats & credit.formats)


def _in_bucket(bucket: Bucket, credit: Kind) -> bool:
    system_fits = credit.system in bucket.systems or (ANY in bucket.systems and credit.system != NEVER)
    return (
        system_fits
        and (not bucket.formats or bool(bucket.formats & credit.formats))
        and not bucket.excludes_formats & credit.formats
        and (not bucket.in_practice_area or credit.in_practice_area is not False)
        and (not bucket.assessed or credit.assessed)
        and (bucket.min_score is None or share_of_one(credit.score) >= bucket.min_score)
        and (not bucket.axis or bucket.axis == credit.axis)
        and (not bucket.approved_list or bucket.approved_list == credit.approved_list)
    )


def share_of_one(score: int | None) -> int:
    """Give a score as a share of one; above one it was written in percent."""
    if score is None:
        return -1
    return score if score <= amounts.ONE else score // 100


def has_unit(unit: str, system: str) -> bool:
    """Say whether credit of ``system`` is counted in ``unit``: points of a board are not hours."""
    wanted = POINTS.get(unit)
    if wanted:
        return system.startswith(wanted)
    return not system.startswith(("MOC_", "FR_ACTION"))


def prepare(rule: Rule, narrower: Mapping[str, frozenset[str]]) -> Prepared:
    """Bind ``rule`` to the topic tree. narrower: per topic code, itself and every narrower one."""
    bits = {bucket.key: 1 << index for index, bucket in enumerate(rule.buckets)}
    admitting = _admitting(rule, bits)
    partial = frozenset(limit.bucket for limit in rule.limits if limit.operator != "max" and not is_whole(limit))
    prepared = Prepared(
        rule=rule,
        narrower=narrower,
        bits=bits,
        admitting=admitting,
        caps=tuple((limit, bits[limit.bucket]) for limit in rule.limits if limit.operator == "max"),
        closures=(),
        exempting=frozenset().union(*(facts_in(e.when) for e in rule.exemptions if not e.applies_to)),
        positions={topic.id: index for index, topic in enumerate(rule.topics)},
        in_turn=tuple(sorted(rule.topics, key=lambda topic: not topic.no_overlap_with)),
        excluded=frozenset().union(*(b.systems for b in rule.buckets if b.systems == {NEVER})),
        contested=_contested(rule, bits),
        exemptions=tuple(exemption for exemption in rule.exemptions if not exemption.applies_to),
        lifting=tuple(exemption for exemption in rule.exemptions if exemption.applies_to),
        presumed=admitting & ~sum(bits[key] for key in partial),
        parts=(),
        doubts=_doubts(rule),
    )
    prepared.parts = tuple(
        prepared.closure(frozenset(part.topic for part in topic.must_include)) for topic in rule.topics
    )
    absorbed = {topic.id: topic.topics for topic in rule.topics}
    prepared.closures = tuple(
        prepared.closure(
            topic.topics
            | frozenset().union(*(absorbed.get(other, frozenset()) for other in topic.absorbs))
            | frozenset(part.topic for part in topic.max_from)
        )
        for topic in rule.topics
    )
    return prepared


def _admitting(rule: Rule, bits: Mapping[str, int]) -> int:
    """Give the buckets that fill the total; 0 when any credit does.

    A minimum of the whole share closes the rule to its bucket. Otherwise a bucket without a limit is a list of what is
    accepted, and credit outside every bucket does not count. A rule whose buckets all carry limits is open to more.
    """
    whole = [limit for limit in rule.limits if is_whole(limit)]
    if whole:
        return bits[whole[0].bucket]
    limited = {limit.bucket for limit in rule.limits}
    accepted = [b for b in rule.buckets if b.systems != {NEVER}]
    if any(bucket.key not in limited for bucket in accepted):
        return sum(bits[bucket.key] for bucket in accepted)
    return 0


def _contested(rule: Rule, bits: Mapping[str, int]) -> int:
    """Give the buckets with a minimum whose credit a maximum of another bucket, or of a weighting, may cut."""
    systems = {bucket.key: bucket.systems for bucket in rule.buckets}
    capped = [limit.bucket for limit in rule.limits if limit.operator == "max"]
    found = 0
    for limit in rule.limits:
        if limit.operator != "max" and not is_whole(limit):
            own = systems[limit.bucket]
            others = [systems[key] for key in capped if key != limit.bucket]
            cut = bool(rule.bonuses) or any(own & each or ANY in own | each for each in others)
            found |= bits[limit.bucket] * cut
    return found


def is_whole(limit: Limit) -> bool:
    """Say whether a limit asks that all of the total lies in its bucket."""
    return limit.operator == "min" and limit.share == 1 and limit.per in {"cycle", "lifetime"}


def _doubts(rule: Rule) -> Mapping[str, tuple[str, ...]]:
    """Give what no source confirmed, by the line it bears on; what is only kept for records bears on none."""
    lines = [*(topic.id for topic in rule.topics), *(limit.id for limit in rule.limits)]
    by_bucket = {limit.bucket: limit.id for limit in rule.limits}
    found: dict[str, tuple[str, ...]] = {}
    for text in rule.unverified:
        head = text.split(maxsplit=1)[0].rstrip(":,") if text.strip() else ""
        if head in {"records", "audit"}:
            continue
        named = [name for name in lines if name in text] or ([by_bucket[head]] if head in by_bucket else [])
        for name in named or [_AREAS.get(head.split(".")[0], "total")]:
            found[name] = (*found.get(name, ()), f"not confirmed by a source: {text}")
    return found
