"""Every form of standing, sharing and money pressed twice, or in two windows: once is done, and no page fails."""

from datetime import date
from uuid import uuid4

import money_rows
import people
import pytest
import wallets
from django.apps import apps
from django.core import serializers
from django.test import Client

from opencme.apps.wallet.models import Earlier, Obligation
from opencme.apps.wallet.selectors.shares import Chosen
from opencme.apps.wallet.services.consents import give_consent
from opencme.apps.wallet.services.facts import add_earlier
from opencme.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RULES = {
    "name": "Harbor Hospital medical staff",
    "hours": "22",
    "unit": "hour",
    "months": "24",
    "systems": ["AMA_PRA_1"],
    "in_total": "on",
    "topic_0": "patient_safety",
    "hours_0": "2",
    "every_0": "cycle",
}
ALLOWANCE = {
    "employer": "Harbor",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "budget": "100",
    "currency": "USD",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)


@pytest.fixture
def dee():
    client = Client()
    client.force_login(wallets.dee())
    return client


def kept():
    """Everything in the wallets and the account, without the counter that rises with each press."""
    rows = [
        row
        for model in (*apps.get_app_config("wallet").get_models(), type(people.dee()))
        for row in model.objects.order_by("pk")
    ]
    for row in rows:
        if hasattr(row, "version"):
            row.version = 0
        if hasattr(row, "calendar_token"):
            row.calendar_token = bool(row.calendar_token)
        if hasattr(row, "last_login"):
            row.last_login = None
    return serializers.serialize("json", rows)


def noted(_client):
    add_earlier(
        by=wallets.actor(people.dee()),
        obligation_id=license_(),
        kind="completed",
        name="ma-bias",
        day=date(2022, 9, 1),
        now=wallets.NOW,
    )
    row = Earlier.objects.get()
    return f"/me/renewals/noted/{row.public_id}/remove/", {"of": str(license_())}


def license_():
    return Obligation.objects.get(family="us-ma-md").public_id


def hospital():
    return Obligation.objects.get(kind="hospital").public_id


def consented(_client):
    given = give_consent(
        by=wallets.actor(people.dee()),
        provider_id=people.lakeside().public_id,
        department="",
        with_lines=False,
        now=wallets.NOW,
    )
    return f"/me/consents/{given.public_id}/withdraw/", {}


def shared(_client):
    return f"/me/shares/{money_rows.share(Chosen(credits=True)).share.public_id}/withdraw/", {}


def sharing(client):
    key = client.get("/me/shares/new/").context["form"]["key"].value()
    return "/me/shares/new/", {"key": key, "recipient": "Harbor", "lasts": "30", "period": "all", "credits": "on"}


def spent(act):
    def made(_client):
        given = money_rows.allowance()
        row = money_rows.expense(given)
        return {
            "remove": (f"/me/allowance/{given.public_id}/remove/", {}),
            "expense": (f"/me/allowance/expenses/{row.public_id}/remove/", {}),
            "back": (
                f"/me/allowance/{given.public_id}/paid-back/",
                {"on": "2026-11-20", "expenses": [str(row.public_id)]},
            ),
        }[act]

    return made


ACTS = {
    "end": lambda _client: (f"/me/renewals/{license_()}/end/", {}),
    "restore": lambda _client: (f"/me/renewals/{license_()}/restore/", {}),
    "renew": lambda _client: (f"/me/renewals/{license_()}/renewed/", {"ended": "2027-05-14", "cycle_end": ""}),
    "note": lambda _client: (f"/me/renewals/{license_()}/note/", {"what": "completed:ma-bias", "day": "2022-09-01"}),
    "take out a note": noted,
    "change": lambda _client: (
        f"/me/renewals/{license_()}/change/",
        {"label": "Massachusetts", "cycle_end": "2027-05-14"},
    ),
    "rules": lambda _client: (
        "/me/rules/new/",
        {**RULES, "name": "New", "kind": "hospital", "cycle_end": "2027-06-30"},
    ),
    "amend": lambda _client: (f"/me/renewals/{hospital()}/rules/", {**RULES, "in_force_from": "2027-07-01"}),
    "put right": lambda _client: (f"/me/renewals/{hospital()}/rules/", RULES),
    "choose": lambda _client: ("/me/set-up/", {"pick": ["us-nh-md", "us-vt-md"]}),
    "reminders": lambda _client: ("/me/reminders/", {"days": ["90", "30"]}),
    "calendar": lambda _client: ("/me/reminders/calendar/", {}),
    "close calendar": lambda _client: ("/me/reminders/calendar/", {"close": "1"}),
    "consent": lambda _client: (
        "/me/consents/",
        {"provider": str(people.lakeside().public_id), "department": "Surgery", "how_much": "lines"},
    ),
    "take a consent back": consented,
    "share": sharing,
    "close a share": shared,
    "allowance": lambda _client: ("/me/allowance/new/", {**ALLOWANCE, "key": str(uuid4())}),
    "remove an allowance": spent("remove"),
    "remove an expense": spent("expense"),
    "paid back": spent("back"),
    "export": lambda _client: ("/me/account/export/", {}),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_form_pressed_twice_is_done_once_and_answers_the_same(dee, act):
    address, form = ACTS[act](dee)
    before = kept()

    first = dee.post(address, form)
    after = kept()
    second = dee.post(address, form)

    assert first.status_code in {302, 303}, first.text
    assert (after == before) is (act in {"restore", "close calendar"}), "the first press does it"
    assert second.status_code in {302, 303}, second.text
    assert kept() == after
    assert dee.get(second.url).status_code == 200


def test_an_account_deleted_twice_is_gone_once_and_the_second_press_asks_to_sign_in(dee):
    form = {"typed": people.dee().email}
    dee.post("/me/password/", {})
    address = "/me/account/delete/"
    session = dee.session
    session["came_by_link_at"] = clock.now().timestamp()
    session.save()

    first = dee.post(address, {**form, "password": people.PASSWORD})
    second = dee.post(address, {**form, "password": people.PASSWORD})

    assert first.status_code in {302, 303}, first.text
    assert "/sign-in/" in second.url
    assert not Obligation.objects.exists()
