"""The catalogue and the page of an activity: everything told before beginning, to anyone."""

from datetime import timedelta

import factories
import in_control
import offers
import people
import pytest
import time_machine
from offers import NOW

from opencme.apps.activities.models import Activity, Session
from opencme.apps.outcomes.models import EvaluationForm

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def live() -> Activity:
    activity = in_control.everybody_cleared(offers.live(title="Sepsis & <Shock>"))
    offers.session(activity, minutes=60, title="Recognize")
    offers.session(activity, factories.START + timedelta(hours=1), minutes=15, title="Coffee", kind="break")
    offers.designation(activity, "1.00", statement="Designated for 1 *AMA PRA Category 1 Credit*™.")
    return activity


def test_the_list_is_found_by_words_and_filters(client, live):
    offers.designation(offers.enduring(title="Falls"), "0.75")

    assert "2 activities" in client.get("/activities/").text
    found = client.get("/activities/", {"q": "seps", "format": ["live"], "credit": "ama_pra_cat1", "free": "on"}).text
    assert "1 activity" in found
    assert "Sepsis &amp; &lt;Shock&gt;" in found
    assert "1 <em>AMA PRA Category 1 Credit</em>™" in found
    assert "Falls" not in found
    assert "Nothing fits all of this" in client.get("/activities/", {"q": "zebra"}).text


def test_htmx_gets_the_results_alone(client, live):
    part = client.get("/activities/", {"q": "seps"}, headers={"HX-Request": "true", "HX-Target": "results"}).text

    assert part.lstrip().startswith('<section id="results"')
    assert "<h1" not in part


@pytest.mark.parametrize(
    "query", [{"first": "2026-13-40"}, {"format": "zzz"}, {"page": "x"}, {"page": "99"}, {"profession": "'"}]
)
def test_a_filter_that_makes_no_sense_breaks_nothing(client, live, query):
    answer = client.get("/activities/", query)

    assert answer.status_code == 200
    assert "1 activity" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_four_queries(client, django_assert_num_queries, count):
    for at in range(count):
        offers.designation(offers.enduring(title=f"T{at}"))

    with django_assert_num_queries(4):
        assert f">T{count - 1}<" in client.get("/activities/").text


def test_the_page_tells_everything_before_anybody_begins(client, live):
    page = client.get(f"/activities/{live.public_id}/").text

    for told in (
        "Recognize the change that calls for a sepsis screen",  # objectives
        "Hospitalists and ward nurses",  # audience
        "Cy Teacher",  # faculty
        "None of the planners, faculty and others in control of content has relevant financial relationships",
        "This activity received no commercial support.",
        "Designated for 1 <em>AMA PRA Category 1 Credit</em>™.",
        "Live course, in person",  # format
        ">8:00 AM</time>–",
        ">9:00 AM CDT</time>",
        "Break, not counted",
        "Harbor Hall, Duluth",
        "check in to each with the code shown there",
        "Free",
        "cme@lakeside.example",
        "Nobody else does, unless you agree to it yourself.",
        "Chart audit of ward sepsis 2025",
        'itemtype="https://schema.org/EducationEvent"',
    ):
        assert told in page, told


def test_material_tells_dates_pass_mark_and_time_trap_18(client):
    activity = in_control.everybody_cleared(offers.enduring())
    offers.assessment(activity, questions=10, attempts_allowed=3)
    EvaluationForm.objects.create(activity=activity)
    offers.designation(activity)

    page = client.get(f"/activities/{activity.public_id}/").text

    for told in (
        "May 1, 2026",
        "Apr 30, 2027",
        "1 h",
        "75 percent, 3 attempts",
        "Pass the assessment: 10 questions, 75 percent or more right.",
        "A phone, tablet or computer",
        "Answer the evaluation.",
    ):
        assert told in page, told


def test_a_visitor_is_led_through_signing_in_and_back(client, live):
    page = client.get(f"/activities/{live.public_id}/").text

    assert f'href="/sign-in/?next=%2Factivities%2F{live.public_id}%2F%23begin"' in page
    assert "share_consent" not in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "closed"}, "Registration for this activity is closed."),
        ({"registration_open_to": "limited"}, "open to invited participants only"),
    ],
)
def test_a_refusal_is_seen_before_it_is_tried(client, live, change, said):
    for name, value in change.items():
        setattr(live, name, value)
    live.save()
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/activities/{live.public_id}/").text

    assert said in page
    assert "I have read this" not in page


@pytest.mark.parametrize("state", ["idea", "planning", "in_review", "approved", "designated", "cancelled"])
def test_what_was_never_opened_is_not_there(client, live, state):
    live.state = state
    live.save()

    for page in ("", "calendar.ics"):
        assert client.get(f"/activities/{live.public_id}/{page}").status_code == 404


def test_drafts_of_statements_are_not_announced_trap_09(client):
    activity = in_control.everybody_cleared(offers.live(credit_systems=["ama_pra_cat1"]))
    offers.session(activity)

    assert "designates this" not in client.get(f"/activities/{activity.public_id}/").text


def test_calendar_has_each_session_once_on_the_clock_of_everybody_trap_31(client, live):
    answer = client.get(f"/activities/{live.public_id}/calendar.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert f"UID:{Session.objects.of(live.provider_id).get(title='Recognize').public_id}@testserver" in answer.text
    assert "DTSTART:20260514T130000Z" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_much_it_tells(client, django_assert_num_queries, count):
    activity = in_control.everybody_cleared(offers.live())
    for at in range(count):
        offers.session(activity, factories.START + timedelta(hours=at))
        in_control.cleared(activity, people.person(f"P{at}", "Speaker"), "faculty")
    offers.designation(activity)
    if count > 1:
        offers.designation(activity, "1.0", "ancc")

    with django_assert_num_queries(8):
        client.get(f"/activities/{activity.public_id}/")
