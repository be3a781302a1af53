"""The queue of doubtful rows: who is probably meant, and what else shows the same name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import AttendanceImport, AttendanceRow, Registration
from opencme.kernel.findings import NotFound
from opencme.rules.delivery.names import is_device

SHOWN: Final = 25
FOUND: Final = 12


def same_rows(row: AttendanceRow) -> QuerySet[AttendanceRow]:
    """Give the other waiting rows of the activity that show the same name and address; none for a device's name."""
    activity = row.attendance_import.activity
    rows = AttendanceRow.objects.of(activity.provider_id).select_related(
        "attendance_import__activity", "attendance_import__session"
    )
    if is_device(row.shown_name) and not row.email:
        return rows.none()
    return rows.filter(
        attendance_import__activity=activity,
        attendance_import__undone_at=None,
        state="doubtful",
        shown_name=row.shown_name,
        original_name=row.original_name,
        email__iexact=row.email,
    ).exclude(pk=row.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One row that waits: who is probably meant, and how many other waiting rows show the same name."""

    row: AttendanceRow
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The first doubtful rows, surest suggestion first; ``count`` wait in all, ``suggested`` of them with one."""

    doubts: tuple[Doubt, ...]
    count: int
    suggested: int

    @property
    def more(self) -> int:
        """How many wait behind the ones shown."""
        return self.count - len(self.doubts)


def queue_of(activity: Activity, made: AttendanceImport | None = None) -> Queue:
    """Give what waits for a decision, of the whole activity or of one file: three queries."""
    waiting = AttendanceRow.objects.of(activity.provider_id).filter(
        attendance_import__activity=activity, attendance_import__undone_at=None, state="doubtful"
    )
    mine = waiting.filter(attendance_import=made) if made else waiting
    shown = list(
        mine.select_related("suggestion__person", "attendance_import__session", "attendance_import__file").order_by(
            "-confidence", "attendance_import_id", "line"
        )[:SHOWN]
    )
    alike = _alike(waiting, shown)
    counts = mine.aggregate(all=Count("pk"), suggested=Count("suggestion"))
    return Queue(
        doubts=tuple(Doubt(row=row, same=alike[_told(row)] - 1 if _is_name(row) else 0) for row in shown),
        count=counts["all"],
        suggested=counts["suggested"],
    )


def _alike(waiting: QuerySet[AttendanceRow], shown: Iterable[AttendanceRow]) -> Counter[tuple[str, str, str]]:
    names = waiting.filter(shown_name__in={row.shown_name for row in shown})
    return Counter(
        (shown, original, email.casefold())
        for shown, original, email in names.values_list("shown_name", "original_name", "email")
    )


def _told(row: AttendanceRow) -> tuple[str, str, str]:
    return row.shown_name, row.original_name, row.email.casefold()


def _is_name(row: AttendanceRow) -> bool:
    return bool(row.email) or not is_device(row.shown_name)


def row_of(activity: Activity, row_id: UUID) -> AttendanceRow:
    """Give one row of the activity's files; NotFound outside."""
    rows = AttendanceRow.objects.of(activity.provider_id).select_related(
        "attendance_import__session", "attendance_import__file", "attendance_import__activity",
        "suggestion__person", "registration__person",
    )  # fmt: skip
    found: AttendanceRow | None = rows.filter(attendance_import__activity=activity, public_id=row_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A participant who may be meant."""

    registration: Registration
    is_suggested: bool


def candidates(row: AttendanceRow, words: str = "") -> tuple[Candidate, ...]:
    """Give participants by name or address (all ``words`` must fit), the suggested one first, at most ``FOUND``."""
    activity = row.attendance_import.activity
    people = activity.registrations.filter(withdrawn_at=None).select_related("person")
    for word in words.split():
        people = people.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    found = list(people.order_by("person__family_name", "person__given_name", "pk")[:FOUND])
    found.sort(key=lambda each: each.pk != row.suggestion_id)
    return tuple(Candidate(registration=each, is_suggested=each.pk == row.suggestion_id) for each in found)
