"""Changing the agenda: sessions with their breaks, one by one, pasted, or as a series."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, ProtectedError

from opencme.apps.activities.models import Activity, Session, SessionBreak
from opencme.apps.activities.selectors.facts import is_designated, session_facts
from opencme.apps.activities.selectors.intervals import starts_at
from opencme.apps.activities.services.changing import activity_to_plan, keep
from opencme.catalog.formats import formats
from opencme.kernel.findings import DomainError, Finding, NotFound, distinct
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import Interval
from opencme.rules.access import Actor
from opencme.rules.activity.agenda import (
    SOURCE,
    AgendaChange,
    SessionFacts,
    certified_minutes,
    findings_on_agenda_change,
    findings_on_session,
)
from opencme.rules.activity.editing import AGENDA_OPEN
from opencme.rules.activity.lifecycle import State

MOST_SESSIONS: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break inside a session."""

    label: str
    time: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionToSave:
    """A session as it was typed; ``kind`` is a key of ``Session.KINDS``."""

    title: str
    kind: str
    time: Interval
    room: str = ""
    online_address: str = ""
    evolving_topic: bool = False
    breaks: tuple[Break, ...] = ()

    @property
    def facts(self) -> SessionFacts:
        """What the rules want to know of it."""
        return SessionFacts(
            title=self.title,
            kind=self.kind,
            time=self.time,
            breaks=tuple(each.time for each in self.breaks),
            room=self.room,
        )

    def moved(self, move: Callable[[datetime], datetime]) -> "SessionToSave":
        """Give it at another time: ``move`` tells where each moment goes."""
        return replace(
            self,
            time=_moved(self.time, move),
            breaks=tuple(replace(each, time=_moved(each.time, move)) for each in self.breaks),
        )


def _moved(time: Interval, move: Callable[[datetime], datetime]) -> Interval:
    return Interval(move(time.start), move(time.end))


@transaction.atomic
def save_session(
    *, by: Actor, activity_id: UUID, session: SessionToSave, session_id: UUID | None = None, now: datetime
) -> Session:
    """Add a session, or change the one named; refused after designation where it would add time (TRAP-29)."""
    activity = _to_change(by, activity_id)
    row = _session(activity, session_id) if session_id else None
    rows = list(activity.sessions.prefetch_related("breaks"))
    old = session_facts(row) if row else None
    rest = [session_facts(each) for each in rows if row is None or each.pk != row.pk]
    found = (
        *findings_on_session(session.facts),
        *_on_change(activity, rows, now, before=old, after=session.facts, rest=rest),
    )
    if found:
        raise DomainError(*distinct(found))
    before = told(row) if row else {}
    saved = _write(activity, session, row)
    after = told(saved)
    if before != after:
        changed = {name: value for name, value in before.items() if after.get(name) != value}
        _keep(activity, by, now, saved, before=changed, after={k: v for k, v in after.items() if before.get(k) != v})
    return saved


@transaction.atomic
def save_sessions(
    *, by: Actor, activity_id: UUID, sessions: Sequence[SessionToSave], now: datetime
) -> tuple[Session, ...]:
    """Add many sessions, all or none; findings name the session by its number in the list."""
    activity = _to_change(by, activity_id)
    rows = list(activity.sessions.prefetch_related("breaks"))
    found: list[Finding] = []
    if len(rows) + len(sessions) > MOST_SESSIONS:
        found.append(_finding("agenda.many", _("An activity holds at most 600 sessions; split it.")))
    rest = [session_facts(each) for each in rows]
    for number, session in enumerate(sessions, start=1):
        against = (
            *findings_on_session(session.facts),
            *_on_change(activity, rows, now, before=None, after=session.facts, rest=rest),
        )
        found += [_numbered(each, number, session) for each in against]
    if found:
        raise DomainError(*found)
    saved = tuple(_write(activity, session, None) for session in sessions)
    if saved:
        titles = [f"{each.starts_at:%Y-%m-%d %H:%MZ} {each.title}" for each in saved]
        _keep(activity, by, now, activity, before={}, after={"added": titles})
    return saved


@transaction.atomic
def remove_session(*, by: Actor, activity_id: UUID, session_id: UUID, now: datetime) -> SessionToSave:
    """Take a session out; gives what it was, so that it can be put back. Refused where attendance hangs on it."""
    activity = _to_change(by, activity_id)
    row = _session(activity, session_id)
    rows = list(activity.sessions.prefetch_related("breaks"))
    rest = [session_facts(each) for each in rows if each.pk != row.pk]
    if found := _on_change(activity, rows, now, before=session_facts(row), after=None, rest=rest):
        raise DomainError(*found)
    was, label = as_typed(row), told(row)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        raise DomainError(
            _finding("agenda.attended", _("Attendance was recorded for this session; it stays."))
        ) from None
    _keep(activity, by, now, activity, before=label, after={"removed": was.title})
    return was


