"""Judging the agenda: sessions and their breaks, what counts, and what may still change after designation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Final

from opencme.kernel.findings import Finding, distinct
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import Interval, minus, months_before, total_minutes
from opencme.rules.activity.formats import Format

SOURCE: Final = "opencme-agenda"
EDUCATION: Final = "education"
LONGEST: Final = timedelta(hours=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session as it was typed. kind: ``education`` counts, every other kind never does (TRAP-15)."""

    title: str
    kind: str
    time: Interval
    breaks: tuple[Interval, ...] = ()
    room: str = ""
    is_reachable: bool = True

    @property
    def certified(self) -> tuple[Interval, ...]:
        """The time that counts: nothing unless it is education, and never a break."""
        return minus([self.time], self.breaks) if self.kind == EDUCATION else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What the gate knows of an activity's time.

    first_day, last_day: on the venue's clock; None without a session.
    """

    format: Format
    sessions: tuple[SessionFacts, ...]
    first_day: date | None
    last_day: date | None
    day: date


def certified_minutes(sessions: Iterable[SessionFacts]) -> int:
    """Minutes that count for the maximum: the union over all sessions, so parallel tracks count once (TRAP-14)."""
    return total_minutes(part for session in sessions for part in session.certified)


def offered_minutes(sessions: Iterable[SessionFacts]) -> int:
    """Minutes of instruction as PARS sums them: parallel tracks all add (TRAP-14)."""
    return sum(total_minutes(session.certified) for session in sessions)


def findings_on_session(session: SessionFacts) -> tuple[Finding, ...]:
    """Say what stands against one session as it was typed."""

    def find() -> Iterator[Finding]:
        if not session.title.strip():
            yield _finding("agenda.session.title", _("Give the session a title."), field="title")
        if session.time.start == session.time.end:
            yield _finding("agenda.session.empty", _("The session ends when it starts."), field="ends")
        if session.time.end - session.time.start > LONGEST:
            yield _finding(
                "agenda.session.long", _("A session of more than 16 hours: check the day and the times."), field="ends"
            )
        for part in session.breaks:
            if part.start < session.time.start or part.end > session.time.end:
                yield _finding("agenda.break.outside", _("A break lies outside its session."), field="breaks")
        for earlier, later in pairwise(sorted(session.breaks)):
            if later.start < earlier.end:
                yield _finding("agenda.break.overlap", _("Two breaks of the session overlap."), field="breaks")

    return distinct(find())


def findings_on_agenda(agenda: Agenda) -> tuple[Finding, ...]:
    """Say what stands against the agenda of a live activity; nothing is asked of other formats here."""
    return tuple(_on_agenda(agenda)) if agenda.format.has_sessions else ()


def _on_agenda(agenda: Agenda) -> Iterator[Finding]:
    if not any(session.kind == EDUCATION for session in agenda.sessions):
        yield _finding("agenda.empty", _("Add at least one session of education."))
    elif certified_minutes(agenda.sessions) == 0:
        yield _finding("agenda.nothing_counts", _("No minute is left once breaks are taken out."))
    for one, other in combinations(agenda.sessions, 2):
        if one.time.within(other.time) is None:
            continue
        titles = {"one": one.title, "other": other.title, "room": one.room}
        if one.room and one.room == other.room:
            yield _finding(
                "agenda.room", _("“%(one)s” and “%(other)s” overlap in the same room, %(room)s."), params=titles
            )
        elif not (one.room and other.room) and one.kind == other.kind == EDUCATION:
            yield _finding(
                "agenda.parallel",
                _("“%(one)s” and “%(other)s” overlap. Say which room each is in; their time counts once."),
                params=titles,
                blocking=False,
            )
    if not all(session.is_reachable for session in agenda.sessions if session.kind == EDUCATION):
        yield _finding(
            "agenda.address", _("Give each session the address where participants join online."), blocking=False
        )
    yield from _on_span(agenda)


def _on_span(agenda: Agenda) -> Iterator[Finding]:
    months = agenda.format.on(agenda.day).period_months
    if months is None or agenda.first_day is None or agenda.last_day is None:
        return
    if agenda.last_day >= months_before(agenda.first_day, -months):
        yield Finding(
            code="agenda.span",
            message=_("One activity of this format spans at most %(months)s months; plan the rest as the next one."),
            source="accme-activity-types",
            params={"months": str(months)},
            fix="agenda",
            blocking=agenda.format.is_series,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChange:
    """A change of one session, seen after the credit was designated.

    before, after: the session as it was and as it would be; None when it is new or taken out.
    minutes_before, minutes_after: certified minutes of the whole activity.
    has_begun: whether the activity's first session has begun.
    """

    is_designated: bool
    has_begun: bool
    before: SessionFacts | None
    after: SessionFacts | None
    minutes_before: int
    minutes_after: int


def findings_on_agenda_change(change: AgendaChange) -> tuple[Finding, ...]:
    """Say whether the agenda may still change so: after designation only what adds no time (AMA-3, TRAP-29)."""
    if not change.is_designated:
        return ()

    def find() -> Iterator[Finding]:
        if change.before is None and change.after is not None and change.after.kind == EDUCATION:
            yield _never("agenda.added_late", _("Credit is designated: a session of education can no longer be added."))
        elif change.minutes_after > change.minutes_before:
            yield _never("agenda.longer_late", _("Credit is designated: the time that counts can no longer grow."))
        moved = change.before is None or change.after is None or change.before.time != change.after.time
        if change.has_begun and moved:
            yield _never("agenda.begun", _("It has begun: only rooms and addresses still change."))

    return tuple(find())


def _never(code: str, message: str) -> Finding:
    return Finding(code=code, message=message, source="ama-never-retroactive", fix="agenda")


def _finding(
    code: str, message: str, *, field: str = "", params: dict[str, str] | None = None, blocking: bool = True
) -> Finding:
    return Finding(
        code=code,
        message=message,
        source=SOURCE,
        params=params or {},
        field=field,
        fix="agenda",
        blocking=blocking,
    )
