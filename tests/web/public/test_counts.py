"""What counts for the reader: on an activity's page, and as a filter of the catalogue."""

import re
from datetime import date

import people
import plan_rows
import pytest
import wallets
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencme.catalog.requirement_sets import pack
from opencme.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)


def of(who: object) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def dee_in_massachusetts() -> object:
    who = people.dee()
    wallets.obligation(
        who, wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14), renewal_number=4, issued_on=date(2018, 6, 4)
    )
    wallets.answer(who, "serves_adults", value=False)
    return who


def test_an_activity_says_what_it_does_for_the_reader_and_only_for_them():
    bias = plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": "2.0"})
    address = f"/activities/{bias.public_id}/"
    dee = of(dee_in_massachusetts())

    mine = dee.get(address).text
    eve = of(people.eve()).get(address).text
    anybody = Client().get(address).text

    assert "Counts for 1 of your 1, and closes something for 1." in mine
    assert "Closes implicit bias: gives 2 credits, 2 were missing." in mine
    assert "Includes 2.0 credits in implicit bias" in anybody
    assert "Say what you renew, and every activity tells you." in eve
    assert not any("Closes implicit bias" in page or "counts-answer" in page for page in (eve, anybody))


def test_kept_from_the_page_it_is_in_the_plan():
    bias = plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": "2.0"})
    address = f"/activities/{bias.public_id}/"
    dee = of(dee_in_massachusetts())

    kept = dee.post(f"/me/plan/activities/{bias.public_id}/add/", {"next": address})

    assert (kept.status_code, kept.url) == (303, address)
    assert "In your plan" in dee.get(address).text


def test_no_two_authorities_to_choose_from_have_the_same_name():
    made = plan_rows.material("Seeing bias", "2.00", minutes=120)
    alone, filtered = (Client().get(f"/{at}").text for at in (f"activities/{made.public_id}/counts/", "activities/"))

    for page in (alone, filtered):
        chosen = page[page.index('<select id="authority"') :].split("</select>")[0]
        names = [re.sub(r" \(\d+\)$", "", each) for each in re.findall(r'value="[a-z][^>]*>([^<]+)<', chosen)]
        assert len(names) == len(set(names)) > 100
    assert "Alabama: Alabama Board of Medical Examiners (PA)" in alone
    assert "AL board of nursing" not in alone
    assert "Counts for" in filtered


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ("", {"Seeing bias", "Rounds of nurses", "Chronic pain"}),
        ("implicit_bias", {"Seeing bias"}),
        ("pain_management", {"Chronic pain"}),
        ("dementia", set()),
        ("nonsense", {"Seeing bias", "Rounds of nurses", "Chronic pain"}),
    ],
)
def test_the_catalogue_is_filtered_by_what_it_counts_for(counts: str, found: set[str]):
    plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": ""})
    plan_rows.material("Rounds of nurses", "1.00", minutes=60)
    plan_rows.material("Chronic pain", "1.00", minutes=60, topics={"chronic_pain": ""})

    page = Client().get("/activities/", {"counts": counts}).text

    assert {title for title in ("Seeing bias", "Rounds of nurses", "Chronic pain") if f">{title}</a>" in page} == found


def test_who_has_a_wallet_filters_by_what_is_open_of_theirs():
    plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": ""})
    plan_rows.material("Too late", "2.00", minutes=120, release_on=date(2027, 6, 1), topics={"implicit_bias": ""})
    dee = of(dee_in_massachusetts())

    mine = dee.get("/activities/", {"counts": "mine"}).text
    anybody = Client().get("/activities/", {"counts": "mine"}).text

    assert (">Seeing bias</a>" in mine, ">Too late</a>" in mine) == (True, False)
    assert "Something open of mine" in mine
    assert ">Too late</a>" in anybody
    assert "Something open of mine" not in anybody


def test_anybody_sees_what_credit_counts_for_before_authorities_they_choose(django_assert_max_num_queries):
    bias = plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": "2.0"})
    address = f"/activities/{bias.public_id}/counts/"
    client = Client()

    announced = client.get(f"/activities/{bias.public_id}/").text
    empty = client.get(address).text
    with django_assert_max_num_queries(4):
        page = client.get(address, {"authority": ["us-ma-md", "us-fed-dea-mate", "nowhere", "us-ma-md"]}).text

    assert address in announced
    assert "What you hold, your cycle and your facts are not known here" in empty
    assert '<meta name="robots" content="noindex">' in page
    assert page.count('<li class="card">') == 2
    assert "2 credits toward all that it asks for." in page
    assert "2 credits on implicit bias, of which it asks for 2 credits, once" in page
    assert "None of its topics is one that counts toward the total." in page


@pytest.mark.parametrize("family", sorted({rule.family for rule in pack().values() if rule.is_undecided}))
def test_what_no_source_settles_is_said_to_count_for_nothing(family: str):
    shown = plan_rows.material("Anything", "2.00", minutes=120, topics={"implicit_bias": "2.0"})

    page = Client().get(f"/activities/{shown.public_id}/counts/", {"authority": family}).text.split("general-counts")[1]

    assert "Cannot be decided" in page
    assert ("toward all that it asks for" in page, "Its rule on this kind" in page) == (False, False)


@pytest.mark.parametrize(
    ("authority", "found"),
    [
        ("us-ma-md", {"Seeing bias", "Opioids"}),
        ("us-fed-dea-mate", {"Opioids"}),
        ("us-ut-do", set()),
        ("nowhere", {"Seeing bias", "Opioids"}),
    ],
)
def test_the_catalogue_is_filtered_by_a_named_authority(authority: str, found: set[str]):
    plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": ""})
    plan_rows.material("Opioids", "1.00", minutes=60, topics={"opioid_prescribing": ""})

    page = Client().get("/activities/", {"authority": authority}).text

    assert {title for title in ("Seeing bias", "Opioids") if f">{title}</a>" in page} == found
    assert "Board of Registration in Medicine (2)</option>" in page
    assert '<option value="us-fed-dea-mate"' in page


def test_a_named_authority_costs_the_catalogue_no_query_for_each_activity(django_assert_num_queries):
    plan_rows.material("One", "1.00", minutes=60)
    client = Client()
    client.get("/activities/", {"authority": "us-ma-md"})
    with CaptureQueriesContext(connection) as one:
        client.get("/activities/", {"authority": "us-ma-md"})
    for number in range(3):
        plan_rows.material(f"More {number}", "1.00", minutes=60, topics={"implicit_bias": ""})

    with django_assert_num_queries(len(one)):
        client.get("/activities/", {"authority": "us-ma-md"})
