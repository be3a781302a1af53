"""Amounts, days and minutes as people write them: read, or refused with what to write instead; never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.transcript_layouts import transcript_layouts
from opencme.kernel.dates import DateOrder
from opencme.rules.credit.reading import (
    CEU,
    NO_AMOUNT,
    NO_DAY,
    NO_MINUTES,
    NO_SUCH_DAY,
    THOUSANDS,
    Unreadable,
    day_of,
    read_amount,
    read_days,
    read_minutes,
    written,
)
from opencme.rules.credit.transcript_rows import guarded_text, unguarded
from opencme.rules.credit.transcripts import order_of, recognise, suggest, suggest_by_values, system_of


def read(reader, *args, **kwargs):
    try:
        return reader(*args, **kwargs)
    except Unreadable as fault:
        return fault.why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5", "1.5"), ("1,5", "1.5"), ("0,500", "0.500"), ("12", "12"), (" 3 ", "3"), ("1.50 credits", "1.50"),
        ("3.0 AMA PRA Category 1 Credits™", "3.0"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1 234,5", "1234.5"),
        ("1'000.5", "1000.5"), ("1,500", THOUSANDS), ("1 1/2", NO_AMOUNT), ("1.2.3", NO_AMOUNT), ("1,2,3", NO_AMOUNT),
        ("-3", NO_AMOUNT), ("½", NO_AMOUNT), ("", NO_AMOUNT), ("many", NO_AMOUNT), ("0.15 CEU", CEU), ("1 1", NO_AMOUNT),
        ("1e400", NO_AMOUNT), ("1E-2", NO_AMOUNT), ("1 elective", "1"), ("NaN", NO_AMOUNT),
    ],
)  # fmt: skip
def test_amount(text, expected):
    assert str(read(read_amount, text)) == expected


def test_a_ceu_is_ten_contact_hours_and_only_of_pharmacists_trap_27():
    assert read_amount("0.15 CEU", system="ACPE") == Decimal("1.5")
    assert read_amount("0.15", unit="CEUs", system="ACPE") == Decimal("1.5")
    assert read(read_amount, "0.15", unit="CEU", system="ANCC") == CEU


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90", 90), ("90 min", 90), ("1:30", 90), ("1:30:00", 90), ("1.5 h", 90), ("2 hours", 120), ("1.5", NO_MINUTES),
     ("long", NO_MINUTES)],
)  # fmt: skip
def test_minutes(text, expected):
    assert read(read_minutes, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-30", date(2026, 4, 30)), ("4/30/2026", date(2026, 4, 30)), ("30.4.2026", date(2026, 4, 30)),
        ("April 30, 2026", date(2026, 4, 30)), ("30 Apr 2026", date(2026, 4, 30)),
        ("2026-04-30 00:00:00", date(2026, 4, 30)), ("2026-04-30T10:00:00Z", date(2026, 4, 30)),
        ("4/29/2026 8:00 AM - 4/30/2026", date(2026, 4, 30)), ("2026-02-30", NO_SUCH_DAY), ("13/13/2026", NO_SUCH_DAY),
        ("Foo 3, 2026", NO_SUCH_DAY), ("45321", NO_DAY), ("soon", NO_DAY), ("2026-04-30 or so", NO_DAY), ("", NO_DAY),
    ],
)  # fmt: skip
def test_day(text, expected):
    def last(text):
        days = read_days(text)
        order = DateOrder.DAY_FIRST if days[-1].numbers and days[-1].numbers[0] > 12 else DateOrder.MONTH_FIRST
        return day_of(days, order)

    assert read(last, text) == expected


@given(st.decimals(min_value=0, max_value=99999, places=2))
def test_law_an_amount_that_was_written_is_read_the_same_with_point_or_comma(amount):
    assert read_amount(written(amount)) == amount
    assert read_amount(written(amount).replace(".", ",")) == amount


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_law_a_day_is_read_the_same_however_it_is_written(day):
    for text in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        assert day_of(read_days(text), DateOrder.MONTH_FIRST) == day
    assert day_of(read_days(f"{day.month}/{day.day}/{day.year}"), DateOrder.MONTH_FIRST) == day
    assert day_of(read_days(f"{day.day}.{day.month}.{day.year}"), DateOrder.DAY_FIRST) == day


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2029, 12, 31)), min_size=1, max_size=8), st.sampled_from(list(DateOrder))
)
def test_law_the_order_of_a_file_is_found_right_or_asked_and_never_guessed(days, order):
    is_month_first = order is DateOrder.MONTH_FIRST
    numbers = [(day.month, day.day, day.year) if is_month_first else (day.day, day.month, day.year) for day in days]

    found = order_of(numbers, None)

    if any(day.day > 12 for day in days):
        assert found is order
    elif all(day.day == day.month for day in days):
        assert isinstance(found, DateOrder)
    else:
        assert found in numbers


@given(st.text(max_size=40))
def test_law_the_guard_of_our_own_file_comes_off_again(text):
    guard = guarded_text(text)
    in_file = f"'{guard}" if guard.startswith(("=", "+", "-", "@", "\t", "\r")) else guard

    assert unguarded(in_file) == text


@given(st.text(max_size=60))
def test_law_no_text_breaks_a_reader(text):
    for reader in (read_amount, read_minutes, read_days):
        read(reader, text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("AMA PRA Category 1 Credit(s)™", "AMA_PRA_1"), ("AMA Cat. 2", "AMA_PRA_2"), ("AAFP Prescribed", "AAFP_P"),
        ("AAFP Elective", "AAFP_E"), ("AOA Category 1-A", "AOA_1A"), ("aoa 2b", "AOA_2B"), ("ANCC", "ANCC"),
        ("AMA_PRA_1", "AMA_PRA_1"), ("Participation (AMA PRA)", "AMA_PRA_1_PARTICIPATION"), ("Category 1", ""),
        ("Category I", ""), ("CME", ""), ("hours", ""),
    ],
)  # fmt: skip
def test_a_word_stands_for_a_kind_of_credit_only_where_it_can_mean_no_other(words, expected):
    assert system_of(words, {}, frozenset({"AMA_PRA_1"}), {}) == expected


def test_every_layout_is_recognised_by_its_own_headings_and_fills_what_is_needed():
    layouts = tuple(transcript_layouts.values())
    for layout in layouts:
        header = [words[0] for words in layout.words.values()]

        assert recognise(header, layouts) is layout or not layout.marks
        assert {"title", "completed_on"} <= suggest(header, layout).keys()
    assert layouts[-1].marks == ()


LABELS = {"AMA_PRA_1": "AMA PRA Category 1 Credit", "ANCC": "ANCC contact hours"}


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        ({"title": 0}, [["A", "2026-04-30", "ANCC", "1.5"], ["B", "4/2/2026", "AMA PRA Category 1", "2"]],
         {"title": 0, "completed_on": 1, "system": 2, "amount": 3}),
        ({"title": 0}, [["A", "2026-04-30", "1.5", "60"]], {"title": 0, "completed_on": 1}),
        ({"title": 0}, [["A", "2026-04-30", "2026-05-01", "884411"]], {"title": 0}),
        ({"title": 0}, [["A", "soon", "Category 1", "1.5"], ["B", "2026-04-30", "ANCC", ""]], {"title": 0, "amount": 3}),
        ({"title": 0, "completed_on": 1, "prescribed": 3}, [["A", "2026-04-30", "x", "1", "2"]],
         {"title": 0, "completed_on": 1, "prescribed": 3}),
        ({}, [], {}),
    ],
    ids=["all", "two fit", "two days, a course number", "not every value", "side by side", "nothing"],
)  # fmt: skip
def test_what_stands_in_a_column_suggests_it_where_only_one_fits(columns, rows, expected):
    assert suggest_by_values(columns, 5, rows, LABELS) == expected
