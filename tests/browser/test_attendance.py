"""A coordinator brings files and lists, decides by keyboard and takes it back; and all of it without scripts."""

from datetime import timedelta

import people
import pytest
import sepsis
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from opencme.apps.delivery.models import AttendanceImport, AttendanceRow
from opencme.apps.delivery.selectors import attended_minutes
from opencme.apps.delivery.services.attendance import keep_attendance
from opencme.apps.outcomes import selectors as outcomes
from opencme.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # a real server: the way of an uploaded file is part of it
PEOPLE = "Last,First,E-mail\nŻak,Marta,marta@example.org\nLee,Ann,nowhere\n"


@pytest.fixture
def room(transactional_db):
    activity = sepsis.activity()
    first, second = sepsis.sessions(activity)
    return activity, first, second, sepsis.register_all(activity)


@pytest.fixture
def ada(room, live_server, chromium, settings):
    """Opens windows in which Ada is signed in; anything the console complains of fails the test."""
    client, contexts, problems = Client(), [], []
    client.force_login(people.ada())
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}

    def window(*, width=1280, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=live_server.url
        )
        context.add_cookies([{**cookie, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield window
    for context in contexts:
        context.close()
    assert problems == []


def url(room, name, *places):
    return reverse(f"console:{name}", args=["lakeside", room[0].public_id, *places])


def states():
    rows = AttendanceRow.objects.across_providers(why="test")
    return dict(rows.exclude(state="matched", decided_by="OpenCME").values_list("shown_name", "state"))


def test_files_are_dropped_and_doubts_settled_by_keyboard(ada, room):
    page = ada()
    page.goto(url(room, "activity-attendance"))
    page.set_input_files("input[type=file]", sepsis.DATA / sepsis.TEAMS)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name=sepsis.TEAMS)).to_be_visible()
    page.wait_for_load_state("load")  # keys are heard once the page's scripts are there

    page.keyboard.press("j")
    expect(page.locator("[data-row]:focus")).to_contain_text("O'Neil, Sara")
    page.keyboard.press("Enter")
    expect(page.get_by_text("counts for Sara O’Neil")).to_be_visible()
    expect(page.locator("[data-row]:focus")).to_contain_text("Hạnh")
    page.keyboard.press("x")
    expect(page.get_by_role("heading", name="Nothing in doubt")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", name="Hạnh Nguyễn")).to_be_visible()

    assert states() == {"O'Neil, Sara": "matched", "Hạnh Nguyễn": "doubtful"}
    assert attended_minutes(room[3]["Sara"]) == 10
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("no longer counts")).to_be_visible()
    assert attended_minutes(room[3]["Sara"]) == 0


def test_somebody_else_is_found_while_typing(ada, room):
    page = ada()
    page.goto(url(room, "activity-attendance"))
    page.set_input_files("input[type=file]", sepsis.DATA / sepsis.ZOOM)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("link", name="Who is it?").first.click()
    page.get_by_label("Name or e-mail").fill("ruiz")
    expect(page.get_by_role("button", name="Lena Vogt")).to_have_count(0)
    page.get_by_role("button", name="Tomás Ruiz").click()
    expect(page.get_by_text("is matched; the attendance counts")).to_be_visible()

    assert states()["iPhone"] == "matched"


def test_everything_works_without_scripts(ada, room):
    page = ada(width=390, scripts=False)
    page.goto(url(room, "activity-attendance"))
    page.set_input_files("input[type=file]", sepsis.DATA / sepsis.UNIQUE)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_label("Session 1").check()
    page.get_by_role("button", name="Import the file").click()
    expect(page.get_by_role("heading", name=sepsis.UNIQUE)).to_be_visible()
    page.get_by_role("button", name="Set aside").click()
    expect(page.get_by_text("“iPhone” is set aside.")).to_be_visible()

    page.goto(url(room, "learners-bring"))
    page.set_input_files("input[type=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()})
    page.get_by_role("button", name="Read the list").click()
    page.get_by_label("Leave these rows out and register the others").check()
    page.get_by_role("button", name="Register 1 person").click()
    expect(page.get_by_text("1 person is registered; 1 account was opened.")).to_be_visible()

    assert AttendanceImport.objects.of(room[0].provider_id).get().session == room[1]
    assert room[0].registrations.filter(person__email="marta@example.org").exists()


def test_check_in_screen_goes_on_by_itself(ada, room):
    session, now = room[1], clock.now()
    session.starts_at, session.ends_at = now - timedelta(minutes=5), now + timedelta(minutes=55)
    session.save()
    page = ada()
    page.goto(url(room, "activity-check-in", session.public_id))
    page.get_by_role("button", name="Open check-in").click()
    expect(page.get_by_role("img", name="QR code that checks you in")).to_be_visible()
    expect(page.get_by_text("0 checked in")).to_be_visible()

    keep_attendance(
        by=people.as_actor(people.ada()),
        registration=room[3]["Lena"],
        session=session,
        source="code",
        minutes=None,
        now=clock.now(),
    )
    expect(page.get_by_text("1 checked in")).to_be_visible(timeout=15_000)


def test_evaluation_form_is_built_and_ordered(ada, room):
    page = ada()
    page.goto(url(room, "activity-evaluation"))
    for number, text in enumerate(("What was missing?", "What was too long?"), start=1):
        page.get_by_role("button", name="Add a question").click()
        page.get_by_label(f"Words of question {number}").fill(text)
        page.get_by_label(f"How question {number} is answered").select_option("text")
    page.get_by_role("button", name="Move question 2 up").click()
    expect(page.get_by_label("Words of question 1")).to_have_value("What was too long?")
    page.get_by_role("button", name="Save the form").click()
    expect(page.get_by_text("The evaluation form is saved.")).to_be_visible()

    own = outcomes.questions_of(outcomes.form_row(room[0]))[-2:]
    assert [each.text for each in own] == ["What was too long?", "What was missing?"]
