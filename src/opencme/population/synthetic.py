"""Made-up people for trying out and measuring: nobody's data, the same for the same seed, all clauses touched.

Profiles (facts, history) and kinds of credit come from what the rules themselves ask; DuckDB deals them out, so that a
million people with fifty credits each take a minute or two.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.population.columns import CREDITS
from opencme.population.files import connect, quoted
from opencme.rules.requirements import Rule, amounts
from opencme.rules.requirements.conditions import Test, Value
from opencme.rules.requirements.prepare import ANY, NEVER

PROFILES: Final = 5_000
KINDS: Final = 2_000
DEPARTMENTS: Final = ("anesthesiology", "cardiology", "emergency", "family medicine", "internal medicine", "surgery")
COMMON: Final = ("AMA_PRA_1", "AMA_PRA_1", "AMA_PRA_1", "AMA_PRA_2")
MAYBE: Final = ("yes", "no", None)
YEARS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What to make up: how many people, credits each, rules in play, and of those how many bind one person.

    rules_each 0: nobody names rules of their own. as_of: the day around which cycles and credits lie.
    """

    people: int
    credits_each: int
    rules: tuple[str, ...]
    as_of: date
    rules_each: int = 0
    seed: int = 1


def invent(sketch: Sketch, people: Path, credits_: Path) -> None:
    """Write both files; the ending of a name says whether it is CSV or Parquet. LookupError for an unknown rule."""
    rules = [pack()[each] for each in sketch.rules]
    chance = random.Random(sketch.seed)  # noqa: S311 -- nobody's secret hangs on it
    link = connect(people.parent)
    _fill(link, "profile", (*_PROFILE, "department"), _profiles(sketch, rules, chance))
    _fill(link, "kind", (*_KIND, "least"), _kinds(rules, chance))
    spread = {"people": sketch.people, "credits": sketch.credits_each, "seed": sketch.seed, "day": str(sketch.as_of)}
    for target, question in ((people, _PEOPLE), (credits_, _CREDITS)):
        form = "FORMAT parquet, COMPRESSION zstd" if target.suffix.lower() == ".parquet" else "FORMAT csv, HEADER"
        link.execute(f"COPY ({question.format_map(spread)}) TO '{quoted(target)}' ({form})")


_PROFILE: Final = ("rules", "attested_before", "facts", "dates", "completed", "last_done", "surplus", "events")
_KIND: Final = tuple(name for name in CREDITS if name not in {"person_id", "date", "amount", "minutes", "course"})
_PEOPLE: Final = """
    SELECT 'P' || lpad(i::VARCHAR, 7, '0') AS person_id, p.department, p.rules,
        CASE WHEN dated THEN cycle_end - to_months(24) + INTERVAL 1 DAY END::DATE AS cycle_start,
        CASE WHEN dated THEN cycle_end END::DATE AS cycle_end,
        birth_date, chr(65 + (hash(i, 4, {seed}) % 26)::INTEGER) || 'ostow' AS surname,
        nullif((hash(i, 5, {seed}) % 9)::INTEGER, 0) AS renewal_number,
        CASE WHEN NOT dated AND hash(i, 6, {seed}) % 4 > 0 THEN cycle_end END::DATE AS licence_expiry,
        CASE WHEN hash(i, 7, {seed}) % 3 > 0 THEN DATE '{day}' - (hash(i, 8, {seed}) % 9000)::INTEGER END
            AS licence_issue_date,
        CASE WHEN hash(i, 9, {seed}) % 2 > 0 THEN DATE '{day}' - 500 + (hash(i, 10, {seed}) % 1000)::INTEGER END
            AS dea_submission,
        p.* EXCLUDE (number, department, rules)
    FROM (
        SELECT i, (hash(i, 1, {seed}) % 5) < 2 AS dated,
            (hash(i, 0, {seed}) % (SELECT count(*) FROM profile))::INTEGER AS number,
            last_day(DATE '{day}' + to_months(((hash(i, 2, {seed}) % 30)::INTEGER) - 6))::DATE AS cycle_end,
            DATE '1948-01-01' + (hash(i, 3, {seed}) % 18000)::INTEGER AS birth_date
        FROM range({people}) AS one(i)
    ) JOIN profile p USING (number) ORDER BY i
"""
_CREDITS: Final = """
    SELECT 'P' || lpad(person::VARCHAR, 7, '0') AS person_id, day AS date,
        ((least + quarters * 250) / 1000.0)::DECIMAL(9, 3) AS amount,
        CASE WHEN hash(i, 5, {seed}) % 40 = 0 THEN 30 + (hash(i, 6, {seed}) % 8)::INTEGER * 15 END AS minutes,
        CASE WHEN hash(i, 7, {seed}) % 25 = 0 THEN 'C' || (hash(i, 8, {seed}) % 20) END AS course,
        k.* EXCLUDE (number, least)
    FROM (
        SELECT i, i % {people} AS person, DATE '{day}' - (hash(i, 1, {seed}) % 1800)::INTEGER + 30 AS day,
            (hash(i, 2, {seed}) % 24 + 1)::INTEGER AS quarters,
            ((hash(i, 3, {seed}) % (SELECT count(*) FROM kind)) * (hash(i, 4, {seed}) % 1000) // 1000)::INTEGER
                AS number
        FROM range({people}::BIGINT * {credits}) AS one(i)
    ) JOIN kind k USING (number)
"""


