"""Credit from elsewhere of the tests' people, made by the services."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import people

from opencme.apps.accounts.models import Person
from opencme.apps.wallet.models import CreditDocument, CreditImport, OutsideCredit
from opencme.apps.wallet.services.credit_imports import bring_file
from opencme.apps.wallet.services.credits import Typed, add_credit
from opencme.apps.wallet.services.documents import keep_document

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SUMMIT = Typed(
    title="Pain Summit",
    provider="State Pain Society",
    completed_on=date(2026, 1, 15),
    system="AMA_PRA_1",
    amount=Decimal("3.00"),
)


def outside(who: Person | None = None, **changes: object) -> OutsideCredit:
    by = people.as_actor(who or people.dee())
    return add_credit(by=by, typed=replace(SUMMIT, **changes), now=people.NOW)


def document(credit: OutsideCredit | None = None, name: str = "certificate.png") -> CreditDocument:
    who = credit.person if credit else people.dee()
    credit_id = credit.public_id if credit else None
    by = people.as_actor(who)
    return keep_document(by=by, name=name, content=PNG, now=people.NOW, credit_id=credit_id)


def table(*rows: str, header: str = "Title,Provider,Date,Credits,Credit type") -> bytes:
    return "\n".join([header, *rows]).encode()


def brought(content: bytes, name: str = "transcript.csv", who: Person | None = None) -> CreditImport:
    file = io.BytesIO(content)
    return bring_file(by=people.as_actor(who or people.dee()), name=name, content=file, now=people.NOW)


def places(who: Person) -> dict[str, object]:
    """What addresses of the wallet's credit name, all of it ``who``'s."""
    row = outside(who)
    return {
        "credit_id": row.public_id,
        "document_id": document(row).public_id,
        "credit_import_id": brought(table("Falls,Elsewhere,2026-01-20,1,AMA PRA Category 1"), who=who).public_id,
    }
