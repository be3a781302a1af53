"""Partner organizations, with the check that keeps ineligible companies out."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from opencme.apps.audit.services import record
from opencme.apps.providers.models import Partner, Provider
from opencme.apps.providers.permissions import require
from opencme.catalog.organizations import organization_kinds
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.organizations import Candidate, findings_on_partner, kind_named


@transaction.atomic
def save_partner(
    *,
    by: Actor,
    provider_id: int,
    name: str,
    kind: str,
    makes_products: bool | None,
    is_accredited: bool = False,
    website: str = "",
    note: str = "",
    is_watched: bool = False,
    partner_id: UUID | None = None,
    now: datetime,
) -> Partner:
    """Add a partner, or change one; who checked its eligibility, and on which day, is kept with it.

    kind: key in ``catalog.organizations``; makes_products: the answer to the definition of an ineligible company.
    """
    require(by, Permission.ACTIVITY_PLAN, on=provider_id)
    found = findings_on_partner(
        Candidate(name=name, kind=kind_named(organization_kinds, kind), makes_products=makes_products)
    )
    if found:
        raise DomainError(*found)
    row = _partner(provider_id, partner_id) if partner_id else Partner(provider_id=provider_id)
    before = _told(row) if partner_id else {}
    row.name, row.kind, row.is_accredited = name.strip(), kind, is_accredited
    row.website, row.note, row.is_watched = website, note.strip(), is_watched
    if not before or before["kind"] != kind or row.checked_on is None:
        zone = ZoneInfo(Provider.objects.values_list("time_zone", flat=True).get(pk=provider_id))
        row.checked_on, row.checked_by = now.astimezone(zone).date(), by.label
    after = _told(row)
    if before == after:
        return row
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise DomainError(
            Finding(
                code="partner.twice",
                message=_("A partner of this name is there already."),
                source="opencme-provider",
                field="name",
            )
        ) from None
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    record(
        "partner.changed" if before else "partner.created",
        by=by,
        subject=row,
        at=now,
        provider_id=provider_id,
        before={name: before[name] for name in changed if before},
        after=changed,
    )
    return row


def _partner(provider_id: int, partner_id: UUID) -> Partner:
    found: Partner | None = Partner.objects.of(provider_id).select_for_update().filter(public_id=partner_id).first()
    if found is None:
        raise NotFound
    return found


def _told(row: Partner) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "is_accredited": row.is_accredited,
        "website": row.website,
        "note": row.note,
        "is_watched": row.is_watched,
        "checked_on": row.checked_on.isoformat() if row.checked_on else None,
    }
