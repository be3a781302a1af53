"""Which constructs the pack uses, and which worked cases touch them: not just a rule that has one, but a line it decides.

Run as a program it writes the table of docs/reference/requirement-constructs.md and the rows of docs/explanation.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from opencme.catalog.requirement_sets import edition_on, pack, prepared, vocabulary
from opencme.catalog.requirement_sets.cases import Case, Known, read_cases
from opencme.rules.requirements import Person, Rule
from opencme.rules.requirements.conditions import All, Any, Condition, Not, holds
from opencme.rules.requirements.cycles import Term, fix
from opencme.rules.requirements.definitions import Alternative, Deadline, Equivalence, Limit, Topic

FOLDER = Path(__file__).parent / "data" / "requirements"
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "requirement-constructs.md"
EXPLAINED = Path(__file__).parents[1] / "docs" / "explanation" / "requirements.md"
HEAD = """# Constructs of the pack and the cases that work them

Every keyword that occurs in the rules, with the worked cases (`tests/data/requirements`) in which it decides an expected
line. Written by `python tests/requirement_constructs.py`; a test compares it.

| construct | cases |
| --- | --- |
"""


@dataclass(frozen=True)
class Touch:
    """A case before the edition that governs it; names: the lines it expects."""

    rule: Rule
    person: Person
    as_of: date
    names: frozenset[str]
    term: Term | None


Seen = Callable[[Touch], bool]
Found = Iterator[tuple[str, Seen]]


def read_all() -> tuple[Case, ...]:
    """Give every worked case of every file."""
    known = Known(pack(), vocabulary())
    texts = (path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))
    return tuple(case for text in texts for case in read_cases(text, known))


def table() -> dict[str, list[str]]:
    """Give, per construct of the pack, the cases that touch it."""
    found: dict[str, list[str]] = {name: [] for rule in pack().values() for name, _ in constructs(rule)}
    for case in read_all():
        for touch in _touches(case):
            for name, seen in constructs(touch.rule):
                if seen(touch) and case.id not in found[name]:
                    found[name].append(case.id)
    return dict(sorted(found.items()))


def page() -> str:
    """Give the page of the reference."""
    return HEAD + "".join(f"| {name} | {', '.join(ids)} |\n" for name, ids in table().items())


def row(case: Case) -> str:
    """Give a worked case as a row of the explanation."""
    lines = [
        f"`{each['line']}` {each['verdict'].replace('_', ' ')}{_sizes(each)}{', by ' + each['by'] if each.get('by') else ''}"
        for each in case.expect
    ]
    return f"| {case.id} | {case.title}. {case.working} | {'; '.join(lines)} |"


def _sizes(line: Mapping[str, object]) -> str:
    if line.get("required") is None:
        return ""
    return (
        f" {line['counted']} of {line['required']}"
        if line.get("counted") is not None
        else f", {line['required']} asked"
    )


def explained(text: str) -> str:
    """Give the text of the explanation with each row that begins with a case's id as that case has it now."""
    cases = {case.id: case for case in read_all()}
    return re.sub(r"(?m)^\| ([A-Z]{2}-[A-Z0-9-]+) \|.*$", lambda found: row(cases[found[1]]), text)


def _touches(case: Case) -> Iterator[Touch]:
    for rule_id in case.rules:
        assert case.as_of is not None
        asked = pack()[rule_id]
        term = fix(asked, case.person, case.as_of)[0]
        rule = edition_on(rule_id, term.end if term else case.as_of) or asked
        names = frozenset(wanted["line"] for wanted in case.expect)
        yield Touch(rule, case.person, case.as_of, names, fix(rule, case.person, case.as_of)[0])


