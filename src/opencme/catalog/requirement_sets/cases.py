"""Reading cases: people with their credits, written in YAML, and what the engine is expected to say of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from opencme.catalog.requirement_sets.located import BadFile, Located, Reader, load, nearest, number_of
from opencme.catalog.requirement_sets.parts import amount, value_of
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.kernel.periods import Period
from opencme.rules.requirements import amounts
from opencme.rules.requirements.conditions import Test, Value, tests_in
from opencme.rules.requirements.definitions import Deadline, Rule
from opencme.rules.requirements.facts import Credit, Event, Kind, Person, Prior, sort_credits

HEAD: Final = ("schema", "about", "conventions")
PERIODS: Final = frozenset({"hours", "days", "weeks", "months", "years"})
UNNAMED: Final = "case"
HUNDRED: Final = 100
MOST_RENEWALS: Final = 99
MOST_MINUTES: Final = 10_000_000
FACT_KINDS: Final[Mapping[type, str]] = {
    bool: "true or false",
    Decimal: "a number",
    date: "a real date written YYYY-MM-DD",
}
DATES: Final = frozenset(
    {"licence_issue_date", "licence_expiry", "certificate_expiry", "certificate_start", "dea_submission", "entered"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person asked about some rules on a day; ``expect`` is what a test wants, as it stands in the file.

    remarks: names that nothing in the pack asks for, "line N: …" each; they change no answer.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    as_of: date | None
    person: Person
    expect: tuple[Mapping[str, Any], ...] = ()
    working: str = ""
    line: int = 1
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Known:
    """What a case may name: the rules of the pack, the vocabulary, and the days its deadlines hang on."""

    rules: Mapping[str, Rule]
    words: Vocabulary
    days: frozenset[str] = field(init=False)
    kinds: Mapping[str, type] = field(init=False)
    items: frozenset[str] = field(init=False)
    counted: frozenset[str] = field(init=False)
    buckets: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Gather what the rules name: the events of deadlines, what kind each fact is, items done once, buckets."""
        topics = [topic for rule in self.rules.values() for topic in rule.topics]
        self.items = frozenset(name for topic in topics for name in (topic.id, *topic.satisfied_by))
        self.counted = frozenset(code for topic in topics if not topic.is_time for code in topic.topics)
        self.items |= frozenset(name for rule in self.rules.values() for name in rule.satisfied_by)
        self.buckets = frozenset(bucket.key for rule in self.rules.values() for bucket in rule.buckets) | {"total"}
        self.kinds = {test.fact: type(test.value) for rule in self.rules.values() for test in _tests(rule)}
        found = set(DATES)
        for rule in self.rules.values():
            found.update(_events(rule.once_deadline))
            for topic in rule.topics:
                for frequency in (topic.frequency, *topic.frequency.steps):
                    found.update(_events(frequency.deadline))
                    found.update(_events(frequency.first_at))
        self.days = frozenset(found)


def _tests(rule: Rule) -> Iterator[Test]:
    """Give the tests of facts in a rule that compare with one value."""
    conditions = [topic.applies_if for topic in rule.topics] + [limit.unless for limit in rule.limits]
    conditions += [each.when for each in rule.exemptions] + [each.when for each in rule.alternatives]
    conditions += [row.when for row in rule.cycle.first.table]
    for condition in conditions:
        if condition is not None:
            yield from (test for test in tests_in(condition) if not isinstance(test.value, frozenset))


def _events(deadline: Deadline | None) -> Iterator[str]:
    if deadline is not None:
        if deadline.event:
            yield deadline.event
        for part in deadline.first_of:
            yield from _events(part)


def read_cases(text: str, known: Known) -> tuple[Case, ...]:
    """Read one case or many. Raises BadFile with every problem as "line N: …"."""
    found = load(text)
    problems: list[str] = []
    if "cases" in found:
        head = Reader.of(found, "file", problems)
        for key in HEAD:
            head.raw(key)
        cases = tuple(_case(each, known) for each in head.parts("cases"))
        if not cases and not problems:
            head.complain("cases", "holds no case")
        head.finish()
        _named_once(cases, problems)
    else:
        cases = (_case(Reader.of(found, "case", problems), known),)
    if problems:
        raise BadFile(*problems)
    return cases


def _named_once(cases: tuple[Case, ...], problems: list[str]) -> None:
    """Complain of an id that two cases have: their answers could not be told apart."""
    first: dict[str, int] = {}
    for case in cases:
        if case.id != UNNAMED and case.id in first:
            problems.append(f"line {case.line}: {case.id}: “id” is that of the case on line {first[case.id]} already")
        first.setdefault(case.id, case.line)


