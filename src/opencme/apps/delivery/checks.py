"""What the gates ask about an activity's content and attendance."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import AttendanceRow
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _


def content(activity: Activity, now: datetime) -> tuple[Finding, ...]:  # noqa: ARG001 -- the signature of a check
    """Ask for content where the format is worked through alone; a live activity has its sessions."""
    if not activity.format.startswith(("enduring", "journal")) or activity.content_items.exists():
        return ()
    return (
        Finding(
            code="content.missing",
            source="opencme-content",
            message=_("Add the content that participants work through."),
            fix="content",
        ),
    )


def nothing_doubtful(activity: Activity, now: datetime) -> tuple[Finding, ...]:  # noqa: ARG001 -- every check has this shape
    """Say what of the attendance still waits for a person's decision or for a job."""
    rows = AttendanceRow.objects.of(activity.provider_id).filter(
        attendance_import__activity=activity, attendance_import__undone_at=None, state="doubtful"
    )
    waiting = activity.attendance_imports.filter(state="waiting", undone_at=None).count()
    found = []
    if count := rows.count():
        found.append(
            Finding(
                code="attendance.doubtful",
                message=_("Rows of attendance still in doubt: %(count)s. Decide on each."),
                source="opencme-attendance",
                params={"count": str(count)},
                owes=_("CME coordinator"),
                fix="attendance",
            )
        )
    if waiting:
        found.append(
            Finding(
                code="attendance.waiting",
                message=_("%(count)s attendance files are still being read."),
                source="opencme-attendance",
                params={"count": str(waiting)},
                owes="OpenCME",
                fix="attendance",
            )
        )
    return tuple(found)
