from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.allowance import (
    AllowanceFacts,
    Balance,
    Phase,
    Spending,
    balance_of,
    findings_on_balance,
    findings_on_spending,
)

YEAR = AllowanceFacts(
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    budget=Decimal("3500.00"),
    days=Decimal(5),
    carried=Decimal("200.00"),
    claim_by=date(2027, 1, 31),
)
MAY = date(2026, 5, 1)


def spent(amount="0", days="0", **more):
    return Spending(on=MAY, amount=Decimal(amount), days=Decimal(days), **more)


FEE = spent("1200.00", "0", is_reimbursed=True)
HOTEL = spent("640.50", "2.5", has_receipt=True)
COURSE = spent("900.00", "1", is_planned=True)


def codes(allowance, spendings, today):
    balance = balance_of(allowance, spendings, today=today)
    return {each.code: str(each) for each in findings_on_balance(allowance, balance, today=today, currency="USD")}


def test_planned_spent_reimbursed_and_left_are_told_apart():
    balance = balance_of(YEAR, [FEE, HOTEL, COURSE], today=MAY)

    assert balance == Balance(
        given=Decimal("3700.00"),
        planned=Decimal("900.00"),
        spent=Decimal("1840.50"),
        reimbursed=Decimal("1200.00"),
        given_days=Decimal(5),
        planned_days=Decimal(1),
        spent_days=Decimal("2.5"),
        phase=Phase.RUNNING,
        days_to_end=244,
    )
    assert (balance.waiting, balance.left, balance.free) == (Decimal("640.50"), Decimal("1859.50"), Decimal("959.50"))
    assert (balance.left_days, balance.free_days) == (Decimal("2.5"), Decimal("1.5"))


@pytest.mark.parametrize(
    ("today", "phase", "days"),
    [
        (date(2025, 12, 31), Phase.AHEAD, None),
        (date(2026, 1, 1), Phase.RUNNING, 364),
        (date(2026, 11, 1), Phase.LAPSES_SOON, 60),
        (date(2026, 12, 31), Phase.LAPSES_SOON, 0),
        (date(2027, 1, 1), Phase.OVER, None),
    ],
)
def test_the_last_day_counts(today, phase, days):
    balance = balance_of(YEAR, [], today=today)

    assert (balance.phase, balance.days_to_end) == (phase, days)


@pytest.mark.parametrize(
    ("spendings", "today", "expected"),
    [
        ([], MAY, {}),
        (
            [HOTEL],
            date(2026, 11, 25),
            {
                "allowance.lapses": "$3,059.50 lapse after December 31, 2026.",
                "allowance.days_lapse": "Days that lapse after December 31, 2026: 2.5.",
            },
        ),
        (
            [HOTEL],
            date(2027, 1, 10),
            {
                "allowance.lapsed": "$3,059.50 lapsed after December 31, 2026.",
                "allowance.days_lapsed": "Days that lapsed after December 31, 2026: 2.5.",
                "allowance.claim": "Hand in receipts for $640.50 by January 31, 2027.",
            },
        ),
        (
            [spent("3700.00", "5")],
            date(2027, 2, 1),
            {"allowance.claim_late": "$3,700 were not paid back; receipts were due on January 31, 2027."},
        ),
        (
            [spent("3800.00", "6", is_reimbursed=True)],
            MAY,
            {
                "allowance.over": "Overspent by $100.",
                "allowance.days_over": "Days taken beyond those given: 1.",
            },
        ),
        ([spent("3000"), COURSE], MAY, {"allowance.plan_over": "Plans cost $200 more than is left."}),
    ],
    ids=["calm", "lapses soon", "over, receipts due", "receipts late", "overspent", "plan too dear"],
)
def test_what_must_be_said_is_said_before_it_is_too_late(spendings, today, expected):
    assert codes(YEAR, spendings, today) == expected


def test_an_allowance_of_days_alone_says_nothing_of_money():
    days_only = replace(YEAR, budget=None, carried=Decimal(0))
    balance = balance_of(days_only, [HOTEL], today=MAY)

    assert (balance.given, balance.left, balance.free) == (None, None, None)
    assert codes(days_only, [HOTEL], MAY) == {}


def test_an_expense_outside_the_dates_or_without_receipt_is_pointed_out_and_not_refused():
    outside = replace(HOTEL, on=date(2027, 1, 1), has_receipt=False)

    found = findings_on_spending(outside, YEAR)

    assert [(each.code, each.blocking) for each in found] == [
        ("allowance.outside", False),
        ("allowance.receipt", False),
    ]
    assert findings_on_spending(HOTEL, YEAR) == ()


money = st.decimals(min_value=0, max_value=99999, places=2)
halves = st.integers(0, 40).map(lambda half: Decimal(half) / 2)
spendings = st.lists(
    st.builds(
        Spending,
        on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        amount=money,
        days=halves,
        is_planned=st.booleans(),
        is_reimbursed=st.booleans(),
    ),
    max_size=12,
)


@given(spendings, st.randoms())
def test_order_never_matters_and_nothing_is_lost(some, chance):
    shuffled = list(some)
    chance.shuffle(shuffled)
    balance = balance_of(YEAR, some, today=MAY)

    assert balance == balance_of(YEAR, shuffled, today=MAY)
    assert balance.spent + balance.planned == sum((each.amount for each in some), Decimal(0))
    assert balance.given == balance.free + balance.spent + balance.planned
    assert 0 <= balance.reimbursed <= balance.spent


@given(spendings, money)
def test_carrying_money_over_raises_what_is_left_by_just_that(some, carried):
    plain = balance_of(replace(YEAR, carried=Decimal(0)), some, today=MAY)

    assert balance_of(replace(YEAR, carried=carried), some, today=MAY).left - plain.left == carried


@given(st.integers(0, 363))
def test_days_left_fall_by_one_each_day(passed):
    day = YEAR.starts_on + timedelta(days=passed)

    today, tomorrow = (balance_of(YEAR, [], today=each).days_to_end for each in (day, day + timedelta(days=1)))
    assert today - tomorrow == 1