def _case(r: Reader, known: Known) -> Case:
    line = r.values.line
    case_id = r.text("id") or UNNAMED
    r.where = case_id
    for key in ("tags", *HEAD):
        r.raw(key)
    one = r.text("rules") if isinstance(r.values.get("rules"), str) else r.text("rule")
    rules = (one,) if one else r.texts("rules")
    if not rules:
        r.complain("rules", "must name at least one rule of the pack")
    for rule in rules:
        if rule not in known.rules:
            near = get_close_matches(rule, known.rules, 1)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            r.complain("rules", f"names “{rule}”, which the pack does not hold{hint}")
    expect = tuple(each.values for each in r.parts("expect"))
    case = Case(
        id=case_id,
        title=r.text("title"),
        rules=rules,
        as_of=r.day("as_of"),
        person=_person(r, known),
        expect=expect,
        working=r.text("working"),
        line=line,
        remarks=tuple(_remarks(r, known)),
    )
    r.finish()
    return case


def _remarks(r: Reader, known: Known) -> Iterator[str]:
    """Name what was done before that no rule of the pack asks for; it may be a slip of the pen."""
    prior = r.values.get("prior")
    for key, names in (("completed", known.items), ("last_done", known.items), ("surplus", known.buckets | {"topics"})):
        held = prior.get(key) if isinstance(prior, Located) else None
        if isinstance(held, Located):
            for name in held.keys() - names:
                yield f"line {held.lines[name]}: {r.where}, prior, {key}: no rule of the pack knows “{name}”"


def _person(r: Reader, known: Known) -> Person:
    profile = r.part("profile") or Reader.of(Located(), f"{r.where}, profile", r.problems)
    if not hasattr(profile.values, "lines"):
        profile.values.line, profile.values.lines = r.values.line, {}
    dates = {key: day for key in sorted(known.days) if (day := profile.day(key)) is not None}
    for key in ("profession", "degree", "licence_types", "jurisdiction", "name", "note"):
        profile.raw(key)
    surname = profile.text("surname") or profile.text("family_name")
    attested = profile.flag("attested_before")
    person = Person(
        facts=_facts(profile, known),
        cycle=_cycle(profile.part("cycle")),
        birth_date=profile.day("birth_date"),
        surname=surname,
        renewal_number=_renewal(profile),
        attested_before=attested,
        dates=dates,
        credits=sort_credits([_credit(each, known) for each in r.parts("credits")]),
        prior=_prior(r.part("prior"), known),
    )
    profile.finish()
    return person


def _renewal(r: Reader) -> int | None:
    number = r.whole("renewal_number")
    if number is not None and not 1 <= number <= MOST_RENEWALS:
        r.complain("renewal_number", f"must lie between 1 and {MOST_RENEWALS}; 1 is the first renewal")
        return None
    return number


def _facts(profile: Reader, known: Known) -> dict[str, Value]:
    facts = profile.part("facts")
    if facts is None:
        return {}
    found: dict[str, Value] = {}
    for key in facts.values:
        value = facts.raw(key)
        if key not in known.words.facts:
            facts.complain(key, f"is a fact that the vocabulary does not list{nearest(key, known.words.facts)}")
        elif isinstance(value, (Located, list)):
            facts.complain(key, "must be one value")
        elif value is not None:
            found[key] = value_of(number_of(value) if known.kinds.get(key) is Decimal else value)
            if fault := _misfit(found[key], date if key.endswith("_date") else known.kinds.get(key)):
                facts.complain(key, f"is “{value}”; it must be {fault}")
            elif "_months" in key and isinstance(number := found[key], Decimal) and number != int(number):
                facts.complain(key, f"is “{value}”; it must be a whole number of months")
    return found


def _misfit(value: Value, wanted: type | None) -> str:
    """Say what a fact must be when it is of another kind than the rules compare it with; empty when it fits."""
    if wanted is None or isinstance(value, wanted):
        return ""
    return FACT_KINDS.get(wanted, "a word")


def _cycle(r: Reader | None) -> Period | None:
    if r is None:
        return None
    start, end = r.day("start"), r.day("end")
    r.finish()
    if start is None or end is None:
        r.complain("start", "and “end” must both be given")
        return None
    if end < start:
        r.complain("end", "lies before the start")
        return None
    return Period(start, end)


