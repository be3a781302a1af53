"""What waits for the COI reviewer, over all activities of a provider."""

from dataclasses import dataclass
from datetime import datetime

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import InControl
from opencme.apps.faculty.selectors.people import PersonRow, Tie, people_of, with_evidence
from opencme.apps.providers.permissions import require
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import State

ENDED = (State.CLOSED, State.REPORTED, State.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One relationship that waits, with whose it is and in which activity; is_own: it is the reader's own."""

    person: PersonRow
    tie: Tie
    activity: Activity
    is_own: bool

    @property
    def is_asked(self) -> bool:
        """Whether the person was asked to attest and the reviewer waits for the answer."""
        return self.tie.request is not None


def disclosure_queue(*, actor: Actor, provider_id: int, now: datetime) -> tuple[QueueItem, ...]:
    """Give every relationship that waits for an exception, a decision or mitigation, the earliest role first.

    Whoever cannot judge may still read the queue. Eight queries, however long it is.
    """
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    rows = with_evidence(
        InControl.objects.of(provider_id)
        .filter(withdrawn_at=None, disclosures__has_none=False)
        .exclude(activity__state__in=[str(state) for state in ENDED])
        .select_related("activity__provider")
        .distinct()
    )
    by_activity: dict[int, list[InControl]] = {}
    for row in rows:
        by_activity.setdefault(row.activity_id, []).append(row)
    email = own_email(actor)
    found = [
        QueueItem(person=person, tie=tie, activity=activity, is_own=is_own(person.row, actor, email))
        for rows_of_one in by_activity.values()
        for activity in (rows_of_one[0].activity,)
        for person in people_of(activity, rows_of_one, now)
        for tie in person.open_ties
    ]
    return tuple(sorted(found, key=lambda item: (item.is_asked, item.person.row.starts_at, item.tie.row.pk)))


def queue_size(*, actor: Actor, provider_id: int, now: datetime) -> int:
    """Count what waits for the reviewer now; what waits for the person's attestation is not counted."""
    return sum(not item.is_asked for item in disclosure_queue(actor=actor, provider_id=provider_id, now=now))


def first_waiting(items: tuple[QueueItem, ...]) -> QueueItem | None:
    """Give the first that the reader may judge and that waits for nobody else."""
    return next((item for item in items if not item.is_own and not item.is_asked), None)


def own_email(actor: Actor) -> str:
    """Give the actor's e-mail in lower case; empty for the system and for link holders without an account."""
    if actor.person_id is None:
        return ""
    return Person.objects.filter(pk=actor.person_id).values_list("email", flat=True).first() or ""


def is_own(row: InControl, actor: Actor, email: str) -> bool:
    """Say whether the row is about the actor: the same account, or the same e-mail."""
    same_account = actor.person_id is not None and row.person_id == actor.person_id
    return same_account or (bool(email) and row.email.casefold() == email.casefold())
