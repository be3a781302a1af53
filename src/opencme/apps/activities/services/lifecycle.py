"""Taking a step along the table of steps."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.models import Activity, Step
from opencme.apps.activities.selectors.readiness import findings_on_step
from opencme.apps.activities.selectors.scope import activity_anywhere
from opencme.apps.audit.services import record
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import STATE_NAMES, State, step_named


@transaction.atomic
def take_step(*, by: Actor, activity_id: UUID, step: str, note: str = "", now: datetime) -> Activity:
    """Move the activity on, or raise ``DomainError`` with every finding against it.

    step: a name in ``rules.activity.lifecycle.STEPS`` (LookupError for another, a bug). When two press at
    once, the second finds the activity in its new state and is told so.
    """
    wanted = step_named(step)
    activity = activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission(wanted.permission), on=activity.provider_id)
    if State(activity.state) not in wanted.from_states:
        raise DomainError(
            Finding(
                code="activity.step.state",
                message=_("“%(step)s” is not possible while the activity is in the state “%(state)s”."),
                params={"step": wanted.label, "state": STATE_NAMES[State(activity.state)]},
                source="std-order",
            )
        )
    found = [finding for _key, finding in findings_on_step(activity, wanted, now) if finding.blocking]
    if wanted.wants_note and not note.strip():
        found.append(
            Finding(
                code="activity.step.note",
                message=_("Say why; the reason is kept in the activity's file."),
                source="std-order",
                field="note",
            )
        )
    if found:
        raise DomainError(*found)
    before = activity.state
    activity.state = wanted.to
    activity.version += 1
    activity.save(update_fields=["state", "version"])
    Step.objects.create(
        activity=activity,
        name=wanted.name,
        from_state=before,
        to_state=wanted.to,
        note=note.strip(),
        at=now,
        by_id=by.person_id,
        by_label=by.label,
    )
    record(
        wanted.event,
        by=by,
        subject=activity,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before={"state": before},
        after={"state": str(wanted.to), **({"note": note.strip()} if note.strip() else {})},
    )
    return activity
