"""The COI reviewer's decisions: relevance, and exceptions to the exclusion of owners and employees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.audit import services as audit
from opencme.apps.faculty.models import InControl, OwnerException, Relationship, Relevance
from opencme.apps.faculty.selectors import people, queue
from opencme.apps.faculty.selectors.people import PersonRow, Tie
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Actor, Permission
from opencme.rules.independence.edition import Edition
from opencme.rules.independence.judging import Act, findings_on_exception, findings_on_relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One relationship in front of the reviewer: whose it is, where, and what is known."""

    person: PersonRow
    relationship: Relationship
    tie: Tie | None
    act: Act

    @property
    def row(self) -> InControl:
        """The person in control."""
        return self.person.row

    @property
    def edition(self) -> Edition:
        """The edition that judges."""
        return self.person.edition


@transaction.atomic
def decide_relevance(
    *, by: Actor, relationship_id: UUID, is_relevant: bool, reason: str = "", now: datetime
) -> Relevance:
    """Record whether a relationship is relevant to the content the person controls; the newest decision counts.

    The provider decides, never the person (STD 3.3), and nobody about themselves. The same decision with the same
    words as the one that stands is that one.
    """
    case = case_of(by, relationship_id, now)
    if findings := findings_on_relevance(case.act, reason, is_relevant=is_relevant, edition=case.edition):
        raise DomainError(*findings)
    standing = case.tie.decision if case.tie else None
    if standing is not None and (standing.is_relevant, standing.reason) == (is_relevant, reason.strip()):
        return standing
    decision: Relevance = Relevance.objects.create(
        relationship=case.relationship,
        is_relevant=is_relevant,
        reason=reason.strip(),
        decided_at=now,
        by_id=by.person_id,
        by_label=by.label,
    )
    note_on(
        case,
        "relevance.decided",
        by=by,
        now=now,
        before={"relevant": standing.is_relevant} if standing else {},
        after={"company": case.relationship.company, "relevant": is_relevant, "reason": reason.strip()},
    )
    return decision


@transaction.atomic
def grant_exception(
    *, by: Actor, relationship_id: UUID, exception: str, justification: str, confirms: bool = False, now: datetime
) -> OwnerException:
    """Let an owner or employee of an ineligible company take the role by exception 3.2 a, b or c.

    confirms: the reviewer confirms that the person recommends nothing, where the exception asks for it.
    """
    case = case_of(by, relationship_id, now)
    findings = findings_on_exception(case.act, exception, justification, confirms=confirms, edition=case.edition)
    if findings:
        raise DomainError(*findings)
    granted: OwnerException = OwnerException.objects.create(
        relationship=case.relationship,
        exception=exception,
        justification=justification.strip(),
        approved_at=now,
        by_id=by.person_id,
        by_label=by.label,
    )
    note_on(
        case,
        "exclusion.excepted",
        by=by,
        now=now,
        after={
            "company": case.relationship.company,
            "exception": exception,
            "justification": justification.strip(),
            **({"confirmed": "recommends nothing"} if confirms else {}),
        },
    )
    return granted


def note_on(
    case: Case,
    event: str,
    *,
    by: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any],
) -> None:
    """Write the audit row of a judgement."""
    audit.record(
        event,
        by=by,
        subject=case.row,
        at=now,
        provider_id=case.row.activity.provider_id,
        activity_id=case.row.activity_id,
        before=before,
        after=after,
        rule_edition=case.edition.key,
    )


def case_of(by: Actor, relationship_id: UUID, now: datetime) -> Case:
    """Give one relationship to somebody who may judge, with the activity locked; NotFound outside their provider."""
    found: Relationship | None = (
        Relationship.objects.across_providers(why="the actor's roles are asked next")
        .select_related("disclosure__in_control__activity")
        .filter(public_id=relationship_id)
        .first()
    )
    if found is None:
        raise NotFound
    activity_id = found.disclosure.in_control.activity.public_id
    activity = activities.activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.DISCLOSURES_JUDGE, on=activity.provider_id)
    rows = people.with_evidence(InControl.objects.of(activity.provider_id).filter(pk=found.disclosure.in_control_id))
    row = rows.get()
    row.activity = activity
    person = people.person_row(activity, row, now)
    tie = next((each for each in person.ties if each.row.pk == found.pk), None)
    act = Act(
        judged=tie.judged if tie else people.judged_alone(found),
        role=person.facts.role,
        is_own=queue.is_own(row, by, queue.own_email(by)),
        is_current=tie is not None,
        person_withdrawn=row.withdrawn_at is not None,
    )
    return Case(person=person, relationship=found, tie=tie, act=act)
