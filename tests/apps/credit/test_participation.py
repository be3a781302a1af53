"""No minute of a session counts before it has passed, whoever has checked in; and only sessions the system counts."""

from datetime import timedelta
from decimal import Decimal

import factories
import offers
import people
import pytest

from opencme.apps.activities.models import SessionBreak
from opencme.apps.credit.selectors import claim_page
from opencme.apps.delivery.models import Attendance
from opencme.apps.delivery.selectors.attendance import attended_minutes

pytestmark = pytest.mark.django_db
START = factories.START


@pytest.fixture
def activity():
    """Two sessions of an hour, 08:00 and 10:00, the first with a break in its second quarter; Dee checked in to both."""
    made = offers.live()
    offers.designation(made, "2.00")
    dee = offers.registration(made)
    offers.impression(dee)
    first, second = (offers.session(made, START + timedelta(hours=hours), 60) for hours in (0, 2))
    SessionBreak.objects.create(
        session=first, starts_at=START + timedelta(minutes=15), ends_at=START + timedelta(minutes=30)
    )
    for session in (first, second):
        Attendance.objects.create(
            registration=dee, session=session, source="code", recorded_at=START + timedelta(minutes=1), by_label="Dee"
        )
    return made


def allowed(activity, minutes, system="ama_pra_cat1"):
    page = claim_page(
        actor=people.as_actor(people.dee()), activity_id=activity.public_id, now=START + timedelta(minutes=minutes)
    )
    (line,) = (each for each in page.lines if each.system == system)
    return line.allowed.amount


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-1, "0.00"),
        (0, "0.00"),
        (7, "0.00"),  # 7 minutes round to none
        (8, "0.25"),
        (15, "0.25"),
        (30, "0.25"),  # the break has passed, and counts nothing
        (45, "0.50"),
        (60, "0.75"),
        (119, "0.75"),  # the second session has not begun
        (135, "1.00"),
        (180, "1.75"),
        (24 * 60, "1.75"),  # and nothing is added afterwards
    ],
)
def test_only_minutes_that_have_passed_count(activity, minutes, expected):
    assert allowed(activity, minutes) == Decimal(expected)


def test_trap_15_evaluation_time_counts_for_contact_hours_and_not_for_ama(activity):
    people.lakeside()
    offers.designation(activity, "3.00", "ancc")
    nia = offers.registration(activity, people.nia())
    offers.impression(nia)
    session = offers.session(activity, START + timedelta(hours=4), 30, kind="evaluation")
    for who in (nia, activity.registrations.get(person=people.dee())):
        Attendance.objects.create(registration=who, session=session, source="code", recorded_at=START, by_label="x")
    assert attended_minutes(nia) == 30
    page = claim_page(
        actor=people.as_actor(people.nia()), activity_id=activity.public_id, now=START + timedelta(hours=9)
    )

    assert {each.system: each.allowed.amount for each in page.lines}["ancc"] == Decimal("0.50")
    assert allowed(activity, 9 * 60) == Decimal("1.75")
