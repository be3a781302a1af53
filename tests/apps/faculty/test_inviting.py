from datetime import UTC, datetime, timedelta

import factories
import people
import pytest
from in_control import NOW, invited, signed

from opencme.apps.audit.models import AuditEvent
from opencme.apps.faculty import selectors, services
from opencme.apps.faculty.models import InControl
from opencme.apps.messaging.models import Message
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.independence.invitations import read_list

pytestmark = pytest.mark.django_db
LIST = """\
Ada Planner, MPH <ada@example.org>, planner
Cy Teacher <cy@example.org>, speaker
Mo Moderator <mo@clinic.example>, moderator
Cy Teacher <cy@example.org>, moderator
Bo Reviewer <bo@example.org>, reviewer
"""


def by_ada():
    return people.as_actor(people.ada())


def codes(refused):
    return [each.code.removeprefix("independence.") for each in refused.value.findings]


def rows_of(activity):
    return InControl.objects.of(activity.provider_id).filter(activity=activity)


def test_five_people_are_invited_at_once_with_one_mail_each():
    activity, cy = factories.activity(), people.cy()
    outcome = services.invite_many(
        by=by_ada(), activity_id=activity.public_id, invitees=read_list(LIST).people, now=NOW
    )

    assert [(row.name, row.role) for row in outcome.made] == [
        ("Ada Planner", "planner"),
        ("Cy Teacher", "faculty"),
        ("Mo Moderator", "moderator"),
        ("Cy Teacher", "moderator"),
        ("Bo Reviewer", "reviewer"),
    ]
    assert outcome.made[1].person == cy
    assert outcome.made[2].person is None
    assert len({row.token for row in outcome.made}) == 5
    assert sorted(Message.objects.values_list("to", flat=True)) == [
        "ada@example.org",
        "bo@example.org",
        "cy@example.org",
        "mo@clinic.example",
    ]
    to_cy = Message.objects.get(to="cy@example.org")
    assert all(f"/f/{row.token}/" in to_cy.text for row in outcome.made if row.email == "cy@example.org")
    assert "Mo Moderator" not in to_cy.text
    assert AuditEvent.objects.filter(event="incontrol.invited", activity_id=activity.pk).count() == 5


def test_a_list_pasted_again_invites_nobody_twice():
    activity = factories.activity()
    for _press in range(2):
        outcome = services.invite_many(
            by=by_ada(), activity_id=activity.public_id, invitees=read_list(LIST).people, now=NOW
        )

    assert (len(outcome.made), len(outcome.already)) == (0, 5)
    assert rows_of(activity).count() == 5


def test_teaching_begins_with_the_activity_and_planning_in_a_week_at_nine_on_the_venue_clock():
    activity = factories.activity()

    assert invited(activity, role="faculty").role_starts_at == factories.START
    assert invited(activity, people.ada(), "planner").role_starts_at == datetime(2026, 3, 9, 14, tzinfo=UTC)


def test_a_teaching_role_moves_with_the_activity_and_a_start_that_comes_closer_asks_again():
    activity = factories.activity()
    row = invited(activity)
    signed(row)
    activity.starts_at = factories.START - timedelta(days=20)
    activity.save()
    person = selectors.people_in_control(activity, NOW + timedelta(days=1))[0]

    assert person.facts.starts_at == factories.START - timedelta(days=20)
    assert [each.code for each in person.status.findings] == ["independence.disclosure.short"]
    assert person.owes_disclosure

    substitute = invited(activity, people.bo(), now=factories.START - timedelta(days=1))
    assert not substitute.follows_activity  # who steps in after the start begins at a moment of their own
    fixed = invited(activity, people.ada(), "faculty", role_starts_at=factories.START)
    assert not fixed.follows_activity
    assert fixed.starts_at == factories.START


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": " "}, ["invite.name"]),
        ({"email": "nobody"}, ["invite.email"]),
        ({"role": "guest"}, ["invite.role"]),
        ({"role_starts_at": NOW}, ["invite.role_starts_at"]),
        ({"name": "", "email": "", "role": ""}, ["invite.name", "invite.email", "invite.role"]),
    ],
)
def test_an_invitation_says_all_that_it_lacks(values, expected):
    given = {"name": "Cy", "email": "cy@example.org", "role": "faculty", **values}
    activity = factories.activity()
    with pytest.raises(DomainError) as refused:
        services.invite(by=by_ada(), activity_id=activity.public_id, now=NOW, **given)

    assert codes(refused) == expected
    assert not rows_of(activity).exists()


