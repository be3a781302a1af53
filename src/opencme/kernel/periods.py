"""Stretches of time: intervals between moments, and periods between days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From ``start`` up to, but not including, ``end``; both aware, ``end`` not before ``start``."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            msg = "an interval needs aware moments"
            raise ValueError(msg)
        if self.end < self.start:
            msg = "an interval ends before it starts"
            raise ValueError(msg)

    @property
    def whole_minutes(self) -> int:
        """Length in whole minutes, a started minute not counted."""
        return int((self.end - self.start) // timedelta(minutes=1))

    def within(self, window: "Interval") -> "Interval | None":
        """Give the part inside ``window``; None when they do not meet."""
        start, end = max(self.start, window.start), min(self.end, window.end)
        return Interval(start, end) if start < end else None


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Merge overlapping and touching intervals; the answer is sorted and disjoint."""
    merged: list[Interval] = []
    for each in sorted(intervals):
        if merged and each.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, each.end))
        else:
            merged.append(each)
    return tuple(merged)


def minus(intervals: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """Give what is left of ``intervals`` (merged) when every interval in ``taken`` is cut out."""
    left = list(union(intervals))
    for cut in union(taken):
        kept: list[Interval] = []
        for each in left:
            if cut.end <= each.start or each.end <= cut.start:
                kept.append(each)
                continue
            if each.start < cut.start:
                kept.append(Interval(each.start, cut.start))
            if cut.end < each.end:
                kept.append(Interval(cut.end, each.end))
        left = kept
    return tuple(left)


def total_minutes(intervals: Iterable[Interval]) -> int:
    """Whole minutes covered by at least one interval; the seconds are summed before rounding down."""
    covered = sum((each.end - each.start for each in union(intervals)), timedelta())
    return int(covered // timedelta(minutes=1))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the day ``first`` through the day ``last``, both counted; ``last`` None means still open."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            msg = "a period ends before it starts"
            raise ValueError(msg)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day and (self.last is None or day <= self.last)


def months_before(day: date, months: int) -> date:
    """Go back ``months`` calendar months; a day the month lacks becomes its last day."""
    index = day.year * 12 + (day.month - 1) - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError  # every month has a 28th


def years_after(day: date, years: int) -> date:
    """Go forward ``years``; 29 February becomes 28 February where there is none."""
    return months_before(day, -12 * years)
