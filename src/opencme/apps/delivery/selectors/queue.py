"""The queue of doubtful rows: who is probably meant, and what else shows the same name."""

from django.db.models import QuerySet

from opencme.apps.delivery.models import AttendanceRow
from opencme.rules.delivery.names import is_device


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