def test_the_same_role_twice_and_a_closed_activity_are_refused():
    activity = factories.activity()
    invited(activity)
    with pytest.raises(DomainError) as refused:
        invited(activity, email="CY@example.org")
    assert codes(refused) == ["invite.twice"]

    closed = factories.activity(state="closed")
    with pytest.raises(DomainError) as refused:
        invited(closed)
    assert codes(refused) == ["people.over"]


def test_who_may_invite():
    activity = factories.activity()
    given = {"activity_id": activity.public_id, "name": "X", "email": "x@x.example", "role": "faculty", "now": NOW}

    with pytest.raises(NotAllowed):
        services.invite(by=people.as_actor(people.bo()), **given)
    for outsider in (people.eve(), people.cy()):
        with pytest.raises(NotFound):
            services.invite(by=people.as_actor(outsider), **given)


def test_a_reminder_is_one_mail_with_all_that_is_owed_and_not_twice_a_day():
    first, second = factories.activity(), factories.activity(title="Stroke Alert")
    cy_first, cy_second = invited(first), invited(second)
    mo = invited(first, name="Mo Moderator", email="mo@clinic.example", role="moderator")
    signed(mo)
    Message.objects.all().delete()

    done = services.remind(by=by_ada(), activity_id=first.public_id, now=NOW)
    assert ([row.pk for row in done.sent], done.quiet) == ([cy_first.pk], ())
    mail = Message.objects.get()
    assert mail.to == "cy@example.org"
    assert cy_first.token in mail.text
    assert cy_second.token in mail.text
    assert mo.token not in mail.text

    again = services.remind(by=by_ada(), activity_id=second.public_id, now=NOW + timedelta(hours=3))
    assert (again.sent, [row.pk for row in again.quiet]) == ((), [cy_second.pk])
    later = services.remind(by=by_ada(), activity_id=second.public_id, now=NOW + timedelta(hours=21))
    assert [row.pk for row in later.sent] == [cy_second.pk]
    assert Message.objects.count() == 2


def test_withdrawing_keeps_the_row_with_its_reason_and_frees_the_role():
    activity = factories.activity()
    row = invited(activity)
    given = {"by": by_ada(), "activity_id": activity.public_id, "in_control_id": row.public_id}
    with pytest.raises(DomainError) as refused:
        services.withdraw(**given, reason=" ", now=NOW)
    assert codes(refused) == ["withdraw.reason"]

    services.withdraw(**given, reason="Cannot come", now=NOW)
    services.withdraw(**given, reason="Pressed twice", now=NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawn_reason) == (NOW, "Cannot come")
    assert AuditEvent.objects.filter(event="incontrol.withdrawn").count() == 1
    assert invited(activity).pk != row.pk


def test_moving_the_start_to_another_day_asks_again_and_the_old_signature_no_longer_counts():
    activity = factories.activity()
    row = invited(activity)
    signed(row)
    Message.objects.all().delete()
    change = {
        "by": by_ada(),
        "activity_id": activity.public_id,
        "in_control_id": row.public_id,
        "role": "faculty",
        "reason": "The session moved",
    }

    services.change_role(**change, role_starts_at=factories.START + timedelta(hours=2), now=NOW + timedelta(days=1))
    assert _standing(activity) == "cleared"
    assert not Message.objects.exists()

    services.change_role(**change, role_starts_at=factories.START + timedelta(days=30), now=NOW + timedelta(days=1))
    assert _standing(activity) == "invited"
    assert "confirm your disclosure" in Message.objects.get().text

    services.confirm_unchanged(token=row.token, now=NOW + timedelta(days=2))
    assert _standing(activity) == "cleared"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"reason": ""}, ["change.reason"]),
        ({"role": "guest"}, ["change.role"]),
        ({"role": "moderator"}, ["change.twice"]),
    ],
)
def test_changing_a_role_says_why_it_cannot(values, expected):
    activity = factories.activity()
    row = invited(activity)
    invited(activity, role="moderator")
    given = {"role": "planner", "role_starts_at": factories.START, "reason": "x", **values}
    with pytest.raises(DomainError) as refused:
        services.change_role(by=by_ada(), activity_id=activity.public_id, in_control_id=row.public_id, now=NOW, **given)

    assert codes(refused) == expected


def test_a_role_that_has_begun_is_ended_not_changed():
    activity = factories.activity()
    row = invited(activity, people.ada(), "planner")
    with pytest.raises(DomainError) as refused:
        services.change_role(
            by=by_ada(),
            activity_id=activity.public_id,
            in_control_id=row.public_id,
            role="faculty",
            role_starts_at=factories.START,
            reason="x",
            now=row.role_starts_at,
        )

    assert codes(refused) == ["change.begun"]


def _standing(activity):
    return str(selectors.people_in_control(activity, NOW + timedelta(days=3))[0].standing)
