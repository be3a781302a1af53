"""Letting a provider see how one stands, and taking that back at once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit.services import record
from opencme.apps.providers.models import Provider
from opencme.apps.wallet.models import StandingConsent
from opencme.apps.wallet.services.opening import open_wallet
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

SOURCE: Final = "opencme-consents"
LONGEST: Final = 120


@transaction.atomic
def give_consent(*, by: Actor, provider_id: UUID, department: str, with_lines: bool, now: datetime) -> StandingConsent:
    """Let a provider see how the actor stands, under a department; a new answer replaces the one before.

    with_lines: also each line of each authority; else only its verdict and day. Twice is once.
    Raises DomainError with the form's fields, NotFound for a provider that is not here.
    """
    person_id = open_wallet(by).person_id
    provider = Provider.objects.filter(public_id=provider_id).first()
    if provider is None:
        raise NotFound
    department = " ".join(department.split())
    if found := tuple(_against(department)):
        raise DomainError(*found)
    open_ = StandingConsent.objects.filter(person_id=person_id, provider=provider, withdrawn_at=None).first()
    if open_ is not None and (open_.department, open_.with_lines) == (department, with_lines):
        return open_
    if open_ is not None:
        _close(open_, by, now)
    made = StandingConsent.objects.create(
        person_id=person_id, provider=provider, department=department, with_lines=with_lines, given_at=now
    )
    after = {"provider": provider.slug, "with_lines": with_lines}
    record("wallet.consent_given", by=by, subject=made, at=now, after=after)
    return made


@transaction.atomic
def withdraw_consent(*, by: Actor, consent_id: UUID, now: datetime) -> StandingConsent:
    """Take a consent back at once; NotFound for anybody else's. Twice is once."""
    person_id = open_wallet(by).person_id
    rows = StandingConsent.objects.select_related("provider")
    found = rows.filter(public_id=consent_id, person_id=person_id).first()
    if found is None:
        raise NotFound
    if found.withdrawn_at is None:
        _close(found, by, now)
    return found


def _close(row: StandingConsent, by: Actor, now: datetime) -> None:
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    record("wallet.consent_withdrawn", by=by, subject=row, at=now, after={"provider": row.provider.slug})


def _against(department: str) -> Iterator[Finding]:
    if len(department) > LONGEST:
        yield Finding(
            code="consent.department",
            source=SOURCE,
            message=_("A department has at most %(most)s characters."),
            params={"most": str(LONGEST)},
            field="department",
        )
