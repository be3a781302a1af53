"""Fixing the cycle a person is in, and which renewal it ends with."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from unicodedata import normalize

from opencme.kernel.periods import Period, months_before
from opencme.rules.requirements.conditions import holds
from opencme.rules.requirements.definitions import Cycle, Deadline, Rule
from opencme.rules.requirements.facts import Person

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The cycle as it binds one person.

    start, end: first and last day, both counted; months: its regular length.
    renewal: number of the renewal at its end, None when unknown. is_first: whether that is the first one.
    """

    start: date
    end: date
    months: int
    renewal: int | None
    is_first: bool

    def end_of_renewal(self, number: int) -> date | None:
        """Give the last day of the cycle that ends with renewal ``number``; None when this one's number is unknown."""
        return None if self.renewal is None else add_months(self.end, (number - self.renewal) * self.months)

    def end_after(self, cycles: int) -> date:
        """Give the last day of the cycle that many cycles after this one; the end of a month stays one."""
        return window_ending(self.end, -cycles * self.months)[0] - DAY


@lru_cache(maxsize=50_000)
def add_months(day: date, months: int) -> date:
    """Go forward (or back) by months; a day the month lacks becomes its last day."""
    return months_before(day, -months)


def months_between(first: date, last: date) -> int:
    """Count whole months from ``first`` up to ``last``."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def calendar_months(first: date, last: date) -> int:
    """Count the calendar months touched from ``first`` through ``last``; May through December is 8."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


@lru_cache(maxsize=50_000)
def window_ending(end: date, months: int) -> tuple[date, date]:
    """Give the stretch of ``months`` months whose last day is ``end``; whole months stay whole."""
    return _after_previous(end, months), end


def _after_previous(end: date, months: int) -> date:
    previous = add_months(end, -months)
    if end.day == monthrange(end.year, end.month)[1]:
        previous = previous.replace(day=monthrange(previous.year, previous.month)[1])
    return previous + DAY


def issue_date(person: Person) -> date | None:
    """Give the day the licence was first issued, when it is known."""
    known = person.facts.get("licence_issue_date") or person.dates.get("licence_issue_date")
    return known if isinstance(known, date) else None


Fixed = tuple[Term | None, tuple[str, ...]]


def fix(rule: Rule, person: Person, as_of: date) -> Fixed:
    """Give the cycle that holds ``as_of``; None, with the questions to ask, when the sources leave it open."""
    missing: list[str] = []
    period = person.cycle or _derived(rule.cycle, person, as_of, missing)
    if period is None or period.last is None:
        return None, tuple(missing)
    months = rule.cycle.months or calendar_months(period.first, period.last)
    number = person.renewal_number
    if number is None:
        number = _renewal_number(person, period, months)
    return _term(period.first, period.last, months, number), ()


@lru_cache(maxsize=20_000)
def _term(start: date, end: date, months: int, renewal: int | None) -> Term:
    return Term(start=start, end=end, months=months, renewal=renewal, is_first=renewal == 1)


def _renewal_number(person: Person, period: Period, months: int) -> int | None:
    """Count the cycle ends since the licence was issued; None when the day of issue is unknown."""
    issued = issue_date(person)
    if issued is None:
        return None
    previous = period.first - DAY
    return 1 if previous < issued else 2 + months_between(issued, previous) // months


def _derived(cycle: Cycle, person: Person, as_of: date, missing: list[str]) -> Period | None:
    if cycle.months is None:
        return Period(as_of, as_of)
    if cycle.anchor == "rolling":
        return Period(*window_ending(as_of, cycle.window_months or cycle.months))
    if cycle.starts_birthday_after_issue:
        return _from_birthday(cycle.months, person, as_of, missing)
    expiry = person.dates.get("licence_expiry") or person.dates.get("certificate_expiry")
    if expiry is None and (own := _of_its_own_length(cycle, person, as_of)) is not None:
        return own
    end = _end_from(expiry, cycle.months, as_of) if expiry else _end_by_anchor(cycle, person, as_of, missing)
    if end is None:
        return None
    return Period(*window_ending(end, cycle.months))


def _of_its_own_length(cycle: Cycle, person: Person, as_of: date) -> Period | None:
    """Give a first cycle for which its table has a last day and a length; None when none holds ``as_of``."""
    for row in cycle.first.table:
        if row.end is not None and row.months is not None and row.when is not None:
            first, last = window_ending(row.end, row.months)
            if first <= as_of <= last and holds(row.when, person.facts, []):
                return Period(first, last)
    return None


