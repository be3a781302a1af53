"""What a person holds: the ledger's awards and credit from elsewhere, as the requirement rules take them."""

from datetime import date
from decimal import Decimal

import ledger_rows
import people
import pytest

from opencme.apps.activities.models import Designation
from opencme.apps.wallet.models import AwardTags, OutsideCredit
from opencme.apps.wallet.selectors.held import credits_before, held_credits
from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.requirements import Credit, Kind, Rule, prepare
from opencme.rules.requirements.definitions import Authority, Bucket, Cycle, FirstCycle

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def outside(who=None, **values):
    given = {
        "title": "Pain Summit",
        "provider_name": "State Pain Society",
        "completed_on": date(2026, 4, 2),
        "system": "AMA_PRA_1",
        "amount": Decimal("3.00"),
        "added_at": people.NOW,
        **values,
    }
    return OutsideCredit.objects.create(person=who or people.dee(), **given)


def earned(who=None, amount="1.75", *, topics=None, activity=None, **award):
    made = activity or ledger_rows.designated(requirement_topics=topics or {})
    return ledger_rows.award(ledger_rows.registered(made, who or people.dee()), amount, **award)


def test_an_award_and_a_credit_from_elsewhere_stand_side_by_side_the_newest_first():
    award = earned(topics={"opioid_prescribing": ""})
    row = outside(topics={"pain_management": "2.0"}, details={"in_practice_area": True}, course="c-1", minutes=180)
    outside(people.nia(), title="Not mine")

    first, second = held_credits(people.dee().pk)

    assert (first.key, first.system, first.amount, first.basis, first.source) == (
        f"award:{award.number}",
        "AMA_PRA_1",
        Decimal("1.75"),
        "awarded",
        "here",
    )
    assert first.topics == {"opioid_prescribing": Decimal("1.75")}
    assert second.key == f"outside:{row.public_id}"
    assert second.credit() == Credit(
        date(2026, 4, 2),
        3000,
        Kind(system="AMA_PRA_1", topics={"pain_management": 2000}, in_practice_area=True),
        180,
        "c-1",
        "Pain Summit",
    )


@pytest.mark.parametrize(
    ("system", "amount", "minutes", "expected"),
    [
        ("AMA_PRA_1", "1.00", 90, 60),
        ("AMA_PRA_1", "1.00", 60, 60),
        ("AMA_PRA_1", "1.00", 20, None),
        ("ANCC", "1.33", 80, None),
        ("AMA_PRA_1", "1.00", None, None),
        ("STATE_BOARD", "2.00", 100, None),
    ],
    ids=["took longer", "hour for hour", "an article", "no whole minutes", "nobody said", "no unit known"],
)
def test_the_time_typed_beside_a_credit_never_makes_more_or_less_of_it(system, amount, minutes, expected):
    outside(system=system, amount=Decimal(amount), minutes=minutes)

    (held,) = held_credits(people.dee().pk)

    assert (held.minutes, held.credit().minutes) == (minutes, expected)


def test_attendance_never_becomes_ama_credit_trap_48():
    earned(people.nia())

    (held,) = held_credits(people.nia().pk)

    assert (held.system, held.basis, held.unit) == ("AMA_PRA_1_PARTICIPATION", "participated", "hours of participation")
    assert held.system in vocabulary().credit_systems


@pytest.mark.parametrize(
    ("declared", "claimed", "own", "expected"),
    [
        ("", "1.75", None, "1.75"),
        ("1.00", "2.00", None, "1.00"),
        ("1.00", "1.50", None, "0.50"),
        ("1.00", "0.75", None, None),
        ("1.00", "1.50", "1.00", "1.00"),
        ("1.00", "1.50", "5.00", "1.50"),
        ("1.00", "1.50", "0", None),
    ],
    ids=[
        "whole",
        "all claimed",
        "half may be missed",
        "all may be missed",
        "person says",
        "never above",
        "person says no",
    ],
)
def test_topic_of_an_award_is_what_is_certain_or_what_the_person_says(declared, claimed, own, expected):
    award = earned(amount=claimed, topics={"pain_management": declared})
    if own is not None:
        AwardTags.objects.create(person=people.dee(), award_number=award.number, topics={"pain_management": own})

    (held,) = held_credits(people.dee().pk)

    assert held.topics == ({} if expected is None else {"pain_management": Decimal(expected)})


def test_a_correction_stands_and_keeps_what_was_said_of_the_first_entry():
    first = earned(amount="2.00")
    AwardTags.objects.create(person=people.dee(), award_number=first.number, details={"in_practice_area": True})
    ledger_rows.award(
        first.registration, "1.00", kind="correction", replaces=first, reason="Left early", idempotency_key="c"
    )

    (held,) = held_credits(people.dee().pk)

    assert (held.amount, held.counts, held.details["in_practice_area"]) == (Decimal("1.00"), True, True)


def test_a_revoked_award_is_shown_does_not_count_and_frees_its_repeat():
    award = earned(amount="2.00")
    repeat = outside(title="Sepsis again", same_as_award=award.number)

    before = {held.key: held.counts for held in held_credits(people.dee().pk)}
    ledger_rows.award(
        award.registration, "0", kind="revocation", replaces=award, reason="Not present", idempotency_key="r"
    )
    after = {held.title: (held.counts, held.amount) for held in held_credits(people.dee().pk)}

    assert before == {f"award:{award.number}": True, f"outside:{repeat.public_id}": False}
    assert after == {"Sepsis on the Ward": (False, Decimal("2.00")), "Sepsis again": (True, Decimal("3.00"))}


