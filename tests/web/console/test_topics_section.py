"""The plan's section on topics that boards ask for, and the price beside the fee."""

import json
from decimal import Decimal

import factories
import offers
import people
import pytest
from django.test import Client
from django.urls import reverse

from opencme.apps.activities.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> Client:
    people.lakeside()
    client.force_login(people.ada())
    return client


def send(client: Client, activity: Activity, section: str, **values: object):
    where = reverse("console:activity-plan-section", args=[activity.provider.slug, activity.public_id, section])
    return client.post(where, {f"{section}-{name}": value for name, value in values.items()})


def topics(client: Client, activity: Activity, *rows: tuple[str, str], base: object = None):
    given = {
        "requirement_topics_topic": [code for code, _ in rows],
        "requirement_topics_part": [part for _, part in rows],
    }
    return send(client, activity, "topics", base=json.dumps({"requirement_topics": base or {}}), **given)


def test_topics_are_kept_with_their_credit_and_shown_again(ada):
    activity = factories.activity()

    saved = topics(ada, activity, ("risk_management", "2.0"), ("implicit_bias", ""), ("", ""))

    activity.refresh_from_db()
    page = ada.get(reverse("console:activity-plan", args=[activity.provider.slug, activity.public_id])).text
    assert saved.status_code == 303
    assert activity.requirement_topics == {"risk_management": "2.0", "implicit_bias": ""}
    assert '<option value="risk_management" selected>Risk management</option>' in page
    assert page.count('name="topics-requirement_topics_topic"') == 4


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("", "2.0")], "Choose the topic that has 2.0 credits."),
        ([("nonsense", "")], "Choose the topic that has"),
        ([("dementia", ""), ("dementia", "1")], "is there twice"),
        ([("dementia", "much")], "Write how much credit is on"),
        ([("dementia", "-1")], "Write how much credit is on"),
        ([("dementia", "3")], "No topic can have more credit than the activity: 2.00 are designated"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_as_typed(ada, rows, says):
    activity = offers.live()
    offers.designation(activity, "2.00")

    refused = topics(ada, activity, *rows)

    activity.refresh_from_db()
    assert (refused.status_code, says in refused.text) == (422, True)
    assert all(f'value="{part}"' in refused.text for _, part in rows if part)
    assert activity.requirement_topics == {}


def test_price_is_kept_and_audited(ada):
    activity = factories.activity()
    joining = {"fee": "yes", "registration_open_to": "all", "public_listing": "on"}

    saved = send(ada, activity, "joining", price="49.50", **joining)
    refused = send(ada, activity, "joining", price="-1", **joining)

    activity.refresh_from_db()
    assert (saved.status_code, refused.status_code) == (303, 422)
    assert activity.price == Decimal("49.50")
