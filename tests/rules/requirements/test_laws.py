"""Laws that hold for every rule of the pack and every person."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencme.catalog.requirement_sets import editions_of, pack, prepared, vocabulary
from opencme.catalog.requirement_sets.judging import judge
from opencme.kernel.periods import Period
from opencme.rules.requirements import Credit, Event, Kind, Line, Person, Prior, Rule, Verdict, evaluate
from opencme.rules.requirements.cycles import fix
from opencme.rules.requirements.editions import governing
from opencme.rules.requirements.facts import sort_credits

START, END = date(2024, 6, 1), date(2026, 5, 31)
SYSTEMS = sorted(vocabulary().credit_systems)
TOPICS = sorted(vocabulary().topics)
RULES = sorted(rule.id for rule in pack().values() if rule.status in {"in_force", "none"})
WEIGHTED = frozenset(rule.id for rule in pack().values() if rule.bonuses)
GOOD = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.NOT_DUE, Verdict.CAPPED, Verdict.APPLIED})
FORMATS = sorted({name for rule in pack().values() for b in rule.buckets for name in b.formats | b.excludes_formats})
EVENTS = sorted({clause.event for rule in pack().values() for clause in rule.equivalences})
BUCKETS = sorted({bucket.key for rule in pack().values() for bucket in rule.buckets})
NUMBERS = ("_share", "_months", "_issued")
DAYS = st.integers(-900, 729).map(lambda days: START + timedelta(days=days))
AMOUNTS = st.integers(1, 120).map(lambda quarters: quarters * 250)


def _kind(system: str, topics: dict[str, int], **more: object) -> Kind:
    return Kind(system=system, topics=topics, **more)  # type: ignore[arg-type]  # drawn below


kinds = st.builds(
    _kind,
    st.sampled_from(SYSTEMS),
    st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 8).map(lambda quarters: quarters * 250), max_size=2),
    in_practice_area=st.none() | st.booleans(),
    assessed=st.booleans(),
    score=st.none() | st.integers(0, 1000),
    formats=st.frozensets(st.sampled_from([*FORMATS, "pi_cme", "self_assessment"]), max_size=1),
    approved_list=st.sampled_from(["", "ABPN"]),
    axis=st.sampled_from(["", "knowledge", "health"]),
    approved_course=st.none() | st.booleans(),
    interactive=st.none() | st.booleans(),
)
credits_ = st.builds(
    lambda day, amount, kind, course: Credit(day, max(amount, *kind.topics.values(), 0), kind, None, course),
    DAYS,
    AMOUNTS,
    kinds,
    st.sampled_from(["", "", "airway"]),
)
facts = st.dictionaries(
    st.sampled_from(sorted(vocabulary().facts.keys() - {"licence_issue_date", "specialty", "licence_status"})),
    st.booleans(),
    max_size=12,
).map(lambda held: {name: value for name, value in held.items() if not name.endswith(NUMBERS)})
priors = st.builds(
    lambda surplus, topics, events: Prior(surplus=surplus, surplus_topics=topics, events=tuple(events)),
    st.dictionaries(st.sampled_from([*BUCKETS, "total"]), AMOUNTS, max_size=1),
    st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 8).map(lambda quarters: quarters * 250), max_size=1),
    st.lists(st.builds(Event, name=st.sampled_from(EVENTS), day=DAYS, quantity=st.none() | AMOUNTS), max_size=2),
)
people = st.builds(
    lambda earned, held, number, prior: Person(
        facts=held, cycle=Period(START, END), renewal_number=number, credits=sort_credits(earned), prior=prior
    ),
    st.lists(credits_, max_size=12),
    facts,
    st.sampled_from([1, 2, 3, 4, None]),
    st.just(Prior()) | priors,
)
rules = st.sampled_from(RULES)
quick = settings(max_examples=60, deadline=None)


def by_line(rule: str, person: Person, day: date = END) -> dict[str, Line]:
    return {line.line: line for line in evaluate(prepared(rule), person, day)}


@quick
@given(rules, people, st.randoms(use_true_random=False))
def test_order_of_credits_does_not_matter(rule: str, person: Person, chance: Random) -> None:
    shuffled, events = list(person.credits), list(person.prior.events)
    chance.shuffle(shuffled)
    chance.shuffle(events)

    other = replace(person, credits=sort_credits(shuffled), prior=replace(person.prior, events=tuple(events)))

    assert _figures(by_line(rule, other)) == _figures(by_line(rule, person))


def _figures(lines: dict[str, Line]) -> dict[str, object]:
    return {name: (line.verdict, line.required, line.counted, line.missing, line.by) for name, line in lines.items()}


def test_credits_that_differ_only_in_their_kind_have_one_order() -> None:
    plain = Credit(END, 12_000, Kind(system="AMA_PRA_1"))
    tested = Credit(END, 12_000, Kind(system="AMA_PRA_1", assessed=True, score=900, in_practice_area=True))

    assert sort_credits([plain, tested]) == sort_credits([tested, plain])


def fitting(rule: Rule) -> st.SearchStrategy[Credit]:
    """Give credits of the kinds that a rule's own clauses look at, in sizes near what they ask."""
    ready = prepared(rule.id)
    systems = sorted({name for bucket in rule.buckets for name in bucket.systems} - {"ANY_ACCEPTED", "NONE"})
    topics = sorted(set().union(*ready.closures, *ready.parts, *(bucket.topics for bucket in rule.buckets)))
    held = {name for each in (*rule.buckets, *rule.bonuses) for name in each.formats}
    return st.builds(
        lambda day, amount, kind: Credit(day, max(amount, *kind.topics.values(), 0), kind),
        st.sampled_from([0, 10, 200, 400, 729, -300]).map(lambda days: START + timedelta(days=days)),
        st.sampled_from([1000, 4500, 12_000, 20_000, 40_000]),
        st.builds(
            _kind,
            st.sampled_from([*systems, "AMA_PRA_1", "INFORMAL"]),
            st.dictionaries(st.sampled_from(topics or TOPICS), st.sampled_from([500, 2000, 8000]), max_size=2),
            in_practice_area=st.none() | st.booleans(),
            assessed=st.booleans(),
            score=st.sampled_from([None, 700, 800]),
            formats=st.frozensets(st.sampled_from(sorted(held) or FORMATS), max_size=1),
            approved_list=st.sampled_from(["", "ABPN"]),
            axis=st.sampled_from(["", "knowledge", "quality", "relation", "health"]),
        ),
    )


