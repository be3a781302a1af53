"""A participant on a phone: from signing in to the certificate in six screens, with and without scripts."""

import io
import re
from datetime import timedelta

import in_control
import offers
import people
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from in_browser import visit
from offers import NOW
from playwright.sync_api import expect

from opencme.apps.activities.models import Activity
from opencme.apps.credit.models import Award
from opencme.apps.delivery.models import Attendance, ContentProgress
from opencme.apps.delivery.services.check_in import open_check_in
from opencme.apps.outcomes.models import EvaluationForm
from opencme.kernel import clock
from opencme.rules.delivery.codes import code_for, step_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MOST_SCREENS = 6
MOST_BYTES = 100_000


@pytest.fixture
def material() -> Activity:
    """An enduring material with one article and ten questions, open for a century."""
    made = offers.enduring(release_on=NOW.date(), expires_on=NOW.date() + timedelta(days=36500))
    activity = in_control.everybody_cleared(made)
    offers.article(activity, "Insulin at hand-over", body="## Why\n\nAn order is right for *today*.")
    offers.assessment(activity, questions=10, pass_percent=80)
    EvaluationForm.objects.create(activity=activity)
    offers.designation(activity, "1.00")
    return activity


@pytest.fixture
def dee() -> Client:
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()
    return Client(enforce_csrf_checks=True)


def answer_all(page) -> None:
    for question in page.locator("fieldset.question").all():
        question.get_by_label("True", exact=True).check()


@pytest.mark.parametrize("scripts", [True, False])
def test_six_screens_from_signing_in_to_the_certificate(chromium, dee, material, *, scripts: bool):
    screens, weights, clicks = [], [], 0
    with visit(chromium, dee, width=390, scripts=scripts) as window:
        page = window.page

        def seen(title: str) -> None:
            expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
            screens.append(title)
            weights.append(window.weight)
            assert window.overflow() <= 0
            if scripts:
                result = Axe().run(page).response
                assert [(each["id"], each["nodes"][0]["html"][:120]) for each in result["violations"]] == []

        def press(name: str) -> None:
            nonlocal clicks
            clicks += 1
            window.weights.clear()
            page.get_by_role("button", name=name, exact=False).first.click()

        window.go(f"/sign-in/?next=/activities/{material.public_id}/")
        seen("Sign in")
        page.get_by_label("E-mail", exact=True).fill("dee@example.org")
        page.get_by_label("Password", exact=True).fill(people.PASSWORD)
        press("Sign in")
        seen("Insulin Safety in Hospital")
        press("I have read this: begin")
        seen("Insulin at hand-over")
        press("Done, go on")
        seen("Assessment")
        answer_all(page)
        press("Hand in")
        seen("Insulin Safety in Hospital")
        page.get_by_label("Agree", exact=True).first.check()
        page.get_by_label("Yes", exact=True).first.check()
        page.get_by_label("Yes, I intend to make a change").check()
        press("Send evaluation and claim")
        expect(page.get_by_text("Your credit is awarded.")).to_be_visible()
        seen("Insulin Safety in Hospital")

        assert len(screens) <= MOST_SCREENS, screens
        assert clicks <= MOST_SCREENS
        assert max(weights) <= MOST_BYTES, weights
        assert window.problems == []
        award = Award.objects.across_providers(why="test").get()
        assert (str(award.amount), award.person.email) == ("1.00", "dee@example.org")
        link = page.get_by_role("link", name="Open my certificate").get_attribute("href")

    paper = dee.get(link)
    text = pypdf.PdfReader(io.BytesIO(b"".join(paper.streaming_content))).pages[0].extract_text()
    for word in ("Dee Learner, MD", "Insulin Safety in Hospital", "1.00", "Category 1"):
        assert word in " ".join(text.split()), word


def test_typed_answers_survive_leaving(chromium, dee, material):
    offers.impression(offers.registration(material, people.dee()))
    ContentProgress.objects.create(
        registration=material.registrations.get(), item=material.content_items.get(), opened_at=NOW, completed_at=NOW
    )
    dee.force_login(people.dee())
    with visit(chromium, dee, width=390) as window:
        window.go(f"/learn/{material.public_id}/assessment/")
        with window.page.expect_response(re.compile("/assessment/draft/")) as kept:
            window.page.locator("#question-3").get_by_label("False", exact=True).check()
        assert kept.value.status == 204
        window.go(f"/learn/{material.public_id}/assessment/")

        expect(window.page.locator("#question-3").get_by_label("False", exact=True)).to_be_checked()


def test_credit_goes_up_and_down_in_quarters(chromium, dee, material):
    registration = offers.registration(material, people.dee())
    offers.impression(registration)
    dee.force_login(people.dee())
    item = material.content_items.get()
    ContentProgress.objects.create(registration=registration, item=item, opened_at=NOW, completed_at=NOW)
    with visit(chromium, dee, width=390) as window:
        page = window.page
        window.go(f"/learn/{material.public_id}/assessment/")
        answer_all(page)
        page.get_by_role("button", name="Hand in").click()
        amount = page.get_by_role("spinbutton")
        expect(amount).to_have_value("1.00")
        expect(page.get_by_role("button", name="More")).to_be_disabled()
        page.get_by_role("button", name="Less").click()
        page.get_by_role("button", name="Less").click()

        expect(amount).to_have_value("0.50")
        for _press in range(5):
            if page.get_by_role("button", name="Less").is_enabled():
                page.get_by_role("button", name="Less").click()
        expect(amount).to_have_value("0.25")


def test_a_phone_follows_the_qr_code_in_the_room(chromium, dee):
    now = clock.now()
    live = in_control.everybody_cleared(offers.live())
    session = offers.session(live, now - timedelta(minutes=10), title="Recognize")
    opened = open_check_in(by=people.as_actor(people.ada()), session_id=session.public_id, now=now)
    with visit(chromium, dee, width=360) as window:
        page = window.page
        window.go(f"/learn/check-in/{code_for(opened.check_in_secret, step_at(clock.now()))}/")
        page.get_by_label("E-mail", exact=True).fill("dee@example.org")
        page.get_by_label("Password", exact=True).fill(people.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Recognize")).to_be_visible()
        assert window.overflow() <= 0
        page.get_by_role("button", name="Check in").click()

        expect(page.get_by_text("You are checked in to “Recognize”.")).to_be_visible()
        assert Attendance.objects.across_providers(why="test").count() == 1
        assert window.problems == []
