"""Changing a role and its start, and ending it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.faculty.models import InControl
from opencme.apps.faculty.selectors import people
from opencme.apps.faculty.services import mails
from opencme.apps.faculty.services.inviting import activity_to_staff
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.independence.disclosure import asks_again
from opencme.rules.independence.edition import ROLE_NAMES

SOURCE: Final = "opencme-independence"


@transaction.atomic
def change_role(
    *,
    by: Actor,
    activity_id: UUID,
    in_control_id: UUID,
    role: str,
    role_starts_at: datetime,
    topics: str | None = None,
    credentials: str | None = None,
    affiliation: str | None = None,
    reason: str = "",
    now: datetime,
) -> InControl:
    """Change role, start, topics or how the person is named.

    A start on another day that still lies ahead, or another role, asks the person again by mail. Another role or
    other topics set the decisions back, because they were made for other content (TRAP-41). Changing the role or
    the start needs a reason; None leaves a text as it is.
    """
    activity = activity_to_staff(by, activity_id)
    row = people.in_control_to_change(activity=activity, in_control_id=in_control_id)
    _refuse(row, role, role_starts_at, reason, now)
    before = _values(row)
    zone = activity.zone
    has_new_role = role != row.role
    asks = (has_new_role and role_starts_at > now) or asks_again(
        old_day=row.starts_at.astimezone(zone).date(),
        new_day=role_starts_at.astimezone(zone).date(),
        today=now.astimezone(zone).date(),
    )
    if has_new_role or (topics is not None and topics.strip() != row.topics):
        row.judge_again_at = now
    if role_starts_at != row.starts_at:
        row.role_starts_at, row.follows_activity = role_starts_at, False
    row.role = role
    row.topics = row.topics if topics is None else topics.strip()
    row.credentials = row.credentials if credentials is None else credentials.strip()
    row.affiliation = row.affiliation if affiliation is None else affiliation.strip()
    if before == _values(row):
        return row
    if asks and row.disclosures.exists():
        row.asked_again_at = now
        mails.ask_again(row, now=now)
    row.save()
    after = {**{key: value for key, value in _values(row).items() if before[key] != value}, "reason": reason.strip()}
    audit.record(
        "incontrol.changed",
        by=by,
        subject=row,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before={key: value for key, value in before.items() if key in after},
        after={**after, **({"asked": "again"} if row.asked_again_at == now else {})},
    )
    return row


@transaction.atomic
def withdraw(*, by: Actor, activity_id: UUID, in_control_id: UUID, reason: str, now: datetime) -> InControl:
    """End the role; the row, its disclosures and decisions stay in the file. Twice is once."""
    activity = activity_to_staff(by, activity_id)
    row = people.in_control_to_change(activity=activity, in_control_id=in_control_id)
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        raise DomainError(
            Finding(
                code="independence.withdraw.reason",
                source=SOURCE,
                field="reason",
                message=_("Say why; the reason is kept in the activity's file."),
            )
        )
    row.withdrawn_at, row.withdrawn_reason = now, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record(
        "incontrol.withdrawn",
        by=by,
        subject=row,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        after={"role": row.role, "reason": reason.strip()},
    )
    return row


def _refuse(row: InControl, role: str, role_starts_at: datetime, reason: str, now: datetime) -> None:
    found = []
    if row.withdrawn_at is not None:
        found.append(_finding("withdrawn", "", _("The person no longer holds this role; invite again.")))
    if role not in ROLE_NAMES:
        found.append(_finding("role", "role", _("Choose the role.")))
    elif role != row.role and row.starts_at <= now:
        found.append(_finding("begun", "role", _("The role has begun. End it and invite the person to the other one.")))
    elif role != row.role and _holds(row, role):
        found.append(_finding("twice", "role", _("The person holds that role already.")))
    if (role, role_starts_at) != (row.role, row.starts_at) and not reason.strip():
        found.append(_finding("reason", "reason", _("Say why; the reason is kept in the activity's file.")))
    if found:
        raise DomainError(*found)


def _holds(row: InControl, role: str) -> bool:
    rows = InControl.objects.of(row.activity.provider_id).filter(activity=row.activity, withdrawn_at=None)
    return rows.filter(email__iexact=row.email, role=role).exclude(pk=row.pk).exists()


def _finding(code: str, field: str, message: str) -> Finding:
    return Finding(code=f"independence.change.{code}", source=SOURCE, field=field, message=message)


def _values(row: InControl) -> dict[str, str]:
    return {
        "role": row.role,
        "role_starts_at": row.starts_at.isoformat(),
        "topics": row.topics,
        "credentials": row.credentials,
        "affiliation": row.affiliation,
    }
