"""Who changed what since somebody opened a page: the guard against lost edits."""

from collections.abc import Iterable

from opencme.apps.activities.models import Activity
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _


def changed_meanwhile(
    activity: Activity, names: Iterable[str], *, after: int | None = None, event: str = "activity.changed"
) -> tuple[Finding, ...]:
    """Tell of each field in ``names`` who changed it last, and when.

    names: fields that differ from what is wanted. after: only what was changed in a later version than this one;
    None tells of every name, because the caller knows that it differs from what the page showed.
    """
    asked = list(names)
    if not asked:
        return ()
    rows = AuditEvent.objects.filter(activity_id=activity.pk, event=event).order_by("at", "id")
    if after is not None:
        rows = rows.filter(after__version__gt=after)
    last = {name: row for row in rows for name in row.after if name in asked}
    return tuple(_told(activity, name, last.get(name)) for name in asked if after is None or name in last)


def _told(activity: Activity, name: str, row: AuditEvent | None) -> Finding:
    if row is None:
        message, params = _("This was changed meanwhile. Both are shown; save again to keep yours."), {}
    else:
        message = _("%(who)s changed this at %(when)s. Both are shown; save again to keep yours.")
        params = {"who": row.by_label, "when": f"{row.at.astimezone(activity.zone):%H:%M}"}
    return Finding(
        code="activity.changed_meanwhile", message=message, source="opencme-planning", params=params, field=name
    )
