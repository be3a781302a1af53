"""What every change of a plan has in common: who may, in which state, the rising version, the audit row."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.scope import activity_anywhere
from opencme.apps.audit.services import record
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.editing import findings_on_change
from opencme.rules.activity.lifecycle import State


def activity_to_plan(by: Actor, activity_id: UUID, *, names: Iterable[str] = ()) -> Activity:
    """Give the activity, locked, to somebody who may plan; refuse where its state lets ``names`` no longer change."""
    activity = activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.ACTIVITY_PLAN, on=activity.provider_id)
    if found := findings_on_change(State(activity.state), names):
        raise DomainError(*found)
    return activity


def keep(
    activity: Activity,
    event: str,
    *,
    by: Actor,
    now: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    columns: Iterable[str] = (),
    subject: Any = None,
) -> None:
    """Save ``columns`` with a higher version, and write the audit row; the version stands in it for later edits."""
    activity.version += 1
    activity.save(update_fields=[*columns, "version"])
    record(
        event,
        by=by,
        subject=subject if subject is not None else activity,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before={name: plain(value) for name, value in before.items()},
        after={**{name: plain(value) for name, value in after.items()}, "version": activity.version},
    )


def plain(value: Any) -> Any:
    """Give ``value`` as JSON keeps it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple | list) else value
