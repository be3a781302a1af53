"""Dates as people and programs write them: which day is meant, and whether day and month may be swapped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class DateOrder(StrEnum):
    """How a date of three numbers is read."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


_NUMBERS: Final = re.compile(r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{2,4})")
_MONTH_DAY: Final = re.compile(r"(?P<mon>[^\W\d]{3,12})\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})")
_DAY_MONTH: Final = re.compile(r"(?P<d>\d{1,2})\.?[\s-](?P<mon>[^\W\d]{3,12})\.?,?[\s-](?P<y>\d{4})")
_MONTH_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: i + 1 for i, name in enumerate(_MONTH_NAMES)}
_LAST_MONTH: Final = 12


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written: a full date, or (first, second, year) where day and month may be swapped; ``rest`` follows."""

    day: date | None
    numbers: tuple[int, int, int] | None
    rest: str

    def on(self, order: DateOrder) -> date | None:
        """Give the day; None where none is written. ValueError when the numbers make no date in this order."""
        return read_numbers(self.numbers, order) if self.numbers else self.day


def read_numbers(numbers: tuple[int, int, int], order: DateOrder) -> date:
    """Give the date three numbers mean in ``order``. ValueError when there is none."""
    first, second, year = numbers
    month, day = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
    return date(year, month, day)


def possible_orders(dates: Iterable[tuple[int, int, int]]) -> frozenset[DateOrder]:
    """Say in which orders every one of the dates exists."""

    def exists(numbers: tuple[int, int, int], order: DateOrder) -> bool:
        try:
            read_numbers(numbers, order)
        except ValueError:
            return False
        return True

    kept = list(dates)
    return frozenset(order for order in DateOrder if all(exists(numbers, order) for numbers in kept))


def written_day(text: str) -> WrittenDay:
    """Read the date at the beginning of ``text``, if there is one. ValueError for one that does not exist."""
    if found := _NUMBERS.match(text):
        a, b, c = (int(found[key]) for key in "abc")
        rest = text[found.end() :]
        if len(found["a"]) == 4:  # noqa: PLR2004 -- year first
            return WrittenDay(date(a, b, c), None, rest)
        numbers = (a, b, c if c > 99 else 2000 + c)  # noqa: PLR2004 -- two digits of a year
        if max(a, b) > _LAST_MONTH:
            read_numbers(numbers, DateOrder.DAY_FIRST if a > _LAST_MONTH else DateOrder.MONTH_FIRST)
        return WrittenDay(None, numbers, rest)
    if found := (_MONTH_DAY.match(text) or _DAY_MONTH.match(text)):
        month = _MONTHS.get(found["mon"][:3].casefold())
        if month is None:
            raise ValueError(text)
        return WrittenDay(date(int(found["y"]), month, int(found["d"])), None, text[found.end() :])
    return WrittenDay(None, None, text)