def as_typed(row: Session) -> SessionToSave:
    """Give a stored session as it could be saved again."""
    return SessionToSave(
        title=row.title,
        kind=row.kind,
        time=Interval(row.starts_at, row.ends_at),
        room=row.room,
        online_address=row.online_address,
        evolving_topic=row.evolving_topic,
        breaks=tuple(Break(label=each.label, time=Interval(each.starts_at, each.ends_at)) for each in row.breaks.all()),
    )


def set_span(activity: Activity) -> None:
    """Let ``starts_at`` and ``ends_at`` follow the sessions where the format has them; the caller saves."""
    chosen = formats.get(activity.format)
    span: dict[str, Any] = {"first": None, "last": None}
    if chosen is None or chosen.has_sessions:
        span = activity.sessions.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    activity.starts_at, activity.ends_at = span["first"], span["last"]


def told(row: Session) -> dict[str, Any]:
    """What the audit keeps of a session."""
    zone = row.activity.zone
    spoken: dict[str, Any] = {
        "title": row.title,
        "kind": row.kind,
        "time": f"{row.starts_at.astimezone(zone):%Y-%m-%d %H:%M}–{row.ends_at.astimezone(zone):%H:%M}",
        "room": row.room,
        "online_address": row.online_address,
        "evolving_topic": row.evolving_topic,
        "breaks": [
            f"{each.label} {each.starts_at.astimezone(zone):%H:%M}–{each.ends_at.astimezone(zone):%H:%M}"
            for each in row.breaks.all()
        ],
    }
    return {name: value for name, value in spoken.items() if value not in ("", [], False)}


def _to_change(by: Actor, activity_id: UUID) -> Activity:
    activity = activity_to_plan(by, activity_id)
    if State(activity.state) not in AGENDA_OPEN:
        activity_to_plan(by, activity_id, names=["title"])
    return activity


def _session(activity: Activity, session_id: UUID) -> Session:
    found = activity.sessions.select_related("activity__provider").filter(public_id=session_id).first()
    if found is None:
        raise NotFound
    return found


def _on_change(
    activity: Activity,
    rows: Sequence[Session],
    now: datetime,
    *,
    before: SessionFacts | None,
    after: SessionFacts | None,
    rest: Sequence[SessionFacts],
) -> tuple[Finding, ...]:
    begins = starts_at(activity)
    return findings_on_agenda_change(
        AgendaChange(
            is_designated=is_designated(activity),
            has_begun=begins is not None and begins <= now,
            before=before,
            after=after,
            minutes_before=certified_minutes(session_facts(each) for each in rows),
            minutes_after=certified_minutes([*rest, *([after] if after else [])]),
        )
    )


def _write(activity: Activity, session: SessionToSave, row: Session | None) -> Session:
    values = {
        "title": session.title.strip(),
        "kind": session.kind,
        "starts_at": session.time.start,
        "ends_at": session.time.end,
        "room": session.room.strip(),
        "online_address": session.online_address,
        "evolving_topic": session.evolving_topic,
    }
    if row is None:
        row = Session.objects.create(activity=activity, check_in_secret=secrets.token_urlsafe(32), **values)
    else:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        row.breaks.all().delete()
    SessionBreak.objects.bulk_create(
        SessionBreak(session=row, label=each.label, starts_at=each.time.start, ends_at=each.time.end)
        for each in session.breaks
    )
    return row


def _keep(
    activity: Activity, by: Actor, now: datetime, subject: Any, *, before: dict[str, Any], after: dict[str, Any]
) -> None:
    set_span(activity)
    keep(
        activity,
        "agenda.changed",
        by=by,
        now=now,
        before=before,
        after=after,
        columns=["starts_at", "ends_at"],
        subject=subject,
    )


def _numbered(finding: Finding, number: int, session: SessionToSave) -> Finding:
    return Finding(
        code=finding.code,
        message=_("Session %(number)s, “%(title)s”: %(reason)s"),
        source=finding.source,
        params={"number": str(number), "title": session.title, "reason": str(finding)},
        fix="agenda",
    )


def _finding(code: str, message: str) -> Finding:
    return Finding(code=code, message=message, source=SOURCE, fix="agenda")
