"""Where an attendance file belongs: which session, which time zone, which order of day and month.

A person is asked only what the file and the agenda leave open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import ATTENDED, attended_windows
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.tables import read_rows
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.delivery.exports import Layout, Reading, Row, Survey, read_people, survey
from opencme.rules.delivery.moments import SOURCE, DateOrder, possible_orders, read_numbers

SAMPLE: Final = 3_000
TRIED: Final = 600
HALF: Final = 0.5
OTHER_ZONES: Final = (
    "UTC",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Sydney",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How many people-minutes of a sample of the file fall into one session when dates are read in one order."""

    session: Session
    order: DateOrder
    people: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the file belongs. ``sessions`` are the ones meant, or while ``asks`` is not empty the ones suggested.

    asks: names of what a person must say: ``sessions``, ``time_zone``, ``date_order``; ``finding`` says why.
    other_zone: a time zone in which people of the file would fall into a session, when none do in ``zone``.
    """

    layout: Layout
    zone: ZoneInfo
    order: DateOrder | None
    sessions: tuple[Session, ...]
    fits: tuple[Fit, ...]
    asks: frozenset[str]
    finding: Finding | None = None
    other_zone: str = ""


def sessions_of(activity: Activity) -> tuple[Session, ...]:
    """Give the sessions in which attendance counts, in order: two queries."""
    return tuple(activity.sessions.filter(kind__in=ATTENDED).prefetch_related("breaks"))


def place_file(
    activity: Activity, file: StoredFile, *, zone: ZoneInfo | None = None, order: DateOrder | None = None
) -> Placement:
    """Find the session of a file by when its people were there; DomainError when it is no attendance export.

    zone, order: what a person said; None lets the venue's zone and the file decide.
    """
    with files.open_file(file) as content:
        rows = list(islice(read_rows(content, file.name), SAMPLE))
    surveyed = survey(rows)
    if surveyed.finding is not None:
        raise DomainError(surveyed.finding)
    assert surveyed.layout is not None  # noqa: S101 -- narrows the type: no finding means a layout
    zone = zone or activity.zone
    sessions = sessions_of(activity)
    if not sessions:
        raise DomainError(
            Finding(
                code="attendance.no_session",
                message=_("The agenda has no session of education yet; add it there, then import the file."),
                source=SOURCE,
                field="file",
                fix="agenda",
            )
        )
    orders = [order] if order else sorted(possible_orders(surveyed.dates))
    fits = _fits(rows[:TRIED], surveyed, sessions, zone, orders)
    placed = _placed(surveyed, sessions, fits)
    if placed is not None:
        chosen, decided, asks, finding = placed
    else:
        chosen, decided, finding = (sessions[0],) if len(sessions) == 1 else (), order, _nobody_inside(surveyed, zone)
        asks = frozenset({"sessions", "time_zone", "date_order"})
    return Placement(
        layout=surveyed.layout,
        zone=zone,
        order=decided,
        sessions=chosen,
        fits=fits,
        asks=asks,
        finding=finding,
        other_zone="" if fits or asks == {"sessions"} else _other_zone(rows[:TRIED], surveyed, sessions, orders),
    )


def _placed(
    surveyed: Survey, sessions: Sequence[Session], fits: Sequence[Fit]
) -> tuple[tuple[Session, ...], DateOrder | None, frozenset[str], Finding | None] | None:
    """Decide by the fits; None when nobody falls into any session."""
    if not surveyed.dates and not surveyed.days:  # totals and bare times say nothing of the day
        if len(sessions) == 1:
            return (sessions[0],), None, frozenset(), None
        return (
            (),
            None,
            frozenset({"sessions"}),
            _asked("sessions", _("The file has no dates: say which session it is of.")),
        )
    if not fits:
        return None
    if len({fit.order for fit in fits}) > 1:
        text = _("Read with the day first or with the month first, the dates fit to different sessions: say which.")
        return (
            tuple(fit.session for fit in fits),
            None,
            frozenset({"sessions", "date_order"}),
            _asked("date_order", text),
        )
    best = max(fit.minutes for fit in fits)
    main = tuple(fit.session for fit in fits if fit.minutes >= best * HALF)
    if len(fits) == 1:
        return main, fits[0].order, frozenset(), None
    text = _("The file reaches into several sessions: say which of them it counts for.")
    return main, fits[0].order, frozenset({"sessions"}), _asked("sessions", text)


def _asked(field: str, message: str) -> Finding:
    return Finding(code=f"attendance.ask.{field}", message=message, source=SOURCE, field=field)


def _fits(
    rows: Sequence[Row], surveyed: Survey, sessions: Sequence[Session], zone: ZoneInfo, orders: Sequence[DateOrder]
) -> tuple[Fit, ...]:
    found = []
    for order in orders:
        days = _days(surveyed, order)
        for session in sessions:
            day = session.starts_at.astimezone(zone).date()
            windows = attended_windows(session)
            if not windows or not any(abs((day - each).days) <= 1 for each in days):
                continue
            reading = Reading(windows=windows, session_day=day, zone=zone, order=order)
            people = [each for each in read_people(rows, surveyed, reading).people if each.minutes]
            if people:
                found.append(
                    Fit(session=session, order=order, people=len(people), minutes=sum(each.minutes for each in people))
                )
    return tuple(found)


def _days(surveyed: Survey, order: DateOrder) -> set[date]:
    return surveyed.days | {read_numbers(numbers, order) for numbers in surveyed.dates}


def _other_zone(rows: Sequence[Row], surveyed: Survey, sessions: Sequence[Session], orders: Sequence[DateOrder]) -> str:
    """Give the zone in which most of the people fall into a session; empty when there is none."""
    tried = {
        name: sum(fit.minutes for fit in _fits(rows[:100], surveyed, sessions, ZoneInfo(name), orders))
        for name in OTHER_ZONES
    }
    best = max(tried, key=lambda name: tried[name])
    return best if tried[best] else ""


def _nobody_inside(surveyed: Survey, zone: ZoneInfo) -> Finding:
    days = sorted(day.isoformat() for order in possible_orders(surveyed.dates) for day in _days(surveyed, order))
    return Finding(
        code="attendance.ask.nobody",
        message=_(
            "Nobody in this file was there during a session of this activity. Its days are %(days)s, read in "
            "%(zone)s: check the session, the time zone and the order of day and month."
        ),
        source=SOURCE,
        params={"days": ", ".join(dict.fromkeys(days[:4])) or "–", "zone": str(zone)},
        field="sessions",
    )
