"""The front door: sign-in by password and link, sign-up, the demo's people, help and privacy."""

import re
from urllib.parse import parse_qs, urlsplit

import factories
import people
import pytest
import wallets
from django.test import Client, override_settings

from opencme.apps.accounts.models import Person
from opencme.apps.delivery.models import Registration
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


@pytest.mark.parametrize(
    ("profession", "arrives"),
    [("physician", "/me/set-up/"), ("nurse", "/me/set-up/"), ("student", "/learn/"), ("", "/learn/")],
)
def test_a_new_account_arrives_where_its_first_step_is(client: Client, profession: str, arrives: str):
    dee = people.dee()
    dee.profession = profession
    dee.save()

    assert sign_in(client, with_password(dee))["Location"] == arrives


def test_who_takes_part_arrives_at_their_learning_and_who_keeps_licenses_where_they_stand(client: Client):
    dee = with_password(people.dee())
    wallets.obligation(dee, "us-ma-md")
    assert sign_in(client, dee)["Location"] == "/me/"

    activity = factories.activity(state="open")
    Registration.objects.create(activity=activity, person=dee, registered_at=people.NOW)
    assert sign_in(Client(), dee)["Location"] == "/learn/"


def test_who_is_signed_in_already_goes_on(client: Client):
    client.force_login(people.dee())

    for page in ("/sign-in/", "/sign-up/"):
        assert client.get(page, {"next": "/me/set-up/?pick=us-ma-md"})["Location"] == "/me/set-up/?pick=us-ma-md"
        assert client.get(page, {"next": "https://elsewhere.example/"})["Location"] == "/me/set-up/"


def test_from_the_front_page_to_the_standing_of_one_license(client: Client):
    """Six presses: state, account, link, button, license, date."""
    asked = client.get("/requirements/go/?place=us-ma&profession=md&to=wallet")["Location"]
    form = client.get(asked).text
    assert "you see where you stand" in form
    assert '<option value="physician" selected>' in form
    target = parse_qs(urlsplit(asked).query)["next"][0]
    typed = {"given_name": "Fay", "family_name": "Fellow", "email": "fay@example.org"}
    client.post("/sign-up/", {**typed, "profession": "physician", "degree": "MD", "next": target})

    chosen = client.post(link_in(Message.objects.get()))["Location"]
    offered = client.get(chosen).text
    assert re.findall(r'value="([\w-]+)" checked', offered) == ["us-ma-md"]
    dates = client.post(chosen, {"pick": "us-ma-md"}, follow=True)
    assert dates.redirect_chain[-1][0] == "/me/set-up/dates/"
    named = re.findall(r'name="([^"]+)"', dates.text.split("<main")[1])
    fields = {name: "2020-05-01" if "issue" in name else "2027-05-01" for name in named if "csrf" not in name}
    asked_next = client.post("/me/set-up/dates/", fields)["Location"]

    assert asked_next in {"/me/questions/", "/me/"}
    assert "Massachusetts" in client.get("/me/").text


def test_the_front_page_shows_both_sides(client: Client):
    page = client.get("/").text.split("<main")[1]

    assert 'id="stand"' in page
    assert 'id="provide"' in page
    assert 'name="to" value="wallet"' in page
    assert 'href="/start/"' in page
    assert 'href="/sign-up/?next=%2Fme%2Fset-up%2F"' in page


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
