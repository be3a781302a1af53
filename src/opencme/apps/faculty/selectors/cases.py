"""One relationship in front of the reviewer: whose it is, the content it may touch, what was decided before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import InControl, Relationship, Relevance
from opencme.apps.faculty.selectors import people, queue
from opencme.apps.faculty.selectors.people import PersonRow, Tie, stated
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import Finding, NotFound
from opencme.rules.access import Actor, Permission
from opencme.rules.independence.judging import Act, findings_on_judging
from opencme.rules.independence.status import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was decided about the same relationship of the same person in another activity; advice, never a decision."""

    activity_title: str
    decision: Relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One relationship to judge, with its place in the queue.

    findings: what stands against judging it at all (one's own, superseded); may: whether the reader's roles allow it.
    peers: people in control without relevant relationships, offered as peer reviewers.
    """

    person: PersonRow
    tie: Tie
    activity: Activity
    objectives: tuple[str, ...]
    findings: tuple[Finding, ...]
    may: bool
    before: tuple[Before, ...]
    peers: tuple[str, ...]
    waiting: tuple[UUID, ...]

    @property
    def may_judge(self) -> bool:
        """Whether the reader may judge it."""
        return self.may and not self.findings

    @property
    def place(self) -> int:
        """Its place among those that wait, from 1; 0 when it does not wait."""
        key = self.tie.row.public_id
        return self.waiting.index(key) + 1 if key in self.waiting else 0

    @property
    def next(self) -> UUID | None:
        """The next that waits after this one, round the end; None when nothing else waits."""
        others = [*self.waiting[self.place :], *self.waiting[: max(self.place - 1, 0)]]
        return next((each for each in others if each != self.tie.row.public_id), None)

    @property
    def previous(self) -> UUID | None:
        """The one before it in the queue; None for the first."""
        return self.waiting[self.place - 2] if self.place > 1 else None


def case_page(*, actor: Actor, provider_id: int, relationship_id: UUID, now: datetime) -> CasePage:
    """Give one relationship of a person's newest disclosure to the provider's staff; NotFound for an older one."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    found: Relationship | None = (
        Relationship.objects.of(provider_id)
        .select_related("disclosure__in_control__activity__provider")
        .filter(public_id=relationship_id)
        .first()
    )
    if found is None:
        raise NotFound
    activity = found.disclosure.in_control.activity
    crowd = people.people_in_control(activity, now)
    person = next(each for each in crowd if each.row.pk == found.disclosure.in_control_id)
    tie = next((each for each in person.ties if each.row.pk == found.pk), None)
    if tie is None:
        raise NotFound
    items = queue.disclosure_queue(actor=actor, provider_id=provider_id, now=now)
    act = Act(
        judged=tie.judged,
        role=person.facts.role,
        is_own=queue.is_own(person.row, actor, queue.own_email(actor)),
        person_withdrawn=person.row.withdrawn_at is not None,
    )
    return CasePage(
        person=person,
        tie=tie,
        activity=activity,
        objectives=tuple(activity.objectives.values_list("text", flat=True)),
        findings=findings_on_judging(act, person.edition),
        may=actor.may(Permission.DISCLOSURES_JUDGE, on=provider_id),
        before=_before(found),
        peers=tuple(
            dict.fromkeys(
                each.row.name
                for each in crowd
                if each.row.email.casefold() != person.row.email.casefold()
                and each.standing is Standing.CLEARED
                and not any(other.is_relevant for other in each.ties)
            )
        ),
        waiting=tuple(item.tie.row.public_id for item in items if not item.is_own and not item.is_asked),
    )


def _before(tie: Relationship) -> tuple[Before, ...]:
    """Give the newest decision of each other activity about the same relationship of the same person."""
    row: InControl = tie.disclosure.in_control
    identity = stated(tie).identity
    decisions = (
        Relevance.objects.of(row.activity.provider_id)
        .filter(relationship__disclosure__in_control__email__iexact=row.email)
        .exclude(relationship__disclosure__in_control__activity=row.activity)
        .select_related("relationship__disclosure__in_control__activity")
        .order_by("-decided_at", "-id")[:50]
    )
    found: dict[int, Before] = {}
    for each in decisions:
        activity = each.relationship.disclosure.in_control.activity
        if stated(each.relationship).identity == identity:
            found.setdefault(activity.pk, Before(activity_title=activity.title, decision=each))
    return tuple(found.values())[:5]


def first_case(*, actor: Actor, provider_id: int, activity: Activity | None = None, now: datetime) -> UUID | None:
    """Give the first relationship that waits for this reviewer, of one activity or of all; None when none does."""
    for item in queue.disclosure_queue(actor=actor, provider_id=provider_id, now=now):
        if not item.is_own and not item.is_asked and (activity is None or item.activity.pk == activity.pk):
            found: UUID = item.tie.row.public_id
            return found
    return None


def activity_with_people(
    *, actor: Actor, provider_id: int, activity_id: UUID, now: datetime
) -> tuple[Activity, tuple[PersonRow, ...]]:
    """Give an activity with its people in control to the provider's staff; NotFound outside."""
    activity = activities.activity_to_see(actor=actor, provider_id=provider_id, activity_id=activity_id)
    return activity, people.people_in_control(activity, now)
