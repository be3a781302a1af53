"""The demo's states: each is reached by services alone, on any day of the year."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import board
from opencme.apps.credit.models import Award, Certificate
from opencme.apps.credit.selectors.verification import verify_ledger
from opencme.apps.delivery.models import AttendanceRow
from opencme.apps.messaging.models import Message
from opencme.apps.providers.models import Provider
from opencme.apps.providers.selectors import actor_of
from opencme.apps.wallet.selectors.plans import plan_page
from opencme.demo import office, programme, scenarios, topic_materials
from opencme.demo.texts import cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
WHOLE = {
    "After Heart Failure: The First Week at Home": "planning",
    "Antibiotics on the Ward: Shorter Is Often Better": "delivered",
    "Asthma in Children: Technique Before Dose": "closed",
    "Breaking Bad News: Practice With Actors": "idea",
    "COPD in Winter": "cancelled",
    "Cervical Screening: Offering the Choice": "approved",
    "Delirium: See It, Prevent It": "planning",
    "Falls on the Ward: What We Can Change": "in_review",
    "Hypertension in Practice": "planning",
    "Insulin Safety in Hospital: From Admission to Discharge": "open",
    "Low Back Pain: When Not to Image": "planning",
    "Medicine Grand Rounds": "open",
    "Opioid Prescribing After Surgery: Less, and Safer": "designated",
    "Reading Together: Anticoagulation Before Procedures": "delivered",
    "Sepsis on the Ward: Recognize Early, Act Together": "reported",
    "Sepsis on the Ward: The Recordings": "planning",
    "Stroke Alert: The First Sixty Minutes": "open",
    **dict.fromkeys((each.plan.title for each in topic_materials.MATERIALS), "open"),
}


@pytest.mark.parametrize(
    ("stage", "state"),
    [("draft", "planning"), ("review", "in_review"), ("live", "open"), ("closed", "closed"), ("reported", "reported")],
)
def test_stage_takes_a_live_activity_and_a_material_there(stage, state):
    made = scenarios.load(stage, now=NOW)

    assert [(each.format, each.state) for each in made] == [("live_internet", state), ("enduring_internet", state)]


def test_stage_again_adds_two_more_to_the_same_provider():
    scenarios.load("draft", now=NOW)

    again = scenarios.load("draft", now=NOW)

    assert [each.number for each in again] == ["LHS-2026-0003", "LHS-2026-0004"]
    assert Provider.objects.count() == 2


def test_unknown_stage_is_a_bug():
    with pytest.raises(LookupError):
        scenarios.load("flying", now=NOW)


def test_whole_demo_is_an_office_at_work():
    assert not scenarios.is_loaded()

    made = scenarios.load("all", now=NOW)

    assert scenarios.is_loaded()
    states = {each.title: each.state for each in made if each.state != "idea" or each.title not in WHOLE}
    assert states | {"Breaking Bad News: Practice With Actors": "idea"} == WHOLE
    assert verify_ledger().is_whole
    awards, certificates = (rows.objects.across_providers(why="the whole demo") for rows in (Award, Certificate))
    assert awards.count() > 30
    assert certificates.count() == awards.values("registration").distinct().count()
    assert AttendanceRow.objects.across_providers(why="the whole demo").filter(state="doubtful").count() == 4
    amina = plan_page(actor=actor_of(office.person(cast.AMINA)), now=NOW).answer
    assert amina.best is not None
    assert {"ma-regs", "ny-infection", "ca-geriatric", "sud_all"} <= {target.line for target in amina.best.closed}
    assert not Message.objects.filter(sent_at=None).exists()
    assert not ProcrastinateJob.objects.exists()


def test_nobody_at_the_other_provider_sees_anything_of_lakeside():
    scenarios.load("all", now=NOW)
    other = Provider.objects.get(slug="northfield-society-of-physicians")
    olga = actor_of(office.person(cast.OUTSIDER))

    shown = board(actor=olga, provider_id=other.pk, now=NOW)

    assert [row.activity.title for column in shown for row in column.rows] == ["Hypertension in Practice"]
    assert Activity.objects.across_providers(why="there is something that could leak").count() == 18 + len(
        topic_materials.MATERIALS
    )


@pytest.mark.parametrize(
    "now",
    [
        datetime(2027, 1, 2, 3, 30, tzinfo=UTC),  # the year has just begun, not yet in Chicago's day
        datetime(2027, 3, 15, 5, 0, tzinfo=UTC),  # clocks were put forward the day before
        datetime(2027, 11, 8, 23, 50, tzinfo=UTC),  # clocks were put back the day before
        datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    ],
    ids=str,
)
def test_demo_can_be_built_on_an_awkward_day(now):
    made = scenarios.load("all", now=now)

    assert len(made) == len(programme.WHOLE) + 1