def constructs(rule: Rule) -> Found:
    """Give every construct of a rule with the question whether a case touches it."""
    yield from _cycle(rule)
    yield from _whole(rule)
    for limit in rule.limits:
        yield from _limit(rule, limit)
    for topic in rule.topics:
        yield from _topic(rule, topic)
    for clause in rule.equivalences:
        yield from _equivalence(clause)
    for exemption in rule.exemptions:
        kind = " of topics" if exemption.applies_to else " at discretion" if exemption.is_discretionary else ""
        measured = " by an unknown amount" if exemption.effect == "reduce" and exemption.amount is None else ""
        yield (
            f"exemption: {exemption.effect}{kind}{measured}",
            lambda t, e=exemption: holds(e.when, t.person.facts, []) is True,
        )
        for name in _condition(exemption.when):
            yield f"exemption.when: {name}", lambda t, e=exemption: holds(e.when, t.person.facts, []) is not None
    for other in rule.alternatives:
        yield from _alternative(other)


def _derived(touch: Touch) -> bool:
    return touch.person.cycle is None


def _is_first(touch: Touch) -> bool:
    return touch.term is not None and touch.term.is_first


def _total(touch: Touch) -> bool:
    return "total" in touch.names


def _cycle(rule: Rule) -> Found:
    cycle, first = rule.cycle, rule.cycle.first
    yield f"cycle.anchor: {cycle.anchor}", _total
    if cycle.parity:
        yield f"cycle.parity: {cycle.parity}", _derived
    for name in ("window_months", "known_end", "starts_birthday_after_issue", "unconfirmed", "ends"):
        if getattr(cycle, name):
            yield f"cycle.{name}", _total if name == "window_months" else _derived
    yield f"cycle.first_cycle: {first.rule}", _is_first
    if first.topics_still_due is not None:
        yield "cycle.first_cycle.topics_still_due", lambda t: _is_first(t) and len(t.names) > 1
    for row in first.table:
        for each in fields(row):
            if getattr(row, each.name) not in {None, ""} and each.name != "when":
                yield f"cycle.first_cycle.table.{each.name}", _is_first
        for name in _condition(row.when):
            yield f"cycle.first_cycle.table.if: {name}", _is_first


def _whole(rule: Rule) -> Found:
    yield f"status: {rule.status}", _total
    yield f"total.unit: {rule.unit}", _total
    if rule.total is None:
        yield "total.amount unknown", _total
    if rule.minutes_per_unit not in {None, 60}:
        yield f"total.minutes_per_unit: {rule.minutes_per_unit}", lambda t: any(c.minutes for c in t.person.credits)
    for name in ("is_once", "counts_for_life", "validity_months", "same_course_once_per_year"):
        if getattr(rule, name):
            yield name, _total
    if rule.past_totals:
        yield "history.total", _is_past
    if len([other for other in pack().values() if other.family == rule.family]) > 1:
        yield f"family: edition {rule.id}", _total
    for bonus in rule.bonuses:
        yield from ((f"bonus.{name}", _total) for name in ("topics", "formats", *BONUS) if getattr(bonus, name))
    yield from _rounding(rule)
    yield from _carry_over(rule)
    yield from _buckets(rule)


BONUS = ("max_extra", "applies_to_first")
MATCHES = (
    "topics",
    "formats",
    "excludes_formats",
    "in_practice_area",
    "assessed",
    "min_score",
    "axis",
    "approved_list",
)


def _is_past(touch: Touch) -> bool:
    day = touch.term.end if touch.term else touch.as_of
    return any((past.first or date.min) <= day <= (past.last or date.max) for past in touch.rule.past_totals)


def _buckets(rule: Rule) -> Found:
    for bucket in rule.buckets:
        for name in MATCHES:
            if getattr(bucket, name) not in {None, False, "", frozenset()}:
                yield f"bucket.{name}", lambda t, key=bucket.key: _uses_bucket(t, key)


def _rounding(rule: Rule) -> Found:
    if rule.rounding is not None:
        yield f"rounding: {rule.rounding.mode}", lambda t: any(c.amount % 1000 for c in t.person.credits)
        if rule.rounding.first_minimum:
            yield "rounding.first_unit_minimum_minutes", lambda t: any(c.amount < 1000 for c in t.person.credits)


