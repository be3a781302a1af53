from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.activity.pasting import (
    MOST_LINES,
    TypedBreak,
    Unread,
    kind_of,
    read_agenda,
    read_breaks,
    series_days,
)

DAY = date(2026, 5, 14)
PASTED = """
Thursday, May 14, 2026
8:00-8:15 Welcome
• 8:15 – 9:45\tRecognize early | Room A
8:15-9:45 Cases for nurses (Room B)
9:45-10:00 Coffee

5/15/2026
1:00-2:30 pm Drills
11:00 am to 1:00 pm: Simulation | Harbor Hall
2026-05-16 22:30-00:30 Night shift
"""


def test_agenda_is_read_as_people_paste_it() -> None:
    read = read_agenda(PASTED, day=None)

    assert read.unread == ()
    assert [(s.day, s.starts, s.ends, s.title, s.kind, s.room) for s in read.sessions] == [
        (DAY, time(8), time(8, 15), "Welcome", "welcome", ""),
        (DAY, time(8, 15), time(9, 45), "Recognize early", "education", "Room A"),
        (DAY, time(8, 15), time(9, 45), "Cases for nurses", "education", "Room B"),
        (DAY, time(9, 45), time(10), "Coffee", "break", ""),
        (date(2026, 5, 15), time(13), time(14, 30), "Drills", "education", ""),
        (date(2026, 5, 15), time(11), time(13), "Simulation", "education", "Harbor Hall"),
        (date(2026, 5, 16), time(22, 30), time(0, 30), "Night shift", "education", ""),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Recognize early", "Begin with the times, like 8:30-9:15."),
        ("25:00-26:00 Late", "There is no such time of day."),
        ("13:00 pm-2:00 pm Late", "There is no such time of day."),
        ("8:00-8:75 Late", "There is no such time of day."),
        ("8:00-9:00", "Write the title after the times."),
        ("2026-02-30", "There is no such day."),
        ("x" * 501, "The line is longer than 500 characters."),
    ],
)
def test_line_that_cannot_be_read_says_why(line, reason) -> None:
    read = read_agenda(f"8:00-9:00 Fine\n{line}", day=DAY)

    assert [(each.line, each.reason) for each in read.unread] == [(2, reason)]
    assert len(read.sessions) == 1


def test_line_without_a_day_asks_for_one() -> None:
    (unread,) = read_agenda("8:00-9:00 Talk", day=None).unread

    assert unread.reason == "Write the day on a line above, like 2026-05-14."


def test_agenda_that_is_too_long_says_so() -> None:
    read = read_agenda("8:00-9:00 Talk\n" * (MOST_LINES + 1), day=DAY)

    assert (len(read.sessions), [each.line for each in read.unread]) == (MOST_LINES, [MOST_LINES + 1])


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Coffee break", "break"),
        ("Lunch", "meal"),
        ("Lunch with lecture", "education"),
        ("Exhibits open", "exhibit"),
        ("Registration", "welcome"),
        ("Awards", "business"),
        ("Breakthroughs in sepsis", "education"),
    ],
)
def test_trap_15_what_is_named_like_a_pause_never_counts(title, kind) -> None:
    assert kind_of(title) == kind


def test_breaks_are_read_with_or_without_a_label() -> None:
    assert read_breaks("10:30-10:45 Coffee; 12-13\n\n15:00-15:10: Stretch") == (
        TypedBreak(starts=time(10, 30), ends=time(10, 45), label="Coffee"),
        TypedBreak(starts=time(12), ends=time(13), label="Break"),
        TypedBreak(starts=time(15), ends=time(15, 10), label="Stretch"),
    )


def test_break_that_cannot_be_read_is_told() -> None:
    assert isinstance(read_breaks("around noon"), Unread)


@given(first=st.dates(date(2020, 1, 1), date(2030, 1, 1)), weeks=st.integers(1, 8), count=st.integers(0, 60))
def test_series_keeps_its_weekday_and_its_end(first, weeks, count) -> None:
    until = date.fromordinal(first.toordinal() + count)
    days = series_days(first, until, every_weeks=weeks)

    assert days[0] == first
    assert {day.weekday() for day in days} == {first.weekday()}
    assert all(day <= until for day in days)
    assert len(days) == count // (7 * weeks) + 1


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_never_fails(text) -> None:
    read = read_agenda(text, day=DAY)

    assert len(read.sessions) + len(read.unread) <= len(text.splitlines()) + 1
