"""Claiming credit: once per person, activity and credit system, however often and however fast it is asked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.claims import ClaimLine, common, lines_for
from opencme.apps.credit.selectors.evidence import (
    Evidence,
    StandingAward,
    Terms,
    evidence_of_person,
    evidence_of_registration,
    terms_of,
)
from opencme.apps.credit.services.ledger import Draft, append, chain_of
from opencme.apps.credit.tasks import issue_certificate
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS
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
    terms, evidence = _read(by, activity_id)
    if evidence is None:
        raise DomainError(*(common(lines_for(terms, None, now)) or (_nothing(),)))
    chain = chain_of(terms.pk)
    if chain.length != terms.chain_length:  # somebody claimed since the evidence was read: read it again, now locked
        evidence = evidence_of_registration(terms.pk, evidence.registration)
    awards = evidence.awards
    if wanted and all(system in awards and awards[system].amount == wanted[system].amount for system in wanted):
        return _standing(terms, evidence, wanted)
    lines = {line.system: line for line in lines_for(terms, evidence, now)}
    if findings := _findings(lines, wanted):
        raise DomainError(*findings)
    new = [system for system in wanted if lines[system].claimed != wanted[system]]
    drafts = [_draft(lines[system], wanted[system], awards.get(system), evidence) for system in new]
    rows = append(chain, drafts, by=by, now=now)
    for row in rows:
        audit.record(
            "credit.awarded",
            by=by,
            subject=row,
            at=now,
            provider_id=terms.provider_id,
            activity_id=terms.pk,
            after={"number": row.number, "credit": row.credit_system, "amount": str(row.amount), "basis": row.basis},
            rule_edition=f"{row.credit_system} {row.edition_from.isoformat()}",
        )
    issue_certificate.defer(registration_id=evidence.registration)
    if len(rows) == len(wanted):
        return rows
    return _standing(terms, evidence, wanted)


def _read(by: Actor, activity_id: UUID) -> tuple[Terms, Evidence | None]:
    """Give what the activity offers and what is proven of the actor; NotFound unless participants see the activity."""
    terms = terms_of(public_id=activity_id)
    if terms is None or terms.state not in SEEN_BY_LEARNERS:
        raise NotFound
    return terms, evidence_of_person(terms.pk, by.person_id) if by.person_id is not None else None


def _standing(terms: Terms, evidence: Evidence, wanted: Mapping[str, Credits]) -> tuple[Award, ...]:
    """Give the entries that stand, in the order asked."""
    rows = Award.objects.of(terms.provider_id).filter(registration=evidence.registration, replaced_by=None)
    found = {award.credit_system: award for award in rows}
    return tuple(found[system] for system in wanted)


def _findings(lines: Mapping[str, ClaimLine], wanted: Mapping[str, Credits]) -> tuple[Finding, ...]:
    """Judge every amount asked; a finding that concerns several systems is told once."""
    if not wanted:
        return common(lines.values()) or (_nothing(),)
    found: dict[tuple[str, str], Finding] = {}
    for system, amount in wanted.items():
        line = lines.get(system)
        judged = findings_on_claim(line.facts, amount, line.offer) if line else (_not_offered(),)
        for finding in judged:
            named = replace(finding, field=system) if finding.field == "asked" else finding
            if finding.blocking:
                found.setdefault((named.code, str(named)), named)
    return tuple(found.values())


def _draft(line: ClaimLine, amount: Credits, standing: StandingAward | None, evidence: Evidence) -> Draft:
    facts, offer = line.facts, line.offer
    assert facts.completed_on is not None  # noqa: S101 -- narrows the type: set for every registration
    return Draft(
        registration_id=evidence.registration,
        person_id=evidence.person,
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
            else rules.idempotency_key("award", evidence.registration, offer.system)
        ),
        replaces_id=standing.pk if standing else None,
    )


def _nothing() -> Finding:
    return Finding(code="credit.claim.nothing", message=_("Say how much you claim."), source=OWN)


def _not_offered() -> Finding:
    return Finding(
        code="credit.claim.not_offered", message=_("This credit is not offered to you in this activity."), source=OWN
    )
