"""Changing allowances and expenses; everything that is taken out can be brought back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit.services import record
from opencme.apps.files.models import StoredFile
from opencme.apps.files.services import store_file
from opencme.apps.wallet.models import Allowance, Expense, OutsideCredit
from opencme.apps.wallet.selectors.allowance import allowance_of, expense_of
from opencme.apps.wallet.services.documents import forget_if_unused
from opencme.apps.wallet.services.opening import open_wallet
from opencme.kernel.findings import DomainError, Finding, NotAllowed, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

if TYPE_CHECKING:
    from django.core.files.base import File

RECEIPTS: Final = frozenset({"pdf", "png", "jpeg"})
SOURCE: Final = "opencme-allowance"
MOST: Final = Decimal(10_000_000)
EARLIEST: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceValues:
    """An allowance as it was typed."""

    employer: str
    starts_on: date
    ends_on: date
    budget: Decimal | None = None
    currency: str = "USD"
    days: Decimal | None = None
    carried: Decimal = Decimal(0)
    carried_days: Decimal = Decimal(0)
    claim_by: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseValues:
    """An expense as it was typed. allowance: None where the person pays; credit, activity: what it was for."""

    spent_on: date
    kind: str
    what: str
    amount: Decimal = Decimal(0)
    days: Decimal = Decimal(0)
    currency: str = ""
    allowance: UUID | None = None
    credit: UUID | None = None
    activity: UUID | None = None
    is_planned: bool = False
    reimbursed_on: date | None = None


@transaction.atomic
def add_allowance(*, by: Actor, values: AllowanceValues, key: UUID | None = None, now: datetime) -> Allowance:
    """Record an allowance. key: the form's own, so that sending it twice gives one row."""
    person_id = _own(by)
    if key is not None and (known := Allowance.objects.filter(person_id=person_id, public_id=key).first()):
        return known
    _refuse(_on_allowance(values))
    made = Allowance.objects.create(
        person_id=person_id, **({"public_id": key} if key else {}), **_allowance_fields(values)
    )
    record("wallet.allowance_changed", by=by, subject=made, at=now, after={"act": "added"})
    return made


@transaction.atomic
def change_allowance(*, by: Actor, allowance_id: UUID, values: AllowanceValues, now: datetime) -> Allowance:
    """Change an allowance; what was put to it stays put to it."""
    allowance = allowance_of(_own(by), allowance_id)
    _refuse(_on_allowance(values))
    _set(allowance, _allowance_fields(values))
    record("wallet.allowance_changed", by=by, subject=allowance, at=now, after={"act": "changed"})
    return allowance


@transaction.atomic
def remove_allowance(*, by: Actor, allowance_id: UUID, now: datetime) -> Allowance:
    """Take an allowance out; its expenses stay with it and come back with it. Twice is once."""
    allowance = allowance_of(_own(by), allowance_id, with_removed=True)
    if allowance.removed_at is None:
        _set(allowance, {"removed_at": now})
        record("wallet.allowance_changed", by=by, subject=allowance, at=now, after={"act": "removed"})
    return allowance


@transaction.atomic
def restore_allowance(*, by: Actor, allowance_id: UUID, now: datetime) -> Allowance:
    """Bring an allowance back."""
    allowance = allowance_of(_own(by), allowance_id, with_removed=True)
    if allowance.removed_at is not None:
        _set(allowance, {"removed_at": None})
        record("wallet.allowance_changed", by=by, subject=allowance, at=now, after={"act": "restored"})
    return allowance


def keep_receipt(*, by: Actor, name: str, content: "bytes | File[bytes] | BinaryIO", now: datetime) -> StoredFile:
    """Keep a receipt as the actor's own file. Raises DomainError for what is no PDF, PNG or JPEG."""
    _who(by)
    return store_file(by=by, provider_id=None, name=name, content=content, allowed=RECEIPTS, now=now)