def _carry_over(rule: Rule) -> Found:
    def seen(touch: Touch) -> bool:
        return bool(touch.person.prior.surplus)

    yield f"carry_over.allowed: {rule.carry_over.allowed}", seen
    for name in ("maximum", "bucket", "excludes_topics"):
        if getattr(rule.carry_over, name):
            yield f"carry_over.{name}", seen


def _uses_bucket(touch: Touch, key: str) -> bool:
    by_limit = any(limit.bucket == key and limit.id in touch.names for limit in touch.rule.limits)
    ready = prepared(touch.rule.id)
    return by_limit or (_total(touch) and bool(ready.admitting & ready.bits[key]))


def _limit(rule: Rule, limit: Limit) -> Found:
    def seen(touch: Touch) -> bool:
        return limit.id in touch.names

    yield f"limit.op: {limit.operator}", seen
    yield f"limit.per: {limit.per}", seen
    for name in ("share", "unless", "rounding", "is_desirable", "auto_credit", "unit"):
        if getattr(limit, name):
            yield f"limit.{name}", seen


def _topic(rule: Rule, topic: Topic) -> Found:
    def seen(touch: Touch) -> bool:
        return topic.id in touch.names

    for name in _times(topic):
        yield f"topic.{name}", seen
    inside = {True: "inside", False: "on top", None: "not said"}[topic.counts_in_total]
    yield f"topic.counts_in_total: {inside}", seen
    yield f"topic.unit: {topic.unit or 'the rule’s'}", seen
    if topic.amount is None and topic.share is None and not topic.is_counted_by_completion:
        yield "topic.amount unknown", seen
    for each in fields(topic):
        if each.name in PLAIN and getattr(topic, each.name):
            yield f"topic.{each.name}", seen
    for part in topic.must_include:
        yield f"topic.must_include {'with' if part.amount else 'without'} amount", seen
    for name in _condition(topic.applies_if):
        yield f"topic.applies_if: {name}", seen


def _times(topic: Topic) -> Iterator[str]:
    for frequency in (topic.frequency, *topic.frequency.steps):
        yield f"frequency: {frequency.kind}"
        for where, deadline in (("deadline", frequency.deadline), ("first_at", frequency.first_at)):
            yield from (f"frequency.{where}.{name}" for name in _deadline(deadline))
    yield from (f"extra_deadline.{name}" for name in _deadline(topic.extra_deadline))


PLAIN = frozenset(
    {"share", "bucket", "approved_course", "interactive", "max_from", "alternatives", "satisfied_by"}
    | {"satisfied_in_cycle", "no_overlap_with", "absorbs", "milestones", "in_force_from", "in_force_to"}
)


def _deadline(deadline: Deadline | None) -> Iterator[str]:
    if deadline is None:
        return
    for each in fields(deadline):
        if getattr(deadline, each.name):
            yield each.name
    for part in deadline.first_of:
        yield from (f"first_of.{name}" for name in _deadline(part))


def _equivalence(clause: Equivalence) -> Found:
    def seen(touch: Touch) -> bool:
        return any(event.name == clause.event for event in touch.person.prior.events)

    yield f"equivalence: {clause.effect}", seen
    for each in fields(clause):
        if each.name not in {"event", "effect", "note"} and getattr(clause, each.name) not in {None, False, ""}:
            yield f"equivalence.{each.name}", seen
    if clause.effect == "counts_as" and clause.amount is None:
        yield "equivalence.amount unknown", seen


def _alternative(other: Alternative) -> Found:
    for each in fields(other):
        if each.name != "id" and getattr(other, each.name):
            yield f"alternative.{each.name}", _total


def _condition(condition: Condition | None) -> Iterator[str]:
    """Give the operators of a condition."""
    if condition is None:
        return
    if isinstance(condition, (All, Any)):
        yield "all" if isinstance(condition, All) else "any"
        for part in condition.parts:
            yield from _condition(part)
    elif isinstance(condition, Not):
        yield "not"
        yield from _condition(condition.part)
    else:
        yield condition.operator


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    EXPLAINED.write_text(explained(EXPLAINED.read_text(encoding="utf-8")), encoding="utf-8")
