"""What each activity cost, beside the credit it gave; and the credit that cost nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opencme.apps.activities.selectors.titles import titles_of
from opencme.apps.wallet.models import Expense
from opencme.apps.wallet.selectors.held import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One activity or outside credit with what was spent and is planned for it, per currency, and its credit.

    each: the price of one credit, where all is in one currency, nothing is only planned and credit was given.
    """

    title: str
    spent: tuple[tuple[str, Decimal], ...]
    planned: tuple[tuple[str, Decimal], ...]
    days: Decimal
    credits: tuple[Held, ...]

    @property
    def each(self) -> tuple[str, Decimal] | None:
        """What one credit of the first system cost."""
        counted = [held for held in self.credits if held.counts]
        if len(self.spent) != 1 or self.planned or not counted:
            return None
        currency, amount = self.spent[0]
        return currency, (amount / counted[0].amount).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Every activity with a cost, the dearest first; and credit without one since ``free_since``."""

    rows: tuple[Cost, ...]
    free: tuple[Held, ...]


def costs(expenses: Iterable[Expense], held: Sequence[Held], *, free_since: date) -> Costs:
    """Put expenses to what they were for. One query, for titles of activities here without credit yet."""
    groups: dict[str, list[Expense]] = {}
    for expense in expenses:
        if key := _key(expense):
            groups.setdefault(key, []).append(expense)
    by_key: dict[str, list[Held]] = {}
    for each in held:
        by_key.setdefault(f"activity:{each.activity_id}" if each.activity_id else each.key, []).append(each)
    titles = titles_of([key.partition(":")[2] for key in groups if key.startswith("activity:") and key not in by_key])
    rows = [
        Cost(
            title=_title(key, mine, by_key, titles),
            spent=_sums(each for each in mine if not each.is_planned),
            planned=_sums(each for each in mine if each.is_planned),
            days=sum((each.days for each in mine), Decimal(0)),
            credits=tuple(by_key.get(key, ())),
        )
        for key, mine in groups.items()
    ]
    free = tuple(
        each
        for key, group in by_key.items()
        if key not in groups
        for each in group
        if each.counts and each.completed_on >= free_since
    )
    return Costs(
        rows=tuple(sorted(rows, key=lambda row: (-sum(amount for _, amount in row.spent + row.planned), row.title))),
        free=tuple(sorted(free, key=lambda each: each.completed_on, reverse=True)),
    )


def currency_of(expense: Expense) -> str:
    """Give the currency of an expense: its allowance's, or its own."""
    return expense.allowance.currency if expense.allowance else expense.currency or "USD"


def _key(expense: Expense) -> str:
    if expense.activity_id:
        return f"activity:{expense.activity_id}"
    return f"outside:{expense.credit.public_id}" if expense.credit else ""


def _title(key: str, mine: list[Expense], by_key: dict[str, list[Held]], titles: dict[str, str]) -> str:
    if key in by_key:
        return by_key[key][0].title
    credit = mine[0].credit
    return credit.title if credit else titles.get(key.partition(":")[2], mine[0].what)


def _sums(expenses: Iterable[Expense]) -> tuple[tuple[str, Decimal], ...]:
    sums: dict[str, Decimal] = {}
    for each in expenses:
        if each.amount:
            sums[currency_of(each)] = sums.get(currency_of(each), Decimal(0)) + each.amount
    return tuple(sorted(sums.items()))
