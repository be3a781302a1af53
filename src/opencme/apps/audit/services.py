"""Writing the audit trail, always inside the transaction of the change it tells of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import models

from opencme.apps.audit.events import EVENTS
from opencme.apps.audit.models import AuditEvent
from opencme.rules.access import Actor

PRIVATE: Final = ("wallet.", "account.")


def record(
    event: str,
    *,
    by: Actor,
    subject: models.Model,
    at: datetime,
    provider_id: int | None = None,
    activity_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    rule_edition: str = "",
) -> AuditEvent:
    """Write one audit row; ``before`` and ``after`` hold only what changed, as JSON values.

    event: dotted and listed in ``opencme.apps.audit.events.EVENTS``; ValueError when it is not (a bug).
    Of a private event (the wallet's) the row says what kind of thing changed and whose by id, in no words of the
    person's: the trail outlives the account.
    """
    if event not in EVENTS:
        msg = f"unlisted audit event {event!r}"
        raise ValueError(msg)
    is_private = event.startswith(PRIVATE)
    return AuditEvent.objects.create(
        at=at,
        event=event,
        by_person_id=by.person_id,
        by_label="" if is_private and by.person_id is not None else by.label,
        on_behalf_of=by.on_behalf_of,
        provider_id=provider_id,
        activity_id=activity_id,
        subject_type=subject._meta.label_lower,  # noqa: SLF001 -- Django's documented way to a model's name
        subject_id=subject.pk,
        subject_label="" if is_private else str(subject)[:300],
        before=dict(before or {}),
        after=dict(after or {}),
        rule_edition=rule_edition,
    )
