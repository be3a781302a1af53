"""Reading allowances: how each stands on a day, what is left of it, and the expenses put to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from opencme.apps.wallet.models import Allowance, Expense, PlannedCredit
from opencme.kernel.findings import Finding, NotFound
from opencme.rules.allowance import (
    AllowanceFacts,
    Balance,
    Phase,
    Spending,
    balance_of,
    findings_on_balance,
)

__all__ = [
    "Allowance",
    "Expense",
    "Left",
    "Standing",
    "allowance_of",
    "expense_of",
    "expenses_of",
    "facts_of",
    "is_waiting",
    "left_of",
    "planned_activities",
    "spending_of",
    "standing_of",
    "standings_of",
]
Row = TypeVar("Row", Allowance, Expense)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What may still be spent of one allowance that runs on the day; for the planner.

    money: neither spent nor planned, in ``currency``, never below zero; None: money is no part of it. days: likewise.
    """

    allowance: UUID
    employer: str
    spend_by: date
    currency: str
    money: Decimal | None
    days: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One allowance with its expenses and how it stands; the newest expense first."""

    allowance: Allowance
    expenses: tuple[Expense, ...]
    balance: Balance
    findings: tuple[Finding, ...]

    @property
    def waiting(self) -> tuple[Expense, ...]:
        """Paid by the person and not paid back."""
        return tuple(each for each in self.expenses if is_waiting(each))


def left_of(person_id: int, day: date) -> tuple[Left, ...]:
    """Give what is left of each allowance that runs on ``day``, the one that lapses first before the others."""
    return tuple(
        Left(
            allowance=each.allowance.public_id,
            employer=each.allowance.employer,
            spend_by=each.allowance.ends_on,
            currency=each.allowance.currency,
            money=None if each.balance.free is None else max(each.balance.free, Decimal(0)),
            days=None if each.balance.free_days is None else max(each.balance.free_days, Decimal(0)),
        )
        for each in sorted(standings_of(person_id, day), key=lambda each: (each.allowance.ends_on, each.allowance.pk))
        if each.balance.phase in {Phase.RUNNING, Phase.LAPSES_SOON}
    )


def standings_of(person_id: int, day: date) -> tuple[Standing, ...]:
    """Give every allowance of the person, the last to end first: two queries, however many."""
    allowances = Allowance.objects.filter(person_id=person_id, removed_at=None)
    by_allowance: dict[int, list[Expense]] = {each.pk: [] for each in allowances}
    for expense in expenses_of(person_id).filter(allowance__in=by_allowance):
        by_allowance[expense.allowance_id or 0].append(expense)
    return tuple(standing_of(each, by_allowance[each.pk], day) for each in allowances)


def standing_of(allowance: Allowance, expenses: Iterable[Expense], day: date) -> Standing:
    """Work out how one allowance stands."""
    kept = tuple(expenses)
    facts = facts_of(allowance)
    balance = balance_of(facts, (spending_of(each) for each in kept), today=day)
    return Standing(
        allowance=allowance,
        expenses=kept,
        balance=balance,
        findings=findings_on_balance(facts, balance, today=day, currency=allowance.currency),
    )


def expenses_of(person_id: int) -> QuerySet[Expense]:
    """Give the person's expenses that were not removed, the newest first."""
    return Expense.objects.filter(person_id=person_id, removed_at=None).select_related("receipt", "credit", "allowance")


def allowance_of(person_id: int, allowance_id: UUID, *, with_removed: bool = False) -> Allowance:
    """Give one allowance of the person; NotFound where there is none."""
    rows = Allowance.objects.filter(person_id=person_id, public_id=allowance_id)
    return _one(rows if with_removed else rows.filter(removed_at=None))


def expense_of(person_id: int, expense_id: UUID, *, with_removed: bool = False) -> Expense:
    """Give one expense of the person; NotFound where there is none."""
    rows = Expense.objects.filter(person_id=person_id, public_id=expense_id)
    return _one((rows if with_removed else rows.filter(removed_at=None)).select_related("receipt", "allowance"))


def is_waiting(expense: Expense) -> bool:
    """Say whether the person paid and was not paid back."""
    return not expense.is_planned and expense.reimbursed_on is None and expense.amount > 0


def facts_of(allowance: Allowance) -> AllowanceFacts:
    """Give what the arithmetic needs of an allowance."""
    return AllowanceFacts(
        starts_on=allowance.starts_on,
        ends_on=allowance.ends_on,
        budget=allowance.budget,
        days=allowance.days,
        carried=allowance.carried,
        carried_days=allowance.carried_days,
        claim_by=allowance.claim_by,
    )


def spending_of(expense: Expense) -> Spending:
    """Give what the arithmetic needs of an expense."""
    return Spending(
        on=expense.spent_on,
        amount=expense.amount,
        days=expense.days,
        is_planned=expense.is_planned,
        is_reimbursed=expense.reimbursed_on is not None,
        has_receipt=expense.receipt_id is not None,
    )


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def planned_activities(person_id: int) -> tuple[tuple[str, str], ...]:
    """Give the activities here that the person plans, as ("activity:ID", title)."""
    rows = PlannedCredit.objects.filter(person_id=person_id, dropped_at=None, is_left_out=False).exclude(
        activity_id=None
    )
    return tuple((f"activity:{activity_id}", title) for activity_id, title in rows.values_list("activity_id", "title"))
