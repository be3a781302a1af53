"""Credit earned elsewhere: what is refused, what is only told, by the owner's rules and their grade."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.outside_credit import EARNED_HERE, kind_of, kinds, outside_credit
from opencme.catalog.requirement_sets import vocabulary
from opencme.catalog.sources import sources
from opencme.rules.credit.outside import Entry, findings_on_entry
from opencme.rules.credit.repeats import SAME_AWARD, SAME_COURSE, SAME_FACTS, Claimed, Repeat, alike, find_repeats

TODAY = date(2026, 5, 14)
TOPICS = frozenset({"pain_management"})


def judged(system="AMA_PRA_1", amount="1.00", **values):
    given_values = {"title": "Grand rounds", "completed_on": date(2026, 4, 2), "has_document": True, **values}
    entry = Entry(kind=kind_of(system) if system else None, amount=Decimal(amount) if amount else None, **given_values)
    found = findings_on_entry(entry, today=TODAY, topics=TOPICS)
    return [(each.code.removeprefix("credit.outside."), each.blocking) for each in found]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"title": ""}, [("title", True)]),
        ({"system": ""}, [("system", True)]),
        ({"system": "NONE"}, [("system", True)]),
        ({"completed_on": None}, [("completed_on", True)]),
        ({"completed_on": date(2026, 5, 15)}, [("future", True)]),
        ({"completed_on": TODAY}, []),
        ({"completed_on": date(1949, 12, 31)}, [("early", True)]),
        ({"amount": ""}, [("amount", True)]),
        ({"amount": "0"}, [("amount", True)]),
        ({"amount": "10000"}, [("amount", True)]),
        ({"amount": "1.234"}, [("amount", True)]),
        ({"amount": "150"}, [("unusual", False)]),
        ({"amount": "7.33"}, [("step", True)]),
        ({"system": "AAFP_P", "amount": "7.33"}, [("step", True)]),
        ({"system": "EACCME", "amount": "0.25"}, [("step", True)]),
        ({"system": "AOA_1A", "amount": "0.3"}, []),
        ({"system": "ANCC", "amount": "1.37"}, []),
        ({"way": "ama_article", "amount": "10"}, []),
        ({"way": "ama_article", "amount": "5"}, [("fixed", True)]),
        ({"way": "ama_board", "amount": "25"}, []),
        ({"way": "journal", "amount": "2"}, [("fixed", False)]),
        ({"way": "manuscript_review", "amount": "2"}, [("fixed", False)]),
        ({"way": "pi_cme", "amount": "15"}, [("fixed", True)]),
        ({"way": "nonsense"}, [("way", True)]),
        ({"system": "AAFP_P", "way": "teaching", "amount": "61"}, [("cycle_most", False)]),
        ({"system": "AAFP_P", "way": "teaching", "amount": "10", "before": Decimal(50)}, []),
        ({"system": "AAFP_P", "way": "teaching", "amount": "10", "before": Decimal("50.25")}, [("cycle_most", False)]),
        ({"way": "poc", "amount": "1.5"}, []),
        ({"way": "poc", "amount": "0.75"}, [("step", True)]),
        ({"way": "faculty", "minutes": 30, "amount": "1"}, []),
        ({"way": "faculty", "minutes": 30, "amount": "2"}, [("less_time", False)]),
        ({"system": "AAFP_E", "way": "enrichment", "amount": "26"}, [("cycle_most", False)]),
        ({"minutes": 60}, []),
        ({"minutes": 60, "amount": "2"}, [("less_time", False)]),
        ({"minutes": 0}, [("minutes", True)]),
        ({"minutes": 600_001}, [("minutes", True)]),
        ({"way": "teaching", "minutes": 60, "amount": "2"}, []),
        ({"system": "AMA_PRA_2", "has_document": False}, [("document", False)]),
        ({"topics": {"pain_management": None}}, []),
        ({"topics": {"pain_management": Decimal("1.5")}}, [("part", True)]),
        ({"topics": {"pain_management": Decimal(0)}}, [("part", True)]),
        ({"topics": {"astrology": None}}, [("topic", True)]),
        ({"score": Decimal(101)}, [("score", True)]),
    ],
    ids=lambda value: str(value)[:60],
)
def test_entry_is_judged_by_its_owners_rules(values, expected):
    assert judged(**values) == expected


def test_every_kind_is_of_the_vocabulary_with_sources_that_stand():
    for kind in outside_credit.values():
        assert kind.key in vocabulary().credit_systems
        for rule in (kind, *kind.ways):
            assert sources[rule.source].grade == rule.grade, (kind.key, rule.key)
        assert len({way.key for way in kind.ways}) == len(kind.ways)
    assert set(EARNED_HERE.values()) <= set(kinds())
    assert "ANY_ACCEPTED" not in kinds()


@given(st.decimals(min_value="0.25", max_value=99, places=2))
def test_law_a_hard_step_refuses_exactly_what_lies_between_two_steps(amount):
    assert (("step", True) in judged(amount=str(amount))) == (amount % Decimal("0.25") != 0)


def one(key, title="Sepsis on the Ward", *, system="AMA_PRA_1", day=date(2026, 5, 14), amount="1.00", **values):
    return Claimed(key=key, system=system, title=title, day=day, amount=Decimal(amount), **values)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ([one("a", place=1), one("b", "SEPSIS, on the ward!", place=2)], [Repeat("a", "b", SAME_FACTS)]),
        ([one("a", place=2), one("b", place=1)], [Repeat("b", "a", SAME_FACTS)]),
        ([one("a"), one("b", amount="2.00")], []),
        ([one("a"), one("b", system="ANCC")], []),
        ([one("a", course="20-1", place=1), one("b", "Other", course="20-1", day=date(2026, 1, 3), place=2)],
         [Repeat("a", "b", SAME_COURSE)]),
        ([one("a", course="20-1"), one("b", "Other", course="20-1", day=date(2025, 1, 3))], []),
        ([one("a", is_award=True, place=9), one("b", "Sepsis on the Ward: LHS-0007", amount="2.00", place=1,
          day=date(2026, 5, 15))], [Repeat("a", "b", SAME_AWARD)]),
        ([one("a", is_award=True), one("b", "Pain", place=1)], []),
        ([one("a", is_award=True), one("b", is_award=True)], []),
        ([one("a", place=1), one("b", place=2, is_apart=True)], []),
        ([one("a", place=1), one("b", place=2), one("c", place=3)],
         [Repeat("a", "b", SAME_FACTS), Repeat("a", "c", SAME_FACTS)]),
    ],
    ids=["same facts", "the older stands", "amounts differ", "another system", "same course", "course of another year",
         "award", "award of another title", "two awards", "kept apart", "never a repeat of a repeat"],
)  # fmt: skip
def test_repeats_are_found_and_explained(claimed, expected):
    assert list(find_repeats(claimed)) == expected


@given(st.lists(st.builds(one, key=st.uuids().map(str), amount=st.sampled_from(["1.00", "2.00"]),
                          place=st.integers(0, 5)), max_size=12, unique_by=lambda each: each.key))  # fmt: skip
def test_law_order_does_not_matter_and_nothing_repeats_a_repeat(claimed):
    found = find_repeats(claimed)

    assert set(found) == set(find_repeats(list(reversed(claimed))))
    assert not {each.first for each in found} & {each.second for each in found}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("Sepsis on the Ward", "sepsis — on the ward", True), ("Sepsis", "Diabetes", False), ("", "", False),
     ("Pain", "Pain management for the primary care office in rural areas", False)],
)  # fmt: skip
def test_titles_alike(a, b, expected):
    assert alike(a, b) is expected
