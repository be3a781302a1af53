"""From an empty wallet to the page of a renewal: three licenses, a board and the DEA duty, on a phone.

The walk counts what a person does: screens seen, clicks made, fields typed. The figures stand in the how-to.
"""

import re
from dataclasses import dataclass

import people
import pytest
import wallets
from django.test import Client
from in_browser import Visit, visit
from playwright.sync_api import Locator, expect

from opencme.apps.wallet.models import Obligation
from opencme.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PICKED = ("Massachusetts", "New York", "California", "American Board of Internal Medicine", "US Drug Enforcement")
DATES = (
    ("Massachusetts Board", "Last day", "2027-05-14"),
    ("New York State", "Last day", "2027-05-31"),
    ("Medical Board of California", "Last day", "2027-05-31"),
    ("Medical Board of California", "first issued", "2022-08-09"),
    ("American Board of Internal", "Last day", "2028-12-31"),
    ("US Drug Enforcement", "Last day", "2027-03-31"),
)


@dataclass
class Hand:
    """A person's hand: what it does is counted."""

    window: Visit
    screens: int = 1
    clicks: int = 0
    typed: int = 0

    def see(self, heading: str) -> None:
        """Come to the next screen."""
        expect(self.window.page.locator("h1", has_text=heading)).to_be_visible()
        self.screens += 1

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def type(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.typed += 1

    def button(self, name: str) -> Locator:
        return self.window.page.get_by_role("button", name=name)

    def link(self, name: str) -> Locator:
        return self.window.page.get_by_role("link", name=name)


def answer_all(hand: Hand) -> int:
    """Answer every question: a list takes its second entry, a day is typed, yes is said to the rest."""
    page, asked = hand.window.page, 0
    while page.url.endswith("/me/questions/"):
        asked += 1
        before = page.locator("h1").inner_text()
        if hand.button("Yes").count():
            hand.click(hand.button("Yes"))
        elif page.locator("select[name=answer]").count():
            page.locator("select[name=answer]").select_option("internal_medicine")
            hand.typed += 1
            hand.click(hand.button("Save"))
        else:
            is_day = page.locator("input[name=answer][type=date]").count()
            hand.type(page.locator("input[name=answer]"), "2018-06-04" if is_day else "40")
            hand.click(hand.button("Save"))
        expect(page.locator("h1").filter(has_not_text=before)).to_be_visible()
        hand.screens += 1
    return asked


def set_up(hand: Hand) -> int:
    """Choose, give the dates, answer; gives how many questions there were."""
    page = hand.window.page
    hand.click(hand.link("Choose what you renew"))
    hand.see("What do you renew?")
    for name in PICKED:
        hand.click(page.locator(".choose-row", has=page.locator(f"strong:text-matches('^{name}')")))
    hand.click(hand.button("Continue"))
    hand.see("When does each end?")
    for where, label, day in DATES:
        card = page.locator("section.card", has_text=where)
        hand.type(card.get_by_label(re.compile(label)), day)
    hand.click(hand.button("Save and continue"))
    page.wait_for_url("**/me/questions/")
    hand.screens += 1
    return answer_all(hand)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_an_empty_wallet_to_a_renewal_page(chromium, monkeypatch: pytest.MonkeyPatch, *, scripts: bool):
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)
    who = people.dee()
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    with visit(chromium, client, width=390, scripts=scripts) as window:
        hand = Hand(window)
        window.go("/me/")

        asked = set_up(hand)
        hand.see("Where you stand")
        done = (hand.screens - 1, hand.clicks, hand.typed)

        hand.click(hand.link("Add credit"))
        hand.see("Add credit")
        page = window.page
        for label, text in (
            ("Title", "Board Review in Internal Medicine"),
            ("Provider", "Harbor University"),
            ("Completed on", "2026-04-18"),
            ("Amount", "50"),
        ):
            hand.type(page.get_by_label(re.compile(label)).first, text)
        page.locator("select[name=system]").select_option("AMA_PRA_1")
        hand.typed += 1
        hand.click(page.locator("summary", has_text="Topics"))
        hand.click(page.locator("label.choice", has_text="Risk management"))
        hand.click(hand.button("Record it"))
        expect(page.locator("h1", has_text="Board Review")).to_be_visible()
        hand.screens += 1
        hand.click(page.locator(".wallet-nav").get_by_role("link", name="Standing"))
        hand.see("Where you stand")
        hand.click(hand.link("Massachusetts Board of Registration in Medicine").last)
        hand.see("Massachusetts Board")
        hand.click(hand.link("Renewal summary"))
        hand.see("Massachusetts Board")

        sheet = page.locator("main").inner_text()
        assert "You can attest" in sheet
        assert "All credit: 50 credits" in sheet
        assert "Risk management: 10 credits" in sheet
        assert "Board Review in Internal Medicine" in sheet
        assert Obligation.objects.filter(person=who).count() == len(PICKED)
        assert window.problems == []
        assert (asked, done) == (8, (12, 16, 9))
        assert (hand.screens, hand.clicks, hand.typed) == (18, 23, 14)