def own_file(*, by: Actor, file_id: UUID) -> StoredFile:
    """Give a file the actor kept before; NotFound for anybody else's."""
    rows = StoredFile.objects.across_providers(why="the actor's own files belong to no provider")
    found: StoredFile | None = rows.filter(public_id=file_id, provider=None, stored_by_id=_who(by)).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def add_expense(
    *, by: Actor, values: ExpenseValues, receipt: StoredFile | None = None, key: UUID | None = None, now: datetime
) -> Expense:
    """Record an expense or absence. key: the form's own, so that sending it twice gives one row."""
    person_id = _own(by)
    if key is not None and (known := Expense.objects.filter(person_id=person_id, public_id=key).first()):
        return known
    made = Expense.objects.create(
        person_id=person_id,
        added_at=now,
        receipt=receipt,
        **({"public_id": key} if key else {}),
        **_expense_fields(person_id, values, by.today(now)),
    )
    record("wallet.expense_changed", by=by, subject=made, at=now, after={"act": "added"})
    return made


@transaction.atomic
def change_expense(
    *,
    by: Actor,
    expense_id: UUID,
    values: ExpenseValues,
    receipt: StoredFile | None = None,
    drops_receipt: bool = False,
    now: datetime,
) -> Expense:
    """Change an expense. receipt: a new one in place of the old; None leaves it, unless ``drops_receipt``.

    A receipt that nothing names any more is deleted.
    """
    person_id = _own(by)
    expense = expense_of(person_id, expense_id)
    fields, before = _expense_fields(person_id, values, by.today(now)), expense.receipt
    if receipt is not None or drops_receipt:
        fields["receipt"] = receipt
    _set(expense, fields)
    if before is not None and before != expense.receipt:
        forget_if_unused(before)
    record("wallet.expense_changed", by=by, subject=expense, at=now, after={"act": "changed"})
    return expense


@transaction.atomic
def remove_expense(*, by: Actor, expense_id: UUID, now: datetime) -> Expense:
    """Take an expense out, so that it can be brought back. Twice is once."""
    expense = expense_of(_own(by), expense_id, with_removed=True)
    if expense.removed_at is None:
        _set(expense, {"removed_at": now})
        record("wallet.expense_changed", by=by, subject=expense, at=now, after={"act": "removed"})
    return expense


@transaction.atomic
def restore_expense(*, by: Actor, expense_id: UUID, now: datetime) -> Expense:
    """Bring an expense back."""
    expense = expense_of(_own(by), expense_id, with_removed=True)
    if expense.removed_at is not None:
        _set(expense, {"removed_at": None})
        record("wallet.expense_changed", by=by, subject=expense, at=now, after={"act": "restored"})
    return expense


@transaction.atomic
def mark_reimbursed(*, by: Actor, expense_ids: Iterable[UUID], on: date | None, now: datetime) -> int:
    """Say on which day the employer paid these expenses back; ``on`` None takes it back. Gives how many changed.

    What was paid back already keeps its day: it was said in another window, or by the first of two presses.
    """
    rows = Expense.objects.filter(
        person_id=_own(by), public_id__in=list(expense_ids), is_planned=False, removed_at=None
    ).exclude(allowance=None)
    rows = rows.exclude(reimbursed_on=None) if on is None else rows.filter(reimbursed_on=None)
    changed = list(rows.select_for_update(of=("self",)))
    if on is not None:
        _refuse(_on_day(on, "on"))
        late = [each for each in changed if each.spent_on > on]
        if late:
            raise DomainError(_refusal("on", _("Some of it was spent after that day.")))
    for expense in changed:
        _set(expense, {"reimbursed_on": on})
        act = "reimbursed" if on else "reimbursement taken back"
        record("wallet.expense_changed", by=by, subject=expense, at=now, after={"act": act})
    return len(changed)


def _own(by: Actor) -> int:
    """Give whose wallet is changed, locked, so that a form sent twice at once is kept once."""
    return open_wallet(by).person_id


