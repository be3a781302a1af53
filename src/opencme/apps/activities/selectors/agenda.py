"""The agenda as people read it: days, sessions, what counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors.facts import agenda_facts, local_day, session_facts
from opencme.kernel.findings import Finding, NotFound
from opencme.kernel.periods import total_minutes
from opencme.rules.activity.agenda import certified_minutes, findings_on_agenda, offered_minutes
from opencme.rules.activity.clock import changes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRow:
    """A session on the agenda. minutes: that count; 0 for what never does."""

    session: Session
    minutes: int
    starts_at: datetime
    ends_at: datetime
    is_parallel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    """A day at the venue. has_change: its clocks are put forward or back."""

    day: date
    rows: tuple[AgendaRow, ...]
    has_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPage:
    """The agenda of an activity.

    certified_minutes: the union, from which credit is reckoned; offered_minutes: the sum, as PARS takes it.
    """

    days: tuple[AgendaDay, ...]
    certified_minutes: int
    offered_minutes: int
    findings: tuple[Finding, ...]


def agenda_page(activity: Activity, now: datetime) -> AgendaPage:
    """Give the agenda; a fixed number of queries, however many sessions."""
    rows = list(activity.sessions.prefetch_related("breaks"))
    facts = [session_facts(row) for row in rows]
    known = agenda_facts(activity, now)
    by_day: dict[date, list[AgendaRow]] = {}
    for row, fact in zip(rows, facts, strict=True):
        starts, ends = row.starts_at.astimezone(activity.zone), row.ends_at.astimezone(activity.zone)
        by_day.setdefault(starts.date(), []).append(
            AgendaRow(
                session=row,
                minutes=total_minutes(fact.certified),
                starts_at=starts,
                ends_at=ends,
                is_parallel=_is_parallel(row, rows),
            )
        )
    return AgendaPage(
        days=tuple(
            AgendaDay(day=day, rows=tuple(found), has_change=changes_on(day, activity.zone))
            for day, found in sorted(by_day.items())
        ),
        certified_minutes=certified_minutes(facts),
        offered_minutes=offered_minutes(facts),
        findings=findings_on_agenda(known) if known is not None else (),
    )


def session_of(activity: Activity, session_id: UUID) -> Session:
    """Give one session with its breaks; NotFound when it is not of this activity."""
    found = activity.sessions.prefetch_related("breaks").filter(public_id=session_id).first()
    if found is None:
        raise NotFound
    return found


def next_day(activity: Activity, now: datetime) -> date:
    """Give the day a new session is likely meant for: that of the last one, or today."""
    last = activity.ends_at or activity.starts_at
    return local_day(activity, last) if last else local_day(activity, now)


def _is_parallel(row: Session, rows: Iterable[Session]) -> bool:
    return any(
        other.pk != row.pk
        and other.kind == row.kind == "education"
        and other.starts_at < row.ends_at
        and row.starts_at < other.ends_at
        for other in rows
    )
