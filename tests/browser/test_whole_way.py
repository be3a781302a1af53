"""The whole way in the browser, each role in turn: from an empty deployment to certificates, reports and the activity file.

A live activity of two sessions, jointly provided, and an enduring material. The clock of the server is set by the test, since
credit is designated before an activity and claimed after it.
"""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from walk import Walk, Walker

from opencme.apps.messaging.models import Message
from opencme.demo.texts import plans as texts

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEW_YORK = ZoneInfo("America/New_York")
DATA = Path(__file__).parents[1] / "data"
OFFICE = "Sara, program manager"
COORDINATOR = "Fatima, coordinator"
REVIEWER, CHAIR = "Bo, reviewer", "Grace, chair"
FACULTY = "Cy, faculty by link"
BOARD = "/p/lakeside-health-system/"


class Clock:
    """The server's clock, set by hand."""

    def __init__(self) -> None:
        self.travel: time_machine.travel | None = None

    def to(self, moment: str) -> None:
        """Go to a moment in New York, "2026-02-02 09:00"; from there the clock ticks."""
        self.stop()
        self.travel = time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=NEW_YORK), tick=True)
        self.travel.start()

    def stop(self) -> None:
        if self.travel is not None:
            self.travel.stop()
            self.travel = None


@pytest.fixture
def clock():
    made = Clock()
    yield made
    made.stop()


@pytest.fixture
def walk(transactional_db, live_server, chromium, run_jobs, settings):
    settings.IS_DEMO = False
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")
    made = Walk(chromium, live_server.url)
    yield made
    for context in made.contexts.values():
        context.close()


def link_to(address: str, path: str = "/") -> str:
    """The newest link mailed to an address that leads to ``path``."""
    for message in Message.objects.filter(to=address).order_by("-id"):
        if found := re.search(rf"https?://[^/\s]+({re.escape(path)}\S+)", message.text):
            return found.group(1)
    pytest.fail(f"no mail to {address} leads to {path}")


def come_in(walk: Walk, role: str, address: str) -> Walker:
    """Follow the invitation of staff and sign in by the link it leads to."""
    who = walk.as_(role)
    who.open(link_to(address, "/sign-in/"))
    if not who.page.get_by_label("E-mail", exact=True).input_value():
        who.type("E-mail", address)
    return who.press("E-mail me a sign-in link").open(link_to(address)).press("Sign me in")


def disclose_none(walk: Walk, role: str, address: str, name: str) -> None:
    """Disclose on a phone, by the link alone."""
    who = walk.as_(role, phone=True).open(link_to(address, "/f/"))
    who.tick("No, none in this time").type("Sign with your name", name).press("Sign the disclosure").sees(
        "Signed. Thank you."
    )


def open_account(walk: Walk, role: str, name: tuple[str, str], address: str, *, profession="Other", degree=""):
    who = walk.as_(role)
    who.open("/sign-up/").type("Given name", name[0]).type("Family name", name[1]).type("E-mail", address)
    who.choose("Profession", profession).choose("Degree", degree or "No degree listed here")
    who.press("Open the account").open(link_to(address)).press("Sign me in")
    return who


def test_from_an_empty_provider_to_certificates_reports_and_file(walk: Walk, clock: Clock, run_jobs, tmp_path):
    clock.to("2026-02-02 09:00")
    set_up_the_provider(walk)
    plan_the_live_activity(walk)
    show_independence(walk)
    review_approve_designate(walk)
    print(walk.table())  # noqa: T201 -- the count is the figure wanted
    assert walk.problems == []


def set_up_the_provider(walk: Walk) -> None:
    sara = open_account(walk, OFFICE, ("Sara", "Lindqvist"), "sara@lakeside.example")
    sara.open("/set-up/").type("Organization", "Lakeside Health System")
    sara.type("Term from", "2024-01-01").type("Term to", "2028-12-31").choose("Time zone", "New York")
    sara.press("Set it up").follow("Staff")
    for given, family, role in (
        ("Fatima", "Haddad", "CME coordinator"),
        ("Bo", "Karlsen", "Reviewer"),
        ("Grace", "Chen", "Committee chair"),
    ):
        sara.type("E-mail", f"{given.lower()}@lakeside.example").type("Given name", given).type("Family name", family)
        sara.tick(role).press("Invite by mail")
    sara.follow("Partners").follow("Add").type("Name", "County Medical Society")
    sara.choose("Kind of organization", "Membership organization of a health profession").tick("No", exact=True)
    sara.press("Add the partner")


