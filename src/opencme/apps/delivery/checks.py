"""What the gates ask about an activity's content."""

from datetime import datetime

from opencme.apps.activities.models import Activity
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