@settings(max_examples=200, deadline=None)
@given(rules, people, st.data())
def test_one_more_credit_never_turns_met_into_not_met(rule: str, person: Person, data: st.DataObject) -> None:
    held = data.draw(st.lists(fitting(pack()[rule]), max_size=8))
    more = data.draw(st.lists(fitting(pack()[rule]), min_size=1, max_size=2))
    before = by_line(rule, replace(person, credits=sort_credits(held)))

    after = by_line(rule, replace(person, credits=sort_credits([*held, *more])))

    worse = [
        name
        for name, line in after.items()
        if line.verdict is Verdict.NOT_MET
        and (before[name].verdict in GOOD or (line.missing or 0) > (before[name].missing or 0))
    ]
    assert worse == []


@pytest.mark.parametrize(
    ("first", "counted"), [(date(2024, 9, 1), 20_000), (date(2024, 2, 1), 0)], ids=["in the cycle", "in the one before"]
)
def test_a_repeated_course_counts_where_it_is_worth_most_or_counted_before(first: date, counted: int) -> None:
    kind = Kind(system="AMA_PRA_1")
    small = Credit(first, 5000, kind, None, "airway")
    large = Credit(date(2024, 10, 1), 20_000, kind, None, "airway")

    total = by_line("us-tn-md", Person(cycle=Period(START, END), renewal_number=3, credits=(small, large)))["total"]

    assert total.counted == counted


