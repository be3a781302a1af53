"""Dates and times as exports write them, and the order of day and month that the session's day decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from opencme.kernel.dates import DateOrder, possible_orders, read_numbers, written_day
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

__all__ = [
    "SOURCE",
    "DateOrder",
    "WrittenMoment",
    "minutes_of",
    "order_for",
    "parse",
    "possible_orders",
    "read_numbers",
]

SOURCE: Final = "opencme-attendance"


_TIME = r"(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2}))?(?:\.\d+)?\s*(?P<half>[ap]\.?\s?m\.?)?"
_CLOCK: Final = re.compile(rf"[\s,T]*(?:at\s+)?{_TIME}\s*(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?\s*", re.IGNORECASE)
_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """A moment as written: three numbers or a full date, and a time of day; neither of them: a bare time.

    numbers: (first, second, year) when day and month may be swapped.
    offset: minutes from UTC when the text says so itself.
    """

    clock: time
    day: date | None = None
    numbers: tuple[int, int, int] | None = None
    offset: int | None = None

    def on(self, order: DateOrder, today: date, zone: tzinfo, near: datetime | None = None) -> datetime:
        """Give the moment, aware, in UTC. ValueError when the numbers make no date in this order.

        A bare time is on ``today``, or on the day beside it that brings it closest to ``near``.
        """
        if near is not None and self.day is None and self.numbers is None:
            around = [self._at(today + timedelta(days=days), zone) for days in (0, -1, 1)]
            return min(around, key=lambda moment: abs(moment - near))
        day = self.day or (today if self.numbers is None else read_numbers(self.numbers, order))
        return self._at(day, zone)

    def _at(self, day: date, zone: tzinfo) -> datetime:
        if self.offset is not None:
            return (datetime.combine(day, self.clock) - timedelta(minutes=self.offset)).replace(tzinfo=UTC)
        return datetime.combine(day, self.clock, tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=65536)
def parse(text: str) -> WrittenMoment:
    """Read a date with a time, a date alone (midnight) or a time alone. ValueError when it is none of them."""
    text = " ".join(text.replace("\u202f", " ").replace("\u200e", "").split())
    written = written_day(text)
    day, numbers, rest = written.day, written.numbers, written.rest
    if not rest.strip() and rest != text:
        return WrittenMoment(time(), day, numbers)
    clock = _CLOCK.fullmatch(rest)
    if clock is None:
        raise ValueError(text)
    return WrittenMoment(_time_of(clock), day, numbers, _offset(clock["zone"]))


def _time_of(clock: re.Match[str]) -> time:
    hour, half = int(clock["h"]), (clock["half"] or "").casefold()[:1]
    if half and not 1 <= hour <= _NOON:
        raise ValueError(clock.string)
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return time(hour, int(clock["m"]), int(clock["s"] or 0))


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone in {"Z", "z"}:
        return 0
    digits = zone[1:].replace(":", "")
    return (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1)


def order_for(
    dates: Iterable[tuple[int, int, int]], session_day: date, chosen: DateOrder | None
) -> DateOrder | Finding:
    """Decide how the file writes dates, or give the finding with which a person is asked.

    A day above 12 decides; else the session's day (a day before or after it counts too, for other time zones);
    else ``chosen``. session_day: local day at the activity.
    """
    kept = frozenset(dates)
    orders = possible_orders(kept)
    if not orders:
        return Finding(
            code="attendance.dates.mixed",
            message=_("The file writes some dates with the day first and others with the month first."),
            source=SOURCE,
            field="file",
        )
    if len(orders) == 1:
        return next(iter(orders))
    if chosen is not None:
        return chosen
    near = {
        order
        for order in orders
        if any(abs((read_numbers(numbers, order) - session_day).days) <= 1 for numbers in kept)
    }
    if len(near) == 1:
        return near.pop()
    if not kept or all(a == b for a, b, _year in kept):
        return DateOrder.MONTH_FIRST
    example = min(kept)
    return Finding(
        code="attendance.dates.ambiguous",
        message=_("The date %(written)s can be read as %(month_first)s or as %(day_first)s. Say which is meant."),
        source=SOURCE,
        params={
            "written": f"{example[0]}/{example[1]}/{example[2]}",
            "month_first": read_numbers(example, DateOrder.MONTH_FIRST).isoformat(),
            "day_first": read_numbers(example, DateOrder.DAY_FIRST).isoformat(),
        },
        field="date_order",
    )


def minutes_of(text: str) -> int:
    """Read a length: ``64``, ``1h 13m 42s``, ``52m 10s``, ``1:13:42``; whole minutes. ValueError for anything else."""
    text = text.strip()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return int(re.split(r"[.,]", text)[0])
    if found := re.fullmatch(r"(\d+):(\d{2}):(\d{2})", text):
        return int(found[1]) * 60 + int(found[2])
    pieces = re.findall(r"(\d+)\s*([^\W\d])[^\W\d]*\.?", text)
    units = {"h": 3600, "u": 3600, "m": 60, "s": 1, "d": 86400}
    if not pieces or any(unit.casefold() not in units for _number, unit in pieces):
        raise ValueError(text)
    return sum(int(number) * units[unit.casefold()] for number, unit in pieces) // 60
