"""From one file of the pack to typed rules: every key is known or refused, every code is in the vocabulary."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from opencme.catalog.requirement_sets.clauses import read_topic
from opencme.catalog.requirement_sets.located import Reader, load
from opencme.catalog.requirement_sets.parts import amount, condition, share
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements.amounts import ONE
from opencme.rules.requirements.definitions import (
    Alternative,
    Authority,
    Bonus,
    Bucket,
    CarryOver,
    Cycle,
    Deadline,
    Equivalence,
    Exemption,
    FirstCycle,
    FirstRow,
    Limit,
    PastTotal,
    Rounding,
    Rule,
    Source,
)

CONFIDENCE: Final = frozenset({"high", "medium", "low"})
PARITIES: Final = frozenset({"odd", "even", "birth_year", "surname_group", "licence_specific"})
EXTRA_UNITS: Final = frozenset({"certification_point", "qi_point"})


def read_rules(text: str, words: Vocabulary, problems: list[str]) -> list[Rule]:
    """Read one authority's file; what is wrong with it is added to ``problems`` as "line N: …"."""
    found = Reader.of(load(text), "file", problems)
    head = found.part("authority")
    if head is None:
        found.complain("authority", "is missing")
        return []
    name, place = head.text("name", required=True), head.text("jurisdiction", required=True)
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", place):
        head.complain("jurisdiction", "must be an ISO 3166 code such as US or US-MA")
    head.finish()
    rules = [_rule(each, name, place, words) for each in found.parts("rules")]
    found.finish()
    return rules


def _rule(r: Reader, name: str, place: str, words: Vocabulary) -> Rule:
    rule_id = r.text("id", required=True)
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
        cycle=_cycle(r, words),
        total=amount(total, "amount") if total else None,
        unit=total.one_of("unit", words["units"]) if total else "",
        minutes_per_unit=total.whole("minutes_per_unit") if total else None,
        buckets=_buckets(r, words),
        limits=tuple(_limit(each, words) for each in r.parts("limits")),
        topics=tuple(read_topic(each, words) for each in r.parts("topics")),
        equivalences=tuple(_equivalence(each, words) for each in r.parts("equivalences")),
        carry_over=_carry_over(r.part("carry_over")),
        exemptions=tuple(_exemption(each, words) for each in r.parts("exemptions")),
        alternatives=tuple(_alternative(each, words) for each in r.parts("alternatives")),
        bonuses=tuple(_bonus(each, words) for each in r.parts("bonus")),
        rounding=_rounding(r.part("rounding")),
        same_course_once_per_year=_once_a_year(r.part("duplicates")),
        is_once=once is not None and once.text("kind") == "once",
        once_deadline=_once_deadline(once),
        counts_for_life=r.text("credit_window") == "lifetime",
        validity_months=r.whole("credit_validity_months"),
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
    for part in (version, total, once, grace, records):
        if part is not None:
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
    for key in ("audit", "credit_rules", "by_subdivision", "deadline_time"):
        r.raw(key)
    if records:
        records.raw("note")


def _check(r: Reader, rule: Rule) -> None:
    """Refuse names that point nowhere, and rules without a source."""
    buckets = {bucket.key for bucket in rule.buckets}
    topics = {topic.id for topic in rule.topics}
    used = [(limit.id, limit.bucket) for limit in rule.limits] + [(t.id, t.bucket) for t in rule.topics if t.bucket]
    used += [(e.event, e.bucket) for e in rule.equivalences if e.bucket]
    for where, bucket in used:
        if bucket not in buckets:
            r.complain("buckets", f"lacks “{bucket}”, which “{where}” names")
    for topic in rule.topics:
        for other in (topic.absorbs | topic.no_overlap_with) - topics:
            r.complain("topics", f"lacks “{other}”, which “{topic.id}” names")
    if not rule.sources:
        r.complain("sources", "is missing: every rule names where it is written")
    if rule.in_force_from and rule.in_force_to and rule.in_force_to < rule.in_force_from:
        r.complain("version", "ends before it begins")
    ids = [limit.id for limit in rule.limits] + [topic.id for topic in rule.topics]
    for twice in {each for each in ids if ids.count(each) > 1}:
        r.complain("topics", f"has two clauses called “{twice}”")


