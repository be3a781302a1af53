"""Allowances and expenses: who may, what is refused, what can be brought back, what a statement says."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import people
import pypdf
import pytest
from django.db import IntegrityError, transaction
from money_rows import FEE, HOSPITAL, PDF, allowance, expense, receipt

from opencme.apps.audit.models import AuditEvent
from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import Allowance, Expense, OutsideCredit
from opencme.apps.wallet.selectors import allowance as selectors
from opencme.apps.wallet.selectors.activity_cost import costs
from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.selectors.statement import (
    HEAD,
    statement_of,
    statement_pdf,
    statement_rows,
    write_archive,
)
from opencme.apps.wallet.services import allowances as services
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
NOW = people.NOW


def dee():
    return people.as_actor(people.dee())


def refused(act):
    with pytest.raises(DomainError) as caught:
        act()
    return {each.code: each.field for each in caught.value.findings}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"employer": "  "}, {"employer"}),
        ({"ends_on": date(2025, 12, 31)}, {"ends_on"}),
        ({"claim_by": date(2025, 1, 1)}, {"claim_by"}),
        ({"budget": None, "days": None}, {"budget"}),
        ({"budget": None, "carried": Decimal(10)}, {"budget"}),
        ({"budget": Decimal(-1)}, {"budget"}),
        ({"days": Decimal(400)}, {"days"}),
        ({"starts_on": date(26, 1, 1)}, {"starts_on"}),
    ],
)
def test_what_cannot_be_an_allowance_is_refused_at_its_field(changes, codes):
    assert refused(lambda: allowance(**changes)) == {f"allowance.{code}": code for code in codes}
    assert not Allowance.objects.exists()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"what": " "}, {"what"}),
        ({"amount": Decimal(0), "days": Decimal(0)}, {"amount"}),
        ({"amount": Decimal(-5)}, {"amount"}),
        ({"spent_on": date(1926, 2, 1)}, {"spent_on"}),
        ({"reimbursed_on": date(2026, 1, 1)}, {"reimbursed_on"}),
        ({"spent_on": NOW.date() + timedelta(days=1)}, {"spent_on"}),
    ],
)
def test_what_cannot_be_an_expense_is_refused_at_its_field(changes, codes):
    given = allowance()

    assert refused(lambda: expense(given, **changes)) == {f"allowance.{code}": code for code in codes}
    assert not Expense.objects.exists()


def test_sending_a_form_twice_gives_one_row():
    key = uuid4()
    first, again = (services.add_allowance(by=dee(), values=HOSPITAL, key=key, now=NOW) for _ in range(2))
    one, same = (services.add_expense(by=dee(), values=FEE, key=key, now=NOW) for _ in range(2))

    assert (first, one) == (again, same)
    assert AuditEvent.objects.filter(event__startswith="wallet.").count() == 2


def test_what_is_taken_out_no_longer_counts_and_comes_back_whole():
    given = allowance()
    spent = expense(given)
    services.remove_expense(by=dee(), expense_id=spent.public_id, now=NOW)
    services.remove_expense(by=dee(), expense_id=spent.public_id, now=NOW)
    without = selectors.left_of(people.dee().pk, NOW.date())
    services.restore_expense(by=dee(), expense_id=spent.public_id, now=NOW)

    assert without[0].money == Decimal("3500.00")
    assert selectors.left_of(people.dee().pk, NOW.date())[0].money == Decimal("2859.50")

    services.remove_allowance(by=dee(), allowance_id=given.public_id, now=NOW)
    assert selectors.left_of(people.dee().pk, NOW.date()) == ()
    services.restore_allowance(by=dee(), allowance_id=given.public_id, now=NOW)
    assert selectors.left_of(people.dee().pk, NOW.date())[0].days == Decimal(3)


def test_employers_and_currencies_are_kept_apart_and_the_first_to_lapse_comes_first():
    hospital = allowance()
    clinic = allowance(
        employer="Clinique", currency="EUR", budget=Decimal("800.00"), days=None, ends_on=date(2026, 6, 30)
    )
    allowance(employer="Next year", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    expense(hospital)
    expense(clinic, amount=Decimal("900.00"), days=Decimal(0), is_planned=True)
    expense(None, amount=Decimal("50.00"), currency="CAD")

    left = selectors.left_of(people.dee().pk, NOW.date())

    assert [(each.employer, each.currency, each.money, each.days, each.spend_by) for each in left] == [
        ("Clinique", "EUR", Decimal(0), None, date(2026, 6, 30)),
        ("Lakeside Hospital", "USD", Decimal("2859.50"), Decimal(3), date(2026, 12, 31)),
    ]


def test_nothing_is_carried_over_unless_the_person_says_so():
    allowance(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    allowance()
    assert [each.money for each in selectors.left_of(people.dee().pk, NOW.date())] == [Decimal("3500.00")]

    said = allowance(employer="Other", carried=Decimal("250.00"), carried_days=Decimal("1.5"))
    standing = selectors.standing_of(said, (), NOW.date())
    assert (standing.balance.given, standing.balance.given_days) == (Decimal("3750.00"), Decimal("6.5"))


def test_paying_back_is_marked_and_taken_back():
    given = allowance()
    spent, planned = expense(given), expense(given, what="Board course", is_planned=True)
    ids = [spent.public_id, planned.public_id]

    assert refused(lambda: services.mark_reimbursed(by=dee(), expense_ids=ids, on=date(2026, 1, 31), now=NOW)) == {
        "allowance.on": "on"
    }
    assert services.mark_reimbursed(by=dee(), expense_ids=ids, on=date(2026, 3, 1), now=NOW) == 1
    balance = selectors.standings_of(people.dee().pk, NOW.date())[0].balance
    assert (balance.spent, balance.reimbursed, balance.waiting) == (Decimal("640.50"), Decimal("640.50"), Decimal(0))
    assert services.mark_reimbursed(by=dee(), expense_ids=ids, on=None, now=NOW) == 1
    assert selectors.standings_of(people.dee().pk, NOW.date())[0].balance.waiting == Decimal("640.50")


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "nia"])
def test_nobody_else_reaches_an_allowance_an_expense_or_a_receipt(who):
    given = allowance()
    spent = expense(given, receipt=receipt())
    other = people.as_actor(getattr(people, who)())
    tries = [
        lambda: services.change_allowance(by=other, allowance_id=given.public_id, values=HOSPITAL, now=NOW),
        lambda: services.remove_allowance(by=other, allowance_id=given.public_id, now=NOW),
        lambda: services.restore_allowance(by=other, allowance_id=given.public_id, now=NOW),
        lambda: services.change_expense(by=other, expense_id=spent.public_id, values=FEE, now=NOW),
        lambda: services.remove_expense(by=other, expense_id=spent.public_id, now=NOW),
        lambda: services.restore_expense(by=other, expense_id=spent.public_id, now=NOW),
        lambda: services.own_file(by=other, file_id=spent.receipt.public_id),
        lambda: services.add_expense(by=other, values=replace(FEE, allowance=given.public_id), now=NOW),
        lambda: statement_of(actor=other, allowance_id=given.public_id, kind="all", now=NOW),
    ]

    for act in tries:
        with pytest.raises(NotFound):
            act()
    assert services.mark_reimbursed(by=other, expense_ids=[spent.public_id], on=date(2026, 3, 1), now=NOW) == 0
    assert selectors.standings_of(other.person_id, NOW.date()) == ()
    assert Expense.objects.get().reimbursed_on is None


def test_a_receipt_that_was_replaced_or_taken_away_is_not_kept():
    given = allowance()
    first, second, shared = (receipt(f"{name}.pdf") for name in ("first", "second", "shared"))
    spent = expense(given, receipt=first)
    expense(given, receipt=shared)

    def change(**receipts):
        values = replace(FEE, allowance=given.public_id)
        services.change_expense(by=dee(), expense_id=spent.public_id, values=values, now=NOW, **receipts)
        return sorted(StoredFile.objects.across_providers(why="a test").values_list("name", flat=True))

    assert change() == ["first.pdf", "second.pdf", "shared.pdf"]
    assert change(receipt=second) == ["second.pdf", "shared.pdf"]
    assert change(receipt=shared) == ["shared.pdf"]
    assert change(drops_receipt=True) == ["shared.pdf"]


def test_the_system_has_no_wallet():
    with pytest.raises(NotAllowed):
        services.add_allowance(by=system(), values=HOSPITAL, now=NOW)


def test_somebody_elses_credit_is_not_taken():
    theirs = OutsideCredit.objects.create(
        person=people.nia(), title="x", completed_on=NOW.date(), system="AMA_PRA_1", amount=1, added_at=NOW
    )

    with pytest.raises(NotFound):
        expense(None, credit=theirs.public_id)


def test_the_trail_holds_nothing_of_what_was_typed():
    given = allowance(note="ask Mr Secret")
    expense(given, what="Secret congress", receipt=receipt("secret.pdf"))

    rows = AuditEvent.objects.filter(event__startswith="wallet.")
    told = [(each.event, each.by_label, each.subject_label, each.after) for each in rows.order_by("id")]
    assert told == [
        ("wallet.allowance_changed", "", "", {"act": "added"}),
        ("wallet.file_kept", "", "", {"media_type": "application/pdf"}),
        ("wallet.expense_changed", "", "", {"act": "added"}),
    ]


@pytest.mark.parametrize("name", ["photo.exe", "page.html"])
def test_a_receipt_is_a_pdf_or_a_photo_by_its_bytes(name):
    content = b"<html><script>1</script></html>"

    assert refused(lambda: services.keep_receipt(by=dee(), name=name, content=content, now=NOW)) == {
        "files.kind": "file"
    }


def test_the_database_itself_refuses_less_than_nothing():
    for model, values in (
        (Allowance, {"employer": "x", "starts_on": NOW.date(), "ends_on": NOW.date(), "carried": -1}),
        (Expense, {"spent_on": NOW.date(), "kind": "other", "what": "x", "amount": -1, "added_at": NOW}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(person=people.dee(), **values)


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_two_queries_however_many(count, django_assert_num_queries):
    for number in range(count):
        given = allowance(employer=f"Employer {number}")
        expense(given, receipt=receipt(f"{number}.pdf"))

    own = people.dee().pk
    with django_assert_num_queries(2):
        found = selectors.standings_of(own, NOW.date())
        assert [each.expenses[0].receipt.name for each in found]


def test_each_activity_shows_its_cost_and_credit_without_cost_is_named():
    own = people.dee().pk
    paid, free = (
        OutsideCredit.objects.create(
            person_id=own,
            title=title,
            completed_on=date(2026, 2, 2),
            system="AMA_PRA_1",
            amount=Decimal(amount),
            added_at=NOW,
        )
        for title, amount in (("Sepsis congress", "12.5"), ("Teaching residents", "4"))
    )
    given = allowance()
    expense(given, credit=paid.public_id)
    expense(given, credit=paid.public_id, what="Hotel", kind="lodging", amount=Decimal("359.50"), days=Decimal(0))

    found = costs(selectors.expenses_of(own), held_credits(own), free_since=date(2026, 1, 1))

    (row,) = found.rows
    assert (row.title, row.spent, row.planned, row.days) == (
        "Sepsis congress",
        (("USD", Decimal("1000.00")),),
        (),
        Decimal(2),
    )
    assert row.each == ("USD", Decimal("80.00"))
    assert [each.title for each in found.free] == [free.title]


# ── statements ──


def test_a_claim_lists_what_waits_with_its_receipts_numbered_by_day():
    given = allowance()
    expense(given, what="Hotel", kind="lodging", spent_on=date(2026, 2, 3), receipt=receipt("hotel.pdf"))
    expense(given, receipt=receipt("fee.pdf"))
    expense(given, what="=cmd|calc", amount=Decimal("10.00"), days=Decimal(0), spent_on=date(2026, 2, 9))
    expense(given, what="Paid back already", reimbursed_on=date(2026, 2, 20))
    expense(given, what="Planned", is_planned=True)

    made = statement_of(actor=dee(), allowance_id=given.public_id, kind="claim", now=NOW)
    text = pypdf.PdfReader(io.BytesIO(statement_pdf(made))).pages[0].extract_text()
    out = io.BytesIO()
    write_archive(made, out)
    archive = zipfile.ZipFile(out)

    assert [(line.expense.what, line.receipt) for line in made.lines] == [
        ("Sepsis congress", "R1"),
        ("Hotel", "R2"),
        ("=cmd|calc", ""),
    ]
    assert (made.total, made.days) == (Decimal("1291.00"), Decimal(4))
    for words in ("Claim for reimbursement", "Dee Learner, MD", "Lakeside Hospital", "1,291.00", "fee.pdf", "R2"):
        assert words in text
    assert next(iter(statement_rows(made))) == HEAD
    assert archive.namelist() == ["statement.pdf", "statement.csv", "receipts/R1-fee.pdf", "receipts/R2-hotel.pdf"]
    assert "'=cmd|calc" in archive.read("statement.csv").decode("utf-8-sig")
    assert archive.read("receipts/R1-fee.pdf") == PDF


def test_a_statement_is_tagged_and_claims_pdf_ua():
    given = allowance(carried=Decimal("100.00"))
    expense(given)

    made = statement_of(actor=dee(), allowance_id=given.public_id, kind="all", now=NOW)
    reader = pypdf.PdfReader(io.BytesIO(statement_pdf(made)))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_an_empty_or_unknown_statement_is_no_file():
    given = allowance()

    assert refused(lambda: statement_of(actor=dee(), allowance_id=given.public_id, kind="request", now=NOW)) == {
        "allowance.statement.empty": ""
    }
    with pytest.raises(NotFound):
        statement_of(actor=dee(), allowance_id=given.public_id, kind="gossip", now=NOW)
