import factories
import people
import pytest
from django.test import Client
from django.urls import reverse

from opencme.apps.activities.models import Activity
from opencme.apps.activities.services.glances import refresh_glances
from opencme.apps.faculty.models import InControl
from opencme.apps.messaging.models import Message
from opencme.apps.providers.models import Provider

pytestmark = pytest.mark.django_db
BOARD, TABLE, START = "/p/lakeside/", "/p/lakeside/activities/", "/p/lakeside/start/"


@pytest.fixture
def ada(client: Client) -> Client:
    people.lakeside()
    client.force_login(people.ada())
    return client


def test_empty_board_leads_to_the_first_activity(ada) -> None:
    page = ada.get(BOARD).text

    assert "Begin with a practice gap" in page
    assert page.count(f'href="{START}"') == 2


def test_reader_of_an_empty_board_is_not_led_to_what_is_not_allowed(client) -> None:
    people.lakeside()
    client.force_login(people.bo())

    page = client.get(BOARD).text

    assert "No activity yet" in page
    assert START not in page


def test_board_shows_each_activity_with_what_it_needs_and_eve_sees_none_of_it(ada) -> None:
    factories.activity(title="Sepsis on the Ward", practice_gap="")
    people.elsewhere()

    page = ada.get(BOARD).text
    assert "Sepsis on the Ward" in page
    assert "missing" in page

    other = Client()
    other.force_login(people.eve())
    assert other.get(BOARD).status_code == 404
    assert "Sepsis on the Ward" not in other.get("/p/elsewhere/").text


@pytest.mark.parametrize("count", [1, 6])
def test_board_page_costs_the_same_for_one_and_six(ada, count, django_assert_num_queries) -> None:
    for _number in range(count):
        factories.session(factories.activity())
    refresh_glances(now=people.NOW)
    from opencme.kernel import clock

    refresh_glances(now=clock.now())

    with django_assert_num_queries(6):
        assert ada.get(BOARD).status_code == 200


def test_table_sorts_filters_and_exports(ada) -> None:
    factories.activity(title="Sepsis on the Ward")
    factories.enduring(title="=Insulin()")

    page = ada.get(f"{TABLE}?sort=title&q=sepsis").text
    assert "Sepsis on the Ward" in page
    assert "=Insulin()" not in page
    assert "No activity fits this search." in ada.get(f"{TABLE}?q=nothing").text

    rows = b"".join(ada.get(f"{TABLE}?export=csv&sort=title").streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0] == "Activity,Number,State,Format,Starts,Missing,Owed by,City"
    assert rows[1].startswith("'=Insulin()")


def test_activity_is_started_on_one_page_with_its_session_and_planners(ada) -> None:
    page = ada.get(START)
    typed = {
        "activity_id": str(page.context["form"]["activity_id"].value()),
        "title": "Sepsis on the Ward",
        "format": "live",
        "day": "2027-05-14",
        "starts": "08:00",
        "ends": "10:00",
        "planners": "Grace Chen, MD <grace@example.org>\nomar@example.org, Omar Diaz",
    }

    first, second = ada.post(START, typed), ada.post(START, typed)

    made = Activity.objects.of(people.lakeside().pk).get()
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == reverse("console:activity-readiness", args=["lakeside", made.public_id])
    assert (made.number[:4], made.sessions.count(), f"{made.starts_at:%H:%M}") == ("LHS-", 1, "13:00")
    assert set(InControl.objects.of(made.provider_id).values_list("email", "role")) == {
        ("grace@example.org", "planner"),
        ("omar@example.org", "planner"),
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"format": "webinar"}, "not one of the available choices"),
        ({"day": "2027-05-14"}, "Say from when to when"),
        ({"starts": "08:00"}, "Give the day of these times."),
        ({"day": "2027-05-14", "starts": "10:00", "ends": "08:00"}, "It ends before it starts."),
        ({"day": "2027-03-14", "starts": "02:30", "ends": "04:00"}, "does not exist on 2027-03-14"),
        ({"planners": "no address here"}, "no address here"),
    ],
)
def test_start_that_cannot_be_keeps_what_was_typed(ada, typed, said) -> None:
    answer = ada.post(START, {"title": "Sepsis", "format": "live", **typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert not Activity.objects.of(people.lakeside().pk).exists()


def test_enduring_material_is_started_with_its_release(ada) -> None:
    ada.post(START, {"title": "Insulin", "format": "enduring_internet", "day": "2027-05-14"})

    made = Activity.objects.of(people.lakeside().pk).get()
    assert (made.release_on.isoformat(), made.delivery_method) == ("2027-05-14", "Online")


# ── provider ──


def test_first_person_sets_up_the_provider_from_an_empty_deployment(client) -> None:
    client.force_login(people.person("Flo", "First"))
    assert "Set up your provider" in client.get(reverse("public:workplaces")).text

    answer = client.post(
        reverse("set-up"),
        {
            "name": "Harbor Medical Society",
            "accreditor": "accme",
            "status": "accreditation",
            "time_zone": "America/Chicago",
        },
        follow=True,
    )

    made = Provider.objects.get()
    assert (made.slug, made.number_prefix) == ("harbor-medical-society", "HMS")
    assert "Begin with a practice gap" in answer.text
    assert client.get(reverse("set-up")).status_code == 302


def test_settings_are_changed_by_the_manager_and_read_by_others(ada) -> None:
    address = reverse("console:provider", args=["lakeside"])
    form = ada.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name not in {"logo", "ancc_accredited"}}

    assert ada.post(address, {**typed, "brand_color": "teal"}).status_code == 422
    assert ada.post(address, {**typed, "brand_color": "#0b4f63"}).status_code == 303
    assert Provider.objects.get(slug="lakeside").brand_color == "#0b4f63"

    reader = Client()
    reader.force_login(people.bo())
    assert "A program manager changes these settings." in reader.get(address).text


def test_staff_is_invited_and_ended(ada) -> None:
    address = reverse("console:staff", args=["lakeside"])
    typed = {"email": "finn@example.org", "given_name": "Finn", "family_name": "Designer", "roles": ["designer"]}

    assert ada.post(address, {**typed, "roles": []}).status_code == 422
    page = ada.post(address, typed, follow=True).text
    assert "finn@example.org is invited by mail." in page
    assert Message.objects.filter(to="finn@example.org").count() == 1

    chair = people.lakeside().memberships.get(role="chair")
    page = ada.post(reverse("console:staff-end", args=["lakeside", chair.public_id]), follow=True).text
    assert "Bo Reviewer no longer has the role: Committee chair." in page

    manager = people.lakeside().memberships.get(role="manager")
    refused = ada.post(reverse("console:staff-end", args=["lakeside", manager.public_id]))
    assert refused.status_code == 409
    assert "This is the last program manager." in refused.text


def test_partners_page_shows_who_was_checked(ada) -> None:
    address = reverse("console:partners", args=["lakeside"])
    assert "No partner yet" in ada.get(address).text

    factories.partner()

    page = ada.get(address).text
    assert "Lakeside Sepsis Alliance" in page
    assert "Eligibility checked" in page