def plan_the_live_activity(walk: Walk) -> None:
    plan = texts.SEPSIS
    fatima = come_in(walk, COORDINATOR, "fatima@lakeside.example")
    fatima.follow("Start an activity").type("Title", plan.title).choose("Format", "Live course, on the internet")
    fatima.type("Day", "2026-03-05").type("From", "17:00").type("To (optional)", "18:00")
    fatima.type("Who plans it", "Grace Chen, MD <grace@lakeside.example>")
    fatima.press("Start the activity").sees("1 planner is asked by mail")

    fatima.follow("Plan").type("Description", plan.summary).type("Audience", plan.audience)
    for profession in ("Physician", "Nurse", "Pharmacist"):
        fatima.tick(profession, exact=True)
    fatima.type("Practice gap", plan.gap).type("What shows the gap", "\n".join(plan.evidence))
    fatima.type("Need: competence", plan.competence).type("Need: performance", plan.performance)
    fatima.type("Designed to change", plan.change).type("Objectives", "\n".join(plan.objectives))
    fatima.tick("Medical knowledge").tick("Work in interdisciplinary teams")
    fatima.type("Why this format", plan.rationale).tick("AMA PRA Category 1 Credit").tick("No", exact=True)
    fatima.sees("The plan is complete")
    fatima.choose("Partner", "County Medical Society").press("Add as joint provider").follow("Record the agreement")
    fatima.type("Agreed on", "2026-01-20").tick("It lets us withdraw accreditation").press("Save")

    fatima.follow("Agenda").type("Day", "2026-03-12").type("From", "08:00").type("To", "09:00", exact=True)
    fatima.type("Title", "Cases in mixed groups").press("Add the session").sees("2 AMA PRA Category 1 Credits")
    fatima.follow("People in control").follow("Invite people")
    fatima.type(
        "People, one a line",
        "Cy Teach, MD <cy@faculty.example>, faculty\n"
        "Mo Derate, RN <mo@faculty.example>, moderator\n"
        "Bo Karlsen, MD <bo@lakeside.example>, reviewer",
    ).press("Invite all").sees("0 of 4 are cleared")


def show_independence(walk: Walk) -> None:
    disclose_none(walk, "Grace by link", "grace@lakeside.example", "Grace Chen")
    disclose_none(walk, "Mo by link", "mo@faculty.example", "Mo Derate")
    disclose_none(walk, "Bo by link", "bo@lakeside.example", "Bo Karlsen")
    teacher = walk.as_(FACULTY, phone=True).open(link_to("cy@faculty.example", "/f/")).tick("Yes, I list them")
    teacher.type("Company", "Novacor Pharma").choose("What the relationship is", "Consultant")
    teacher.type("Sign with your name", "Cy Teach").press("Sign the disclosure").sees("Relevance undecided")

    reviewer = come_in(walk, REVIEWER, "bo@lakeside.example").follow("Disclosures").follow("Start with the first")
    reviewer.tick("Relevant", exact=True).tick("Ask the person to attest").press("Keep the decision")
    teacher.open(link_to("cy@faculty.example", "/f/")).press("I attest this").sees("You are ready for your role")


def review_approve_designate(walk: Walk) -> None:
    title = texts.SEPSIS.title
    fatima = walk.as_(COORDINATOR).open(BOARD).follow(title).press("Start planning").press("Submit for review")
    reviewer = walk.as_(REVIEWER).open(BOARD).follow(title).follow("Review")
    for question in range(7):
        reviewer.tick("Yes", nth=question, exact=True)
    reviewer.press("Sign the review").sees("The content passed your review")
    come_in(walk, CHAIR, "grace@lakeside.example").follow(title).press("Approve").sees("is now: Approved")
    sara = walk.as_(OFFICE).open(BOARD).follow(title).follow("Credit").type("Maximum, AMA PRA", "2")
    sara.press("Designate these amounts").sees("The maximum is fixed and the words are locked")
    fatima.open(BOARD)
