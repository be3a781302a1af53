"""Claiming credit: once per person, activity and credit system, however often and however fast it is asked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.claims import ClaimLine, ClaimPage, page_of, standing_awards, taking_part
from opencme.apps.credit.services.ledger import Draft, append, chain_of
from opencme.apps.credit.tasks import issue_certificate
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.credit import chain as rules
from opencme.rules.credit.claim import OWN, findings_on_claim


@transaction.atomic
def claim_credit(*, by: Actor, activity_id: UUID, asked: Mapping[str, Credits], now: datetime) -> tuple[Award, ...]:
    """Award what ``by`` asks in each credit system, or raise ``DomainError`` with everything that stands against it.

    asked: the amount in all, by system; a system left out or with 0 is not claimed. The same amounts again give the
    awards already made; a larger amount, after more participation, is a further claim. Gives what stands afterwards,
    in the order asked. The certificate follows by a job of the same commit.
    """
    wanted = {system: amount for system, amount in asked.items() if amount}
    activity, registration = taking_part(actor=by, activity_id=activity_id)
    if registration is None:
        page = page_of(activity, None, {}, now)
        raise DomainError(*(page.findings or (_nothing(),)))
    chain = chain_of(activity)
    awards = standing_awards(registration)
    if wanted and all(system in awards and awards[system].amount == wanted[system].amount for system in wanted):
        return tuple(awards[system] for system in wanted)
    page = page_of(activity, registration, awards, now)
    if findings := _findings(page, wanted):
        raise DomainError(*findings)
    lines = {line.system: line for line in page.lines}
    new = [system for system in wanted if lines[system].claimed != wanted[system]]
    rows = append(
        chain,
        [_draft(lines[system], wanted[system], awards.get(system), registration.pk, by) for system in new],
        by=by,
        now=now,
    )
    for row in rows:
        audit.record(
            "credit.awarded",
            by=by,
            subject=row,
            at=now,
            provider_id=activity.provider_id,
            activity_id=activity.pk,
            after={"number": row.number, "credit": row.credit_system, "amount": str(row.amount), "basis": row.basis},
            rule_edition=f"{row.credit_system} {row.edition_from.isoformat()}",
        )
    issue_certificate.defer(registration_id=registration.pk)
    made = awards | {row.credit_system: row for row in rows}
    return tuple(made[system] for system in wanted)


def _findings(page: ClaimPage, wanted: Mapping[str, Credits]) -> tuple[Finding, ...]:
    """Judge every amount asked; a finding that concerns several systems is told once."""
    if not wanted:
        return page.findings or (_nothing(),)
    lines = {line.system: line for line in page.lines}
    found: dict[tuple[str, str], Finding] = {}
    for system, amount in wanted.items():
        line = lines.get(system)
        judged = findings_on_claim(line.facts, amount, line.offer) if line else (_not_offered(),)
        for finding in judged:
            named = replace(finding, field=system) if finding.field == "asked" else finding
            if finding.blocking:
                found.setdefault((named.code, str(named)), named)
    return tuple(found.values())


def _draft(line: ClaimLine, amount: Credits, standing: Award | None, registration_id: int, by: Actor) -> Draft:
    facts, offer = line.facts, line.offer
    assert by.person_id is not None  # noqa: S101 -- narrows the type: a registration was found by it
    assert facts.completed_on is not None  # noqa: S101 -- narrows the type: set for every registration
    return Draft(
        registration_id=registration_id,
        person_id=by.person_id,
        kind="addition" if standing else "award",
        credit_system=offer.system,
        edition_from=offer.edition.in_force_from,
        basis=offer.edition.gives,
        amount=amount.amount,
        completed_on=facts.completed_on,
        printed_name=facts.printed_name,
        idempotency_key=(
            rules.idempotency_key("replace", standing.pk)
            if standing
            else rules.idempotency_key("award", registration_id, offer.system)
        ),
        replaces=standing,
    )


def _nothing() -> Finding:
    return Finding(code="credit.claim.nothing", message=_("Say how much you claim."), source=OWN)


def _not_offered() -> Finding:
    return Finding(
        code="credit.claim.not_offered", message=_("This credit is not offered to you in this activity."), source=OWN
    )
