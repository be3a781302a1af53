"""Who changed what since somebody opened a page: the guard against lost edits."""

from collections.abc import Mapping
from typing import Any

from opencme.apps.activities.models import Activity
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _


def changed_meanwhile(activity: Activity, version: int, wanted: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Tell of each field in ``wanted`` that was changed after ``version`` to something else than is wanted.

    ``wanted`` holds only fields that differ from what stands now, so whoever asks for the same gets it.
    """
    since = AuditEvent.objects.filter(
        activity_id=activity.pk, event="activity.changed", after__version__gt=version
    ).order_by("at", "id")
    last = {name: row for row in since for name in row.after if name in wanted}
    return tuple(
        Finding(
            code="activity.changed_meanwhile",
            message=_("%(who)s changed this at %(when)s. Both texts are shown; save again to keep yours."),
            source="opencme-planning",
            params={"who": row.by_label, "when": f"{row.at.astimezone(activity.zone):%H:%M}"},
            field=name,
        )
        for name, row in last.items()
    )
