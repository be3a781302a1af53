"""The worked tables of docs/explanation/attendance.md are true."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from opencme.apps.delivery.models import Attendance
from opencme.apps.delivery.selectors.attendance import presence
from opencme.kernel.periods import Interval, minus, total_minutes
from opencme.rules.delivery.matching import CONFIDENCE, THRESHOLDS

PAGE = (Path(__file__).parents[2] / "docs/explanation/attendance.md").read_text(encoding="utf-8")
MINUTES = {key: int(minutes) for key, minutes in re.findall(r"^\| ([^|]+) \| (\d+) min", PAGE, re.MULTILINE)}
SURE = re.compile(r"^\| [^|]+ \| (?:up to )?(\d+) \| (yes|no) \|$", re.MULTILINE)


def at(text):
    return datetime.fromisoformat(f"2026-05-14T{text}").replace(tzinfo=UTC)


WINDOWS = minus([Interval(at("08:00"), at("10:00"))], (Interval(at("09:00"), at("09:15")),))


def seen(*stays, source="zoom", **values):
    kept = [[at(start).isoformat(), at(end).isoformat()] for start, end in stays]
    return Attendance(source=source, intervals=kept, **values)


CODE = Attendance(source="code")
CASES = {
    "one stay, 07:50–10:10": [seen(("07:50", "10:10"))],
    "joined 08:00–08:40, came back 08:50–10:00": [seen(("08:00", "08:40"), ("08:50", "10:00"))],
    "phone 08:00–09:00 and laptop 08:30–09:30": [seen(("08:00", "09:00"), ("08:30", "09:30"))],
    "joined at 08:00, no leave in the file": [seen(("08:00", "10:00"))],
    "only a total of 50 minutes": [Attendance(source="zoom", minutes=50)],
    "checked in by code at 08:20": [CODE],
    "checked in, and a file says 08:00–09:00": [CODE, seen(("08:00", "09:00"))],
    "staff recorded 60 minutes": [CODE, Attendance(source="staff", minutes=60)],
}


@pytest.mark.parametrize("row", CASES)
def test_minutes_come_to_what_the_page_says(row):
    assert total_minutes(presence(CASES[row], WINDOWS)) == MINUTES[row]


def test_every_row_of_minutes_is_worked():
    assert set(MINUTES) == {*CASES, "checked in, and it is 08:30 now"}


def test_confidence_is_what_the_page_says():
    told = [(int(number), sure == "yes") for number, sure in SURE.findall(PAGE)]

    assert sorted(told) == sorted((number, number >= THRESHOLDS.sure) for number in CONFIDENCE.values())