def _fill(link: Any, name: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa  # noqa: PLC0415 -- slow import

    cells = dict(zip(columns, zip(*rows, strict=True), strict=True))
    texts = {key: pa.array(cell, pa.int32() if key == "least" else pa.string()) for key, cell in cells.items()}
    held = pa.table({"number": pa.array(range(len(rows)), pa.int32()), **texts})
    link.register("held", held)
    link.execute(f"CREATE TABLE {name} AS SELECT * FROM held")
    link.unregister("held")


def _profiles(sketch: Sketch, rules: Sequence[Rule], chance: random.Random) -> list[tuple[Any, ...]]:
    """Make up facts and histories; each person gets one by lot."""
    values = _values(rules)
    return [_profile(sketch, rules, values, chance) for _ in range(min(sketch.people, PROFILES))]


def _profile(
    sketch: Sketch, rules: Sequence[Rule], values: Mapping[str, list[str]], chance: random.Random
) -> tuple[Any, ...]:
    def some(share: float) -> bool:
        return chance.random() < share

    def day() -> date:
        return sketch.as_of - timedelta(days=chance.randrange(365 * YEARS))

    own = chance.sample(rules, min(sketch.rules_each, len(rules))) if sketch.rules_each else rules
    names = sorted({test.fact for rule in own for test in tests_in(rule)})
    topics = [topic.id for rule in own for topic in rule.topics]
    buckets = [bucket.key for rule in own if rule.carry_over.allowed for bucket in rule.buckets] or ["total"]
    clauses = [clause for rule in own for clause in rule.equivalences if some(0.15)]
    return (
        ";".join(rule.id for rule in own) if sketch.rules_each else None,
        chance.choice(MAYBE),
        _pairs({name: chance.choice(values[name]) for name in names if some(0.9)}),
        _pairs({name: day() for name in ("entered", "state_csr_issue") if some(0.3)}),
        _pairs({topic: day() for topic in topics if some(0.15)}),
        _pairs({topic: day() for topic in topics if some(0.15)}),
        _pairs({chance.choice(buckets): chance.choice((2, 7.5, 30))} if some(0.2) else {}),
        _pairs({each.event: f"{day()}" + (f":{chance.choice((1, 4, 12))}" if each.per else "") for each in clauses}),
        chance.choice(DEPARTMENTS),
    )


def _pairs(values: Mapping[str, object]) -> str | None:
    return ";".join(f"{name}={value}" for name, value in values.items()) or None


def tests_in(part: object) -> Iterator[Test]:
    """Give every comparison of a fact anywhere in a definition."""
    if isinstance(part, Test):
        yield part
    elif isinstance(part, (tuple, frozenset, list)):
        for each in part:
            yield from tests_in(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from tests_in(getattr(part, each.name))


def _values(rules: Sequence[Rule]) -> dict[str, list[str]]:
    """Give, per fact, values on both sides of everything the rules compare it with."""
    found: dict[str, set[str]] = {}
    for test in tests_in(list(rules)):
        around: list[Value] = list(test.value) if isinstance(test.value, frozenset) else [test.value]
        held = found.setdefault(test.fact, set())
        for value in around:
            if isinstance(value, bool):
                held |= {"true", "false"}
            elif isinstance(value, Decimal):
                held |= {str(each) for each in (value, value + 1, max(value - 1, Decimal(0)))}
            elif isinstance(value, date):
                held |= {str(value + timedelta(days=each)) for each in (-1, 0, 1)}
            else:
                held |= {str(value), "other"}
    return {name: sorted(held) for name, held in found.items()}


def _kinds(rules: Sequence[Rule], chance: random.Random) -> list[tuple[Any, ...]]:
    """Make up kinds of credit: mostly what most people have, and whatever a bucket or mandate of the rules wants."""
    buckets = [bucket for rule in rules for bucket in rule.buckets]
    systems = sorted({system for bucket in buckets for system in bucket.systems} - {ANY})
    formats = (None, *sorted({each for bucket in buckets for each in bucket.formats | bucket.excludes_formats}))
    lists = (None, *sorted({bucket.approved_list for bucket in buckets} - {""}))
    axes = (None, *sorted({bucket.axis for bucket in buckets} - {""}))
    topics = sorted(_topics(rules))
    found = []
    for number in range(KINDS):
        system = chance.choice((*COMMON, *systems, NEVER)) if number % 3 else chance.choice(COMMON)
        codes = chance.sample(topics, min(len(topics), chance.choice((0, 0, 1, 1, 2))))
        about = {code: chance.choice((250, 500, 1000, 2000)) for code in codes}
        on_topics = _pairs({code: amounts.text(size) for code, size in about.items()})
        score = chance.choice(("0.5", "0.75", "1", None))
        practice, assessed, approved, interactive = (chance.choice(MAYBE) for _ in range(4))
        shape = chance.choice(formats)
        places = chance.choice(axes), chance.choice(lists)
        least = max(about.values(), default=0)
        found.append((system, on_topics, shape, practice, assessed, score, *places, approved, interactive, least))
    return found


def _topics(rules: Sequence[Rule]) -> set[str]:
    """Give the topics the rules speak of, everything narrower included."""
    named: set[str] = set()
    for rule in rules:
        for topic in rule.topics:
            named |= topic.topics | {part.topic for part in (*topic.must_include, *topic.max_from)}
            for other in topic.alternatives:
                named |= other.topics
        named |= {code for bucket in rule.buckets for code in bucket.topics}
        named |= {code for bonus in rule.bonuses for code in bonus.topics}
    return named | {below for code in named for below in vocabulary().narrower.get(code, ())}
