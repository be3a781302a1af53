"""Mitigation: recorded by the reviewer, or asked of the person and attested by link."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.faculty.models import AttestationRequest, InControl, Mitigation
from opencme.apps.faculty.selectors import people, tasks
from opencme.apps.faculty.selectors.people import PersonRow
from opencme.apps.faculty.services import mails
from opencme.apps.faculty.services.judging import Case, case_of, note_on
from opencme.apps.files.models import StoredFile
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.independence.judging import Peer, findings_on_mitigating
from opencme.rules.independence.status import Standing

SAME: Final = ("method", "note", "peer_reviewer")


@transaction.atomic
def record_mitigation(
    *,
    by: Actor,
    relationship_id: UUID,
    method: str,
    note: str = "",
    peer_reviewer: str = "",
    evidence: StoredFile | None = None,
    now: datetime,
) -> Mitigation:
    """Record a step that mitigates one relevant relationship; it is completed now, never dated back.

    method: one that suits the person's role. evidence: already stored for the same provider. The very same step
    recorded again is the one that stands.
    """
    case = case_of(by, relationship_id, now)
    chosen = case.edition.method(method)
    findings = findings_on_mitigating(case.act, method, note, _peer(case, peer_reviewer, now), case.edition)
    if chosen is not None and chosen.by_person and not note.strip() and evidence is None:
        findings = (
            *findings,
            Finding(
                code="independence.mitigation.attested_how",
                source=chosen.source,
                field="note",
                message=_("Say how the person attested, attach it, or ask the person to attest by link."),
            ),
        )
    if findings:
        raise DomainError(*findings)
    standing = case.tie.mitigation if case.tie else None
    values = {"method": method, "note": note.strip(), "peer_reviewer": peer_reviewer.strip()}
    if standing is not None and evidence is None and {name: getattr(standing, name) for name in SAME} == values:
        return standing
    return _record(by, case.person, case.relationship.pk, now, evidence=evidence, **values)


@transaction.atomic
def ask_to_attest(
    *, by: Actor, relationship_id: UUID, method: str, note: str = "", now: datetime
) -> AttestationRequest:
    """Ask the person, by mail and link, to attest what mitigates a relevant relationship; asked once while open."""
    case = case_of(by, relationship_id, now)
    chosen = case.edition.method(method)
    findings = findings_on_mitigating(case.act, method, note, Peer(name=""), case.edition)
    if not findings and (chosen is None or not chosen.by_person):
        findings = (
            Finding(
                code="independence.mitigation.not_by_person",
                source="accme-mitigation-methods",
                field="method",
                message=_("This step is not for the person to attest; record it."),
            ),
        )
    if findings:
        raise DomainError(*findings)
    rows = AttestationRequest.objects.of(case.row.activity.provider_id)
    kept: AttestationRequest | None = rows.filter(
        relationship=case.relationship, method=method, answered_at=None
    ).first()
    if kept is not None:
        return kept
    request: AttestationRequest = AttestationRequest.objects.create(
        relationship=case.relationship,
        method=method,
        note=note.strip(),
        asked_at=now,
        by_id=by.person_id,
        by_label=by.label,
    )
    note_on(
        case,
        "mitigation.asked",
        by=by,
        now=now,
        after={"company": case.relationship.company, "method": method},
    )
    mails.ask_to_attest(request, case.row, now=now)
    return request


@transaction.atomic
def attest(*, token: str, request_id: UUID, now: datetime) -> Mitigation:
    """Give the attestation that was asked for, by the person's own link; twice is once.

    NotFound when the request is none of the person's.
    """
    row = tasks.by_token(token, locked=True)
    rows = AttestationRequest.objects.of(row.activity.provider_id).select_for_update(of=("self",))
    request: AttestationRequest | None = (
        rows.select_related("relationship")
        .filter(public_id=request_id, relationship__disclosure__in_control=row)
        .first()
    )
    if request is None:
        raise NotFound
    if request.answered_at is not None:
        given: Mitigation = request.relationship.mitigations.filter(method=request.method).latest("completed_at")
        return given
    if tasks.link_state(row) is not tasks.LinkState.OPEN:
        raise DomainError(
            Finding(
                code="independence.attest.closed",
                source="opencme-independence",
                message=_("This link no longer takes an attestation."),
            )
        )
    found = people.with_evidence(InControl.objects.of(row.activity.provider_id).filter(pk=row.pk)).get()
    found.activity = row.activity
    request.answered_at = now
    request.save(update_fields=["answered_at"])
    person = people.person_row(row.activity, found, now)
    return _record(
        tasks.actor_by_link(row),
        person,
        request.relationship_id,
        now,
        method=request.method,
        note=_("Attested by link."),
        peer_reviewer="",
    )


def _record(
    by: Actor,
    person: PersonRow,
    relationship_pk: int,
    now: datetime,
    *,
    evidence: StoredFile | None = None,
    **values: str,
) -> Mitigation:
    row = person.row
    made: Mitigation = Mitigation.objects.create(
        relationship_id=relationship_pk,
        evidence=evidence,
        completed_at=now,
        by_id=by.person_id,
        by_label=by.label,
        **values,
    )
    audit.record(
        "mitigation.recorded",
        by=by,
        subject=row,
        at=now,
        provider_id=row.activity.provider_id,
        activity_id=row.activity_id,
        after={
            "company": made.relationship.company,
            **{name: value for name, value in values.items() if value},
            **({"evidence": evidence.sha256} if evidence else {}),
        },
        rule_edition=person.edition.key,
    )
    return made


def _peer(case: Case, name: str, now: datetime) -> Peer:
    """Look the peer up among the people in control: the same name with relevant or open relationships is no peer."""
    wanted = " ".join(name.split()).casefold()
    if not wanted:
        return Peer(name="")
    others = [
        each
        for each in people.people_in_control(case.row.activity, now)
        if " ".join(each.row.name.split()).casefold() == wanted
    ]
    return Peer(
        name=name,
        is_the_person=wanted == " ".join(case.row.name.split()).casefold(),
        has_relevant=any(
            any(tie.is_relevant for tie in each.ties)
            or each.standing in {Standing.TO_JUDGE, Standing.TO_MITIGATE, Standing.EXCLUDED}
            for each in others
        ),
    )