def _from_birthday(months: int, person: Person, as_of: date, missing: list[str]) -> Period | None:
    """Give the cycle of a row that starts on the birthday after the licence's issue; it ends before a birthday."""
    issued = issue_date(person)
    if person.birth_date is None or issued is None:
        if expiry := person.dates.get("licence_expiry"):
            return Period(*window_ending(_end_from(expiry, months, as_of), months))
        missing.extend(["birth_date"] if person.birth_date is None else [])
        missing.extend(["licence_issue_date"] if issued is None else [])
        return None
    since = issued.year - person.birth_date.year
    while (start := add_months(person.birth_date, since * 12)) <= issued:
        since += 1
    step = 0
    while add_months(start, (step + 1) * months) <= as_of:
        step += 1
    return Period(add_months(start, step * months), add_months(start, (step + 1) * months) - DAY)


def _end_from(known: date, months: int, as_of: date) -> date:
    """Give the first end on or after ``as_of`` in the row of ends that ``known`` belongs to."""
    steps = 0
    while add_months(known, steps * months) < as_of:
        steps += 1
    while add_months(known, (steps - 1) * months) >= as_of:
        steps -= 1
    return add_months(known, steps * months)


def _end_by_anchor(cycle: Cycle, person: Person, as_of: date, missing: list[str]) -> date | None:
    months = cycle.months or 12
    if cycle.known_end is not None:
        return _end_from(cycle.known_end, months, as_of)
    days = _days_of_year(cycle, person, missing)
    if days is None:
        return None
    parity = _parity(cycle, person, missing) if months > 12 else ""  # noqa: PLR2004 -- more than a year
    if parity is None:
        return None
    found = [end for end in _ends(days, as_of) if not parity or (end.year % 2 == 0) == (parity == "even")]
    return found[0] if found else None


def _days_of_year(cycle: Cycle, person: Person, missing: list[str]) -> tuple[tuple[int, int], ...] | None:
    """Give the (month, day) pairs on which a cycle may end; day 31 stands for the last day of the month."""
    if cycle.anchor in {"birth_month", "birth_date"}:
        if person.birth_date is None:
            missing.append("birth_date")
            return None
        day = 31 if cycle.anchor == "birth_month" else person.birth_date.day
        return ((person.birth_date.month, day),)
    if cycle.anchor in {"fixed_date", "calendar_year"} and len(cycle.ends) <= 1:
        ends = cycle.ends or (((12, 31),) if cycle.anchor == "calendar_year" else ())
        if ends:
            return ends
    missing.append("licence_expiry")
    return None


def _parity(cycle: Cycle, person: Person, missing: list[str]) -> str | None:
    """Give "odd" or "even" for the year a cycle of two years ends in; None when it must be asked."""
    if cycle.parity in {"odd", "even"} and cycle.months == 24:  # noqa: PLR2004 -- two years
        return cycle.parity
    if cycle.parity == "birth_year":
        if person.birth_date is None:
            missing.append("birth_date")
            return None
        return "even" if person.birth_date.year % 2 == 0 else "odd"
    if cycle.parity == "surname_group":
        if not person.surname:
            missing.append("surname")
            return None
        initial = normalize("NFKD", person.surname)[0].upper()
        for group, parity in cycle.parity_table.items():
            if group[0] <= initial <= group[-1]:
                return parity
    missing.append("licence_expiry")
    return None


def _ends(days: tuple[tuple[int, int], ...], as_of: date) -> Iterator[date]:
    """Give the days on which a cycle may end, from ``as_of`` on, over the next years."""
    for year in range(as_of.year, as_of.year + 12):
        for month, day in sorted(days):
            end = date(year, month, min(day, monthrange(year, month)[1]))
            if end >= as_of:
                yield end


def due_day(
    deadline: Deadline | None, rule: Rule, person: Person, term: Term | None, missing: list[str]
) -> date | None:
    """Give the day on which something owed once falls due; None when it has no day or a fact is missing.

    A fixed day before this cycle is given only where it is known that the licence was held by then, else it is asked;
    a renewal long past of which nobody knows is this one at the latest.
    """
    if deadline is None:
        return term.end if term else None
    if deadline.first_of:
        return _first_of(deadline.first_of, rule, person, term, missing)
    if deadline.by is not None:
        return _by(deadline.by, person, term, missing)
    if deadline.months_after_issue is not None:
        return _after_issue(deadline.months_after_issue, person, missing)
    if deadline.renewal_number is not None:
        return _with_renewal(deadline.renewal_number, term, missing)
    if deadline.event:
        return _after_event(deadline, person, missing)
    if deadline.application_on_or_after is not None:
        return _application_after(deadline.application_on_or_after, person, term)
    after = deadline.next_renewal_after
    return _renewal_after(after, person, term) if after is not None else (term.end if term else None)


