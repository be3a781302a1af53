from datetime import UTC, datetime

import pytest

from opencme.rules.access import Permission, Role, roles_that_may
from opencme.rules.activity.editing import AFTERWARDS, FIELDS, JOINING, PLAN, findings_on_change, may_change
from opencme.rules.activity.lifecycle import (
    ENDS,
    MAIN_LINE,
    START,
    STEPS,
    State,
    checks_used,
    diagram,
    has_passed,
    next_step,
    step_named,
    steps_ahead,
    steps_from,
    table,
)
from opencme.rules.activity.timing import findings_on_ended, findings_on_not_started, findings_on_started

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
BEFORE, AFTER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)


def test_main_line_leads_from_idea_to_reported_and_nowhere_else() -> None:
    assert [step.to for step in steps_ahead(START)] == list(MAIN_LINE[1:])
    assert {end for end in State if next_step(end) is None} == ENDS


def test_every_step_may_be_taken_by_somebody_and_leaves_its_state() -> None:
    for step in STEPS:
        assert roles_that_may(Permission(step.permission)), step.name
        assert step.to not in step.from_states


def test_steps_back_and_aside_ask_for_a_reason() -> None:
    assert {step.name for step in STEPS if step.wants_note} == {step.name for step in STEPS if not step.forward}


def test_forward_step_comes_first() -> None:
    assert [step.name for step in steps_from(State.IN_REVIEW)] == ["approve", "return_for_changes", "cancel"]


def test_approval_belongs_to_the_chair_alone() -> None:
    assert roles_that_may(Permission(step_named("approve").permission)) == (Role.CHAIR,)


def test_cancelled_has_passed_nothing() -> None:
    assert not any(has_passed(State.CANCELLED, each) for each in MAIN_LINE)
    assert has_passed(State.OPEN, State.DESIGNATED)
    assert not has_passed(State.APPROVED, State.DESIGNATED)


def test_checks_of_the_table_are_answered_somewhere() -> None:
    own = {"plan", "agenda", "accreditation", "joint_providers", "ended", "started", "not_started"}

    assert own <= checks_used()
    assert step_named("cancel").checks == ("not_started",)


def test_diagram_and_table_show_every_step() -> None:
    assert all(step.label in diagram() and step.label in table() for step in STEPS)


def test_fields_belong_to_one_group() -> None:
    assert len(FIELDS) == len(PLAN) + len(JOINING) + len(AFTERWARDS)


@pytest.mark.parametrize("state", list(State))
def test_plan_changes_only_while_it_is_planned(state) -> None:
    assert may_change(state, "practice_gap") is (state in {State.IDEA, State.PLANNING})
    assert may_change(state, "fee") is (state not in {State.CLOSED, State.REPORTED, State.CANCELLED})
    assert may_change(state, "change_analysis") is (state is not State.CANCELLED)


@pytest.mark.parametrize(
    ("state", "names", "starts_with"),
    [
        (State.IN_REVIEW, ["practice_gap"], "The plan is in review"),
        (State.APPROVED, ["practice_gap", "fee"], "The plan is approved"),
        (State.DESIGNATED, ["practice_gap"], "Credit is designated for this plan. Reopen it"),
        (State.OPEN, ["practice_gap"], "The plan stands as it was designated (now: Open)."),
        (State.CLOSED, ["fee"], "The activity is closed"),
        (State.CANCELLED, ["fee"], "The activity is cancelled"),
    ],
)
def test_locked_field_says_what_to_do(state, names, starts_with) -> None:
    (found,) = findings_on_change(state, names)

    assert found.code == "activity.locked"
    assert str(found).startswith(starts_with)


def test_open_fields_are_not_refused() -> None:
    assert findings_on_change(State.OPEN, ["fee"]) == ()
    assert findings_on_change(State.PLANNING, FIELDS) == ()


@pytest.mark.parametrize(
    ("ends_at", "code"),
    [(None, ["activity.ended.unknown"]), (AFTER, ["activity.ended.running"]), (NOW, []), (BEFORE, [])],
)
def test_ended(ends_at, code) -> None:
    assert [each.code for each in findings_on_ended(ends_at, NOW, shown="soon")] == code


@pytest.mark.parametrize(("starts_at", "is_started"), [(None, False), (AFTER, False), (NOW, True), (BEFORE, True)])
def test_started(starts_at, is_started) -> None:
    assert (findings_on_started(starts_at, NOW) == ()) is is_started


@pytest.mark.parametrize(
    ("starts_at", "is_open", "may_cancel"),
    [(None, True, True), (AFTER, True, True), (NOW, True, False), (BEFORE, False, True)],
)
def test_what_was_offered_is_reported_and_not_cancelled(starts_at, is_open, may_cancel) -> None:
    assert (findings_on_not_started(starts_at, NOW, is_open=is_open) == ()) is may_cancel
