from datetime import date, timedelta

import factories
import people
import pytest

from opencme.apps.activities import checks, selectors, services
from opencme.apps.activities.models import Step
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NOW = people.NOW


def codes(key: str, activity, now=NOW) -> list[str]:
    return [each.code for each in checks.findings(key, activity, now)]


def test_complete_live_and_enduring_plans_pass_the_own_gates() -> None:
    live, enduring = factories.activity(), factories.enduring()
    factories.session(live)

    for activity in (live, enduring):
        assert {key: codes(key, activity) for key in ("plan", "agenda", "accreditation", "joint_providers")} == {
            "plan": [],
            "agenda": [],
            "accreditation": [],
            "joint_providers": [],
        }


def test_gates_read_what_stands_in_the_rows() -> None:
    activity = factories.activity(practice_gap="", starts_at=None, ends_at=None)
    activity.objectives.all().delete()
    activity.joint_providers.create(partner=factories.partner(checked_on=None))
    provider = activity.provider
    provider.status = "none"

    assert codes("plan", activity) == ["plan.gap", "plan.objectives"]
    assert codes("agenda", activity) == ["agenda.empty"]
    assert codes("accreditation", activity) == ["accreditation.none"]
    assert codes("joint_providers", activity) == ["joint.unchecked", "joint.agreement"]


def test_agreement_is_due_once_the_plan_is_in_review() -> None:
    def blocks(state: str) -> bool:
        activity = factories.activity(state=state)
        activity.joint_providers.create(partner=factories.partner(name=f"Partner {state}"))
        (found,) = checks.findings("joint_providers", activity, NOW)
        return found.blocking

    assert [blocks(state) for state in ("planning", "in_review")] == [False, True]


def test_trap_66_probation_blocks_a_new_partner() -> None:
    activity = factories.activity()
    provider = activity.provider
    provider.status, provider.decided_on = "probation", date(2026, 2, 1)
    provider.save()
    activity.joint_providers.create(partner=factories.partner(), agreed_on=date(2026, 2, 2), may_withdraw=True)

    assert codes("joint_providers", activity) == ["joint.probation"]
    assert codes("accreditation", activity) == []


def test_time_gates_follow_the_activity() -> None:
    activity = factories.activity(state="open")
    before, during, after = (factories.START + timedelta(hours=hours) for hours in (-1, 1, 3))

    assert [codes("ended", activity, at) for at in (before, during, after)] == [
        ["activity.ended.running"],
        ["activity.ended.running"],
        [],
    ]
    assert [codes("started", activity, at) for at in (before, during)] == [["activity.started.not"], []]
    assert [codes("not_started", activity, at) for at in (before, during)] == [[], ["activity.not_started.begun"]]
    (running,) = checks.findings("ended", activity, during)
    assert str(running) == "It runs until May 14, 2026, 10:00 AM."


def test_enduring_material_ends_with_its_last_day_at_the_venue() -> None:
    material = factories.enduring(expires_on=date(2026, 5, 31), release_on=date(2026, 5, 1), state="open")
    last_minute = factories.START.replace(month=6, day=1, hour=4, minute=59)

    assert codes("ended", material, last_minute) == ["activity.ended.running"]
    assert codes("ended", material, last_minute + timedelta(minutes=1)) == []


def test_step_back_needs_a_reason_and_keeps_it() -> None:
    activity = factories.activity(state="in_review")
    given = {"by": people.as_actor(people.bo()), "activity_id": activity.public_id, "now": NOW}

    with pytest.raises(DomainError) as refusal:
        services.take_step(**given, step="return_for_changes", note="  ")
    services.take_step(**given, step="return_for_changes", note="The gap needs a figure.")

    activity.refresh_from_db()
    assert [each.code for each in refusal.value.findings] == ["activity.step.note"]
    assert (activity.state, Step.objects.of(activity.provider_id).get().note) == ("planning", "The gap needs a figure.")
    row = AuditEvent.objects.get(activity_id=activity.pk)
    assert (row.event, row.before, row.after) == (
        "activity.returned",
        {"state": "in_review"},
        {"state": "planning", "note": "The gap needs a figure."},
    )


def test_second_press_finds_the_new_state() -> None:
    activity = factories.activity(state="approved")
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": NOW, "note": "Date moved"}

    services.take_step(**given, step="revise")
    with pytest.raises(DomainError) as refusal:
        services.take_step(**given, step="revise")

    assert [each.code for each in refusal.value.findings] == ["activity.step.state"]
    assert Step.objects.of(activity.provider_id).count() == 1


def test_steps_belong_to_roles_and_to_the_provider() -> None:
    activity = factories.activity(state="in_review")
    given = {"activity_id": activity.public_id, "step": "return_for_changes", "note": "No", "now": NOW}

    with pytest.raises(NotAllowed):
        services.take_step(by=people.as_actor(people.ada()), **given)
    with pytest.raises(NotFound):
        services.take_step(by=people.as_actor(people.eve()), **given)


def test_readiness_tells_each_point_once_at_the_first_step_that_asks_it() -> None:
    activity = factories.activity(practice_gap="", state="idea")

    found = selectors.readiness(activity, NOW, people.as_actor(people.ada()), with_later=True)

    assert found.next is not None
    assert (found.next.step.name, found.next.may) == ("start_planning", True)
    told = [due.told for view in (found.next, *found.later) for due in view.findings]
    assert len(told) == len(set(told))
    asked = {view.step.name: [due.finding.code for due in view.findings] for view in found.later}
    assert "plan.gap" in asked["submit"]
    assert "plan.gap" not in asked["approve"]


def test_designated_plan_is_reopened_before_participants_could_take_part() -> None:
    activity = factories.activity(state="designated")
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": NOW}

    services.take_step(**given, step="revise", note="The room is too small.")

    activity.refresh_from_db()
    assert activity.state == "planning"