def _month_day(text: str) -> tuple[int, int]:
    month, day = (int(part) for part in text.split("-"))
    date(2024, month, day)
    return month, day


def _cycle(r: Reader, words: Vocabulary) -> Cycle:
    c = r.part("cycle") or Reader.of(load("{}"), f"{r.where}, cycle", r.problems)
    ends = []
    for each in c.texts("end"):
        try:
            ends.append(_month_day(each))
        except ValueError:
            c.complain("end", f"holds “{each}”; write month and day as MM-DD")
    table = c.part("parity_table")
    unconfirmed = c.part("unconfirmed")
    cycle = Cycle(
        months=c.whole("months"),
        anchor=c.one_of("anchor", words["cycle_anchors"]),
        ends=tuple(ends),
        parity=c.one_of("parity", PARITIES),
        parity_table={str(k): str(v) for k, v in table.values.items()} if table else {},
        window_months=c.whole("window_months"),
        known_start=c.day("known_start"),
        known_end=c.day("known_end"),
        unconfirmed=tuple(unconfirmed.values) if unconfirmed else (),
        first=_first(c, words),
        note=c.text("note"),
    )
    for key in ("start", "start_rule", "window_note", "licence_renewal_months"):
        c.raw(key)
    c.finish()
    return cycle


def _first(c: Reader, words: Vocabulary) -> FirstCycle:
    f = c.part("first_cycle")
    if f is None:
        return FirstCycle(rule="unverified")
    due = f.raw("topics_still_due")
    rounding = f.raw("rounding")
    step = rounding.get("increment") if isinstance(rounding, dict) else None
    otherwise = f.raw("otherwise")
    found = FirstCycle(
        rule=f.one_of("rule", words["first_cycle_rules"]),
        method=f.text("method"),
        table=tuple(_row(each, words) for each in f.parts("table")),
        otherwise=otherwise if isinstance(otherwise, str) or otherwise is None else int(Decimal(otherwise) * ONE),
        topics_still_due=frozenset(map(str, due)) if isinstance(due, list) else None,
        all_topics_still_due=due == "all",
        step=int(Decimal(step) * ONE) if step is not None else None,
        rounding=str(rounding.get("mode", "")) if isinstance(rounding, dict) else str(rounding or ""),
        note=f.text("note"),
    )
    f.finish()
    return found


def _row(r: Reader, words: Vocabulary) -> FirstRow:
    row = FirstRow(
        when=condition(r, "if", words),
        entered=r.text("entered"),
        total=amount(r, "total"),
        share=share(r, "share"),
        months=r.whole("months"),
        end=r.day("end"),
    )
    r.finish()
    return row


def _buckets(r: Reader, words: Vocabulary) -> tuple[Bucket, ...]:
    held = r.part("buckets")
    if held is None:
        return ()
    found = []
    for key in held.values:
        b = held.part(key) or held
        found.append(
            Bucket(
                key=key,
                label=b.text("label") or key,
                systems=b.codes("systems", words.credit_systems),
                topics=b.codes("topics", words.topics),
                formats=frozenset(b.texts("formats")),
                excludes_formats=frozenset(b.texts("excludes_formats")),
                in_practice_area=b.flag("in_practice_area") is True,
                assessed=b.flag("assessed") is True,
                min_score=amount(b, "min_score"),
                axis=b.text("axis"),
                approved_list=b.text("approved_list"),
            )
        )
        b.finish()
    return tuple(found)


def _limit(r: Reader, words: Vocabulary) -> Limit:
    limit = Limit(
        id=r.text("id", required=True),
        bucket=r.text("bucket", required=True),
        operator=r.one_of("op", words["limit_operators"]),
        amount=amount(r, "amount"),
        share=share(r, "share"),
        per=r.one_of("per", words["limit_periods"], default="cycle"),
        unless=condition(r, "unless", words),
        rounding=r.text("rounding"),
        is_desirable=r.text("strength") == "desirable",
        auto_credit=amount(r, "auto_credit") or 0,
        unit=r.one_of("unit", words["units"] | EXTRA_UNITS),
        note=r.text("note"),
    )
    if (limit.amount is None) == (limit.share is None):
        r.complain("amount", "or “share” must say how much, and only one of them")
    r.raw("base")
    r.finish()
    return limit


