from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.assessment.questions import Accepted, Choice, Kind, Question, from_body, is_pass, mark, to_body
from opencme.rules.assessment.taking import AssessmentFacts, findings_on_assessment

SINGLE = Question(kind=Kind.SINGLE, stem="?", choices=(Choice("a", Decimal(100)), Choice("b", Decimal(-50))))


@pytest.mark.parametrize(
    ("points", "possible", "mark_at", "passed"),
    [("7", 10, 70, True), ("6.99", 10, 70, False), ("2", 3, 67, False), ("2", 3, 66, True), ("0", 0, 1, False)],
)
def test_the_pass_mark_is_never_reached_by_rounding(points, possible, mark_at, passed):
    assert is_pass(points=Decimal(points), possible=possible, pass_percent=mark_at) is passed


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4)))
def test_no_answer_earns_less_than_nothing_or_more_than_all(answer):
    assert 0 <= mark(SINGLE, answer).points <= 1


def test_a_question_survives_the_database_form():
    accepted = (Accepted("x*", Decimal("33.33333"), "f"),)
    question = Question(
        kind=Kind.SHORT, stem="s", title="t", rationale="r", points=3, accepted=accepted, is_case_sensitive=True
    )
    assert from_body(kind="short", stem="s", rationale="r", points=3, body=to_body(question)) == question


def test_trap_18_a_pass_mark_is_asked_of_enduring_material_and_never_of_a_live_activity():
    def codes(format_key):
        facts = AssessmentFacts(format_key=format_key, question_count=0, pass_percent=None)
        return [finding.code for finding in findings_on_assessment(facts)]

    assert codes("enduring_material") == ["assessment.missing", "assessment.no_pass_mark"]
    assert codes("live_activity") == []