def test_a_minimum_under_a_maximum_of_others_is_counted_first() -> None:
    surgery = Kind(system="AMA_PRA_1", in_practice_area=True)
    tested = Kind(system="AMA_PRA_1", in_practice_area=True, assessed=True, score=900)
    facts_ = {"passed_abs_assessment": False, "in_fellowship_12_to_24_months": False}
    days = [date(2024, 6, 1) + timedelta(days=each) for each in range(5)]
    alone = Person(facts=facts_, credits=sort_credits([Credit(day, 12_000, tested) for day in days]))
    both = replace(alone, credits=sort_credits([*alone.credits, *(Credit(day, 12_000, surgery) for day in days)]))

    assert by_line("abs", alone)["sa_min"] == by_line("abs", both)["sa_min"]
    assert by_line("abs", both)["day_cap"].verdict is Verdict.CAPPED


@pytest.mark.parametrize(
    ("score", "counts"), [(750, True), (749, False), (75_000, True), (74_000, False), (None, False)]
)
def test_a_score_is_read_as_a_share_of_one_or_in_percent(score: int | None, *, counts: bool) -> None:
    tested = Kind(system="AMA_PRA_1", in_practice_area=True, assessed=True, score=score)
    person = Person(facts={"passed_abs_assessment": False}, credits=(Credit(END, 10_000, tested),))

    assert by_line("abs", person)["sa_min"].counted == (10_000 if counts else 0)


@quick
@given(rules, people)
def test_no_more_counts_than_was_earned_carried_or_credited(rule: str, person: Person) -> None:
    given_by_authority = sum(limit.auto_credit for limit in pack()[rule].limits)
    earned = sum(credit.amount for credit in person.credits) + given_by_authority
    carried = sum(person.prior.surplus.values())

    total = by_line(rule, person)["total"]

    if rule not in WEIGHTED and not person.prior.events and total.counted is not None:
        assert total.counted <= earned + carried


@quick
@given(rules, people)
def test_each_credit_counts_at_most_once_in_the_proof_of_the_total(rule: str, person: Person) -> None:
    total = next(line for line in evaluate(prepared(rule), person, END, with_proof=True) if line.line == "total")

    steps = [step for step in total.why if step.clause == "total" and step.words == "counted"]

    inside = [credit for credit in person.credits if credit.day <= END]
    assert len(steps) <= len(inside)
    if rule not in WEIGHTED:
        assert sum(step.counted or 0 for step in steps) <= sum(credit.amount for credit in inside)


@quick
@given(rules, people)
def test_the_proof_of_the_total_adds_up_to_what_counts(rule: str, person: Person) -> None:
    total = next(line for line in evaluate(prepared(rule), person, END, with_proof=True) if line.line == "total")

    added = sum(step.counted or 0 for step in total.why if step.clause in {"total", "carry_over"})

    if total.counted is not None and total.note not in EVENTS and pack()[rule].status == "in_force":
        assert total.counted == max(0, added)


@quick
@given(rules, people)
def test_proof_changes_nothing(rule: str, person: Person) -> None:
    plain = evaluate(prepared(rule), person, END)

    proved = evaluate(prepared(rule), person, END, with_proof=True)

    assert tuple(replace(line, why=()) for line in proved) == plain


@quick
@given(rules, people)
def test_what_is_missing_is_what_is_asked_less_what_counts_and_met_lacks_nothing(rule: str, person: Person) -> None:
    for line in evaluate(prepared(rule), person, END):
        if line.verdict is Verdict.MET:
            assert not line.missing
        if line.verdict is Verdict.NOT_MET:
            assert line.missing is not None
            assert line.missing > 0
            assert line.by is not None
        if line.missing and line.required is not None and line.counted is not None:
            assert line.missing >= line.required - line.counted


@quick
@given(rules, people, st.integers(1, 300))
def test_after_the_last_day_nothing_of_the_cycle_changes(rule: str, person: Person, later: int) -> None:
    inside = replace(person, credits=tuple(credit for credit in person.credits if credit.day <= END))

    at_end, afterwards = by_line(rule, inside), by_line(rule, inside, END + timedelta(days=later))

    assert {name: (line.required, line.counted) for name, line in at_end.items()} == {
        name: (line.required, line.counted) for name, line in afterwards.items()
    }


