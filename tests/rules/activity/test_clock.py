from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.activity.clock import changes_on, findings_on_clock, is_doubled, is_skipped, is_zone, moment

CHICAGO = ZoneInfo("America/Chicago")
FORWARD, BACK, PLAIN = date(2026, 3, 8), date(2026, 11, 1), date(2026, 5, 14)


@pytest.mark.parametrize(
    ("day", "at", "is_second", "meant"),
    [
        (PLAIN, time(8), False, datetime(2026, 5, 14, 13, tzinfo=UTC)),
        (FORWARD, time(1, 59), False, datetime(2026, 3, 8, 7, 59, tzinfo=UTC)),
        (FORWARD, time(3), False, datetime(2026, 3, 8, 8, tzinfo=UTC)),
        (BACK, time(1, 30), False, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        (BACK, time(1, 30), True, datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_trap_31_clock_time_means_a_moment_at_the_venue(day, at, is_second, meant) -> None:
    assert moment(day, at, CHICAGO, is_second=is_second) == meant


@pytest.mark.parametrize(
    ("day", "at", "codes"),
    [
        (PLAIN, time(8), []),
        (FORWARD, time(2, 30), [("agenda.clock.skipped", True)]),
        (BACK, time(1, 30), [("agenda.clock.doubled", False)]),
    ],
)
def test_trap_31_clock_tells_of_times_it_skips_or_shows_twice(day, at, codes) -> None:
    assert [(each.code, each.blocking) for each in findings_on_clock(day, at, CHICAGO, field="starts")] == codes


@pytest.mark.parametrize(("day", "has_change"), [(PLAIN, False), (FORWARD, True), (BACK, True)])
def test_day_of_a_change_is_known(day, has_change) -> None:
    assert changes_on(day, CHICAGO) is has_change


def test_zone_names() -> None:
    assert is_zone("America/Chicago")
    assert not is_zone("Middle/Nowhere")


@given(
    day=st.dates(date(2000, 1, 1), date(2049, 12, 31)),
    at=st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["America/Chicago", "America/Phoenix", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
)
def test_a_time_that_is_not_skipped_comes_back_as_it_was_typed(day, at, zone) -> None:
    there = moment(day, at, ZoneInfo(zone)).astimezone(ZoneInfo(zone))

    assert is_skipped(day, at, ZoneInfo(zone)) or (there.date(), there.time()) == (day, at)
    assert not (is_skipped(day, at, ZoneInfo(zone)) and is_doubled(day, at, ZoneInfo(zone)))
