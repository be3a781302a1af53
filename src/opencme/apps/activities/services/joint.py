"""Changing who provides an activity jointly."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.models import Activity, JointProvider
from opencme.apps.activities.services.changing import activity_to_plan, keep
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.models import Partner
from opencme.catalog.organizations import organization_kinds
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.activity.organizations import kind_named


@transaction.atomic
def add_joint_provider(
    *,
    by: Actor,
    activity_id: UUID,
    partner_id: UUID,
    agreed_on: date | None = None,
    may_withdraw: bool = False,
    agreement: StoredFile | None = None,
    now: datetime,
) -> JointProvider:
    """Name a partner as joint provider; a second time gives the row that stands. An ineligible company is refused."""
    activity = activity_to_plan(by, activity_id, names=["joint_providers"])
    partner = Partner.objects.of(activity.provider_id).filter(public_id=partner_id).first()
    if partner is None:
        raise NotFound
    kind = kind_named(organization_kinds, partner.kind)
    if kind is not None and not kind.is_eligible:
        raise DomainError(
            Finding(
                code="joint.ineligible",
                message=_("%(name)s is an ineligible company and can never be a joint provider."),
                source="accme-ineligible-joint-provider",
                params={"name": partner.name},
                field="partner",
            )
        )
    there = activity.joint_providers.filter(partner=partner).first()
    if there is not None:
        return there
    row: JointProvider = JointProvider.objects.create(
        activity=activity, partner=partner, agreed_on=agreed_on, may_withdraw=may_withdraw, agreement=agreement
    )
    keep(activity, "joint_provider.added", by=by, now=now, before={}, after=_told(row), subject=row)
    return row


@transaction.atomic
def change_joint_provider(
    *,
    by: Actor,
    activity_id: UUID,
    joint_id: UUID,
    agreed_on: date | None,
    may_withdraw: bool,
    agreement: StoredFile | None = None,
    now: datetime,
) -> JointProvider:
    """Record the agreement; it may be signed while the plan is in review or approved. None keeps the file."""
    activity = activity_to_plan(by, activity_id, names=["summary"])
    row = _row(activity, joint_id)
    before = _told(row)
    row.agreed_on, row.may_withdraw, row.agreement = agreed_on, may_withdraw, agreement or row.agreement
    after = _told(row)
    if before != after:
        row.save()
        keep(activity, "joint_provider.changed", by=by, now=now, before=before, after=after, subject=row)
    return row


@transaction.atomic
def remove_joint_provider(*, by: Actor, activity_id: UUID, joint_id: UUID, now: datetime) -> None:
    """Provide the activity without this partner."""
    activity = activity_to_plan(by, activity_id, names=["joint_providers"])
    row = _row(activity, joint_id)
    keep(activity, "joint_provider.removed", by=by, now=now, before=_told(row), after={}, subject=row)
    row.delete()


def _row(activity: Activity, joint_id: UUID) -> JointProvider:
    found = activity.joint_providers.select_related("partner", "agreement").filter(public_id=joint_id).first()
    if found is None:
        raise NotFound
    return found


def _told(row: JointProvider) -> dict[str, object]:
    return {
        "partner": row.partner.name,
        "agreed_on": row.agreed_on.isoformat() if row.agreed_on else None,
        "may_withdraw": row.may_withdraw,
        "agreement": row.agreement.name if row.agreement else None,
    }
