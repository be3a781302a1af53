"""Allowances, expenses and shares of the tests' people, made by the services."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import people
import wallets

from opencme.apps.accounts.models import Person
from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import Allowance, CreditDocument, Expense
from opencme.apps.wallet.selectors.shares import Chosen
from opencme.apps.wallet.services import allowances as services
from opencme.apps.wallet.services.account_export import ask_for_export
from opencme.apps.wallet.services.allowances import AllowanceValues, ExpenseValues
from opencme.apps.wallet.services.documents import keep_document
from opencme.apps.wallet.services.shares import Made, make_share, new_key
from opencme.kernel import clock

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
HOSPITAL = AllowanceValues(
    employer="Lakeside Hospital",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    budget=Decimal("3500.00"),
    days=Decimal(5),
    claim_by=date(2027, 1, 31),
)
FEE = ExpenseValues(
    spent_on=date(2026, 2, 1), kind="registration", what="Sepsis congress", amount=Decimal("640.50"), days=Decimal(2)
)


def allowance(who: Person | None = None, **changes: object) -> Allowance:
    by = people.as_actor(who or people.dee())
    return services.add_allowance(by=by, values=replace(HOSPITAL, **changes), now=people.NOW)


def expense(
    given: Allowance | None, *, receipt: StoredFile | None = None, who: Person | None = None, **changes: object
) -> Expense:
    by = people.as_actor(who or people.dee())
    values = replace(FEE, allowance=given.public_id if given else None, **changes)
    return services.add_expense(by=by, values=values, receipt=receipt, now=people.NOW)


def receipt(name: str = "invoice.pdf", who: Person | None = None) -> StoredFile:
    by = people.as_actor(who or people.dee())
    return services.keep_receipt(by=by, name=name, content=PDF, now=people.NOW)


def document(who: Person | None = None, name: str = "proof.pdf") -> CreditDocument:
    """A document kept with a credit from elsewhere."""
    who = who or people.dee()
    credit = wallets.credit(who, date(2026, 1, 15), "3", title="Grand rounds elsewhere")
    return keep_document(by=people.as_actor(who), name=name, content=PDF, credit_id=credit.public_id, now=people.NOW)


def share(
    chosen: Chosen, who: Person | None = None, *, recipient: str = "Harbor credentialing", days: int = 30
) -> Made:
    """A link made by ``who`` that opens for so many days from now on."""
    now = clock.now()
    return make_share(
        by=people.as_actor(who or people.dee()),
        recipient=recipient,
        chosen=chosen,
        expires_at=now + timedelta(days=days),
        key=new_key(),
        now=now,
    )


def places(who: Person) -> dict[str, object]:
    """What addresses of the wallet's money name, all of it ``who``'s."""
    given = allowance(who)
    kept = document(who)
    made = share(Chosen(credits=True, documents=(kept.public_id,)), who)
    return {
        "share_id": made.share.public_id,
        "secret": made.secret,
        "document_id": kept.public_id,
        "allowance_id": given.public_id,
        "expense_id": expense(given, who=who).public_id,
        "export_id": ask_for_export(by=people.as_actor(who), now=people.NOW).public_id,
    }