def _equivalence(r: Reader, words: Vocabulary) -> Equivalence:
    due = r.raw("topics_still_due")
    found = Equivalence(
        event=r.one_of("event", words["equivalence_events"]),
        effect=r.one_of("effect", words["equivalence_effects"]),
        amount=amount(r, "amount"),
        bucket=r.text("bucket"),
        per=r.text("per"),
        max_per_cycle=amount(r, "max_per_cycle"),
        spread_years=r.whole("spread_years"),
        in_cycle_of_award=r.text("window") == "cycle of award",
        window_months=r.whole("window_months"),
        within_months=r.whole("within_months"),
        relative_to=r.text("relative_to"),
        topics_still_due=frozenset(map(str, due)) if isinstance(due, list) else None,
        is_discretionary=r.flag("discretionary") is True,
        note=r.text("note"),
    )
    r.raw("min_months")
    r.finish()
    return found


def _carry_over(r: Reader | None) -> CarryOver:
    if r is None:
        return CarryOver(allowed=None)
    found = CarryOver(
        allowed=r.flag("allowed"),
        maximum=amount(r, "max"),
        bucket=r.text("bucket"),
        excludes_topics=frozenset(r.texts("excludes_topics")),
    )
    for key in ("into_cycles", "must_report", "note"):
        r.raw(key)
    r.finish()
    return found


def _exemption(r: Reader, words: Vocabulary) -> Exemption:
    when = condition(r, "when", words)
    if when is None:
        r.complain("when", "is missing")
    found = Exemption(
        when=when,  # type: ignore[arg-type]  # the complaint above refuses the file
        effect=r.one_of("effect", frozenset({"exempt", "reduce"})),
        amount=amount(r, "amount"),
        applies_to=frozenset(r.texts("applies_to")),
        is_discretionary=r.flag("discretionary") is True,
        note=r.text("note"),
    )
    r.finish()
    return found


def _alternative(r: Reader, words: Vocabulary) -> Alternative:
    bucket = r.raw("bucket")
    caps = r.part("caps")
    found = Alternative(
        id=r.text("id", required=True),
        when=condition(r, "when", words),
        total=amount(r, "total"),
        bucket=bucket if isinstance(bucket, str) else "",
        bucket_systems=frozenset(map(str, bucket["systems"])) if isinstance(bucket, dict) else frozenset(),
        window_months=r.whole("window_months"),
        minima={key: value for key in ("cat1", "cat3") if (value := amount(r, f"{key}_min")) is not None},
        caps={key: int(Decimal(value) * ONE) for key, value in caps.values.items()} if caps else {},
        drops=frozenset(r.texts("drop_limits")),
        is_discretionary=r.flag("discretionary") is True,
    )
    for key in ("average_per_year", "floor_per_year"):
        r.raw(key)
    r.finish()
    return found


def _bonus(r: Reader, words: Vocabulary) -> Bonus:
    found = Bonus(
        multiplier=share(r, "multiplier") or Fraction(1),
        topics=r.codes("topics", words.topics),
        formats=frozenset(r.texts("formats")),
        max_extra=amount(r, "max_extra"),
        applies_to_first=amount(r, "applies_to_first"),
    )
    r.raw("per")
    r.finish()
    return found


def _rounding(r: Reader | None) -> Rounding | None:
    if r is None:
        return None
    minutes, first = r.whole("increment_minutes"), r.whole("first_unit_minimum_minutes")
    step = amount(r, "increment") or (minutes or 0) * ONE // 60
    found = Rounding(step=step, mode=r.text("mode"), first_minimum=(first or 0) * ONE // 60)
    r.finish()
    return found if step else None


def _once_a_year(r: Reader | None) -> bool:
    if r is None:
        return False
    found = r.text("same_course_once_per") == "calendar_year"
    r.finish()
    return found


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
