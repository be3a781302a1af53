"""The allowance's pages as people use them: typing is never lost, undo works, nobody else gets in."""

import money_rows
import people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opencme.apps.wallet.models import Allowance, Expense

pytestmark = pytest.mark.django_db
TYPED = {
    "employer": "Lakeside Hospital",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "budget": "$3,500",
    "currency": "USD",
    "days": "5",
}
SPENT = {
    "state": "spent",
    "what": "Sepsis congress",
    "kind": "registration",
    "spent_on": "2026-02-01",
    "amount": "640.50",
    "days": "2",
    "currency": "USD",
}


@pytest.fixture
def dee():
    client = Client()
    client.force_login(people.dee())
    return client


def upload(content=money_rows.PDF, name="invoice.pdf"):
    return SimpleUploadedFile(name, content)


def test_an_empty_wallet_says_what_to_do_first(dee):
    answer = dee.get(reverse("wallet:allowance"))

    assert "No allowance yet" in answer.text
    assert reverse("wallet:allowance-new") in answer.text


def test_an_allowance_is_added_as_people_type_it(dee):
    answer = dee.post(reverse("wallet:allowance-new"), TYPED)

    made = Allowance.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("wallet:allowance-one", args=[made.public_id])
    assert (str(made.budget), str(made.days), made.person) == ("3500.00", "5.0", people.dee())


def test_what_was_typed_stays_beside_what_is_wrong(dee):
    answer = dee.post(reverse("wallet:allowance-new"), {**TYPED, "ends_on": "2025-12-31", "note": "Ask <Ann>"})

    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.text
    assert "Ask &lt;Ann&gt;" in answer.text
    assert not Allowance.objects.exists()


def test_a_receipt_survives_an_error_elsewhere_in_the_form(dee):
    given = money_rows.allowance()
    typed = {**SPENT, "allowance": str(given.public_id)}
    first = dee.post(reverse("wallet:allowance-expense-new"), {**typed, "amount": "-1", "receipt": upload()})
    kept = first.context["form"].data["kept_receipt"]

    second = dee.post(reverse("wallet:allowance-expense-new"), {**typed, "kept_receipt": kept})

    assert (first.status_code, second.status_code) == (422, 303)
    assert "invoice.pdf" in first.text
    assert Expense.objects.get().receipt.name == "invoice.pdf"


def test_a_receipt_that_is_no_receipt_is_refused_by_its_name(dee):
    money_rows.allowance()

    answer = dee.post(reverse("wallet:allowance-expense-new"), {**SPENT, "receipt": upload(b"MZ\x90\0", "virus.pdf")})

    assert answer.status_code == 422
    assert "virus.pdf" in answer.text
    assert not Expense.objects.exists()


def test_somebody_elses_receipt_cannot_be_slipped_in(dee):
    theirs = money_rows.receipt(who=people.nia())

    dee.post(reverse("wallet:allowance-expense-new"), {**SPENT, "kept_receipt": str(theirs.public_id)})

    assert Expense.objects.get().receipt is None


def test_an_expense_that_was_taken_out_is_brought_back_from_the_message(dee):
    spent = money_rows.expense(money_rows.allowance())

    gone = dee.post(reverse("wallet:allowance-expense-remove", args=[spent.public_id]), follow=True)
    undo = reverse("wallet:allowance-expense-restore", args=[spent.public_id])

    assert f'action="{undo}"' in gone.text
    assert "Nothing spent yet" in gone.text
    back = dee.post(undo, follow=True)
    assert "Nothing spent yet" not in back.text
    assert Expense.objects.get().removed_at is None


def test_paid_back_needs_a_choice_and_a_day(dee):
    given = money_rows.allowance()
    spent = money_rows.expense(given)
    address = reverse("wallet:allowance-paid-back", args=[given.public_id])

    refused = dee.post(address, {"on": "2026-01-01", "expenses": [str(spent.public_id)]})
    nothing = dee.post(address, {"on": "2026-03-01"})
    done = dee.post(address, {"on": "2026-03-01", "expenses": [str(spent.public_id)]}, follow=True)

    assert (refused.status_code, nothing.status_code) == (422, 422)
    assert "Some of it was spent after that day." in refused.text
    assert "Choose what was paid back." in nothing.text
    assert "Paid back" in done.text
    assert str(Expense.objects.get().reimbursed_on) == "2026-03-01"
    back = dee.post(address, {"back": str(spent.public_id)}, follow=True)
    assert "It waits to be paid back again." in back.text
    assert Expense.objects.get().reimbursed_on is None


def test_the_next_year_begins_without_carrying_anything_over(dee):
    given = money_rows.allowance()

    answer = dee.get(reverse("wallet:allowance-new"), {"after": str(given.public_id)})

    form = answer.context["form"]
    assert "$3,500" in answer.text
    assert (str(form["starts_on"].value()), str(form["ends_on"].value())) == ("2027-01-01", "2027-12-31")
    assert (form["carried"].value(), form["carried_days"].value()) == (None, None)


@pytest.mark.parametrize(
    ("ending", "kind", "start"),
    [
        ("pdf", "application/pdf", b"%PDF"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfDate"),
        ("zip", "application/zip", b"PK"),
    ],
)
def test_statements_come_as_files_that_no_cache_keeps(dee, ending, kind, start):
    given = money_rows.allowance()
    money_rows.expense(given, receipt=money_rows.receipt())

    answer = dee.get(reverse("wallet:allowance-statement", args=[given.public_id, "claim", ending]))

    assert answer["Content-Type"] == kind
    assert answer["Cache-Control"] == "private, no-store"
    assert (b"".join(answer.streaming_content) if answer.streaming else answer.content).startswith(start)


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "nia"])
def test_no_other_role_sees_an_allowance_or_opens_its_receipt(who, dee):
    given = money_rows.allowance()
    spent = money_rows.expense(given, receipt=money_rows.receipt())
    page = dee.get(reverse("wallet:allowance-one", args=[given.public_id]))
    receipt = page.context["rows"][0].receipt
    people.lakeside()
    other = Client()
    other.force_login(getattr(people, who)())

    assert b"".join(dee.get(receipt).streaming_content) == money_rows.PDF
    for address in (
        reverse("wallet:allowance-one", args=[given.public_id]),
        reverse("wallet:allowance-expense", args=[spent.public_id]),
        reverse("wallet:allowance-statement", args=[given.public_id, "all", "pdf"]),
        receipt,
    ):
        assert other.get(address).status_code == 404
        assert Client().get(address).status_code in {302, 404}
    assert "Lakeside Hospital" not in other.get(reverse("wallet:allowance")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_asks_as_often_for_one_as_for_three(count, dee, django_assert_max_num_queries):
    for number in range(count):
        money_rows.expense(
            money_rows.allowance(employer=f"Employer {number}"), receipt=money_rows.receipt(f"{number}.pdf")
        )
    dee.get(reverse("wallet:allowance"))

    with django_assert_max_num_queries(9):
        dee.get(reverse("wallet:allowance"))
