"""Getting in, as a browser does it: with and without scripts, by password and by link, with the forms' protection on."""

import re

import people
import pytest
from django.test import Client
from in_browser import visit
from playwright.sync_api import expect

from opencme.apps.messaging.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def visitor() -> Client:
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_sign_in_by_link(chromium, visitor: Client, *, scripts: bool):
    with visit(chromium, visitor, width=390, scripts=scripts) as window:
        window.go("/sign-in/?next=/me/profile/")
        window.page.get_by_label("E-mail", exact=True).fill("dee@example.org")
        window.page.get_by_role("button", name="E-mail me a sign-in link").click()
        expect(window.page.get_by_role("heading", name="Check your mail")).to_be_visible()
        window.go(re.search(r"https?://[^/]+(/\S+)", Message.objects.get().text).group(1))
        window.page.get_by_role("button", name="Sign me in").click()

        expect(window.page.get_by_role("heading", name="Profile and identifiers")).to_be_visible()
        assert window.problems == []


@pytest.mark.parametrize("scripts", [True, False])
def test_sign_in_by_password_after_a_mistake(chromium, visitor: Client, *, scripts: bool):
    with visit(chromium, visitor, width=390, scripts=scripts) as window:
        window.go("/sign-in/?next=/me/profile/")
        window.page.get_by_label("E-mail", exact=True).fill("dee@example.org")
        window.page.get_by_label("Password", exact=True).fill("wrong")
        window.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(window.page.get_by_text("do not belong together")).to_be_visible()
        expect(window.page.get_by_label("E-mail", exact=True)).to_have_value("dee@example.org")
        window.page.get_by_label("Password", exact=True).fill(people.PASSWORD)
        window.page.get_by_role("button", name="Sign in", exact=True).click()

        expect(window.page.get_by_role("heading", name="Profile and identifiers")).to_be_visible()


def test_mistyped_npi_is_told_at_once_and_kept(chromium, visitor: Client):
    visitor.force_login(people.dee())
    with visit(chromium, visitor) as window:
        window.go("/me/profile/")
        window.page.get_by_label("NPI", exact=True).fill("1234567890")
        window.page.get_by_label("NPI", exact=True).press("Tab")

        expect(window.page.get_by_text("its last digit does not fit the others")).to_be_visible()
        expect(window.page.get_by_label("NPI", exact=True)).to_have_value("1234567890")
        window.page.get_by_label("NPI", exact=True).fill("1234567893")
        window.page.get_by_label("NPI", exact=True).press("Tab")
        expect(window.page.get_by_text("its last digit does not fit the others")).to_have_count(0)
        assert window.problems == []


def test_colors_change_at_once_and_stay(chromium, visitor: Client):
    visitor.force_login(people.dee())
    with visit(chromium, visitor) as window:
        window.go("/help/")
        window.page.get_by_label("Account of Dee Learner").click()
        window.page.get_by_role("button", name="Dark").click()

        expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert "theme=dark" in window.page.evaluate("document.cookie")


def test_draft_comes_back_after_the_page_was_left(chromium, visitor: Client):
    visitor.force_login(people.dee())
    with visit(chromium, visitor) as window:
        window.go("/me/profile/")
        window.page.get_by_label("Credentials").fill("MD, PhD")
        expect(window.page.locator("[data-draft-said]")).to_be_visible()
        window.go("/help/")
        window.go("/me/profile/")
        window.page.get_by_role("button", name="Bring it back").click()

        expect(window.page.get_by_label("Credentials")).to_have_value("MD, PhD")