@quick
@given(st.sampled_from([rule for rule in RULES if pack()[rule].cycle.months == 24]), people)
def test_the_cycle_from_the_expiry_is_the_cycle_that_ends_on_it(rule: str, person: Person) -> None:
    asked = pack()[rule].cycle
    derived = replace(person, cycle=None, dates={"licence_expiry": END})

    if asked.anchor != "rolling" and not asked.window_months:
        assert _figures(by_line(rule, derived)) == _figures(by_line(rule, person))


def _next_edition(rule: Rule) -> tuple[Rule, Rule]:
    """Give a rule as it ends with the cycle, and an edition of a day later that asks for ten times as much."""
    old = replace(rule, in_force_to=END)
    new = replace(rule, id=f"{rule.id}-next", in_force_from=END + timedelta(days=1), total=(rule.total or 1000) * 10)
    return old, new


@quick
@given(rules, people)
def test_later_edition_never_changes_an_earlier_cycle(rule: str, person: Person) -> None:
    old, new = _next_edition(pack()[rule])

    alone, _ = governing([old], person, END)
    before, _ = governing([old, new], person, END)
    next_cycle = replace(person, cycle=Period(END + timedelta(days=1), date(2028, 5, 31)))
    after, _ = governing([old, new], next_cycle, date(2028, 5, 31))

    if person.cycle and pack()[rule].in_force_from is None:
        assert before is alone is old
        assert after is new


@given(people)
@settings(max_examples=50, deadline=None)
def test_cycle_of_the_past_is_judged_by_the_edition_of_the_past(person: Person) -> None:
    earlier = replace(person, renewal_number=3, cycle=Period(date(2023, 5, 1), date(2025, 4, 30)))

    lines = judge("us-co-md", earlier, date(2025, 4, 30))

    assert {line.rule for line in lines} == {"us-co-md-pre2026"}
    assert next(line for line in lines if line.line == "total").required == 0


def test_editions_of_a_family_never_hold_on_the_same_day() -> None:
    families = {rule.family for rule in pack().values()}

    for family in families:
        editions = editions_of(family)
        for earlier, later in pairwise(editions):
            assert (earlier.in_force_to or date.max) < (later.in_force_from or date.min)


@pytest.mark.parametrize(
    "rule", [rule.id for rule in pack().values() if rule.status not in {"in_force", "none", "superseded"}]
)
def test_undecided_rule_is_never_answered_with_met(rule: str) -> None:
    person = Person(cycle=Period(START, END), credits=(Credit(END, 500_000, Kind(system="AMA_PRA_1")),))

    verdicts = {line.verdict for line in evaluate(prepared(rule), person, END)}

    if pack()[rule].status not in {"recommended", "voluntary"}:
        assert verdicts == {Verdict.UNKNOWN}


ONCE = sorted(rule.id for rule in pack().values() if any(topic.frequency.kind == "once" for topic in rule.topics))


@given(st.sampled_from(ONCE), st.dates(date(2023, 1, 1), date(2030, 12, 31)), st.integers(0, 1200))
def test_nothing_owed_once_is_overdue_where_nobody_said_since_when(rule: str, as_of: date, ahead: int) -> None:
    person = Person(
        birth_date=date(1980, 3, 14), surname="Lee", dates={"licence_expiry": as_of + timedelta(days=ahead)}
    )
    term, _ = fix(pack()[rule], person, as_of)
    once = {topic.id for topic in pack()[rule].topics if topic.frequency.kind == "once"}

    lines = [line for line in evaluate(prepared(rule), person, as_of) if line.line in once]

    assert term is not None
    assert [line for line in lines if line.verdict is Verdict.NOT_MET and line.by and line.by < term.start] == []


@given(people, st.none() | st.dates(date(2023, 1, 1), date(2028, 12, 31)))
def test_a_minimum_of_what_is_owed_once_is_missing_only_when_the_total_is(
    person: Person, submitted: date | None
) -> None:
    dates = {} if submitted is None else {"dea_submission": submitted}

    found = by_line("us-fed-dea-mate", replace(person, dates=dates))

    if found["sud_all"].verdict is Verdict.NOT_MET:
        assert (found["total"].verdict, found["total"].by) == (Verdict.NOT_MET, found["sud_all"].by)
