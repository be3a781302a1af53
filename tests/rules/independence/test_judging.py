from dataclasses import replace

import pytest
from control_facts import CONSULTANT, EDITION, EMPLOYEE, judged

from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.judging import (
    Act,
    Peer,
    findings_on_exception,
    findings_on_mitigating,
    findings_on_relevance,
)

ON_CONSULTANT = Act(judged=judged(CONSULTANT), role=ControlRole.FACULTY, is_own=False)
RELEVANT = replace(ON_CONSULTANT, judged=judged(CONSULTANT, relevant=True))
ON_EMPLOYEE = replace(ON_CONSULTANT, judged=judged(EMPLOYEE))
NOBODY = Peer(name="")
PEER = Peer(name="Bo Reviewer")


def codes(findings):
    return [each.code.removeprefix("independence.") for each in findings]


@pytest.mark.parametrize(
    ("act", "relevant", "reason", "expected"),
    [
        (ON_CONSULTANT, True, "", []),
        (ON_CONSULTANT, False, "No product of theirs is touched", []),
        (ON_CONSULTANT, False, " ", ["relevance.reason"]),
        (ON_EMPLOYEE, True, "", ["relevance.owner"]),
        (replace(ON_EMPLOYEE, judged=judged(EMPLOYEE, exception="device_technician")), True, "", []),
        (replace(ON_CONSULTANT, is_own=True), True, "", ["judge.self"]),
        (replace(ON_CONSULTANT, is_current=False), True, "", ["judge.superseded"]),
        (replace(ON_CONSULTANT, person_withdrawn=True, is_current=False), True, "", ["judge.withdrawn"]),
    ],
)
def test_deciding_relevance(act, relevant, reason, expected):
    assert codes(findings_on_relevance(act, reason, is_relevant=relevant, edition=EDITION)) == expected


@pytest.mark.parametrize(
    ("act", "key", "why", "confirms", "expected"),
    [
        (ON_EMPLOYEE, "unrelated_content", "They make beds; the talk is on sepsis", False, []),
        (ON_EMPLOYEE, "basic_science_or_methods", "Mouse models", True, []),
        (ON_EMPLOYEE, "basic_science_or_methods", "Mouse models", False, ["exception.recommends"]),
        (ON_EMPLOYEE, "device_technician", "", False, ["exception.evidence", "exception.recommends"]),
        (ON_EMPLOYEE, "because", "x", True, ["exception.choose"]),
        (ON_CONSULTANT, "unrelated_content", "x", True, ["exception.not_needed"]),
        (replace(ON_EMPLOYEE, is_own=True), "unrelated_content", "x", True, ["judge.self"]),
    ],
)
def test_granting_an_exception_to_exclusion(act, key, why, confirms, expected):
    assert codes(findings_on_exception(act, key, why, confirms=confirms, edition=EDITION)) == expected


@pytest.mark.parametrize(
    ("act", "method", "note", "peer", "expected"),
    [
        (RELEVANT, "peer_review_content", "", PEER, []),
        (RELEVANT, "peer_review_content", "", NOBODY, ["mitigation.peer"]),
        (RELEVANT, "peer_review_content", "", replace(PEER, is_the_person=True), ["mitigation.peer_self"]),
        (RELEVANT, "peer_review_content", "", replace(PEER, has_relevant=True), ["mitigation.peer_related"]),
        (RELEVANT, "attest_evidence", "", NOBODY, []),
        (RELEVANT, "recuse", "From the antibiotics session", NOBODY, ["mitigation.method"]),
        (replace(RELEVANT, role=ControlRole.PLANNER), "recuse", "From antibiotics", NOBODY, []),
        (replace(RELEVANT, role=ControlRole.PLANNER), "attest_evidence", "", NOBODY, ["mitigation.method"]),
        (RELEVANT, "disclosed_it", "", NOBODY, ["mitigation.method"]),
        (RELEVANT, "other", "", NOBODY, ["mitigation.note"]),
        (RELEVANT, "divest", "Resigned on 1 March", NOBODY, []),
        (ON_CONSULTANT, "attest_evidence", "", NOBODY, ["mitigation.not_relevant"]),
        (ON_EMPLOYEE, "attest_evidence", "", NOBODY, ["mitigation.owner"]),
        (replace(RELEVANT, is_own=True), "attest_evidence", "", NOBODY, ["judge.self"]),
    ],
)
def test_recording_mitigation(act, method, note, peer, expected):
    assert codes(findings_on_mitigating(act, method, note, peer, EDITION)) == expected
