from datetime import timedelta

import pytest
from control_facts import EDITION, EMPLOYEE, NOW, START, disclosed, judged, person

from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.gates import (
    findings_on_disclosures,
    findings_on_mitigation,
    findings_on_standard_exception,
    findings_on_starts,
    holds,
)
from opencme.rules.independence.status import status_of

FINE = disclosed()
ADA = person(FINE, role=ControlRole.PLANNER, name="Ada Planner", key="ada")


def rows(*people):
    return [(each, status_of(each, EDITION, NOW)) for each in people]


def codes(findings):
    return [each.code for each in findings]


@pytest.mark.parametrize(
    ("people", "planners_only", "expected"),
    [
        ([], True, ["independence.disclosure.no_planner"]),
        ([], False, ["independence.disclosure.no_planner", "independence.disclosure.no_faculty"]),
        ([ADA], True, []),
        ([ADA], False, ["independence.disclosure.no_faculty"]),
        ([ADA, person(FINE)], False, []),
        ([ADA, person()], True, []),
        ([ADA, person()], False, ["independence.disclosure.missing"]),
        ([person(role=ControlRole.PLANNER)], True, ["independence.disclosure.missing"]),
        (
            [ADA, person(FINE, withdrawn_at=NOW), person(role=ControlRole.STAFF)],
            False,
            ["independence.disclosure.no_faculty", "independence.disclosure.missing"],
        ),
    ],
)
def test_disclosure_gate(people, planners_only, expected):
    found = findings_on_disclosures(rows(*people), planners_only=planners_only, is_required=True)

    assert codes(found) == expected


@pytest.mark.parametrize("role", list(ControlRole))
def test_trap_35_everybody_in_control_discloses_not_presenters_alone(role):
    found = findings_on_disclosures(rows(ADA, person(FINE), person(role=role)), planners_only=False, is_required=True)

    assert codes(found) == ["independence.disclosure.missing"]


def test_trap_43_a_substitute_named_late_goes_through_the_same_gate():
    substitute = person(name="Sol Substitute", key="sol")
    found = findings_on_disclosures(rows(ADA, person(FINE), substitute), planners_only=False, is_required=True)

    assert [each.owes for each in found] == ["Sol Substitute"]


@pytest.mark.parametrize(
    ("role", "minutes", "is_late"),
    [
        (ControlRole.PLANNER, 0, False),
        (ControlRole.PLANNER, 1, True),
        (ControlRole.FACULTY, 60, False),
        (ControlRole.FACULTY, 121, True),
        (ControlRole.REVIEWER, 999, False),
    ],
)
def test_a_role_set_to_begin_too_late_would_let_a_late_signature_pass(role, minutes, is_late):
    who = person(FINE, role=role, starts_at=START + timedelta(minutes=minutes))
    found = findings_on_starts(rows(who), START, START + timedelta(minutes=120))

    assert codes(found) == (["independence.disclosure.start"] if is_late else [])
    assert findings_on_starts(rows(who), None, None) == ()


def test_mitigation_gate_names_exclusion_relevance_and_mitigation_of_whom_it_asks():
    planner = person(disclosed(judged()), role=ControlRole.PLANNER, name="Pat")
    teacher = person(disclosed(judged(EMPLOYEE), judged(relevant=True)))

    assert codes(findings_on_mitigation(rows(planner, teacher), planners_only=True)) == [
        "independence.relevance.undecided"
    ]
    found = findings_on_mitigation(rows(planner, teacher), planners_only=False)
    assert codes(found) == [
        "independence.relevance.undecided",
        "independence.excluded",
        "independence.mitigation.missing",
    ]
    assert str(found[2]) == (
        "Mitigate the relationship of Cy Teacher (faculty) with Norvia Pharma (Consultant) before May 14, 2026."
    )


@pytest.mark.parametrize(
    ("key", "why", "activity_format", "expected"),
    [
        ("", "", "live", []),
        ("nonclinical", "Leadership course", "live", [("independence.exception.claimed", False)]),
        (
            "nonclinical",
            " ",
            "live",
            [("independence.exception.justification", True), ("independence.exception.claimed", False)],
        ),
        ("unheard_of", "x", "live", [("independence.exception.unknown", True)]),
        (
            "learner_control",
            "Peers talk",
            "rss",
            [("independence.exception.format", True), ("independence.exception.claimed", False)],
        ),
        ("learner_control", "Two colleagues met", "other", [("independence.exception.claimed", False)]),
        ("self_directed", "Remediation plan", "other", [("independence.exception.claimed", False)]),
    ],
)
def test_exceptions_to_standard_3(key, why, activity_format, expected):
    found = findings_on_standard_exception(key, why, activity_format, EDITION)

    assert [(each.code, each.blocking) for each in found] == expected


def test_trap_42_a_tumor_board_is_no_conversation_among_peers():
    assert holds("learner_control", "rss", EDITION) == ""
    assert holds("learner_control", "other", EDITION) == "learner_control"
    assert holds("nonclinical", "rss", EDITION) == "nonclinical"
    assert holds("", "rss", EDITION) == ""
