"""From five invitations to the words learners read, in the browser: coordinator, people on their phones, reviewer."""

import re
from contextlib import contextmanager
from datetime import timedelta

import factories
import people
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from in_browser import visit
from in_control import invited, signed
from playwright.sync_api import expect

from opencme.apps.faculty import selectors
from opencme.apps.messaging.models import Message
from opencme.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LIST = """Ada Planner, MPH <ada@example.org>, planner
Cy Teacher, MD <cy@example.org>, faculty
Lena Brandt, PharmD <lena@clinic.example>, faculty
Mo Silva <mo@clinic.example>, moderator
Bo Reviewer, MD <bo@example.org>, reviewer
"""
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture
def activity():
    now = clock.now()
    made = factories.activity(
        state="in_review", starts_at=now + timedelta(days=40), ends_at=now + timedelta(days=40, hours=2)
    )
    before = factories.activity(
        title="Stroke Alert", starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=1)
    )
    for who in (people.ada(), people.cy(), people.bo()):
        signed(invited(before, who, "faculty", now=now), now=now)
    return made


def client(who=None):
    made = Client(enforce_csrf_checks=True)
    if who is not None:
        people.lakeside()
        made.force_login(who)
    return made


def link(email):
    """The link of the newest mail to somebody, as the mail gives it."""
    text = Message.objects.filter(to=email).latest("pk").text
    return re.search(r"https?://[^/]+(/f/\S+)", text).group(1)


def press(window, name):
    window.page.get_by_role("button", name=name).click()
    window.page.wait_for_load_state()


@contextmanager
def phone(chromium, email):
    with visit(chromium, client(), width=360) as window:
        window.go(link(email))
        yield window
        assert window.problems == []
        assert window.overflow() <= 0
        assert Axe().run(window.page, options=AXE).response["violations"] == []


def test_five_people_disclose_and_the_reviewer_settles_what_they_state(chromium, activity):
    with visit(chromium, client(people.ada())) as office:
        office.go(f"/p/lakeside/a/{activity.public_id}/people/")
        office.page.get_by_role("link", name="Invite people").first.click()
        office.page.get_by_label("People, one a line").fill(LIST)
        press(office, "Invite all")
        expect(office.page.get_by_text("5 people are invited by mail.")).to_be_visible()
        expect(office.page.get_by_text("0 of 5 are cleared")).to_be_visible()
        assert office.problems == []

    for email, name in (
        ("ada@example.org", "Ada Planner"),
        ("bo@example.org", "Bo Reviewer"),
        ("cy@example.org", "Cy"),
    ):
        with phone(chromium, email) as window:  # one tap
            press(window, re.compile(f"Nothing changed. Sign as {name}"))
            expect(window.page.get_by_role("heading", name="Your disclosure is signed")).to_be_visible()

    with phone(chromium, "mo@clinic.example") as window:  # an explicit none: two taps, nothing typed
        window.page.get_by_text("No, none in this time").click()
        expect(window.page.get_by_label("Company")).to_be_hidden()
        press(window, "Sign the disclosure")
        expect(window.page.get_by_text("Cleared").first).to_be_visible()

    with phone(chromium, "lena@clinic.example") as window:
        window.page.get_by_text("Yes, I list them").click()
        window.page.get_by_label("Company").fill("Aster Laboratories, Inc.")
        window.page.get_by_label("What the relationship is").select_option("employee")
        expect(window.page.get_by_text("Owners and employees of an ineligible company cannot").last).to_be_visible()
        window.page.get_by_label("What the relationship is").select_option("consultant")
        press(window, "Another relationship")
        expect(window.page.get_by_label("Company")).to_have_count(2)
        window.page.get_by_label("Company").nth(1).fill("Norvia Pharma")
        window.page.get_by_label("What the relationship is").nth(1).select_option("ownership:stock:public")
        press(window, "Sign the disclosure")
        expect(window.page.get_by_text("Relevance undecided").first).to_be_visible()

    with visit(chromium, client(people.bo())) as reviewer:
        reviewer.go("/p/lakeside/disclosures/")
        reviewer.page.get_by_role("link", name="Start with the first").click()
        reviewer.page.get_by_text("Not relevant", exact=True).click()
        reviewer.page.get_by_label("Why").fill("They make no drug of this content.")
        press(reviewer, "Keep, and on to the next")
        expect(reviewer.page.get_by_role("heading", name="Norvia Pharma")).to_be_visible()
        reviewer.page.wait_for_load_state("load")
        reviewer.page.keyboard.press("ArrowDown")  # the first answer has the focus; the keyboard alone goes on
        expect(reviewer.page.get_by_label("Relevant", exact=True)).to_be_checked()
        reviewer.page.get_by_text("Ask the person to attest").click()
        press(reviewer, "Keep the decision")
        expect(reviewer.page.get_by_text("Waiting for the person's attestation")).to_be_visible()
        assert reviewer.problems == []

    with phone(chromium, "lena@clinic.example") as window:
        press(window, re.compile("I attest this, Lena Brandt"))
        expect(window.page.get_by_text("All is settled")).to_be_visible()

    told = selectors.disclosure_to_learners(activity, clock.now())
    assert told.is_complete
    assert told.text == (
        "Lena Brandt (faculty): Stock or another share – Norvia Pharma.\n"
        "All relevant financial relationships listed have been mitigated.\n"
        "No relevant financial relationships with ineligible companies to disclose: Ada Planner (planner); "
        "Cy Teacher (faculty); Mo Silva (moderator); Bo Reviewer (reviewer)."
    )


def test_without_scripts_the_form_adds_a_line_signs_and_keeps_what_was_typed(chromium, activity):
    row = invited(activity, name="Lena Brandt", email="lena@clinic.example", now=clock.now())
    with visit(chromium, client(), width=390, scripts=False) as window:
        window.go(f"/f/{row.token}/")
        window.page.get_by_text("Yes, I list them").click()
        window.page.get_by_label("Company").fill("Norvia Pharma")
        window.page.get_by_role("button", name="Another relationship").click()
        expect(window.page.get_by_label("Company").first).to_have_value("Norvia Pharma")
        window.page.get_by_role("button", name="Sign the disclosure").click()
        expect(window.page.get_by_text("Choose what the relationship is.").first).to_be_visible()
        expect(window.page.get_by_label("Company").first).to_have_value("Norvia Pharma")
        window.page.get_by_label("What the relationship is").first.select_option("speaker")
        window.page.get_by_role("button", name="Sign the disclosure").click()

        expect(window.page.get_by_role("heading", name="Your disclosure is signed")).to_be_visible()
