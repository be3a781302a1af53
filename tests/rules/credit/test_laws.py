"""Laws of credit that hold for every plan and every participant."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import Credits
from opencme.kernel.periods import Interval, total_minutes
from opencme.rules.credit.arithmetic import PlannedTime, Segment, credits_for_minutes, maximum_for
from opencme.rules.credit.earning import Participation, Presentation, earned, faculty_credit
from opencme.rules.credit.systems import Rounding

DAY = date(2026, 5, 14)
AMA = credit_systems["ama_pra_cat1"].on(DAY)
LIVE = AMA.rule_for("live", "live activity")
SYSTEMS = [system.on(DAY) for system in credit_systems.values()]
ZERO_HOUR = datetime(2026, 5, 14, 6, tzinfo=UTC)

minutes = st.integers(0, 10_000)
editions = st.sampled_from(SYSTEMS)
segments = st.lists(
    st.builds(
        lambda start, length, kind: Segment(
            label=f"{start}",
            kind=kind,
            window=Interval(ZERO_HOUR + timedelta(minutes=start), ZERO_HOUR + timedelta(minutes=start + length)),
        ),
        st.integers(0, 600),
        st.integers(1, 180),
        st.sampled_from(["education", "education", "meal", "evaluation"]),
    ),
    max_size=12,
)
participations = st.builds(
    Participation,
    attended_minutes=minutes,
    units_done=st.integers(0, 50),
    stages_done=st.frozensets(st.sampled_from("ABC")),
    teaching_minutes=minutes,
)
quarters = st.integers(1, 400).map(Credits.of_quarters)
rules = st.sampled_from([(edition, rule) for edition in SYSTEMS for rule in edition.rules])


@given(minutes, editions)
def test_law_credit_is_a_multiple_of_the_step_and_within_it_of_the_time(count, edition):
    found = credits_for_minutes(count, edition)
    exact = Fraction(count, edition.unit_minutes)
    step = Fraction(edition.step)

    assert found.is_multiple_of(edition.step)
    difference = Fraction(found.amount) - exact
    if edition.rounding is Rounding.DOWN:
        assert -step < difference <= 0
    else:
        assert abs(difference) <= step / 2


@given(minutes)
def test_law_the_ama_formula_and_the_general_one_agree(count):
    assert credits_for_minutes(count, AMA).amount == Decimal("0.25") * ((count + 7) // 15)


@given(minutes, minutes, editions)
def test_law_more_time_is_never_less_credit(few, more, edition):
    low, high = sorted((few, more))

    assert credits_for_minutes(low, edition) <= credits_for_minutes(high, edition)


@given(rules, participations, quarters)
def test_law_never_more_than_designated(pair, participation, designated):
    edition, rule = pair

    assert earned(participation, rule, edition, designated) <= designated


@given(segments, editions)
def test_law_the_maximum_is_the_union_of_counted_time_rounded_once(agenda, edition):
    rule = edition.rule_for("live", "live activity")
    working = maximum_for(PlannedTime(segments=tuple(agenda)), rule, edition)
    covered = total_minutes([each.window for each in agenda if each.kind in edition.counted])

    assert working.minutes == covered
    assert working.credits == credits_for_minutes(covered, edition)
    assert sum(line.counted for line in working.lines) == covered
    assert all(
        line.minutes == line.breaks + line.parallel + line.counted
        for line in working.lines
        if line.kind in edition.counted
    )


@given(segments)
def test_law_the_order_of_the_agenda_does_not_matter(agenda):
    forth = maximum_for(PlannedTime(segments=tuple(agenda)), LIVE, AMA)
    back = maximum_for(PlannedTime(segments=tuple(reversed(agenda))), LIVE, AMA)

    assert forth.credits == back.credits


@given(st.lists(st.integers(1, 14), min_size=1, max_size=40))
def test_law_sum_then_round_never_gains_or_loses_more_than_half_a_step(lengths):
    """TRAP-13: rounding each session and adding can be off by half a step per session; rounding the sum cannot."""
    once = credits_for_minutes(sum(lengths), AMA)

    assert abs(Fraction(once.amount) - Fraction(sum(lengths), 60)) <= Fraction(1, 8)


def test_trap_13_ten_sessions_of_22_minutes():
    assert credits_for_minutes(10 * 22, AMA) == Credits.of("3.75")
    assert 10 * credits_for_minutes(22, AMA).amount == Decimal("2.50")


@given(st.dates(date(2011, 7, 1), date(2040, 12, 31)), minutes)
def test_law_a_later_edition_never_changes_an_earlier_day(day, count):
    for system in credit_systems.values():
        then = system.on(day)
        later = [edition for edition in system.editions if edition.in_force_from > day]
        assert then not in later
        known = [edition for edition in system.editions if edition.in_force_from <= day]
        assert then == max(known, key=lambda edition: edition.in_force_from)
        assert credits_for_minutes(count, then) == credits_for_minutes(count, system.on(then.in_force_from))


def test_before_the_first_edition_nothing_is_known():
    with pytest.raises(LookupError):
        credit_systems["ama_pra_cat1"].on(date(2011, 6, 30))


def test_trap_17_a_float_is_refused():
    with pytest.raises(TypeError):
        Credits(0.1 + 0.2)
    with pytest.raises(ValueError, match="0 or more"):
        credits_for_minutes(-1, AMA)


@pytest.mark.parametrize(
    ("talks", "before", "credit"),
    [
        ([Presentation(content="a", minutes=30)], (), "1.00"),
        ([Presentation(content="a", minutes=15)], (), "0.50"),
        ([Presentation(content="a", minutes=30), Presentation(content="a", minutes=30)], (), "1.00"),
        ([Presentation(content="a", minutes=30)], ("a",), "0"),
        ([Presentation(content="panel", minutes=60, is_original=False)], (), "0"),
        ([Presentation(content="a", minutes=30, attended_too=True)], (), "0"),
        ([Presentation(content="a", minutes=20), Presentation(content="b", minutes=20)], (), "1.25"),
    ],
    ids=["original", "15 minutes", "repeat", "same talk next week", "panel", "attended too", "two talks summed"],
)
def test_trap_22_faculty_are_paid_once_for_the_preparation_of_an_original_talk(talks, before, credit):
    assert faculty_credit(talks, AMA, presented_before=frozenset(before)) == Credits.of(credit)


def flat(rule_key, **planned):
    rule = next(rule for rule in AMA.rules if rule.key == rule_key)
    return maximum_for(PlannedTime(**planned), rule, AMA).credits


@given(st.integers(1, 2000))
def test_trap_20_flat_values_do_not_follow_the_minutes(count):
    assert flat("journal", units=1, estimated_minutes=count) == Credits.of(1)
    assert flat("manuscript_review", units=1, estimated_minutes=count) == Credits.of(3)
    assert flat("poc", units=1, estimated_minutes=count) == Credits.of("0.50")
    assert flat("test_items", estimated_minutes=count) == Credits.of(10)


def test_trap_21_no_yearly_cap_is_the_amas():
    assert flat("manuscript_review", units=6) == Credits.of(18)
    assert flat("poc", units=50) == Credits.of(25)


def test_trap_27_a_contact_hour_is_an_hour_and_no_ceu():
    ancc = credit_systems["ancc"].on(DAY)

    assert credits_for_minutes(360, ancc) == Credits.of("6.00")
    assert "CEU" not in f"{ancc.name.plain} {ancc.unit.plain} {ancc.units.plain}"
