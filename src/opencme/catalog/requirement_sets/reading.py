"""From one file of the pack to typed rules: every key is known or refused, every code is in the vocabulary."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from opencme.catalog.requirement_sets.clauses import read_topic
from opencme.catalog.requirement_sets.counting import (
    counts_once_a_year,
    read_bonus,
    read_buckets,
    read_limit,
    read_rounding,
)
from opencme.catalog.requirement_sets.located import Reader, load
from opencme.catalog.requirement_sets.parts import MOST_MONTHS, amount
from opencme.catalog.requirement_sets.relief import (
    read_alternative,
    read_carry_over,
    read_credit_rules,
    read_equivalence,
    read_exemption,
)
from opencme.catalog.requirement_sets.terms import read_cycle
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements.amounts import ONE
from opencme.rules.requirements.definitions import Authority, Deadline, PastTotal, Rule, Source

CONFIDENCE: Final = frozenset({"high", "medium", "low"})


def read_rules(text: str, words: Vocabulary, problems: list[str]) -> list[Rule]:
    """Read one authority's file; what is wrong with it is added to ``problems`` as "line N: …"."""
    return [rule for rule, _ in read_with_lines(text, words, problems)]


def read_with_lines(text: str, words: Vocabulary, problems: list[str]) -> list[tuple[Rule, int]]:
    """Read one authority's file, each rule with the line it starts on."""
    return read_loaded(load(text), words, problems)


def read_loaded(held: object, words: Vocabulary, problems: list[str]) -> list[tuple[Rule, int]]:
    """Read one authority's file that has been loaded."""
    found = Reader.of(held, "file", problems)
    head = found.part("authority")
    if head is None:
        found.complain("authority", "is missing")
        return []
    name, place = head.text("name", required=True), head.text("jurisdiction", required=True)
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", place):
        head.complain("jurisdiction", "must be an ISO 3166 code such as US or US-MA")
    head.finish()
    rules = [(_rule(each, name, place, words), each.values.line) for each in found.parts("rules")]
    found.finish()
    return rules


def _rule(r: Reader, name: str, place: str, words: Vocabulary) -> Rule:
    rule_id = r.name("id")
    r.where = rule_id or r.where
    version = r.part("version")
    total = r.part("total")
    once = r.part("total_frequency")
    grace = r.part("grace")
    records = r.part("records")
    rule = Rule(
        id=rule_id,
        family=r.text("family") or rule_id,
        title=r.text("title", required=True),
        authority=Authority(
            name=name,
            jurisdiction=place,
            kind=r.one_of("kind", words["authority_kinds"]),
            licence_types=tuple(sorted(r.codes("licence_types", words["licence_types"]))),
        ),
        status=r.one_of("status", words["statuses"], default="in_force"),
        in_force_from=version.day("effective_from") if version else None,
        in_force_to=version.day("effective_to") if version else None,
        cycle=read_cycle(r, words),
        total=amount(total, "amount") if total else None,
        unit=total.one_of("unit", words["units"], required=True) if total else "",
        minutes_per_unit=total.whole("minutes_per_unit", least=1, most=6000) if total else None,
        buckets=read_buckets(r, words),
        limits=tuple(read_limit(each, words) for each in r.parts("limits")),
        topics=tuple(read_topic(each, words) for each in r.parts("topics")),
        equivalences=(
            *(read_equivalence(each, words) for each in r.parts("equivalences")),
            *read_credit_rules(r.parts("credit_rules"), words),
        ),
        carry_over=read_carry_over(r.part("carry_over")),
        exemptions=tuple(read_exemption(each, words) for each in r.parts("exemptions")),
        alternatives=tuple(read_alternative(each, words) for each in r.parts("alternatives")),
        bonuses=tuple(read_bonus(each, words) for each in r.parts("bonus")),
        rounding=read_rounding(r.part("rounding")),
        same_course_once_per_year=counts_once_a_year(r.part("duplicates")),
        is_once=once is not None and once.text("kind") == "once",
        once_deadline=_once_deadline(once),
        satisfied_by=once.texts("satisfied_by") if once else (),
        counts_for_life=r.text("credit_window") == "lifetime",
        validity_months=r.whole("credit_validity_months", least=1, most=MOST_MONTHS),
        past_totals=_past(r),
        grace_days=grace.whole("days") if grace else None,
        grace_note=grace.text("note") if grace else "",
        retention_months=records.whole("retention_months") if records else None,
        retention_from=records.text("counted_from") if records else "",
        confidence=r.one_of("confidence", CONFIDENCE),
        sources=tuple(_source(each) for each in r.parts("sources")),
        conflicts=tuple((c.text("field"), c.text("kept"), c.text("other")) for c in r.parts("conflicts")),
        unverified=r.texts("unverified"),
        notes=r.text("notes"),
    )
    for part in filter(None, (version, total, once, grace, records)):
        _finish_loose(part)
    _take_as_words(r, records)
    _check(r, rule)
    r.finish()
    return rule


