"""The front door: sign-in by password and link, sign-up, the demo's people, help and privacy."""

import re

import people
import pytest
from django.test import Client, override_settings

from opencme.apps.accounts.models import Person
from opencme.apps.messaging.models import Message
from opencme.apps.providers.models import Membership
from opencme.rules.access import Role
from opencme.web.ui.arrival import network_of

pytestmark = pytest.mark.django_db


def with_password(who: Person) -> Person:
    who.set_password(people.PASSWORD)
    who.save()
    return who


def sign_in(client: Client, who: Person, **more: str):
    return client.post("/sign-in/", {"email": who.email, "password": people.PASSWORD, "way": "password", **more})


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/sign-up/", "/sign-in/sent/", "/sign-in/link/?token=x", "/help/", "/privacy/"]
)
def test_visitor_sees(client: Client, path: str, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        answer = client.get(path)

    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_sign_in_leads_back(client: Client):
    answer = sign_in(client, with_password(people.dee()), next="/help/#words")

    assert (answer.status_code, answer["Location"]) == (303, "/help/#words")


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client: Client, target: str):
    assert "elsewhere" not in sign_in(client, with_password(people.dee()), next=target)["Location"]


def test_somebody_working_for_several_providers_chooses(client: Client):
    people.lakeside()
    other = people.elsewhere()
    ada = with_password(people.ada())
    Membership.objects.create(provider=other, person=ada, role=Role.DESIGNER, from_at=people.NOW)

    assert sign_in(client, ada)["Location"] == "/work/"
    shown = client.get("/work/").text
    assert "Lakeside Health System" in shown
    assert "Elsewhere Medical Society" in shown


def test_wrong_password_says_so_and_keeps_the_address(client: Client):
    answer = client.post("/sign-in/", {"email": "dee@example.org", "password": "wrong", "way": "password"})

    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert 'value="dee@example.org"' in answer.text
    assert "wrong" not in answer.text.split("<main")[1]


def test_too_many_tries_answer_429(client: Client):
    for _ in range(10):
        client.post("/sign-in/", {"email": "dee@example.org", "password": "wrong", "way": "password"})
    answer = client.post("/sign-in/", {"email": "dee@example.org", "password": "wrong", "way": "password"})

    assert (answer.status_code, answer["Retry-After"]) == (429, "900")


@pytest.mark.parametrize("email", ["dee@example.org", "nobody@example.org"])
def test_asking_for_a_link_looks_the_same_with_and_without_account(client: Client, email: str):
    people.dee()
    answer = client.post("/sign-in/", {"email": email, "way": "link"}, follow=True)

    assert answer.redirect_chain == [("/sign-in/sent/", 303)]
    assert f"A message to {email} is on its way" in answer.text
    assert "token=" not in answer.text
    assert Message.objects.count() == 1


def link_in(mail: Message) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.text).group(1)


def test_link_asks_first_and_enters_by_the_button(client: Client):
    people.dee()
    client.post("/sign-in/", {"email": "dee@example.org", "way": "link", "next": "/privacy/"})
    link = link_in(Message.objects.get())

    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200
    answer = client.post(link)

    assert (answer.status_code, answer["Location"]) == (303, "/privacy/")
    assert Client().post(link).status_code == 422


def test_sign_up_needs_profession_and_degree(client: Client):
    answer = client.post("/sign-up/", {"given_name": "Fay", "family_name": "Fellow", "email": "fay@example.org"})

    assert answer.status_code == 422
    assert 'href="#id_profession"' in answer.text
    assert not Person.objects.exists()


def test_sign_up_enters_by_the_mailed_link(client: Client):
    client.post(
        "/sign-up/",
        {
            "given_name": "Fay",
            "family_name": "Fellow",
            "email": "fay@example.org",
            "profession": "physician",
            "degree": "MD",
        },
    )

    answer = client.post(link_in(Message.objects.get()), follow=True)

    assert answer.status_code == 200
    assert answer.wsgi_request.actor.label == "Fay Fellow"


def test_sign_out_ends_the_session(client: Client):
    client.force_login(people.dee())

    answer = client.post("/sign-out/")

    assert (answer.status_code, answer["Clear-Site-Data"]) == (303, '"cache"')
    assert client.get("/work/").status_code == 302


def test_demo_people_are_not_there_outside_the_demo(client: Client):
    who = people.person("Dana", "Demo")
    who.email = "dana@clinic.example"
    who.save()

    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/be/{who.public_id}/").status_code == 404
    assert "_auth_user_id" not in client.session


@override_settings(IS_DEMO=True)
def test_in_the_demo_one_can_be_invented_people_only(client: Client):
    real, invented = people.dee(), people.person("Dana", "Demo")
    invented.email = "dana@clinic.example"
    invented.save()

    shown = client.get("/demo/").text
    assert ("Dana Demo" in shown, "Dee Learner" in shown) == (True, False)
    assert client.post(f"/demo/be/{real.public_id}/").status_code == 404
    assert client.get(f"/demo/be/{invented.public_id}/").status_code == 405
    assert client.post(f"/demo/be/{invented.public_id}/").status_code == 303
    assert client.session["_auth_user_id"] == str(invented.pk)


@override_settings(IS_DEMO=True)
def test_in_the_demo_the_mail_is_shown(client: Client):
    people.dee()

    assert "token=" in client.post("/sign-in/", {"email": "dee@example.org", "way": "link"}, follow=True).text


def test_signed_in_page_asks_for_person_and_roles_only(client: Client, django_assert_num_queries):
    people.lakeside()
    client.force_login(people.ada())

    with django_assert_num_queries(2):
        answer = client.get("/help/")

    assert [place.role_names for place in answer.wsgi_request.workplaces] == [("Program manager", "CME coordinator")]
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("proxy", "forwarded", "network"),
    [
        (None, "203.0.113.9", "198.51.100.1"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "", "198.51.100.1"),
    ],
)
def test_brake_believes_only_its_own_proxy(rf, settings, proxy, forwarded: str, network: str):
    settings.SECURE_PROXY_SSL_HEADER = proxy

    assert network_of(rf.get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=forwarded)) == network