def _after_issue(months: int, person: Person, missing: list[str]) -> date | None:
    issued = issue_date(person)
    if issued is None:
        missing.append("licence_issue_date")
        return None
    return add_months(issued, months)


def _with_renewal(number: int, term: Term | None, missing: list[str]) -> date | None:
    day = term.end_of_renewal(number) if term else None
    if day is None:
        missing.append("renewal_number")
    return day


def _application_after(day: date, person: Person, term: Term | None) -> date | None:
    """Give the first application on or after ``day``: that for the licence itself, else that for a renewal."""
    applied = event_day("initial_application", person)
    if applied is not None and applied >= day:
        return applied
    return _renewal_after(day, person, term)


def _first_of(
    parts: tuple[Deadline, ...], rule: Rule, person: Person, term: Term | None, missing: list[str]
) -> date | None:
    """Give the earliest of several days; one that is not known matters where the others lie after this cycle."""
    days: list[date] = []
    asked: list[str] = []
    for part in parts:
        unknown: list[str] = []
        day = due_day(part, rule, person, term, unknown)
        if day is not None:
            days.append(day)
        elif not _is_later(part, parts, person, term):
            asked.extend(unknown)
    if days and (not asked or (term is not None and min(days) <= term.end)):
        return min(days)
    missing.extend(asked)
    return None


def _is_later(part: Deadline, parts: tuple[Deadline, ...], person: Person, term: Term | None) -> bool:
    """Say whether a part whose day is not known cannot come before one that is: no renewal precedes the issue."""
    for other in parts:
        if part.event == "licence_renewal" and issue_date(person) is not None and other.months_after_issue is not None:
            return other.months_after_issue <= (part.months_after_event or 0)
        if part.months_after_issue is not None and other.renewal_number is not None and term is not None:
            return term.renewal is not None and part.months_after_issue >= other.renewal_number * term.months
    return False


def _by(day: date, person: Person, term: Term | None, missing: list[str]) -> date | None:
    """Give a fixed day; one before this cycle bound only those who held the licence then."""
    held = was_held(day, person, term)
    if held is None:
        missing.append("licence_issue_date")
    return day if held else None


def was_held(day: date, person: Person, term: Term | None) -> bool | None:
    """Say whether the licence was held on ``day``; None when nobody said enough.

    The day of issue tells, else the number of the renewal: the first one ended a cycle of at most the regular length.
    Who says neither holds it in this cycle.
    """
    issued = issue_date(person)
    if issued is not None:
        return issued <= day
    if term is None or day >= term.start:
        return True
    first = term.end_of_renewal(1)
    if first is None:
        return None
    return True if day >= first else None if day > add_months(first, -term.months) else False


def _after_event(deadline: Deadline, person: Person, missing: list[str]) -> date | None:
    day = event_day(deadline.event, person)
    if day is None:
        missing.append(deadline.event)
        return None
    return add_months(day, deadline.months_after_event or 0)


def event_day(name: str, person: Person) -> date | None:
    """Give the day of a named event: from the person's dates, facts or prior events; first application is the issue."""
    known = person.dates.get(name) or person.facts.get(name) or person.facts.get(f"{name}_date")
    if isinstance(known, date):
        return known
    days = [event.day for event in person.prior.events if event.name == name]
    if days:
        return max(days)
    return issue_date(person) if name == "initial_application" else None


def _renewal_after(day: date, person: Person, term: Term | None) -> date | None:
    """Give the first end of a cycle on or after ``day`` at which the licence was held, in the row of ``term``.

    Since when it is held nobody said: then this renewal, as the duty is owed with it or was owed before.
    """
    if term is None:
        return None
    issued = issue_date(person)
    if issued is not None:
        return _end_from(term.end, term.months, max(day, issued))
    end = _end_from(term.end, term.months, day)
    first = term.end_of_renewal(1)
    if end >= term.start or (first is not None and end >= first):
        return end
    return term.end if first is None else first
