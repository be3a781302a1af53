"""What a person typed about a license or an answer: judged before it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.cycles import DAY, window_ending
from opencme.rules.requirements.definitions import Cycle

SOURCE: Final = "opencme-wallet"
EARLIEST: Final = date(1940, 1, 1)
LATEST: Final = date(2100, 12, 31)
MOST_RENEWALS: Final = 60
#: A cycle longer than this many regular ones is a slip: the credits of all of them would count for one.
MOST_LENGTHS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The dates of a license, certification or registration as they were typed; None where nothing was."""

    issued_on: date | None = None
    cycle_start: date | None = None
    cycle_end: date | None = None
    renewal_number: int | None = None


def findings_on_held(held: Held, today: date) -> Iterator[Finding]:
    """Say what cannot be true of these dates."""
    for name in ("issued_on", "cycle_start", "cycle_end"):
        day = getattr(held, name)
        if day is not None and not EARLIEST <= day <= LATEST:
            yield _finding("year", _("This year cannot be right: %(year)s."), name, year=str(day.year))
    if held.issued_on is not None and held.issued_on > today:
        yield _finding("issued", _("The day of issue lies ahead."), "issued_on")
    if held.issued_on is not None and held.cycle_end is not None and held.cycle_end < held.issued_on:
        yield _finding("order", _("The cycle ends before the first issue."), "cycle_end")
    if held.cycle_start is not None and held.cycle_end is None:
        yield _finding("end", _("Give the last day of the cycle too."), "cycle_end")
    if held.cycle_start is not None and held.cycle_end is not None and held.cycle_end < held.cycle_start:
        yield _finding("order", _("The cycle ends before it starts."), "cycle_end")
    if held.renewal_number is not None and not 1 <= held.renewal_number <= MOST_RENEWALS:
        yield _finding(
            "renewal",
            _("Count renewals from 1; more than %(most)s cannot be."),
            "renewal_number",
            most=str(MOST_RENEWALS),
        )


def findings_on_length(held: Held, cycle: Cycle) -> Iterator[Finding]:
    """Say that the cycle from its first to its last day is longer than the authority's own can be."""
    if held.cycle_start is None or held.cycle_end is None or cycle.months is None:
        return
    before, longest = held.cycle_start - DAY, max(cycle.months, cycle.window_months or 0)
    if held.cycle_end > _months_after(before, MOST_LENGTHS * longest):
        yield _finding(
            "length",
            _(
                "From %(first)s on, a cycle of %(months)s months ends on %(expected)s; %(last)s is more than twice as "
                "far. Correct the year, or the first day under “Change dates”, and note each renewal by itself."
            ),
            "cycle_end",
            first=held.cycle_start.isoformat(),
            months=str(cycle.months),
            expected=_months_after(before, cycle.months).isoformat(),
            last=held.cycle_end.isoformat(),
        )


def _months_after(day: date, months: int) -> date:
    return window_ending(day, -months)[0] - DAY


def findings_on_birth_date(day: date, today: date) -> Iterator[Finding]:
    """Say why a date of birth cannot be one."""
    if not EARLIEST.replace(year=1900) <= day < today:
        yield _finding("birth_date", _("A date of birth lies in the past."), "answer")


def _finding(code: str, message: str, field: str, **params: str) -> Finding:
    return Finding(code=f"wallet.obligation.{code}", message=message, source=SOURCE, field=field, params=params)
