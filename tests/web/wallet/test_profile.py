"""My profile: errors while typing, everything refused at once, nothing typed is lost."""

import people
import pytest
from django.test import Client

from opencme.apps.accounts.selectors import identity_of
from opencme.apps.accounts.services import Typed, change_profile
from opencme.rules.reporting.identity import IdentifierFact

pytestmark = pytest.mark.django_db
NPI = "1234567893"
TYPED = {
    "given_name": "Dee",
    "family_name": "Learner",
    "credentials": "MD, FACP",
    "profession": "physician",
    "degree": "MD",
    "birth_month": "3",
    "birth_day": "4",
    "npi": "1234 567 893",
    "license_domain_0": "MN",
    "license_value_0": "51234",
    "board_domain_0": "",
    "board_value_0": "",
    "reports_agreed": "on",
}


@pytest.fixture
def dee(client: Client) -> Client:
    client.force_login(people.dee())
    return client


def test_profile_is_saved_and_ready_for_reports(dee: Client):
    assert "Not yet" in dee.get("/me/profile/").text

    answer = dee.post("/me/profile/", TYPED, follow=True)

    assert answer.redirect_chain == [("/me/profile/", 303)]
    assert "Everything that accreditors ask is here." in answer.text
    assert identity_of(people.dee()).identifiers == (
        IdentifierFact(kind="npi", domain="", value=NPI),
        IdentifierFact(kind="state_license", domain="MN", value="51234"),
    )


def test_profile_leads_back_to_where_it_was_asked(dee: Client):
    assert dee.post("/me/profile/?next=/help/", TYPED)["Location"] == "/help/"
    assert dee.post("/me/profile/?next=//elsewhere.example", TYPED)["Location"] == "/me/profile/"


def test_everything_wrong_is_said_at_once_beside_its_field(dee: Client):
    answer = dee.post(
        "/me/profile/",
        {**TYPED, "npi": "1234567890", "license_domain_0": "", "birth_month": "2", "birth_day": "30"},
    )

    assert answer.status_code == 422
    for field in ("id_npi", "id_license_domain_0", "id_birth_day"):
        assert f'href="#{field}"' in answer.text
    assert 'value="1234567890"' in answer.text
    assert identity_of(people.dee()).identifiers == ()


def test_one_more_row_keeps_what_was_typed(dee: Client):
    answer = dee.post("/me/profile/", {**TYPED, "npi": "12", "add": "license"})

    assert answer.status_code == 200
    assert "error-summary" not in answer.text
    assert 'name="license_value_1"' in answer.text
    assert 'value="51234"' in answer.text
    assert 'value="12"' in answer.text


def test_emptied_license_is_removed(dee: Client):
    dee.post("/me/profile/", TYPED)
    dee.post("/me/profile/", {**TYPED, "license_domain_0": "", "license_value_0": ""})

    assert [each.kind for each in identity_of(people.dee()).identifiers] == ["npi"]


@pytest.mark.parametrize(
    ("trigger", "typed", "words"),
    [
        ("npi", {"npi": "123"}, "An NPI has 10 digits"),
        ("license_value_0", {"license_domain_0": "", "license_value_0": "5"}, "Choose the state"),
        ("board_domain_0", {"board_domain_0": "ABIM", "board_value_0": "no!"}, "A board ID is letters and digits"),
        ("npi", {"npi": NPI}, ""),
    ],
)
def test_field_is_judged_while_typing(dee: Client, trigger: str, typed: dict[str, str], words: str):
    answer = dee.post(
        "/me/profile/check/", {**TYPED, **typed}, headers={"HX-Request": "true", "HX-Trigger-Name": trigger}
    )

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'name="{trigger}"' in answer.text
    assert ("has-error" in answer.text) == bool(words)
    assert words in answer.text
    assert identity_of(people.dee()).identifiers == ()


def test_profile_asks_few_questions(dee: Client, django_assert_max_num_queries):
    change_profile(
        by=people.as_actor(people.dee()),
        changes={},
        identifiers=[Typed(kind="state_license", domain=state, value="1") for state in ("MN", "WI", "IA")],
        now=people.NOW,
    )
    with django_assert_max_num_queries(4):
        dee.get("/me/profile/")


def test_password_is_changed_and_this_session_goes_on(dee: Client):
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()
    dee.force_login(who)

    refused = dee.post("/me/password/", {"current": "wrong", "new": "short"})
    answer = dee.post("/me/password/", {"current": people.PASSWORD, "new": "a quite different sentence"}, follow=True)

    assert refused.status_code == 422
    assert answer.redirect_chain == [("/me/profile/", 303)]


def test_ending_sessions_signs_out_here_too(dee: Client):
    assert dee.post("/me/sessions/end/")["Location"] == "/sign-in/"
    assert dee.get("/me/profile/").status_code == 302


@pytest.mark.parametrize("path", ["/me/profile/", "/me/password/"])
def test_visitor_is_asked_to_sign_in(client: Client, path: str):
    assert client.get(path)["Location"] == f"/sign-in/?next={path.replace('/', '%2F')}"
