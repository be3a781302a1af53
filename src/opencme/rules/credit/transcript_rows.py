"""One row of a transcript: the credits it holds, or everything that keeps it from being read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from opencme.kernel.dates import DateOrder
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.reading import Unreadable, day_of, read_amount, read_days, read_minutes
from opencme.rules.credit.transcripts import SPLIT, Plan, system_of

NO_TITLE: Final = _("There is no title.")
NO_DAY: Final = _("There is no day of completion.")
NO_AMOUNT: Final = _("There is no amount.")
NO_SYSTEM: Final = _("It does not say which credit it is.")
UNKNOWN_SYSTEM: Final = _("This is no kind of credit known here; say above what it stands for.")
_RUN: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One credit of a file; topics and details as they stand there."""

    line: int
    title: str
    completed_on: date
    system: str
    amount: Decimal
    provider: str = ""
    minutes: int | None = None
    topics: str = ""
    details: str = ""
    course: str = ""
    note: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class BadCell:
    """What cannot be read: where (meaning of the column), what stands there, and why (msgid)."""

    line: int
    column: str
    text: str
    why: str


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file. codes, labels: the kinds of credit there are."""

    plan: Plan
    order: DateOrder
    codes: frozenset[str]
    labels: Mapping[str, str]
    line: int = 0
    cells: Sequence[str] = ()
    bad: list[BadCell] = field(default_factory=list)

    def read(self, line: int, cells: Sequence[str]) -> tuple[tuple[Row, ...], tuple[BadCell, ...]]:
        """Give the credits of a row, or what is wrong with it; neither for an empty row."""
        self.line, self.cells, self.bad = line, cells, []
        if not any(cell.strip() for cell in cells):
            return (), ()
        title, day, minutes = self._words("title"), self._day(), self._minutes()
        if not title:
            self._complain("title", "", NO_TITLE)
        parts = list(self._parts())
        if self.bad or day is None:
            return (), tuple(self.bad)
        shared = {
            "line": line,
            "title": title,
            "completed_on": day,
            "minutes": minutes,
            "provider": self._words("provider"),
            "topics": self._cell("topics"),
            "details": self._cell("details"),
            "course": self._words("course"),
            "note": self._cell("note"),
            "number": self._cell("number"),
        }
        return tuple(Row(system=system, amount=amount, **shared) for system, amount in parts), ()  # type: ignore[arg-type]  # by name

    def _parts(self) -> Iterator[tuple[str, Decimal]]:
        """Give kind and amount of each credit in the row; a row of the AAFP may hold two."""
        split = [(name, text) for name in SPLIT if (text := self._cell(name))]
        for name, text in split:
            if amount := self._amount(name, text, SPLIT[name]):
                yield SPLIT[name], amount
        text = self._cell("amount")
        if not text:
            if not split:
                self._complain("amount", "", NO_AMOUNT)
            return
        word = self._words("system")
        system = system_of(word, self.plan.values, self.codes, self.labels) if word else self.plan.system
        if not system:
            self._complain("system", word, UNKNOWN_SYSTEM if word else NO_SYSTEM)
        elif (amount := self._amount("amount", text, system)) is not None:
            yield system, amount

    def _amount(self, name: str, text: str, system: str) -> Decimal | None:
        try:
            return read_amount(text, unit=self._cell("unit") or self.plan.unit, system=system)
        except Unreadable as fault:
            self._complain(name, text, fault.why)
            return None

    def _day(self) -> date | None:
        text = self._cell("completed_on")
        if not text:
            self._complain("completed_on", "", NO_DAY)
            return None
        try:
            return day_of(read_days(text), self.order)
        except Unreadable as fault:
            self._complain("completed_on", text, fault.why)
            return None

    def _minutes(self) -> int | None:
        text = self._cell("minutes")
        try:
            return read_minutes(text) if text else None
        except Unreadable as fault:
            self._complain("minutes", text, fault.why)
            return None

    def _words(self, name: str) -> str:
        return " ".join(self._cell(name).split())

    def _cell(self, name: str) -> str:
        text = cell_of(self.cells, self.plan.columns, name)
        return unguarded(text) if self.plan.is_own else text

    def _complain(self, column: str, text: str, why: str) -> None:
        self.bad.append(BadCell(self.line, column, text[:200], why))


def cell_of(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    """Give the cell of a meaning; empty where no column has it."""
    at = columns.get(name)
    return cells[at].strip() if at is not None and at < len(cells) else ""


def written_numbers(cells: Sequence[str], columns: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Give the dates of a row in which day and month may be swapped."""
    try:
        days = read_days(cell_of(cells, columns, "completed_on"))
    except Unreadable:
        return
    yield from (day.numbers for day in days if day.numbers)


def guarded_text(text: str) -> str:
    """Write a text of our own file so that ``unguarded`` gives it back.

    A spreadsheet would run some texts as formulas, so the file guards them with an apostrophe; one that begins so by
    itself gets another.
    """
    return f"'{text}" if text.startswith("'") and text.lstrip("'").startswith(_RUN) else text


def unguarded(text: str) -> str:
    """Take the guard of our own file off."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RUN) else text
