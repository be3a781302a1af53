"""Renewals of a provider's own people: what is shown follows each person's consent; exports hold no more."""

from contextlib import closing
from datetime import date

import people
import pytest
import wallets
from django.urls import reverse

from opencme.apps.audit.models import AuditEvent
from opencme.apps.wallet.services.consents import give_consent, withdraw_consent

pytestmark = pytest.mark.django_db


def consent(who, *, department="Surgery", with_lines=True):
    return give_consent(
        by=wallets.actor(who),
        provider_id=people.lakeside().public_id,
        department=department,
        with_lines=with_lines,
        now=wallets.NOW,
    )


@pytest.fixture
def manager(client):
    people.lakeside()
    client.force_login(people.ada())
    return client


def address(name="standing", **places):
    return reverse(f"console:{name}", kwargs={"provider": people.lakeside().slug, **places})


def test_empty_page_says_how_people_agree(manager):
    wallets.dee()

    answer = manager.get(address())

    assert "Nobody has agreed yet" in answer.text
    assert "Dee Learner" not in answer.text


def test_page_and_exports_show_who_agreed_and_nobody_else(manager):
    consent(wallets.dee())
    wallets.obligation(people.nia(), wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14))

    page = manager.get(address())
    csv = b"".join(manager.get(address(), {"export": "csv"}).streaming_content).decode()

    for text in (page.text, csv):
        assert "Dee Learner" in text
        assert people.nia().full_name not in text
    assert csv.splitlines()[1].startswith("Dee Learner,Surgery,")
    with closing(manager.get(address(), {"export": "xlsx"})) as file:
        assert b"".join(file.streaming_content)[:2] == b"PK"


def test_department_narrows_the_people_not_the_sums(manager):
    consent(wallets.dee())
    consent(people.nia(), department="")

    answer = manager.get(address(), {"department": "Surgery"})
    none = manager.get(address(), {"department": "-"})

    assert [row.name for row in answer.context["table"].rows] == ["Dee Learner"]
    assert [row.name for row in none.context["table"].rows] == [people.nia().full_name]
    assert answer.context["whole"].people == none.context["whole"].people == 2


@pytest.mark.parametrize("with_lines", [True, False])
def test_lines_are_shown_only_as_far_as_the_person_says(manager, with_lines):
    given = consent(wallets.dee(), with_lines=with_lines)

    answer = manager.get(address("standing-person", consent_id=given.public_id))

    assert ("Risk management" in answer.text) is with_lines
    assert ("not each requirement" in answer.text) is not with_lines
    for hidden in ("Safe Opioid Prescribing", "Internal Medicine Update"):
        assert hidden not in answer.text
    assert answer["Cache-Control"] == "private, no-store"


def test_person_who_took_it_back_is_not_found(manager):
    given = consent(wallets.dee())
    withdraw_consent(by=wallets.actor(people.dee()), consent_id=given.public_id, now=wallets.NOW)

    assert manager.get(address("standing-person", consent_id=given.public_id)).status_code == 404
    assert "Dee Learner" not in manager.get(address()).text


def test_every_look_is_noted_and_the_person_sees_who_looked_and_nobody_else_does(manager, client):
    given = consent(wallets.dee())
    consent(people.nia(), department="Emergency")
    asked = {"family": wallets.MASSACHUSETTS, "rule": "us-nh-md"}

    for _again in range(2):
        manager.get(address())
    for _chunk in manager.get(address(), {"export": "csv", "department": "Surgery"}).streaming_content:
        pass
    manager.get(address("standing-person", consent_id=given.public_id))
    manager.get(address("standing-what-if"))
    manager.get(address("standing-what-if"), asked)

    told = {}
    for who in (people.dee(), people.nia(), people.eve()):
        client.force_login(who)
        told[who.given_name] = [
            (look.who, look.event, look.times)
            for look, _word in client.get(reverse("wallet:consents")).context["looks"]
        ]
    ada = people.ada().full_name
    assert told == {
        "Dee": [(ada, "standing.judged", 1), (ada, "standing.seen", 3), (ada, "standing.exported", 1)],
        people.nia().given_name: [(ada, "standing.seen", 2)],
        people.eve().given_name: [],
    }
    kept = AuditEvent.objects.filter(event__startswith="standing.")
    assert kept.count() == 5
    assert "Dee" not in str(list(kept.values_list("subject_label", "after")))


def test_deactivated_people_are_not_shown_any_more(manager):
    given = consent(wallets.dee())
    people.dee().__class__.objects.filter(pk=people.dee().pk).update(is_active=False)

    assert "Nobody has agreed yet" in manager.get(address()).text
    assert manager.get(address("standing-person", consent_id=given.public_id)).status_code == 404


@pytest.mark.parametrize("with_lines", [True, False])
def test_what_if_says_who_would_newly_be_short(manager, with_lines):
    consent(wallets.dee(), with_lines=with_lines)

    asked = manager.get(address("standing-what-if"), {"family": wallets.MASSACHUSETTS, "rule": "us-nh-md"})
    wrong = manager.get(address("standing-what-if"), {"family": wallets.MASSACHUSETTS, "rule": "us-xx-md"})

    answer = asked.context["answer"]
    assert (answer.people, answer.unseen, bool(answer.rows)) == ((1, 0, True) if with_lines else (0, 1, False))
    assert asked.context["newly"] == int(with_lines)
    assert ("Dee Learner" in asked.text) is with_lines
    assert wrong.status_code == 422


def test_person_gives_and_takes_back_in_the_wallet(client):
    people.lakeside()
    client.force_login(wallets.dee())
    there = reverse("wallet:consents")
    form = {"provider": str(people.lakeside().public_id), "department": "Surgery"}

    refused = client.post(there, form)
    given = client.post(there, {**form, "how_much": "verdicts"}, follow=True)
    twice = client.post(there, {**form, "how_much": "verdicts"}, follow=True)

    assert refused.status_code == 422
    assert "Surgery" in refused.text
    assert "sees how you stand from now on" in given.text
    assert len(twice.context["standing"]) == 1
    row = given.context["standing"][0]
    taken = client.post(reverse("wallet:consent-withdraw", args=[row.public_id]), follow=True)
    assert "no longer sees how you stand" in taken.text
    assert taken.context["standing"] == []