def _finish_loose(part: Reader) -> None:
    for key in ("selected_by", "note", "kind", "deadline"):
        part.raw(key)
    part.finish()


def _take_as_words(r: Reader, records: Reader | None) -> None:
    """Take what is shown to people and never computed with."""
    for key in ("audit", "by_subdivision", "deadline_time"):
        r.raw(key)
    if records:
        records.raw("note")


def _check(r: Reader, rule: Rule) -> None:
    """Refuse names that point nowhere, and rules without a source."""
    if not rule.unit:
        r.complain("total", "is missing")
    buckets = {bucket.key for bucket in rule.buckets}
    topics = {topic.id for topic in rule.topics}
    _check_names(r, rule, topics)
    used = [(limit.id, limit.bucket) for limit in rule.limits] + [(t.id, t.bucket) for t in rule.topics if t.bucket]
    used += [(e.event, e.bucket) for e in rule.equivalences if e.bucket]
    used += [(other.id, other.bucket) for other in rule.alternatives if other.bucket]
    used += [("carry_over", rule.carry_over.bucket)] if rule.carry_over.bucket else []
    for where, bucket in used:
        if bucket not in buckets:
            r.complain("buckets", f"lacks “{bucket}”, which “{where}” names")
    if not rule.sources:
        r.complain("sources", "is missing: every rule names where it is written")
    if rule.in_force_from and rule.in_force_to and rule.in_force_to < rule.in_force_from:
        r.complain("version", "ends before it begins")
    ids = [limit.id for limit in rule.limits] + [topic.id for topic in rule.topics]
    for twice in {each for each in ids if ids.count(each) > 1}:
        r.complain("topics", f"has two clauses called “{twice}”")


def _once_deadline(once: Reader | None) -> Deadline | None:
    part = once.part("deadline") if once else None
    if part is None:
        return None
    found = Deadline(event=part.text("event"), on_or_after=part.day("on_or_after"))
    part.finish()
    return found


def _past(r: Reader) -> tuple[PastTotal, ...]:
    found = []
    for each in r.parts("history"):
        total = each.values.get("total")
        first, last = each.day("effective_from"), each.day("effective_to")
        if total is not None and (first or last):
            found.append(PastTotal(first=first, last=last, total=int(Decimal(total) * ONE)))
    return tuple(found)


def _source(r: Reader) -> Source:
    found = Source(
        title=r.text("title", required=True),
        url=r.text("url"),
        page_date=r.text("page_date"),
        checked=r.day("checked") or date.min,
        confidence=r.one_of("confidence", CONFIDENCE),
    )
    r.finish()
    return found


def _check_names(r: Reader, rule: Rule, topics: set[str]) -> None:
    """Refuse topic ids that no mandate of the rule has, and mandates that absorb themselves by way of others."""
    named = [(topic.id, other) for topic in rule.topics for other in topic.absorbs | topic.no_overlap_with]
    named += [("first_cycle", other) for other in rule.cycle.first.topics_still_due or ()]
    named += [("carry_over", other) for other in rule.carry_over.excludes_topics]
    named += [(clause.event, other) for clause in rule.equivalences for other in clause.topics_still_due or ()]
    named += [("exemptions", other) for exemption in rule.exemptions for other in exemption.applies_to]
    for where, other in named:
        if other not in topics:
            r.complain("topics", f"lacks “{other}”, which “{where}” names")
    absorbs = {topic.id: topic.absorbs for topic in rule.topics}
    for name, taken_in in absorbs.items():
        seen, ahead = set[str](), list(taken_in)
        while ahead:
            each = ahead.pop()
            if each not in seen:
                seen.add(each)
                ahead.extend(absorbs.get(each, ()))
        if name in seen:
            r.complain("topics", f"lets “{name}” absorb itself, by way of others")
