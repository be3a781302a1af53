"""Designation: in advance, by those who may, never above what the plan comes to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.sources import sources
from opencme.kernel.credits import Credits
from opencme.kernel.periods import Interval
from opencme.rules.credit.arithmetic import PlannedTime, Segment
from opencme.rules.credit.correction import CorrectionFacts, findings_on_correction
from opencme.rules.credit.designation import DesignationFacts, findings_on_designation

START = datetime(2026, 5, 14, 13, tzinfo=UTC)
BEFORE = START - timedelta(days=30)
AGENDA = PlannedTime(
    segments=(Segment(label="One", kind="education", window=Interval(START, START + timedelta(hours=2))),)
)
FACTS = DesignationFacts(
    is_approved=True,
    is_accredited=True,
    starts_at=START,
    ends_on=date(2026, 5, 14),
    planned=AGENDA,
    today=date(2026, 4, 14),
)


def found(facts, asked="2.00", system="ama_pra_cat1", rule="live", now=BEFORE):
    edition = credit_systems[system].on(date(2026, 4, 14))
    chosen = next((each for each in edition.rules if each.key == rule), None)
    findings = findings_on_designation(facts, Credits.of(asked), chosen, edition, now)
    assert {finding.source for finding in findings} <= set(sources)
    assert not any("%(" in str(finding) for finding in findings)
    return findings


def codes(*args, **values):
    return [
        finding.code.removeprefix("credit.designation.") + ("" if finding.blocking else "?")
        for finding in found(*args, **values)
    ]


def estimated(minutes, **values):
    return replace(FACTS, planned=PlannedTime(estimated_minutes=minutes), **values)


@pytest.mark.parametrize(
    ("change", "asked", "code"),
    [
        ({}, "2.00", []),
        ({}, "1.00", []),
        ({}, "2.25", ["above_maximum"]),
        ({}, "1.10", ["step"]),
        ({}, "0", ["minimum"]),
        ({"is_approved": False}, "2.00", ["not_approved"]),
        ({"is_accredited": False}, "2.00", ["accreditation"]),
        ({"starts_at": None}, "2.00", ["no_start"]),
        ({"planned": PlannedTime()}, "2.00", ["no_time", "above_maximum"]),
        ({"most_awarded": Credits.of("1.50")}, "1.25", ["below_awarded"]),
        ({"most_awarded": Credits.of("1.50")}, "1.50", []),
    ],
)
def test_amounts_and_conditions(change, asked, code):
    assert codes(replace(FACTS, **change), asked) == code


@pytest.mark.parametrize(
    ("previous", "asked", "now", "code"),
    [
        (None, "2.00", START - timedelta(seconds=1), []),
        (None, "2.00", START, ["too_late"]),
        (None, "2.00", START + timedelta(days=400), ["too_late"]),
        ("1.00", "2.00", START - timedelta(days=1), []),
        ("1.00", "2.00", START, ["upward"]),
        ("2.00", "1.50", START, []),
        ("2.00", "2.00", START, []),
    ],
    ids=["just in time", "at the start", "long after", "raised before", "raised after", "lowered after", "kept after"],
)
def test_trap_29_credit_is_designated_in_advance_and_afterwards_only_lowered(previous, asked, now, code):
    before = Credits.of(previous) if previous else None

    assert codes(replace(FACTS, previous=before), asked, now=now) == code


def test_trap_29_pi_cme_is_not_designated_once_baseline_data_were_reviewed():
    facts = replace(FACTS, planned=PlannedTime(units=3))

    assert codes(facts, "20.00", rule="pi_cme") == []
    assert codes(replace(facts, has_begun=True), "20.00", rule="pi_cme") == ["too_late"]


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, []), (365, []), (366, ["too_late"])],
)
def test_trap_61_the_aafp_takes_applications_for_a_year_afterwards_and_the_ama_never(days, code):
    later = START + timedelta(days=days, hours=5)
    facts = replace(FACTS, today=date(2026, 5, 14) + timedelta(days=days), letter="As received.")

    assert codes(facts, system="aafp", now=later) == code
    assert codes(facts, now=later) == ["too_late"]


def test_trap_10_and_aafp_11_a_long_session_of_a_series_is_advised_against():
    long = PlannedTime(
        segments=(Segment(label="Day", kind="education", window=Interval(START, START + timedelta(hours=4))),)
    )
    facts = replace(FACTS, planned=long, letter="As received.")

    assert codes(facts, "4.00", system="aafp", rule="rss") == ["unit_limit?"]
    assert codes(facts, "4.00", system="aafp") == []


def test_the_owners_letter_and_the_nursing_accreditation_are_asked():
    assert codes(FACTS, system="aafp") == ["letter"]
    assert codes(FACTS, system="ancc") == ["ancc"]
    assert codes(replace(FACTS, has_ancc=True), system="ancc") == []


def test_a_format_that_earns_nothing_is_said_alone():
    assert codes(FACTS, system="ancc", rule="pi_cme") == ["format"]


@pytest.mark.parametrize(
    ("rule", "planned", "asked", "code"),
    [
        ("enduring", PlannedTime(estimated_minutes=7), "0.25", ["above_maximum"]),
        ("enduring", PlannedTime(), "0.25", ["no_time", "above_maximum"]),
        ("enduring", PlannedTime(estimated_minutes=60), "1.00", []),
        ("journal", PlannedTime(), "1.00", ["no_units", "above_maximum?"]),
        ("journal", PlannedTime(units=1), "2.00", ["above_maximum?"]),
        ("test_items", PlannedTime(), "12.00", ["above_maximum?"]),
        ("poc", PlannedTime(units=4), "2.25", ["above_maximum"]),
        ("other", PlannedTime(estimated_minutes=60), "1.00", ["description"]),
    ],
)
def test_trap_59_unverified_values_warn_and_verified_ones_refuse(rule, planned, asked, code):
    assert codes(replace(FACTS, planned=planned), asked, rule=rule) == code


CORRECTION = CorrectionFacts(
    designated=Credits.of("2.00"),
    supported=Credits.of("1.50"),
    now_stands=Credits.of("1.00"),
    is_replaced=False,
    reason="Attendance was corrected",
)


@pytest.mark.parametrize(
    ("change", "amount", "code"),
    [
        ({}, "1.50", []),
        ({}, "0.50", []),
        ({}, "0", []),
        ({}, "1.00", ["same"]),
        ({}, "1.75", ["unsupported"]),
        ({}, "2.25", ["above_designated"]),
        ({}, "0.60", ["step"]),
        ({"reason": " "}, "0.50", ["reason"]),
        ({"is_replaced": True}, "0.50", ["replaced"]),
        ({"is_replaced": True, "reason": ""}, "2.30", ["replaced", "reason", "step", "above_designated"]),
    ],
)
def test_a_correction_has_a_reason_and_stays_within_designation_and_evidence(change, amount, code):
    edition = credit_systems["ama_pra_cat1"].on(date(2026, 4, 14))
    findings = findings_on_correction(replace(CORRECTION, **change), Credits.of(amount), edition)

    assert [finding.code.removeprefix("credit.correction.") for finding in findings] == code
    assert {finding.source for finding in findings} <= set(sources)
