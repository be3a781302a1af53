"""What a participant attended, from the evidence that counts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from opencme.apps.activities.models import Session
from opencme.apps.activities.selectors import attended_windows
from opencme.apps.delivery.models import Attendance, Registration
from opencme.kernel.periods import Interval, total_minutes, union


def attended_intervals(registration: Registration) -> tuple[Interval, ...]:
    """Give the certified time the participant attended: disjoint, inside the sessions, breaks excluded.

    Per session: the newest word of staff decides alone; without one, check-in (the whole session) and every
    attendance file that was not undone count together as a union of time (never a sum, TRAP-14).
    Where only minutes are known they are laid from the session's start.
    Two queries for the sessions, one for the evidence.
    """
    return union(interval for intervals in attended_by_session(registration).values() for interval in intervals)


def attended_minutes(registration: Registration) -> int:
    """Whole minutes of ``attended_intervals``."""
    return total_minutes(attended_intervals(registration))


def attended_by_session(registration: Registration) -> dict[int, tuple[Interval, ...]]:
    """Give ``attended_intervals`` by the id of the session; sessions without any presence are left out."""
    evidence = registration.attendance.select_related("row__attendance_import").order_by("recorded_at", "id")
    by_session: dict[int, list[Attendance]] = {}
    for each in evidence:
        by_session.setdefault(each.session_id, []).append(each)
    if not by_session:
        return {}
    sessions = (
        Session.objects.across_providers(why="the sessions of the participant's own evidence")
        .filter(pk__in=by_session)
        .prefetch_related("breaks")
    )
    found = {session.pk: presence(by_session[session.pk], attended_windows(session)) for session in sessions}
    return {session_id: intervals for session_id, intervals in found.items() if intervals}


def presence(evidence: Iterable[Attendance], windows: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Judge the evidence of one person and one session, oldest first, inside the session's certified ``windows``."""
    newest: dict[tuple[str, int | None], Attendance] = {}
    for each in evidence:
        if each.row is not None and each.row.attendance_import.undone_at is not None:
            continue
        newest[each.source, each.row_id] = each
    standing = [each for each in newest.values() if not each.is_withdrawn]
    staff = [each for each in standing if each.source == "staff"]
    return union(interval for each in (staff or standing) for interval in _intervals(each, windows))


def _intervals(evidence: Attendance, windows: tuple[Interval, ...]) -> tuple[Interval, ...]:
    if evidence.intervals:
        kept = [Interval(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in evidence.intervals]
        return tuple(part for each in kept for window in windows if (part := each.within(window)))
    if evidence.minutes is None:
        return windows
    return _laid_from_start(evidence.minutes, windows)


def _laid_from_start(minutes: int, windows: tuple[Interval, ...]) -> tuple[Interval, ...]:
    left, laid = timedelta(minutes=minutes), list[Interval]()
    for window in windows:
        if left <= timedelta():
            break
        end = min(window.end, window.start + left)
        laid.append(Interval(window.start, end))
        left -= end - window.start
    return tuple(laid)
