"""Every layout of attendance export, and the laws of time that hold for all of them."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.apps.files.tables import read_rows
from opencme.kernel.findings import Finding
from opencme.kernel.periods import Interval, total_minutes
from opencme.rules.delivery.exports import Layout, Reading, nothing_inside, read_people, survey
from opencme.rules.delivery.moments import DateOrder, minutes_of, order_for, parse

DATA = Path(__file__).parents[2] / "data" / "attendance"
ZONE = ZoneInfo("America/New_York")
DAY = date(2026, 4, 9)
NOON = datetime(2026, 4, 9, 12, tzinfo=ZONE).astimezone(UTC)
WINDOW = (Interval(NOON, NOON + timedelta(hours=1)),)


def read(content, *, windows=WINDOW, chosen=None, name="file.csv"):
    found = survey(read_rows(BytesIO(content), name))
    assert found.finding is None, found.finding
    order = order_for(found.dates, DAY, chosen)
    reading = Reading(windows=windows, session_day=DAY, zone=ZONE, order=order)
    read = read_people(read_rows(BytesIO(content), name), found, reading)
    assert read.finding is None, read.finding
    assert read.bad_count == len(read.bad)
    return found.layout, {each.name.shown: each.minutes for each in read.people}, read.bad, read.people


@pytest.mark.parametrize(
    ("name", "layout", "minutes"),
    [
        (
            "zoom-participants.csv",
            Layout.ZOOM_PARTICIPANTS,
            {
                "Adeyemi, Bola": 60,
                "Marta Żak": 50,
                "José Peña": 60,
                "Galaxy S21": 45,
                "Галина Орлова": 60,
                "=2+5+cmd": 60,
            },
        ),
        ("zoom-leading-columns.csv", Layout.ZOOM_PARTICIPANTS, {"Bola Adeyemi": 30, "Marta Zak": 60}),
        ("zoom-unique.csv", Layout.ZOOM_UNIQUE, {"Bola Adeyemi": 60, "Marta Zak": 41}),
        ("zoom-webinar.csv", Layout.ZOOM_WEBINAR, {"Harbor CME": 60, "Bola Adeyemi": 60}),
        ("teams-report.csv", Layout.TEAMS_REPORT, {"Adeyemi, Bola": 60, "Zak, Marta": 40, "José Peña": 40}),
        ("teams-other-language.csv", Layout.TEAMS_REPORT, {"Bola Adeyemi": 45, "Marta Zak": 45}),
        ("teams-joined-left.csv", Layout.TEAMS_LEGACY, {"Bola Adeyemi": 60, "Marta Zak": 30}),
    ],
)
def test_layout_is_read(name, layout, minutes):
    found_layout, found_minutes, bad, _people = read((DATA / name).read_bytes())

    assert (found_layout, found_minutes, bad) == (layout, minutes, ())


def test_totals_have_minutes_but_no_times():
    *_rest, people = read((DATA / "zoom-unique.csv").read_bytes())

    assert all(each.is_total and each.intervals == () for each in people)


def test_breaks_of_the_session_do_not_count():
    halves = (Interval(NOON, NOON + timedelta(minutes=20)), Interval(NOON + timedelta(minutes=40), WINDOW[0].end))

    _layout, minutes, _bad, _people = read((DATA / "zoom-participants.csv").read_bytes(), windows=halves)

    assert minutes["José Peña"] == 40


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("Al,a@x.org,yesterday,04/09/2026 01:00:00 PM", "join", "This is not a date and time we can read."),
        ("Al,a@x.org,04/09/2026 01:00:00 PM,04/09/2026 12:00:00 PM", "leave", "The person leaves before joining."),
        ("Al,a@x.org,,04/09/2026 01:00:00 PM", "join", "The join time is missing."),
        (",,04/09/2026 12:00:00 PM,04/09/2026 01:00:00 PM", "name", "The row names nobody."),
    ],
)
def test_bad_row_is_named_and_the_rest_is_read(row, column, why):
    content = f"Name,User Email,Join Time,Leave Time\nBo,b@x.org,04/09/2026 12:00:00 PM,04/09/2026 12:30:00 PM\n{row}\n"

    _layout, minutes, bad, _people = read(content.encode())

    assert minutes == {"Bo": 30}
    assert [(each.line, each.column, each.why) for each in bad] == [(3, column, why)]


def test_unknown_file_is_refused_with_its_beginning():
    found = survey(read_rows(BytesIO(b"Product,Price\nGlove,3\n"), "prices.csv"))

    assert "begins with “Product, Price”" in str(found.finding)


def test_file_of_another_day_is_refused_with_its_days():
    content = b"Name,Join Time,Leave Time\nAl Bee,2026-04-19 12:00:00,2026-04-19 13:00:00\n"
    found = survey(read_rows(BytesIO(content), "f.csv"))
    reading = Reading(windows=WINDOW, session_day=DAY, zone=ZONE, order=DateOrder.MONTH_FIRST)
    read = read_people(read_rows(BytesIO(content), "f.csv"), found, reading)

    finding = nothing_inside(read.people, found, reading)

    assert finding is not None
    assert finding.params["days"] == "2026-04-19"


@pytest.mark.parametrize(
    ("dates", "day", "order"),
    [
        ({(4, 9, 2026)}, date(2026, 4, 9), DateOrder.MONTH_FIRST),
        ({(4, 9, 2026)}, date(2026, 9, 4), DateOrder.DAY_FIRST),
        ({(4, 9, 2026)}, date(2026, 9, 5), DateOrder.DAY_FIRST),
        ({(21, 10, 2022)}, date(2026, 1, 1), DateOrder.DAY_FIRST),
        ({(10, 21, 2022)}, date(2026, 1, 1), DateOrder.MONTH_FIRST),
        ({(5, 5, 2026)}, date(2026, 1, 1), DateOrder.MONTH_FIRST),
        (set(), date(2026, 1, 1), DateOrder.MONTH_FIRST),
    ],
)
def test_day_and_month_are_told_by_the_session(dates, day, order):
    assert order_for(dates, day, None) == order


def test_dates_nobody_can_tell_are_asked_with_both_readings():
    asked = order_for({(4, 9, 2026)}, date(2026, 1, 1), None)

    assert isinstance(asked, Finding)
    assert (asked.params["month_first"], asked.params["day_first"]) == ("2026-04-09", "2026-09-04")
    assert order_for({(4, 9, 2026)}, date(2026, 1, 1), DateOrder.DAY_FIRST) == DateOrder.DAY_FIRST


def test_dates_in_both_orders_are_refused():
    asked = order_for({(21, 10, 2026), (10, 21, 2026)}, DAY, None)

    assert isinstance(asked, Finding)
    assert asked.code == "attendance.dates.mixed"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("01/21/2021 08:58:30 PM", datetime(2021, 1, 21, 20, 58, 30, tzinfo=UTC)),
        ("2026-03-20 09:00:00", datetime(2026, 3, 20, 9, tzinfo=UTC)),
        ("Sep 11 2026", datetime(2026, 9, 11, tzinfo=UTC)),
        ("Sep 11, 2026 6:03 PM", datetime(2026, 9, 11, 18, 3, tzinfo=UTC)),
        ("7/20/23, 4:16:29 PM", datetime(2023, 7, 20, 16, 16, 29, tzinfo=UTC)),
        ("21/10/22 12:00:00", datetime(2022, 10, 21, 12, tzinfo=UTC)),
        ("18:14", datetime(2026, 4, 9, 18, 14, tzinfo=UTC)),
        ("12:00 AM", datetime(2026, 4, 9, 0, 0, tzinfo=UTC)),
    ],
)
def test_moment_is_read_in_every_way_seen(text, moment):
    written = parse(text)
    order = order_for({written.numbers} if written.numbers else set(), DAY, None)

    assert written.on(order, DAY, UTC) == moment


def test_moment_with_its_own_offset_needs_no_zone():
    assert parse("2026-04-09T12:00:00-04:00").on(DateOrder.MONTH_FIRST, DAY, UTC) == NOON


@pytest.mark.parametrize(
    ("text", "minutes"), [("64", 64), ("1h 13m 42s", 73), ("52m 10s", 52), ("1:13:42", 73), ("45 Min. 59 Sek.", 45)]
)
def test_length_is_read_in_whole_minutes(text, minutes):
    assert minutes_of(text) == minutes


STAYS = st.lists(st.tuples(st.integers(-40, 90), st.integers(0, 60)), min_size=1, max_size=8)


def zoom(stays):
    lines = ["Name,User Email,Join Time,Leave Time"]
    for start, length in stays:
        begin = datetime(2026, 4, 9, 12, tzinfo=ZONE) + timedelta(minutes=start)
        end = begin + timedelta(minutes=length)
        lines.append(f"Al Bee,al@x.org,{begin:%Y-%m-%d %H:%M:%S},{end:%Y-%m-%d %H:%M:%S}")
    return "\n".join(lines).encode()


def minutes(stays):
    return read(zoom(stays))[1]["Al Bee"]


@given(STAYS)
def test_presence_is_never_longer_than_the_session(stays):
    assert 0 <= minutes(stays) <= total_minutes(WINDOW)


@given(STAYS, st.randoms())
def test_order_of_rows_does_not_matter(stays, random):
    shuffled = list(stays)
    random.shuffle(shuffled)

    assert minutes(shuffled) == minutes(stays)


@given(STAYS, st.integers(0, 60))
def test_splitting_a_row_changes_nothing(stays, at):
    (start, length), *others = stays
    at = min(at, length)

    assert minutes([(start, at), (start + at, length - at), *others]) == minutes(stays)


@given(STAYS)
def test_a_second_device_adds_nothing(stays):
    assert minutes([*stays, stays[0]]) == minutes(stays)
