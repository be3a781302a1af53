"""What a participant sees of an activity: its sessions with their own presence, and how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import attended_windows
from opencme.apps.delivery.models import Attendance, Registration
from opencme.apps.delivery.selectors.attendance import presence
from opencme.kernel.periods import Interval, total_minutes
from opencme.rules.access import Actor
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS
from opencme.rules.delivery.codes import TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One session as a participant sees it.

    starts_at and ends_at are on the venue's clock. certified_minutes: what counts for credit, breaks excluded.
    attended_minutes: how much of it the participant was there, None where nothing is recorded.
    check_in: "open", "later" or "over"; "" where this session is not checked in to by code.
    """

    session: Session
    starts_at: datetime
    ends_at: datetime
    certified_minutes: int
    attended_minutes: int | None
    check_in: str

    @property
    def counts(self) -> bool:
        """Whether its time counts for credit."""
        return self.certified_minutes > 0

    @property
    def is_attended(self) -> bool:
        """Whether any presence is recorded."""
        return bool(self.attended_minutes)

    @property
    def is_attended_whole(self) -> bool:
        """Whether all of its certified time was attended."""
        return self.attended_minutes is not None and self.attended_minutes >= self.certified_minutes


def session_lines(activity: Activity, registration: Registration | None, now: datetime) -> tuple[SessionLine, ...]:
    """Give the sessions in order with the participant's presence: two queries, and one for the evidence."""
    evidence: dict[int, list[Attendance]] = {}
    if registration is not None:
        rows = registration.attendance.select_related("row__attendance_import").order_by("recorded_at", "id")
        for each in rows:
            evidence.setdefault(each.session_id, []).append(each)
    sessions = activity.sessions.prefetch_related("breaks")
    return tuple(
        session_line(
            session,
            attended_windows(session),
            evidence.get(session.pk),
            zone=activity.zone,
            has_codes=bool(session.check_in_secret),
            now=now,
        )
        for session in sessions
    )


def session_line(
    session: Session,
    windows: tuple[Interval, ...],
    evidence: list[Attendance] | None,
    *,
    zone: ZoneInfo,
    has_codes: bool,
    now: datetime,
) -> SessionLine:
    """Put one session's line together. windows: its certified time; evidence: of one participant, oldest first."""
    return SessionLine(
        session=session,
        starts_at=session.starts_at.astimezone(zone),
        ends_at=session.ends_at.astimezone(zone),
        certified_minutes=total_minutes(windows),
        attended_minutes=None if evidence is None else total_minutes(presence(evidence, windows)),
        check_in=_check_in(session, now) if windows and has_codes else "",
    )


def _check_in(session: Session, now: datetime) -> str:
    if now < session.starts_at - TOLERANCE:
        return "later"
    return "open" if now <= session.ends_at + TOLERANCE else "over"


def takes_part(person_id: int) -> bool:
    """Say whether a person has any standing registration."""
    rows = Registration.objects.across_providers(why="a person's own registrations at every provider")
    return rows.filter(
        person_id=person_id, withdrawn_at=None, activity__state__in=[str(state) for state in SEEN_BY_LEARNERS]
    ).exists()


def my_registrations(*, actor: Actor) -> tuple[Registration, ...]:
    """Give the actor's standing registrations with their activities and providers, the newest first: one query."""
    if actor.person_id is None:
        return ()
    rows = Registration.objects.across_providers(why="a participant sees their own registrations at every provider")
    mine = rows.filter(
        person_id=actor.person_id, withdrawn_at=None, activity__state__in=[str(state) for state in SEEN_BY_LEARNERS]
    )
    return tuple(mine.select_related("activity__provider").order_by("-registered_at", "-id")[:300])


def attended_ids(registrations: Iterable[Registration]) -> frozenset[int]:
    """Give the ids of those registrations for which any attendance is recorded: one query."""
    rows = Attendance.objects.across_providers(why="evidence of registrations already found")
    found = rows.filter(registration__in=[each.pk for each in registrations], is_withdrawn=False)
    return frozenset(found.values_list("registration_id", flat=True).distinct())
