"""A coordinator plans from an empty deployment: counted, with the plan saving itself and no script error."""

import sys
from dataclasses import dataclass

import people
import pytest
from django.test import Client
from in_browser import Visit, visit
from playwright.sync_api import expect

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import plan_findings
from opencme.apps.faculty.models import InControl
from opencme.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
GAP = "First antibiotics are given late in four of ten ward patients with sepsis."


@dataclass
class Hands:
    """Somebody's hands on the page: what is pressed and what is typed is counted."""

    window: Visit
    clicks: int = 0
    fields: int = 0

    def press(self, name: str, kind: str = "button") -> None:
        self.window.page.get_by_role(kind, name=name).first.click()
        self.window.page.wait_for_load_state()
        self.clicks += 1

    def type(self, label: str, value: str) -> None:
        self.window.page.get_by_label(label, exact=True).first.fill(value)
        self.fields += 1

    def choose(self, label: str, shown: str) -> None:
        self.window.page.get_by_label(label, exact=True).first.select_option(label=shown)
        self.fields += 1

    def tick(self, label: str) -> None:
        self.window.page.get_by_label(label, exact=True).first.check()
        self.clicks += 1


@pytest.fixture
def first() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.create_person(email="ada@example.org", given_name="Ada", family_name="Planner"))
    return client


def test_coordinator_plans_from_an_empty_deployment(chromium, first: Client, capsys):
    with visit(chromium, first) as window:
        hands = Hands(window)
        window.go("/work/")
        hands.press("Set up your provider", kind="link")
        hands.type("Organization", "Lakeside Health System")
        hands.type("Term from (optional)", "2024-01-01")
        hands.type("Term to (optional)", "2036-12-31")
        hands.press("Set it up")

        hands.press("Start an activity", kind="link")
        hands.type("Title", "Sepsis on the Ward")
        hands.choose("Format", "Live course, in person")
        hands.window.page.get_by_label("Who plans it (optional)").fill("Grace Chen, MD <grace@example.org>")
        hands.fields += 1
        hands.press("Start the activity")
        expect(window.page.get_by_role("heading", name="Sepsis on the Ward")).to_be_visible()

        hands.press("Plan", kind="link")
        hands.type("Description (optional)", "Two sessions on recognizing sepsis.")
        hands.type("Audience (optional)", "Hospitalists and ward nurses")
        hands.tick("Physician")
        hands.tick("Nurse")
        hands.type("Practice gap (optional)", GAP)
        hands.type("What shows the gap (optional)", "Chart audit of ward sepsis 2025")
        hands.type("Need: performance (optional)", "Cultures and antibiotics are ordered late.")
        hands.type("Designed to change (optional)", "Teams order them in time.")
        hands.type("Objectives (optional)", "Recognize the change\nEscalate in one phrase")
        hands.tick("Patient care and procedural skills")
        hands.type("Why this format (optional)", "Escalation is practised in groups.")
        hands.tick("AMA PRA Category 1 Credit™")
        hands.type("City (optional)", "Duluth")
        hands.type("State (optional)", "MN")
        hands.type("Country (optional)", "usa")
        hands.tick("No")
        expect(window.page.get_by_text("The plan is complete")).to_be_visible(timeout=15_000)
        expect(window.page.get_by_text("13 of 100 words")).to_be_visible()

        hands.press("Agenda", kind="link")
        hands.type("Sessions", "2035-05-14\n8:00-8:15 Welcome\n8:15-9:45 Recognize early | Room A\n9:45-10:00 Coffee")
        hands.press("Read the lines")
        expect(window.page.get_by_text("1 h 30 min").first).to_be_visible()
        expect(window.page.get_by_text("1.5 AMA PRA Category 1 Credits™")).to_be_visible()
        assert window.problems == []

    made = Activity.objects.across_providers(why="test").get()
    assert [(f.code, f.blocking) for f in plan_findings(made, clock.now())] == []
    assert InControl.objects.of(made.provider_id).get().email == "grace@example.org"
    with capsys.disabled():
        sys.stdout.write(
            f"\nfrom an empty deployment to a complete plan: {hands.clicks} clicks, {hands.fields} fields\n"
        )
    assert hands.clicks <= 14
    assert hands.fields <= 20


def test_plan_saves_itself_and_shows_what_another_wrote(chromium):
    provider = people.lakeside()
    import factories

    activity = factories.activity(provider, practice_gap="As it was")
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.ada())
    with visit(chromium, client) as window:
        window.go(f"/p/lakeside/a/{activity.public_id}/plan/")
        Activity.objects.of(provider.pk).update(practice_gap="By another")
        window.page.get_by_label("Practice gap (optional)").fill("By me")
        expect(window.page.get_by_text("What stands there now:")).to_be_visible(timeout=10_000)
        expect(window.page.get_by_text("By another")).to_be_visible()
        expect(window.page.get_by_label("Practice gap (optional)")).to_have_value("By me")

        window.page.get_by_label("Practice gap (optional)").fill("By me, knowing")
        expect(window.page.locator("#saved-need")).to_contain_text("Saved", timeout=10_000)

    activity.refresh_from_db()
    assert activity.practice_gap == "By me, knowing"
