"""The arithmetic of one allowance, and what must be said before any of it lapses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.money import money_text

SOON_DAYS: Final = 60
"""How long before the end an allowance with something left is called due."""
CLAIM_SOON_DAYS: Final = 30
SOURCE: Final = "opencme-allowance"
ZERO: Final = Decimal(0)


class Phase(StrEnum):
    """Where a day stands to an allowance."""

    AHEAD = "ahead"
    RUNNING = "running"
    LAPSES_SOON = "lapses_soon"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceFacts:
    """What an employer gives from one day to another, both counted.

    budget, days: None where it is no part of it. carried, carried_days: what the person says was taken over from
    before; nothing is ever carried by itself. claim_by: the last day to hand in receipts, where one was set.
    """

    starts_on: date
    ends_on: date
    budget: Decimal | None
    days: Decimal | None
    carried: Decimal = ZERO
    carried_days: Decimal = ZERO
    claim_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """One expense or absence; ``amount`` in the allowance's currency."""

    on: date
    amount: Decimal
    days: Decimal
    is_planned: bool = False
    is_reimbursed: bool = False
    has_receipt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One allowance as it stands on a day.

    given, given_days: with what was taken over; None where it is no part of the allowance. spent: paid already, and of
    that ``reimbursed`` came back and ``waiting`` did not. left: given less spent, below zero when overspent; free: less
    what is planned as well. days_left_to_spend: whole days from the day to the last, 0 on the last; None before it
    begins and after it is over.
    """

    given: Decimal | None
    planned: Decimal
    spent: Decimal
    reimbursed: Decimal
    given_days: Decimal | None
    planned_days: Decimal
    spent_days: Decimal
    phase: Phase
    days_to_end: int | None

    @property
    def waiting(self) -> Decimal:
        """Spent and not paid back."""
        return self.spent - self.reimbursed

    @property
    def left(self) -> Decimal | None:
        """Given and not spent."""
        return None if self.given is None else self.given - self.spent

    @property
    def free(self) -> Decimal | None:
        """Neither spent nor planned."""
        return None if self.given is None else self.given - self.spent - self.planned

    @property
    def left_days(self) -> Decimal | None:
        """Days given and not taken."""
        return None if self.given_days is None else self.given_days - self.spent_days

    @property
    def free_days(self) -> Decimal | None:
        """Days neither taken nor planned."""
        return None if self.given_days is None else self.given_days - self.spent_days - self.planned_days


def balance_of(allowance: AllowanceFacts, spendings: Iterable[Spending], *, today: date) -> Balance:
    """Sum what was put to an allowance. today: the person's own day."""
    planned = spent = reimbursed = planned_days = spent_days = ZERO
    for each in spendings:
        if each.is_planned:
            planned += each.amount
            planned_days += each.days
        else:
            spent += each.amount
            spent_days += each.days
            reimbursed += each.amount if each.is_reimbursed else ZERO
    return Balance(
        given=None if allowance.budget is None else allowance.budget + allowance.carried,
        planned=planned,
        spent=spent,
        reimbursed=reimbursed,
        given_days=None if allowance.days is None else allowance.days + allowance.carried_days,
        planned_days=planned_days,
        spent_days=spent_days,
        phase=_phase(allowance, today),
        days_to_end=(allowance.ends_on - today).days if allowance.starts_on <= today <= allowance.ends_on else None,
    )


def findings_on_balance(
    allowance: AllowanceFacts, balance: Balance, *, today: date, currency: str
) -> tuple[Finding, ...]:
    """Say what the person should know now; none of it forbids anything."""

    def find() -> Iterator[Finding]:
        yield from _on_left(allowance, balance, currency)
        if balance.phase is not Phase.AHEAD and balance.waiting > 0 and allowance.claim_by is not None:
            yield from _on_claim(allowance.claim_by, balance, today, currency)

    return tuple(find())


def findings_on_spending(spending: Spending, allowance: AllowanceFacts) -> tuple[Finding, ...]:
    """Say what an employer may object to in one expense; it is the employer's to decide."""

    def find() -> Iterator[Finding]:
        if not allowance.starts_on <= spending.on <= allowance.ends_on:
            yield _advice("allowance.outside", _("Its day lies outside the allowance: ask whether it is paid."))
        if spending.amount > 0 and not spending.is_planned and not spending.has_receipt:
            yield _advice("allowance.receipt", _("No receipt yet."))

    return tuple(find())


def _phase(allowance: AllowanceFacts, today: date) -> Phase:
    if today < allowance.starts_on:
        return Phase.AHEAD
    if today > allowance.ends_on:
        return Phase.OVER
    return Phase.LAPSES_SOON if (allowance.ends_on - today).days <= SOON_DAYS else Phase.RUNNING


def _on_left(allowance: AllowanceFacts, balance: Balance, currency: str) -> Iterator[Finding]:
    left, left_days = balance.left or ZERO, balance.left_days or ZERO
    day, few = f"{allowance.ends_on:%B} {allowance.ends_on.day}, {allowance.ends_on.year}", _few(left_days)
    if left > 0 and balance.phase is Phase.LAPSES_SOON:
        yield _advice("allowance.lapses", _("%(what)s lapse after %(day)s."), what=money_text(left, currency), day=day)
    if left_days > 0 and balance.phase is Phase.LAPSES_SOON:
        yield _advice("allowance.days_lapse", _("Days that lapse after %(day)s: %(what)s."), what=few, day=day)
    if left > 0 and balance.phase is Phase.OVER:
        yield _advice("allowance.lapsed", _("%(what)s lapsed after %(day)s."), what=money_text(left, currency), day=day)
    if left_days > 0 and balance.phase is Phase.OVER:
        yield _advice("allowance.days_lapsed", _("Days that lapsed after %(day)s: %(what)s."), what=few, day=day)
    if left < 0:
        yield _advice("allowance.over", _("Overspent by %(what)s."), what=money_text(-left, currency))
    elif (free := balance.free) is not None and free < 0:
        yield _advice(
            "allowance.plan_over", _("Plans cost %(what)s more than is left."), what=money_text(-free, currency)
        )
    if left_days < 0:
        yield _advice("allowance.days_over", _("Days taken beyond those given: %(what)s."), what=_few(-left_days))


def _few(days: Decimal) -> str:
    """Write days without needless zeros: "2", "0.5"."""
    return f"{days.normalize():f}"


def _on_claim(claim_by: date, balance: Balance, today: date, currency: str) -> Iterator[Finding]:
    places = {
        "what": money_text(balance.waiting, currency),
        "day": f"{claim_by:%B} {claim_by.day}, {claim_by.year}",
    }
    if today > claim_by:
        yield _advice("allowance.claim_late", _("%(what)s were not paid back; receipts were due on %(day)s."), **places)
    elif (claim_by - today).days <= CLAIM_SOON_DAYS:
        yield _advice("allowance.claim", _("Hand in receipts for %(what)s by %(day)s."), **places)


def _advice(code: str, message: str, **params: str) -> Finding:
    return Finding(code=code, message=message, source=SOURCE, params=params, blocking=False)
