"""Laws that hold for every rule of the pack and every person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencme.catalog.requirement_sets import pack, prepared, vocabulary
from opencme.catalog.requirement_sets.judging import judge
from opencme.kernel.periods import Period
from opencme.rules.requirements import Credit, Kind, Line, Person, Prior, Verdict, evaluate
from opencme.rules.requirements.facts import sort_credits

START, END = date(2024, 6, 1), date(2026, 5, 31)
SYSTEMS = sorted(vocabulary().credit_systems)
TOPICS = sorted(vocabulary().topics)
RULES = sorted(rule.id for rule in pack().values() if rule.status in {"in_force", "none"})
WEIGHTED = frozenset(rule.id for rule in pack().values() if rule.bonuses)
GOOD = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.NOT_DUE, Verdict.CAPPED, Verdict.APPLIED})

kinds = st.builds(
    lambda system, topic, share, practice, tested: Kind(
        system=system, topics={topic: share} if topic else {}, in_practice_area=practice, assessed=tested
    ),
    st.sampled_from(SYSTEMS),
    st.none() | st.sampled_from(TOPICS),
    st.integers(1, 8).map(lambda quarters: quarters * 250),
    st.none() | st.booleans(),
    st.booleans(),
)
credits_ = st.builds(
    lambda days, quarters, kind: Credit(
        START + timedelta(days=days), max(quarters * 250, *kind.topics.values(), 0), kind
    ),
    st.integers(-400, 729),
    st.integers(1, 120),
    kinds,
)
facts = st.dictionaries(
    st.sampled_from(sorted(vocabulary().facts.keys() - {"licence_issue_date", "specialty", "licence_status"})),
    st.booleans(),
    max_size=12,
).map(lambda held: {name: value for name, value in held.items() if not name.endswith(("_share", "_months", "_issued"))})
people = st.builds(
    lambda earned, held, number: Person(
        facts=held, cycle=Period(START, END), renewal_number=number, credits=sort_credits(earned), prior=Prior()
    ),
    st.lists(credits_, max_size=12),
    facts,
    st.sampled_from([2, 3, 4]),
)
rules = st.sampled_from(RULES)
quick = settings(max_examples=150, deadline=None)


def by_line(rule: str, person: Person, day: date = END) -> dict[str, Line]:
    return {line.line: line for line in evaluate(prepared(rule), person, day)}


@quick
@given(rules, people, st.randoms(use_true_random=False))
def test_order_of_credits_does_not_matter(rule: str, person: Person, chance: object) -> None:
    shuffled = list(person.credits)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' own Random

    assert by_line(rule, replace(person, credits=sort_credits(shuffled))) == by_line(rule, person)


@quick
@given(rules, people, credits_)
def test_one_more_credit_never_turns_met_into_not_met(rule: str, person: Person, more: Credit) -> None:
    before = by_line(rule, person)

    after = by_line(rule, replace(person, credits=sort_credits([*person.credits, more])))

    worse = [name for name, line in after.items() if line.verdict is Verdict.NOT_MET and before[name].verdict in GOOD]
    assert worse == []


@quick
@given(rules, people)
def test_no_more_counts_than_was_earned_unless_a_clause_weighs_it(rule: str, person: Person) -> None:
    given_by_authority = sum(limit.auto_credit for limit in pack()[rule].limits)
    earned = sum(credit.amount for credit in person.credits) + given_by_authority

    total = by_line(rule, person)["total"]

    if rule not in WEIGHTED and total.counted is not None:
        assert total.counted <= earned


@quick
@given(rules, people)
def test_proof_changes_nothing_and_adds_up(rule: str, person: Person) -> None:
    plain = evaluate(prepared(rule), person, END)

    proved = evaluate(prepared(rule), person, END, with_proof=True)

    assert tuple(replace(line, why=()) for line in proved) == plain
    total = next(line for line in proved if line.line == "total")
    if total.why and total.verdict in {Verdict.MET, Verdict.NOT_MET} and not pack()[rule].limits:
        counted = sum(step.counted or 0 for step in total.why if step.words == "counted")
        assert counted >= (total.counted or 0)


@quick
@given(rules, people, st.integers(1, 300))
def test_after_the_last_day_nothing_of_the_cycle_changes(rule: str, person: Person, later: int) -> None:
    inside = replace(person, credits=tuple(credit for credit in person.credits if credit.day <= END))

    at_end, afterwards = by_line(rule, inside), by_line(rule, inside, END + timedelta(days=later))

    assert {name: (line.required, line.counted) for name, line in at_end.items()} == {
        name: (line.required, line.counted) for name, line in afterwards.items()
    }


@given(people)
@settings(max_examples=50, deadline=None)
def test_later_edition_never_changes_an_earlier_cycle(person: Person) -> None:
    earlier = replace(person, cycle=Period(date(2023, 5, 1), date(2025, 4, 30)))

    lines = judge("us-co-md", earlier, date(2025, 4, 30))

    assert {line.rule for line in lines} == {"us-co-md-pre2026"}
    assert next(line for line in lines if line.line == "total").required == 0


@pytest.mark.parametrize(
    "rule", [rule.id for rule in pack().values() if rule.status not in {"in_force", "none", "superseded"}]
)
def test_undecided_rule_is_never_answered_with_met(rule: str) -> None:
    person = Person(cycle=Period(START, END), credits=(Credit(END, 500_000, Kind(system="AMA_PRA_1")),))

    verdicts = {line.verdict for line in evaluate(prepared(rule), person, END)}

    if pack()[rule].status not in {"recommended", "voluntary"}:
        assert verdicts == {Verdict.UNKNOWN}
