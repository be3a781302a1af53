"""Checking in on a phone: typed or followed, signed in or not, and what the room's screen may not do."""

from datetime import timedelta

import in_control
import offers
import people
import pytest
import time_machine
from offers import NOW

from opencme.apps.delivery.models import Attendance, DisclosureImpression
from opencme.apps.delivery.services.check_in import open_check_in
from opencme.rules.delivery.codes import code_for, step_at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def session():
    made = offers.session(in_control.everybody_cleared(offers.live()), title="Recognize")
    return open_check_in(by=people.as_actor(people.ada()), session_id=made.public_id, now=NOW)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def shown(session):
    return code_for(session.check_in_secret, step_at(NOW))


def present():
    return Attendance.objects.across_providers(why="test").count()


def signed_in(client):
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_visitor_follows_the_code_signs_in_and_is_in(client, session, clock):
    dee = people.dee()
    dee.set_password(people.PASSWORD)
    dee.save()

    followed = client.get(f"/learn/check-in/{shown(session)}/")
    asked = client.get(followed["Location"])
    assert asked["Location"] == "/sign-in/?next=%2Flearn%2Fcheck-in%2Fconfirm%2F"
    assert present() == 0
    clock.shift(600)  # ten minutes later the code on the screen is another one
    entered = client.post(
        "/sign-in/", {"email": dee.email, "password": people.PASSWORD, "way": "password", "next": followed["Location"]}
    )
    page = client.get(entered["Location"])
    assert "Recognize" in page.text
    assert "None of the planners" in page.text
    done = client.post(entered["Location"], follow=True)

    assert "You are checked in to “Recognize”." in done.text
    assert present() == 1
    assert DisclosureImpression.objects.across_providers(why="test").count() == 1


def test_looking_at_a_link_checks_nobody_in(client, session):
    client = signed_in(client)

    client.get(f"/learn/check-in/{shown(session)}/", follow=True)

    assert present() == 0


def test_who_knows_the_activity_types_the_code_and_is_in_twice_is_once(client, session):
    client = signed_in(client)
    client.post("/learn/check-in/", {"code": shown(session)})
    client.post("/learn/check-in/confirm/")

    again = client.post("/learn/check-in/", {"code": shown(session).lower()})

    assert again["Location"] == f"/learn/{session.activity.public_id}/"
    assert present() == 1


def test_a_wrong_code_stays_in_its_field_with_the_reason(client, session):
    refused = signed_in(client).post("/learn/check-in/", {"code": "AAAAAA"})

    assert refused.status_code == 422
    assert "Codes change every minute" in refused.text
    assert 'value="AAAAAA"' in refused.text
    old = client.get("/learn/check-in/AAAAAA/", follow=True)
    assert "not in use any more" in old.text


def test_a_code_kept_too_long_is_asked_for_again(client, session, clock):
    signed_in(client).get(f"/learn/check-in/{shown(session)}/")
    clock.shift(16 * 60)

    done = client.post("/learn/check-in/confirm/", follow=True)

    assert "This code is not in use any more." in done.text
    assert present() == 0
    assert client.get("/learn/check-in/confirm/")["Location"] == "/learn/check-in/"


@pytest.mark.parametrize("attended", [None, 45])
def test_the_page_says_what_was_attended(client, session, attended):
    registration = offers.registration(session.activity)
    offers.impression(registration)
    Attendance.objects.create(
        registration=registration, session=session, source="import", minutes=attended, recorded_at=NOW, by_label="x"
    )

    page = signed_in(client).get(f"/learn/{session.activity.public_id}/").text

    assert ("Attended" in page) == (attended is None)
    assert ("45 min of 1 h" in page) == (attended == 45)


def test_credit_grows_with_what_is_attended_trap_16(client, session, clock):
    """The certificate says what was claimed; what was attended later is claimed on top, never twice."""
    later = offers.session(session.activity, NOW + timedelta(hours=2), minutes=50, title="Treat")
    offers.designation(session.activity, "2.00")
    registration = offers.registration(session.activity)
    client = signed_in(client)
    client.post("/learn/check-in/", {"code": shown(session)})
    client.post("/learn/check-in/confirm/")
    home = f"/learn/{session.activity.public_id}/"

    page = client.get(home).text
    assert "Up to" in page
    assert "by what you attended; the activity is designated for 2 AMA PRA Category 1 Credits™." in page
    assert "Sessions are still to come." in page
    assert client.post(f"{home}claim/", {"ama_pra_cat1": "1.00"}).status_code == 422  # half an hour has passed
    assert client.post(f"{home}claim/", {"ama_pra_cat1": "0.50"}).status_code == 303

    clock.shift(4 * 3600)
    Attendance.objects.create(
        registration=registration, session=later, source="staff", minutes=50, recorded_at=NOW, by_label="Ada"
    )
    assert "You took part in more since: claim it too" in client.get(home).text
    assert client.post(f"{home}claim/", {"ama_pra_cat1": "1.75"}).status_code == 303
    done = client.get(home).text
    assert "1.75 <em>AMA PRA Category 1 Credits</em>™" in done
    assert "claim it too" not in done
