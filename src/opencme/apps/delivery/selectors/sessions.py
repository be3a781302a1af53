"""Attendance as staff see it: each session with its counts, and who was in one session."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import attended_windows
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow, Registration
from opencme.apps.delivery.selectors.attendance import presence
from opencme.kernel.findings import NotFound
from opencme.kernel.periods import Interval, total_minutes, union

SOURCES = dict(Attendance.SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAttendance:
    """One session: how many were there for any of its certified time, by which sources, and its files."""

    session: Session
    certified_minutes: int
    present: int
    by_source: Mapping[str, int]
    imports: tuple[AttendanceImport, ...]
    doubtful: int

    @property
    def counts(self) -> bool:
        """Whether attendance in it counts."""
        return self.certified_minutes > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """One participant in one session. minutes None: nothing is recorded; sources that stand, in words."""

    registration: Registration
    minutes: int | None
    sources: tuple[str, ...]
    note: str
    is_by_staff: bool

    @property
    def name(self) -> str:
        """Family name first, as rolls are sorted."""
        person = self.registration.person
        return ", ".join(filter(None, (person.family_name, person.given_name))) or person.full_name


def evidence_by_session(activity: Activity) -> dict[int, dict[int, list[Attendance]]]:
    """Give the evidence of everybody who has not withdrawn, by session and registration, oldest first: one query."""
    rows = (
        Attendance.objects.of(activity.provider_id)
        .filter(registration__activity=activity, registration__withdrawn_at=None)
        .select_related("row__attendance_import")
        .order_by("recorded_at", "id")
    )
    found: dict[int, dict[int, list[Attendance]]] = defaultdict(lambda: defaultdict(list))
    for each in rows:
        found[each.session_id][each.registration_id].append(each)
    return found


def attended_minutes_of_all(activity: Activity) -> dict[int, int]:
    """Give the attended minutes by registration, for everybody with any evidence: three queries."""
    evidence = evidence_by_session(activity)
    if not evidence:
        return {}
    intervals: dict[int, list[Interval]] = defaultdict(list)
    for session in activity.sessions.prefetch_related("breaks"):
        windows = attended_windows(session)
        for registration_id, rows in evidence.get(session.pk, {}).items():
            intervals[registration_id] += presence(rows, windows)
    return {key: total_minutes(union(each)) for key, each in intervals.items()}


def attendance_overview(activity: Activity) -> tuple[SessionAttendance, ...]:
    """Give every session in order with its attendance; the number of queries does not grow."""
    evidence = evidence_by_session(activity)
    imports: dict[int, list[AttendanceImport]] = defaultdict(list)
    for made in imports_of(activity):
        imports[made.session_id].append(made)
    lines = []
    for session in activity.sessions.prefetch_related("breaks"):
        windows = attended_windows(session)
        present, sources = 0, Counter[str]()
        for rows in evidence.get(session.pk, {}).values():
            present += bool(presence(rows, windows))
            sources.update({each.source for each in standing(rows)})
        files = tuple(imports.get(session.pk, ()))
        lines.append(
            SessionAttendance(
                session=session,
                certified_minutes=total_minutes(windows),
                present=present,
                by_source=dict(sources),
                imports=files,
                doubtful=sum(made.doubtful for made in files if made.undone_at is None),  # type: ignore[attr-defined]  # annotated
            )
        )
    return tuple(lines)


def imports_of(activity: Activity) -> tuple[AttendanceImport, ...]:
    """Give the activity's attendance files, the newest first, each with its rows counted: one query."""
    rows = activity.attendance_imports.select_related("file", "by", "session")
    return tuple(
        rows.annotate(
            matched=Count("rows", filter=Q(rows__state="matched")),
            doubtful=Count("rows", filter=Q(rows__state="doubtful")),
            ignored=Count("rows", filter=Q(rows__state="ignored")),
        )
    )


def import_of(activity: Activity, import_id: UUID) -> AttendanceImport:
    """Give one of the activity's attendance files with its rows counted; NotFound outside."""
    found = next((made for made in imports_of(activity) if made.public_id == import_id), None)
    if found is None:
        raise NotFound
    return found


def session_of(activity: Activity, session_id: UUID) -> Session:
    """Give one session of the activity; NotFound outside."""
    found = activity.sessions.prefetch_related("breaks").filter(public_id=session_id).first()
    if found is None:
        raise NotFound
    return found


def session_roll(session: Session) -> tuple[RollLine, ...]:
    """Give everybody registered with their presence in one session, by family name: three queries."""
    activity = session.activity
    evidence = evidence_by_session(activity).get(session.pk, {})
    windows = attended_windows(session)
    people = activity.registrations.filter(withdrawn_at=None).select_related("person")
    lines = [_line(each, evidence.get(each.pk, []), windows) for each in people]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _line(registration: Registration, rows: list[Attendance], windows: tuple[Interval, ...]) -> RollLine:
    kept = standing(rows)
    staff = next((each for each in kept if each.source == "staff"), None)
    return RollLine(
        registration=registration,
        minutes=total_minutes(presence(rows, windows)) if kept else None,
        sources=tuple(dict.fromkeys(SOURCES[each.source] for each in kept)),
        note=staff.note if staff else "",
        is_by_staff=staff is not None,
    )


def standing(rows: Iterable[Attendance]) -> list[Attendance]:
    """Give the evidence that stands: the newest of each source and row, without what was taken back or undone."""
    newest: dict[tuple[str, int | None], Attendance] = {}
    for each in rows:
        if each.row is None or each.row.attendance_import.undone_at is None:
            newest[each.source, each.row_id] = each
    return [each for each in newest.values() if not each.is_withdrawn]


def rows_of_import(made: AttendanceImport, state: str = "") -> tuple[AttendanceRow, ...]:
    """Give the rows of a file in its order, with the participants they mean or may mean: one query."""
    rows = made.rows.select_related("registration__person", "suggestion__person")
    return tuple(rows.filter(state=state) if state else rows)


def checked_in_count(session: Session) -> int:
    """Give how many people checked in to the session by code: one query."""
    rows = session.attendance.filter(source="code", is_withdrawn=False, registration__withdrawn_at=None)
    return rows.values("registration_id").distinct().count()