def test_a_repeat_of_a_removed_credit_counts_again():
    first = outside()
    second = outside(title="Copy", same_as=first)

    assert [held.counts for held in held_credits(people.dee().pk) if held.title == "Copy"] == [False]
    first.removed_at = people.NOW
    first.save()

    assert [(held.key, held.counts) for held in held_credits(people.dee().pk)] == [
        (f"outside:{second.public_id}", True)
    ]


def test_of_several_repeats_of_what_is_gone_one_counts_again():
    award = earned(amount="2.00")
    first = outside(title="Copy", removed_at=people.NOW)
    for title in ("One", "Two", "Three"):
        outside(title=title, same_as=first)
        outside(title=f"Award, {title}", same_as_award=award.number)
    ledger_rows.award(
        award.registration, "0", kind="revocation", replaces=award, reason="Not present", idempotency_key="r"
    )

    assert sorted(held.title for held in held_credits(people.dee().pk) if held.counts) == ["Award, One", "One"]


def test_an_award_made_after_its_learner_recorded_the_credit_counts_once():
    row = outside(title="Sepsis on the Ward", completed_on=date(2026, 5, 1), amount=Decimal("1.75"))
    award = earned(completed_on=date(2026, 5, 1))

    def counting():
        return {held.key: (held.counts, held.repeat_of) for held in held_credits(people.dee().pk)}

    key, own = f"award:{award.number}", f"outside:{row.public_id}"
    assert counting() == {key: (True, ""), own: (False, key)}
    OutsideCredit.objects.update(kept_apart=True)
    assert counting() == {key: (True, ""), own: (True, "")}


def test_a_credit_counts_once_however_its_repeats_hang_together():
    first, second = outside(), outside()
    OutsideCredit.objects.filter(pk=first.pk).update(same_as=second, is_merged=True)

    assert {held.key: held.counts for held in held_credits(people.dee().pk)} == {
        f"outside:{first.public_id}": False,
        f"outside:{second.public_id}": True,
    }


def test_the_same_hours_in_two_systems_count_once_before_a_rule():
    activity = ledger_rows.designated()
    Designation.objects.create(
        activity=activity,
        credit_system="aafp",
        edition_from=date(2011, 7, 1),
        maximum=Decimal("2.00"),
        statement="",
        statement_key="aafp_letter",
        statement_edition=date(2011, 7, 1),
        designated_at=people.NOW,
        by_label="Ada Planner",
    )
    registration = ledger_rows.registered(activity, people.dee())
    ledger_rows.award(registration, "2.00")
    ledger_rows.award(registration, "2.00", credit_system="aafp")
    outside(title="Talk", system="AMA_PRA_1")
    outside(title="Talk", system="AMA_PRA_1", kept_apart=True)
    outside(title="Talk", system="ANCC")
    rule = prepare(a_rule(), vocabulary().narrower)

    found = credits_before(held_credits(people.dee().pk), rule)

    assert sorted((credit.system, credit.amount) for credit in found) == [
        ("AAFP_P", 2000),
        ("AMA_PRA_1", 3000),
        ("AMA_PRA_1", 3000),
    ]


@pytest.mark.parametrize(
    ("bound", "expected"),
    [(("PA",), "AMA_PRA_1"), (("RN", "NP"), "AMA_PRA_1"), (("MD",), "AMA_PRA_1_PARTICIPATION"),
     (("MD", "PA"), "AMA_PRA_1_PARTICIPATION"), ((), "AMA_PRA_1_PARTICIPATION")],
    ids=str,
)  # fmt: skip
def test_participation_counts_as_named_only_before_a_rule_that_binds_no_physicians_trap_48(bound, expected):
    earned(people.nia())
    rule = prepare(a_rule(bound), vocabulary().narrower)

    (credit,) = credits_before(held_credits(people.nia().pk), rule)

    assert credit.system == expected
    assert rule.match(credit).admitted is (expected == "AMA_PRA_1")


def a_rule(bound=("MD",)):
    """A rule that takes AMA and AAFP credit, with a bucket of its own for the latter."""
    return Rule(
        id="t",
        family="t",
        title="T",
        authority=Authority(name="T", jurisdiction="US", kind="society_membership", licence_types=bound),
        status="in_force",
        in_force_from=None,
        in_force_to=None,
        cycle=Cycle(months=36, anchor="calendar_year", first=FirstCycle(rule="full")),
        total=150000,
        unit="credit",
        minutes_per_unit=None,
        buckets=(
            Bucket(key="any", label="any", systems=frozenset({"AMA_PRA_1", "AAFP_P"})),
            Bucket(key="prescribed", label="prescribed", systems=frozenset({"AAFP_P"})),
        ),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(django_assert_num_queries, count):
    for at in range(count):
        earned(completed_on=date(2026, 5, 1 + at), topics={"pain_management": "0.50"})
        outside(title=f"T{at}")
    who = people.dee().pk

    with django_assert_num_queries(4):
        held_credits(who)
