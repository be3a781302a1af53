"""Rules a person writes: in the pack's shape and back without loss, and what is refused at which field."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.requirement_sets import BadFile
from opencme.catalog.requirement_sets.own import read_own
from opencme.rules.requirements import amounts
from opencme.rules.requirements.typed import Held, findings_on_birth_date, findings_on_held
from opencme.rules.requirements.writing import (
    OwnRule,
    OwnTopic,
    at_fields,
    definition,
    findings_on_own,
    read_back,
)

TODAY = date(2026, 11, 25)
PLAIN = OwnRule(name="Harbor Hospital", hours=Decimal(20), months=24, seen_on=TODAY)
HOURS = st.decimals(min_value=Decimal("0.25"), max_value=40, places=2)
TOPICS = st.sampled_from(["patient_safety", "risk_management", "geriatrics", "infection_control"])
EVERY = st.sampled_from(["cycle", "year", "once", "36"])


@st.composite
def rules(draw: st.DrawFn) -> OwnRule:
    topics = draw(st.lists(st.builds(OwnTopic, topic=TOPICS, hours=st.none() | HOURS, every=EVERY), max_size=4))
    return OwnRule(
        name=draw(st.sampled_from(["Harbor Hospital", "Lakeside “Staff”", "Klinik Süd"])),
        hours=draw(st.decimals(min_value=0, max_value=200, places=2)),
        unit=draw(st.sampled_from(["hour", "credit"])),
        months=draw(st.integers(1, 240)),
        systems=tuple(sorted(draw(st.sets(st.sampled_from(["AMA_PRA_1", "AAFP_P", "ANCC"]))))),
        topics=tuple(topics),
        in_total=draw(st.booleans()) if topics else True,
        written=draw(st.sampled_from(["", "Bylaws, section 4"])),
        in_force_from=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        seen_on=TODAY,
    )


@given(rules())
def test_what_was_written_is_read_back_as_it_was_and_the_packs_reader_takes_it(rule: OwnRule):
    written = definition(rule, "own-1", "own")

    read = read_own(rule.name, written)

    assert read_back(written) == rule
    assert (read.family, read.title, read.total) == ("own", rule.name, amounts.of(rule.hours))
    assert read.cycle.months == rule.months
    assert [topic.amount for topic in read.topics] == [
        None if each.hours is None else amounts.of(each.hours) for each in rule.topics
    ]
    assert all(topic.counts_in_total is rule.in_total for topic in read.topics)


TWICE = (OwnTopic(topic="geriatrics", hours=Decimal(2)), OwnTopic(topic="geriatrics", hours=Decimal(3)))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"name": "  "}, [("wallet.rules.name", "name")]),
        ({"hours": Decimal(-1)}, [("wallet.rules.hours", "hours")]),
        ({"months": 0}, [("wallet.rules.months", "months")]),
        ({"hours": Decimal(0)}, [("wallet.rules.empty", "hours")]),
        ({"topics": TWICE}, [("wallet.rules.twice", "topic_1")]),
        (
            {"topics": (OwnTopic(topic="geriatrics", hours=Decimal(0)),)},
            [("wallet.rules.topic_hours", "hours_0")],
        ),
        ({"topics": (OwnTopic(topic="geriatrics", hours=Decimal(21)),)}, [("wallet.rules.more", "hours_0")]),
        ({"topics": (OwnTopic(topic="geriatrics", hours=Decimal(21)),), "in_total": False}, []),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_at_its_field(changes: dict[str, object], found: list[tuple[str, str]]):
    values = {name: getattr(PLAIN, name) for name in PLAIN.__dataclass_fields__} | changes

    assert [(each.code, each.field) for each in findings_on_own(OwnRule(**values))] == found


def test_what_the_packs_reader_refuses_is_told_at_the_field_of_the_form():
    written = definition(PLAIN, "own-1", "own")
    written["total"]["unit"] = "bananas"

    with pytest.raises(BadFile) as fault:
        read_own(PLAIN.name, written)

    (finding,) = at_fields(fault.value.problems)
    assert finding.field == "unit"
    assert "bananas" in str(finding)
    assert "line" not in str(finding)


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (Held(), []),
        (Held(issued_on=date(2018, 6, 4), cycle_end=date(2027, 5, 14), renewal_number=4), []),
        (Held(cycle_end=date(1027, 5, 14)), [("wallet.obligation.year", "cycle_end")]),
        (Held(issued_on=date(2027, 1, 1)), [("wallet.obligation.issued", "issued_on")]),
        (
            Held(issued_on=date(2020, 1, 1), cycle_end=date(2019, 1, 1)),
            [("wallet.obligation.order", "cycle_end")],
        ),
        (Held(cycle_start=date(2025, 1, 1)), [("wallet.obligation.end", "cycle_end")]),
        (
            Held(cycle_start=date(2025, 1, 1), cycle_end=date(2024, 1, 1)),
            [("wallet.obligation.order", "cycle_end")],
        ),
        (Held(renewal_number=0), [("wallet.obligation.renewal", "renewal_number")]),
    ],
    ids=str,
)
def test_dates_that_cannot_be_are_refused(held: Held, found: list[tuple[str, str]]):
    assert [(each.code, each.field) for each in findings_on_held(held, TODAY)] == found


@pytest.mark.parametrize(
    ("day", "is_refused"), [(date(1984, 2, 29), False), (TODAY, True), (date(1850, 1, 1), True)], ids=str
)
def test_a_date_of_birth_lies_in_the_past(day: date, *, is_refused: bool):
    assert bool(list(findings_on_birth_date(day, TODAY))) is is_refused
