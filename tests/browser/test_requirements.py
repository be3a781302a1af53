"""What a state wants of me, found on a phone: by map, by the short way, side by side; by keyboard; without scripts."""

import pytest
from in_browser import BASE, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MASSACHUSETTS = f"{BASE}/requirements/us-ma-md/"


@pytest.mark.parametrize("scripts", [True, False])
def test_three_taps_from_the_front_page_answer_what_massachusetts_wants(chromium, client, *, scripts: bool):
    with visit(chromium, client, width=390, scripts=scripts) as window:
        window.go("/")
        window.page.get_by_role("navigation", name="Main").get_by_role("link", name="Requirements").click()
        height = window.page.evaluate("document.documentElement.scrollHeight")
        assert height < 3 * 844, "rules are folded by kind of place on a phone"
        window.page.locator("summary", has_text="States and the District of Columbia").click()
        state = window.page.get_by_role("link", name="Massachusetts")
        assert state.locator("xpath=ancestor::tr").bounding_box()["height"] >= 44
        state.click()

        assert window.page.url == MASSACHUSETTS
        answer = window.page.locator(".answer")
        assert answer.locator(".answer-head").inner_text() == "50 credits every 2 years"
        assert "Not legal advice." in answer.inner_text()
        assert answer.bounding_box()["y"] + answer.bounding_box()["height"] < 900  # the first screen of a phone
        assert (window.overflow(), window.problems) == (0, [])


def test_the_short_way_asks_for_state_and_profession(chromium, client):
    with visit(chromium, client, width=390) as window:
        window.go("/")
        window.page.get_by_label("My state or country").select_option("Arizona")
        window.page.get_by_label("I am a").select_option("Physician (DO)")
        with window.page.expect_navigation(url="**/us-az-do/"):
            window.page.get_by_role("button", name="Show what it asks").click()

        assert "Arizona DO license" in window.page.locator("h1").inner_text()


def test_three_licenses_stand_side_by_side_at_an_address_of_their_own(chromium, client):
    with visit(chromium, client, width=390, scripts=False) as window:
        window.go("/requirements/us-ma-md/")
        for family in ("us-nh-md", "us-ct-md"):
            window.page.get_by_label("Licensed elsewhere too?").select_option(family)
            window.page.get_by_role("button", name="Side by side").click()

        assert window.page.url == f"{BASE}/requirements/beside/?rule=us-ma-md&rule=us-nh-md&rule=us-ct-md"
        asked = window.page.locator("tbody tr").first.locator("td").all_inner_texts()
        assert [each.split("\n")[-1].strip() for each in asked] == [
            "50 credits every 2 years",
            "100 hours every 2 years",
            "50 contact hours in the last 2 years, every year",
        ]
        assert window.overflow() == 0


def test_a_tile_is_reached_and_opened_by_keyboard(chromium, client):
    with visit(chromium, client) as window:
        window.go("/requirements/")
        for _press in range(80):
            window.page.keyboard.press("Tab")
            if window.page.evaluate("document.activeElement.getAttribute('aria-label') || ''").startswith(
                "Massachusetts"
            ):
                break
        with window.page.expect_navigation(url="**/us-ma-md/"):
            window.page.keyboard.press("Enter")

        assert window.page.url == MASSACHUSETTS
