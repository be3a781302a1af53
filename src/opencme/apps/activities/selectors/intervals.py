"""The time of an activity: what counts as education, and when it starts."""

from datetime import datetime, time, timedelta
from typing import Final

from opencme.apps.activities.models import Activity, Session
from opencme.kernel.periods import Interval, minus, union

ATTENDED: Final = ("education", "evaluation")


def session_intervals(session: Session) -> tuple[Interval, ...]:
    """Give the certified time of one session: its interval less breaks; nothing unless it is education (TRAP-15)."""
    return attended_windows(session) if session.kind == "education" else ()


def attended_windows(session: Session) -> tuple[Interval, ...]:
    """Give the time of one session in which being there may count in some credit system: its interval less breaks.

    Evaluation counts as contact hours and not for AMA credit, so attendance is kept of it and each system decides.
    """
    if session.kind not in ATTENDED:
        return ()
    whole = Interval(session.starts_at, session.ends_at)
    return minus([whole], [Interval(each.starts_at, each.ends_at) for each in session.breaks.all()])


def certified_intervals(activity: Activity) -> tuple[Interval, ...]:
    """Give the certified time of an activity; parallel tracks count once (TRAP-14).

    One query for the sessions and one for their breaks, however many there are.
    """
    sessions = activity.sessions.prefetch_related("breaks").filter(kind="education")
    return union(interval for session in sessions for interval in session_intervals(session))


def starts_at(activity: Activity) -> datetime | None:
    """Give the moment from which designation is too late: the first session, or the release day's first moment."""
    if activity.starts_at is not None:
        return activity.starts_at
    if activity.release_on is not None:
        return datetime.combine(activity.release_on, time.min, tzinfo=activity.zone)
    return None


def ends_at(activity: Activity) -> datetime | None:
    """Give the moment it is over: the last session's end, or the end of the expiration day."""
    if activity.ends_at is not None:
        return activity.ends_at
    if activity.expires_on is not None:
        return datetime.combine(activity.expires_on + timedelta(days=1), time.min, tzinfo=activity.zone)
    return None


def local(activity: Activity, moment: datetime) -> datetime:
    """Give ``moment`` on the clock of the activity's venue."""
    return moment.astimezone(activity.zone)
