"""A clinician's money and record, in the browser: allowance, expense with receipt, statement; a link, opened elsewhere, closed."""

import io

import money_rows
import people
import pypdf
import pytest
import wallets
from django.test import Client
from in_browser import BASE, visit
from playwright.sync_api import expect

from opencme.apps.wallet.models import Expense, Share, ShareOpening

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def signed_in() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.dee())
    return client


@pytest.mark.parametrize("scripts", [True, False])
def test_from_an_allowance_over_an_expense_with_receipt_to_the_statement(chromium, *, scripts: bool):
    client = signed_in()
    with visit(chromium, client, width=390, scripts=scripts) as window:
        page = window.page
        window.go("/me/allowance/")
        page.get_by_role("main").get_by_role("link", name="Add an allowance").last.click()
        page.get_by_label("Who gives it").fill("Lakeside Hospital")
        page.get_by_label("Money", exact=False).first.fill("$3,500")
        page.get_by_label("Days away").fill("5")
        page.get_by_role("button", name="Save the allowance").click()
        expect(page.get_by_role("heading", name="Lakeside Hospital")).to_be_visible()

        page.get_by_role("link", name="Add an expense").first.click()
        page.get_by_label("What it was for").fill("Sepsis congress")
        page.get_by_label("Amount").fill("640.50")
        page.get_by_label("Days away").fill("2")
        page.get_by_label("Receipt", exact=True).set_input_files(
            {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": money_rows.PDF}
        )
        page.get_by_role("button", name="Save the expense").click()
        expect(page.get_by_text("$2,859.50").first).to_be_visible()
        expect(page.get_by_role("link", name="Open invoice.pdf")).to_be_visible()
        address = page.get_by_role("link", name="PDF", exact=True).first.get_attribute("href")
        assert window.problems == []

    statement = pypdf.PdfReader(io.BytesIO(client.get(address).content)).pages[0].extract_text()
    for words in ("Claim for reimbursement", "Dee Learner, MD", "Sepsis congress", "640.50", "invoice.pdf"):
        assert words in statement


def test_an_expense_taken_out_comes_back_by_undo(chromium):
    spent = money_rows.expense(money_rows.allowance())
    with visit(chromium, signed_in()) as window:
        window.go(f"/me/allowance/expenses/{spent.public_id}/")
        window.page.get_by_role("button", name="Take the expense out").click()
        expect(window.page.get_by_text("Nothing spent yet")).to_be_visible()
        window.page.get_by_role("button", name="Undo").click()

        expect(window.page.get_by_role("link", name="Sepsis congress")).to_be_visible()
    assert Expense.objects.get().removed_at is None


def test_a_link_opens_in_a_browser_without_account_is_noted_and_closes(chromium):
    who = wallets.dee()
    client = signed_in()
    with visit(chromium, client) as owner, visit(chromium, Client(), width=390) as office:
        owner.go("/me/shares/new/")
        owner.page.get_by_label("For whom").fill("Harbor credentialing office")
        owner.page.get_by_label("Massachusetts Board", exact=False).check()
        owner.page.get_by_label("Show my credit, line by line").check()
        owner.page.get_by_role("button", name="Make the link").click()
        address = owner.page.get_by_label("Address").input_value()
        here = owner.page.url.removeprefix(BASE)

        office.go("/s/" + address.rpartition("/s/")[2])
        expect(office.page.get_by_role("heading", name=who.name_with_credentials)).to_be_visible()
        expect(office.page.get_by_text("Safe Opioid Prescribing")).to_be_visible()
        expect(office.page.get_by_text("California")).to_have_count(0)
        expect(office.page.get_by_role("link", name="Sign in")).to_have_count(0)
        assert office.problems == []

        owner.go(here)
        expect(owner.page.get_by_text("the page")).to_be_visible()
        owner.page.get_by_role("link", name="Close the link").click()
        owner.page.get_by_role("button", name="Close it").click()
        expect(owner.page.get_by_text("it opens no more")).to_be_visible()
        assert owner.problems == []

        office.go("/s/" + address.rpartition("/s/")[2])
        expect(office.page.get_by_role("heading", name="This link was closed")).to_be_visible()
        expect(office.page.get_by_text(who.family_name)).to_have_count(0)
    assert ShareOpening.objects.count() == 1
    assert Share.objects.get().withdrawn_at is not None
