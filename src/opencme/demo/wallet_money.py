"""The money of the demo's wallet: allowances with expenses and receipts, and links to the record."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import Obligation, OutsideCredit
from opencme.apps.wallet.selectors.shares import Chosen
from opencme.apps.wallet.services.allowances import (
    AllowanceValues,
    ExpenseValues,
    add_allowance,
    add_expense,
    keep_receipt,
)
from opencme.apps.wallet.services.shares import make_share, new_key, open_share, withdraw_share
from opencme.demo.wallet_owner import Owner
from opencme.documents.record import Column, Part, Record, record_pdf

CONGRESS: Final = "Care of the Older Adult"


def allowances(owner: Owner) -> None:
    """Her employer's allowance, half spent and lapsing in weeks, and the one of the year before, which lapsed."""
    before = add_allowance(by=owner.by, values=_given(owner, -322, budget="3000"), now=owner.now)
    this = add_allowance(by=owner.by, values=_given(owner, 43, budget="3500"), now=owner.now)
    congress = OutsideCredit.objects.filter(person_id=owner.by.person_id or 0, title=CONGRESS).first()
    for allowance, what, kind, days, amount, away, paid_back, has_receipt in (
        (before, "Internal Medicine Update, registration", "registration", -430, "890", "3", -380, True),
        (this, f"{CONGRESS}, registration", "registration", -130, "640", "0", -90, True),
        (this, f"{CONGRESS}, train and two nights", "travel", -112, "585.40", "2", None, True),
        (this, "Hospital medicine handbook", "materials", -80, "148", "0", None, False),
        (this, "Massachusetts license renewal", "fees", 30, "600", "0", None, False),
    ):
        add_expense(
            by=owner.by,
            values=ExpenseValues(
                spent_on=owner.day(days),
                kind=kind,
                what=what,
                amount=Decimal(amount),
                days=Decimal(away),
                allowance=allowance.public_id,
                credit=congress.public_id if congress and what.startswith(CONGRESS) else None,
                is_planned=days > 0,
                reimbursed_on=owner.day(paid_back) if paid_back else None,
            ),
            receipt=_receipt(owner, what, amount, owner.day(days)) if has_receipt else None,
            now=owner.now,
        )


def shares(owner: Owner) -> None:
    """A link that a credentialing office has opened twice, and one that was closed."""
    mine = Obligation.objects.filter(person_id=owner.by.person_id or 0, kind__in=["licence", "board"])
    chosen = Chosen(
        obligations=tuple(mine.values_list("public_id", flat=True)),
        with_numbers=True,
        credits=True,
        first=owner.day(-540),
        last=owner.day(180),
        certificates=True,
    )
    for recipient, days, is_closed in (("Harbor Hospital, credentialing", 30, False), ("Locum agency", 7, True)):
        made = make_share(
            by=owner.by,
            recipient=recipient,
            chosen=chosen,
            expires_at=owner.now + timedelta(days=days),
            key=new_key(),
            now=owner.now,
        )
        for what in ("page", "pdf"):
            open_share(secret=made.secret, what=what, network="198.51.100.20", by=None, now=owner.now)
        if is_closed:
            withdraw_share(by=owner.by, share_id=made.share.public_id, now=owner.now)


def _given(owner: Owner, days: int, *, budget: str) -> AllowanceValues:
    last = owner.day(days)
    return AllowanceValues(
        employer="Lakeside Health System",
        starts_on=last - timedelta(days=364),
        ends_on=last,
        budget=Decimal(budget),
        days=Decimal(5),
        claim_by=last + timedelta(days=31),
        note="Registration, travel, books and license fees. Ask the medical staff office before booking.",
    )


def _receipt(owner: Owner, what: str, amount: str, day: date) -> StoredFile:
    paper = record_pdf(
        Record(
            heading="Receipt",
            title=what,
            who="Amina Patel, MD",
            facts=[("Paid on", day.isoformat())],
            parts=[
                Part(
                    title="Paid",
                    columns=[Column(title="Item", width=10), Column(title="USD", width=4, is_end=True)],
                    rows=[[what, f"{Decimal(amount):,.2f}"]],
                )
            ],
            made="A made-up receipt of the demo.",
        ),
        made_at=owner.now,
    )
    return keep_receipt(by=owner.by, name=f"receipt-{day}.pdf", content=paper, now=owner.now)
