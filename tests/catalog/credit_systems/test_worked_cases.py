"""Every credit system keeps to its worked cases: one TOML file per system, each case with its source."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.sources import sources
from opencme.catalog.statements import statements
from opencme.kernel.credits import Credits
from opencme.kernel.periods import Interval
from opencme.kernel.professions import Degree
from opencme.rules.credit.arithmetic import (
    PlannedTime,
    Segment,
    credits_for_minutes,
    instruction_minutes,
    maximum_for,
)
from opencme.rules.credit.earning import Participation, earned

HERE = Path(__file__).parent
DAY = date(2026, 5, 14)
KNOWN = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.toml"))}


def cases(table):
    return [
        pytest.param(key, case, id=f"{key}: {case.get('name', case['source'])}")
        for key, tables in KNOWN.items()
        for case in tables.get(table, [])
    ]


def moment(text):
    hour, minute = text.split(":")
    return datetime(2026, 5, 14, int(hour), int(minute), tzinfo=UTC)


def segment(index, start, end, kind="education", *breaks):
    pauses = tuple(Interval(moment(a), moment(b)) for a, b in zip(breaks[::2], breaks[1::2], strict=True))
    return Segment(label=f"Session {index}", kind=kind, window=Interval(moment(start), moment(end)), breaks=pauses)


def planned(case):
    segments = [segment(index, *row) for index, row in enumerate(case.get("sessions", []))]
    for week in range(case.get("weekly", 0)):
        start = moment("12:00") + timedelta(weeks=week)
        window = Interval(start, start + timedelta(hours=1))
        segments.append(Segment(label=f"Week {week}", kind="education", window=window))
    return PlannedTime(
        segments=tuple(segments), estimated_minutes=case.get("estimated_minutes"), units=case.get("units")
    )


def rule_for(edition, format_key):
    return edition.rule_for(format_key, formats[format_key].ama_format)


def test_every_system_has_a_file_of_worked_cases():
    assert set(KNOWN) == set(credit_systems)


@pytest.mark.parametrize(("key", "case"), cases("minutes"))
def test_minutes_become_credit(key, case):
    edition = credit_systems[key].on(DAY)

    assert case["source"] in sources
    for minutes, expected in case["cases"]:
        assert credits_for_minutes(minutes, edition) == Credits.of(expected), minutes


@pytest.mark.parametrize(("key", "case"), cases("maximum"))
def test_plan_comes_to_its_maximum(key, case):
    edition = credit_systems[key].on(DAY)
    plan = planned(case)

    assert case["source"] in sources
    assert maximum_for(plan, rule_for(edition, case["format"]), edition).credits == Credits.of(case["credits"])
    if "instruction_minutes" in case:
        assert instruction_minutes(plan.segments, edition) == case["instruction_minutes"]


@pytest.mark.parametrize(("key", "case"), cases("earned"))
def test_participation_is_worth(key, case):
    edition = credit_systems[key].on(DAY)
    participation = Participation(
        attended_minutes=case.get("attended_minutes", 0),
        units_done=case.get("units_done", 0),
        stages_done=frozenset(case.get("stages_done", [])),
        teaching_minutes=case.get("teaching_minutes", 0),
    )
    rule = rule_for(edition, case["format"])

    assert case["source"] in sources
    assert earned(participation, rule, edition, Credits.of(case["designated"])) == Credits.of(case["credits"])


@pytest.mark.parametrize(("key", "case"), cases("degrees"))
def test_only_these_degrees_are_awarded_it(key, case):
    edition = credit_systems[key].on(DAY)

    may = {degree for degree in Degree if edition.is_for(degree)}
    assert may == (set(Degree) if edition.degrees is None else set(case["may"]))
    assert set(case["may"]) <= may
    assert edition.others == case["others_get"]


@pytest.mark.parametrize(("key", "case"), cases("says"))
def test_amounts_are_said_with_their_unit(key, case):
    edition = credit_systems[key].on(DAY)

    assert [edition.amount(Credits.of(amount)).plain for amount, _words in case["cases"]] == [
        words for _amount, words in case["cases"]
    ]


@pytest.mark.parametrize(("key", "case"), cases("editions"))
def test_editions_apply_from_their_day(key, case):
    edition = credit_systems[key].on(date.fromisoformat(case["on"]))

    assert edition.in_force_from == date.fromisoformat(case["in_force_from"])
    assert [each for each in case.get("has", []) if rule_for(edition, each) is None] == []
    assert [each for each in case.get("lacks", []) if rule_for(edition, each) is not None] == []


@pytest.mark.parametrize("system", credit_systems.values(), ids=lambda system: system.key)
def test_every_edition_holds_together(system):
    dates = [edition.in_force_from for edition in system.editions]

    assert dates == sorted(set(dates))
    for edition in system.editions:
        assert sources[edition.source].grade == edition.grade
        assert {edition.timing_source, edition.degrees_source} <= set(sources)
        wanted = {edition.designation, edition.provider_statement, edition.pending_statement, edition.certificate}
        assert wanted - {""} <= set(statements)
        assert edition.follows == "" or edition.follows in credit_systems
        assert edition.others == "" or credit_systems[edition.others].on(edition.in_force_from).follows == system.key
        for rule in edition.rules:
            assert sources[rule.source].grade == rule.grade
            assert rule.key in formats
            assert formats[rule.key].ama_format == rule.learning_format


def test_trap_07_every_format_has_a_name_of_the_ama():
    names = {
        "live activity",
        "enduring material",
        "journal-based CME activity",
        "test-item writing activity",
        "manuscript review activity",
        "PI CME activity",
        "internet point-of-care activity",
        "Other activity",
    }
    edition = credit_systems["ama_pra_cat1"].on(DAY)

    assert {rule.learning_format for rule in edition.rules} == names
    assert {each.ama_format for each in formats.values()} == names
    assert formats["live_internet"].ama_format == "live activity"
    assert formats["enduring_internet"].ama_format == "enduring material"


def test_trap_59_unverified_values_are_said_and_never_refuse():
    for system in credit_systems.values():
        for edition in system.editions:
            soft = [rule for rule in edition.rules if not rule.is_hard]
            assert not soft or edition.unverified, system.key
            assert all(rule.grade in "CU" for rule in soft)


def test_trap_23_no_system_is_category_2_or_direct_credit():
    words = " ".join(
        f"{system.key} {system.label} {edition.name.plain} {rule.key}"
        for system in credit_systems.values()
        for edition in system.editions
        for rule in edition.rules
    )

    assert "Category 2" not in words
    assert {"poster", "degree", "publication", "board"}.isdisjoint(words.split())