def _who(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed
    return by.person_id


def _set(row: Allowance | Expense, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _allowance_fields(values: AllowanceValues) -> dict[str, Any]:
    return {
        "employer": values.employer.strip(),
        "starts_on": values.starts_on,
        "ends_on": values.ends_on,
        "budget": values.budget,
        "currency": values.currency,
        "days": values.days,
        "carried": values.carried if values.budget is not None else Decimal(0),
        "carried_days": values.carried_days if values.days is not None else Decimal(0),
        "claim_by": values.claim_by,
        "note": values.note.strip(),
    }


def _expense_fields(person_id: int, values: ExpenseValues, today: date) -> dict[str, Any]:
    """Judge what was typed and find the rows it names, all of them the person's own."""
    _refuse(_on_expense(values, today))
    allowance = allowance_of(person_id, values.allowance) if values.allowance else None
    credit = None
    if values.credit is not None:
        credit = OutsideCredit.objects.filter(person_id=person_id, public_id=values.credit).first()
        if credit is None:
            raise NotFound
    return {
        "allowance": allowance,
        "spent_on": values.spent_on,
        "kind": values.kind,
        "what": values.what.strip(),
        "amount": values.amount,
        "currency": "" if allowance else values.currency,
        "days": values.days,
        "credit": credit,
        "activity_id": values.activity,
        "is_planned": values.is_planned,
        "reimbursed_on": None if values.is_planned or allowance is None else values.reimbursed_on,
    }


def _on_allowance(values: AllowanceValues) -> Iterator[Finding]:
    if not values.employer.strip():
        yield _refusal("employer", _("Say who gives it."))
    yield from _on_day(values.starts_on, "starts_on")
    yield from _on_day(values.ends_on, "ends_on")
    if values.ends_on < values.starts_on:
        yield _refusal("ends_on", _("The last day lies before the first."))
    if values.claim_by is not None and values.claim_by < values.starts_on:
        yield _refusal("claim_by", _("Receipts cannot be due before the allowance begins."))
    if values.budget is None and values.days is None:
        yield _refusal("budget", _("Give an amount of money, days away, or both."))
    if values.budget is None and values.carried > 0:
        yield _refusal("budget", _("Money was taken over: say how much the employer gives beside it, 0 if nothing."))
    yield from _on_amounts(
        {
            "budget": values.budget or Decimal(0),
            "carried": values.carried,
            "days": values.days or Decimal(0),
            "carried_days": values.carried_days,
        }
    )


def _on_expense(values: ExpenseValues, today: date) -> Iterator[Finding]:
    if not values.what.strip():
        yield _refusal("what", _("Say what it was for."))
    yield from _on_day(values.spent_on, "spent_on")
    if values.spent_on > today and not values.is_planned:
        yield _refusal("spent_on", _("That day lies ahead: choose “Planned”, or the day it was spent."))
    if values.amount == 0 and values.days == 0:
        yield _refusal("amount", _("Give an amount, days away, or both."))
    if values.reimbursed_on is not None and values.reimbursed_on < values.spent_on:
        yield _refusal("reimbursed_on", _("It cannot have been paid back before it was spent."))
    yield from _on_amounts({"amount": values.amount, "days": values.days})


def _on_amounts(amounts: dict[str, Decimal]) -> Iterator[Finding]:
    for field, amount in amounts.items():
        most = Decimal(366) if field.endswith("days") else MOST
        if amount < 0:
            yield _refusal(field, _("It cannot be less than nothing."))
        elif amount > most:
            yield _refusal(field, _("It is more than %(most)s: check the decimal point."), most=f"{most:,}")


def _on_day(day: date, field: str) -> Iterator[Finding]:
    if not EARLIEST <= day <= date(2100, 1, 1):
        yield _refusal(field, _("%(year)s cannot be the year."), year=str(day.year))


def _refuse(findings: Iterable[Finding]) -> None:
    if found := tuple(findings):
        raise DomainError(*found)


def _refusal(field: str, message: str, **params: str) -> Finding:
    return Finding(code=f"allowance.{field}", message=message, source=SOURCE, field=field, params=params)
