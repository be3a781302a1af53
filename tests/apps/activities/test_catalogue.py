"""The public catalogue finds what can be taken part in, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import offers
import people
import pytest
from offers import NOW

from opencme.apps.activities.models import Objective
from opencme.apps.activities.selectors.catalogue import Facets, Wanted, catalogue, current_designations, facets

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    """Three listed activities of two providers."""
    house, other = people.lakeside(), people.elsewhere()
    insulin = offers.live(
        house, title="Insulin Safety at Hand-Over", summary="", audience="", practice_gap="", **days_from_now(10)
    )
    offers.designation(insulin, "1.50")
    falls = offers.enduring(house, title="Falls on the Ward", fee="yes", professions=["nurse"], practice_gap="Beds")
    Objective.objects.create(activity=falls, text="Name the medicines to review on the first day")
    offers.designation(falls, "0.75")
    offers.designation(falls, "0.70", "ancc")
    pain = offers.live(
        other,
        title="Pain Plans",
        summary="Talks before surgery.",
        format="live_internet",
        professions=[],
        **days_from_now(3),
    )
    return {"insulin": insulin, "falls": falls, "pain": pain}


def days_from_now(days):
    return {"starts_at": NOW + timedelta(days=days), "ends_at": NOW + timedelta(days=days, hours=1)}


def titles(wanted=None):
    return [each.title.split()[0].lower() for each in catalogue(wanted or Wanted(), now=NOW)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["pain", "insulin", "falls"]),
        (Wanted(words="insulin"), ["insulin"]),
        (Wanted(words="  INSUL "), ["insulin"]),
        (Wanted(words="medicine first"), ["falls"]),
        (Wanted(words="surgery"), ["pain"]),
        (Wanted(words="elsewhere"), ["pain"]),
        (Wanted(words="hand-over"), ["insulin"]),
        (Wanted(words="insulin pain"), []),
        (Wanted(words="& | ! ( ' \x00"), ["pain", "insulin", "falls"]),
        (Wanted(formats=("enduring_internet", "live_internet")), ["pain", "falls"]),
        (Wanted(credit_system="ancc"), ["falls"]),
        (Wanted(credit_system="aafp"), []),
        (Wanted(profession="physician"), ["pain", "insulin"]),
        (Wanted(provider="elsewhere"), ["pain"]),
        (Wanted(is_free=True), ["pain", "insulin"]),
        (Wanted(first=date(2026, 5, 20)), ["insulin", "falls"]),
        (Wanted(last=date(2026, 5, 20)), ["pain", "falls"]),
        (Wanted(words="insulin", is_free=True, profession="nurse"), ["insulin"]),
    ],
)
def test_catalogue_finds_what_is_wanted(shelf, wanted, found):
    assert titles(wanted) == found


@pytest.mark.parametrize(
    "change",
    [
        {"state": "designated"},
        {"state": "delivered"},
        {"state": "cancelled"},
        {"public_listing": False},
        {"ends_at": NOW - timedelta(minutes=1), "starts_at": NOW - timedelta(hours=1)},
    ],
)
def test_what_is_not_on_offer_is_not_listed(shelf, change):
    for name, value in change.items():
        setattr(shelf["pain"], name, value)
    shelf["pain"].save()

    assert titles() == ["insulin", "falls"]


def test_expired_material_is_not_listed_trap_30(shelf):
    shelf["falls"].expires_on = NOW.date() - timedelta(days=1)
    shelf["falls"].save()

    assert titles() == ["pain", "insulin"]


def test_facets_count_only_what_is_listed(shelf):
    found = facets(now=NOW)

    assert {(each.format, each.systems, each.number) for each in found.alike} == {
        ("live", ("ama_pra_cat1",), 1),
        ("enduring_internet", ("ama_pra_cat1", "ancc"), 1),
    }
    assert replace(found, alike=()) == Facets(
        formats={"live": 1, "enduring_internet": 1, "live_internet": 1},
        credit_systems={"ama_pra_cat1": 2, "ancc": 1},
        professions={"nurse": 2, "physician": 1},
        providers={"elsewhere": "Elsewhere Medical Society", "lakeside": "Lakeside Health System"},
        free=2,
    )


def test_a_replaced_designation_is_not_shown(shelf):
    first = shelf["insulin"].designations.get()
    lower = offers.designation(shelf["insulin"], "1.25", replaces=first)

    assert current_designations([shelf["insulin"], shelf["pain"]]) == {shelf["insulin"].pk: [lower]}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_list(django_assert_num_queries, count):
    for _each in range(count):
        offers.designation(offers.enduring())

    with django_assert_num_queries(2):
        found = list(catalogue(Wanted(), now=NOW))
        current_designations(found)
        assert {each.provider.name for each in found} == {"Lakeside Health System"}


@pytest.mark.slow
def test_search_uses_its_index(shelf):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        query = catalogue(Wanted(words="insulin"), now=NOW).query
        cursor.execute("EXPLAIN " + str(query.sql_with_params()[0]), query.sql_with_params()[1])
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")

    assert "activity_words" in plan
    assert "objective_words" in plan
