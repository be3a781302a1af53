"""Allowances, expenses and shares of the tests' people, made by the services."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import people

from opencme.apps.accounts.models import Person
from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import Allowance, Expense
from opencme.apps.wallet.services import allowances as services
from opencme.apps.wallet.services.account_export import ask_for_export
from opencme.apps.wallet.services.allowances import AllowanceValues, ExpenseValues

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


def places(who: Person) -> dict[str, object]:
    """What addresses of the wallet's money name, all of it ``who``'s."""
    given = allowance(who)
    return {
        "allowance_id": given.public_id,
        "expense_id": expense(given, who=who).public_id,
        "export_id": ask_for_export(by=people.as_actor(who), now=people.NOW).public_id,
    }