def _credit(r: Reader, known: Known) -> Credit:
    day = r.day("date")
    size = amount(r, "amount")
    minutes = r.whole("minutes")
    if r.values.get("date") is None:
        r.complain("date", "is missing")
    if r.values.get("amount") is None and r.values.get("minutes") is None:
        r.complain("amount", "is missing")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        r.complain("minutes", f"must lie between 0 and {MOST_MINUTES}")
    system = r.one_of("system", known.words.credit_systems)
    if not system:
        r.complain("system", "is missing")
    formats = r.texts("formats")
    one = r.text("format")
    score = _score(r)
    unit = r.one_of("unit", known.words["units"] | {"minute"})
    if unit == "minute" and size is not None:
        minutes, size = size // amounts.ONE, size // 60
    if unit == "ceu" and system != "HPCSA":
        size = _from_ceu(r, system, size)
    kind = Kind(
        system=system,
        topics=_topics(r, size or 0, known),
        formats=frozenset((*formats, one) if one else formats),
        in_practice_area=r.flag("in_practice_area"),
        assessed=r.flag("assessed") is True,
        score=amounts.of(score) if score is not None else None,
        axis=r.text("axis"),
        approved_list=r.text("approved_list"),
        approved_course=r.flag("approved_course"),
        interactive=r.flag("interactive"),
    )
    worth = size if size is not None else (minutes or 0) * amounts.ONE // 60
    course = r.text("course") or r.text("id")
    credit = Credit(day or date.min, worth, kind, minutes, course, r.text("title"))
    for key in ("provider", "note"):
        r.raw(key)
    r.finish()
    return credit


def _score(r: Reader) -> Decimal | None:
    """Read a score between 0 and 1; above 1 it is a percentage."""
    score = r.number("score")
    if score is None or score <= 1:
        return score
    if score > HUNDRED:
        r.complain("score", "must lie between 0 and 1, or be a percentage up to 100")
    return score / HUNDRED


def _from_ceu(r: Reader, system: str, size: int | None) -> int | None:
    """Turn pharmacists' and nurses' units into contact hours; elsewhere “CEU” says no number of hours."""
    if system not in {"ACPE", "ANCC", "STATE_BOARD"}:
        r.complain("unit", "is “ceu”, which only ACPE, ANCC, STATE_BOARD and HPCSA credit is counted in; write hours")
    return None if size is None else size * 10


def _topics(r: Reader, size: int, known: Known) -> dict[str, int]:
    value = r.values.get("topics")
    if isinstance(value, list):
        return dict.fromkeys(sorted(r.codes("topics", known.words.topics)), size)
    part = r.part("topics")
    found: dict[str, int] = {}
    if part is not None:
        for code in part.values:
            if code not in known.words.topics:
                part.complain(code, f"is a topic that the vocabulary does not list{nearest(code, known.words.topics)}")
            if part.values[code] is None:
                part.complain(code, "has no amount")
            found[code] = amount(part, code) or 0
            if size and found[code] > size and code not in known.counted:
                part.complain(code, "is more than the credit itself")
    return found


def _prior(r: Reader | None, known: Known) -> Prior:
    if r is None:
        return Prior()
    surplus = r.part("surplus")
    topics = surplus.part("topics") if surplus else None
    prior = Prior(
        completed=_days(r.part("completed")),
        last_done=_days(r.part("last_done")),
        surplus=_amounts(surplus) if surplus else {},
        surplus_topics=_surplus_topics(topics, known) if topics else {},
        events=tuple(_event(each, known) for each in r.parts("events")),
    )
    if surplus:
        surplus.finish()
    r.finish()
    return prior


def _days(r: Reader | None) -> dict[str, date]:
    if r is None:
        return {}
    return {key: day for key in r.values if (day := r.day(key)) is not None}


def _amounts(r: Reader) -> dict[str, int]:
    return {key: size for key in r.values if key != "topics" and (size := amount(r, key)) is not None}


def _surplus_topics(r: Reader, known: Known) -> dict[str, int]:
    for code in r.values.keys() - known.words.topics.keys():
        r.complain(code, f"is a topic that the vocabulary does not list{nearest(code, known.words.topics)}")
    return _amounts(r)


def _event(r: Reader, known: Known) -> Event:
    name = r.one_of("event", known.words["equivalence_events"] | known.days)
    day = r.day("date")
    if day is None:
        r.complain("date", "is missing")
    quantity, unit = None, ""
    for key in ("quantity", "amount", "count", "units", "hours", "days", "weeks", "months", "years"):
        given = amount(r, key)
        if given is not None:
            quantity, unit = given, key.removesuffix("s") if key in PERIODS else ""
    r.raw("note")
    r.finish()
    return Event(name=name, day=day or date.min, quantity=quantity, unit=unit)
