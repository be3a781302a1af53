"""What a link opens: one person's task, the same person's other tasks at this provider, and nobody else's anything."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import Disclosure, InControl, Submission
from opencme.apps.faculty.selectors.people import PersonRow, edition_for, kind_name, person_row, stated, with_evidence
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor
from opencme.rules.activity.lifecycle import State
from opencme.rules.independence import learners
from opencme.rules.independence.edition import ControlRole, Edition
from opencme.rules.independence.facts import Relationship, lookback_from
from opencme.rules.independence.status import Standing

OVER = frozenset({State.CLOSED, State.REPORTED, State.CANCELLED})


class LinkState(StrEnum):
    """What a link can still do."""

    OPEN = "open"
    READ = "read"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reusable:
    """The person's newest disclosure anywhere at this provider, offered to be confirmed in one tap."""

    disclosure: Disclosure
    activity_title: str
    edition: Edition

    @property
    def lines(self) -> tuple[tuple[str, str, bool], ...]:
        """Each relationship as (what, company, has ended); what is untranslated."""
        return tuple(
            (kind_name(each, self.edition), each.company, each.has_ended)
            for each in self.disclosure.relationships.all()
        )

    @property
    def signed_on(self) -> datetime:
        """When it was signed."""
        return self.disclosure.signed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTask:
    """One role of the person in one activity, as the list of tasks shows it."""

    person: PersonRow
    activity: Activity
    state: LinkState

    @property
    def has_work(self) -> bool:
        """Whether something is asked of the person."""
        return self.state is LinkState.OPEN and (self.person.owes_disclosure or bool(self.person.requests))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """What the link of one person in control shows."""

    task: LinkTask
    others: tuple[LinkTask, ...]
    reusable: Reusable | None
    lookback_from: date
    submissions: tuple[Submission, ...]

    @property
    def person(self) -> PersonRow:
        """The person with the standing."""
        return self.task.person

    @property
    def activity(self) -> Activity:
        """The activity it is about."""
        return self.task.activity

    @property
    def signed_lines(self) -> tuple[tuple[str, str, bool], ...]:
        """What was signed here last, as (what, company, has ended); what is untranslated."""
        newest = self.person.disclosure
        return _lines(newest, self.person.edition) if newest else ()

    @property
    def last_stated(self) -> tuple[Relationship, ...]:
        """What the person stated last, here or in another activity of the provider."""
        rows = self.reusable.disclosure.relationships.all() if self.reusable else ()
        return tuple(stated(each) for each in rows)

    @property
    def told(self) -> str:
        """What learners read of this person; while the reviewer has not decided, what they would read at most."""
        return learners.about_one(
            self.person.facts, self.person.edition, as_if_relevant=self.person.standing is not Standing.CLEARED
        )

    @property
    def is_told_decided(self) -> bool:
        """Whether ``told`` is what learners read."""
        return self.person.standing is Standing.CLEARED

    @property
    def must_sign(self) -> bool:
        """Whether a signature is asked for now."""
        is_silent = self.person.standing is Standing.LATE and self.person.disclosure is None
        return self.task.state is LinkState.OPEN and (self.person.owes_disclosure or is_silent)

    @property
    def may_hand_in(self) -> bool:
        """Whether slides are asked of the person: not of reviewers, not before the signature, not of the excluded."""
        is_ready = self.task.state is LinkState.OPEN and not self.must_sign
        is_out = self.person.standing in {Standing.EXCLUDED, Standing.LATE}
        return is_ready and not is_out and self.person.facts.role is not ControlRole.REVIEWER


def by_token(token: str, *, locked: bool = False) -> InControl:
    """Give the row a link opens; NotFound for a token that never was."""
    rows = InControl.objects.across_providers(why="the token is the permission").select_related("activity__provider")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found: InControl | None = rows.filter(token=token).first() if token else None
    if found is None:
        raise NotFound
    return found


def actor_by_link(row: InControl) -> Actor:
    """Give the actor of somebody who came by link: the name in the audit, no role at any provider."""
    return Actor(person_id=row.person_id, label=row.name)


def link_state(row: InControl) -> LinkState:
    """Say what the link can still do: nothing of a closed activity changes, what was signed stays readable."""
    if row.withdrawn_at is not None:
        return LinkState.WITHDRAWN
    state = State(row.activity.state)
    if state is State.CANCELLED:
        return LinkState.CANCELLED
    return LinkState.READ if state in OVER else LinkState.OPEN


def task_page(*, token: str, now: datetime) -> TaskPage:
    """Give what the link shows. NotFound for a token that never was."""
    row = by_token(token)
    found = with_evidence(InControl.objects.of(row.activity.provider_id).filter(pk=row.pk)).get()
    found.activity = row.activity
    task = _task(found, now)
    return TaskPage(
        task=task,
        others=tuple(each for each in tasks_of(row, now) if each.person.row.pk != row.pk),
        reusable=reusable(row),
        lookback_from=lookback_from(task.person.facts.start_day, task.person.edition),
        submissions=tuple(found.submissions.filter(withdrawn_at=None).select_related("file")),
    )


def tasks_of(row: InControl, now: datetime) -> tuple[LinkTask, ...]:
    """Give every role of the same person (by e-mail) at the same provider, what is asked first, then the newest."""
    rows = with_evidence(
        InControl.objects.of(row.activity.provider_id)
        .filter(email__iexact=row.email)
        .select_related("activity__provider")
        .order_by("-role_starts_at", "-id")
    )[:50]
    return tuple(sorted((_task(each, now) for each in rows), key=lambda task: not task.has_work))


def reusable(row: InControl) -> Reusable | None:
    """Give the person's newest disclosure in any activity of the same provider; None before the first."""
    found: Disclosure | None = (
        Disclosure.objects.of(row.activity.provider_id)
        .filter(in_control__email__iexact=row.email)
        .select_related("in_control__activity")
        .prefetch_related("relationships")
        .order_by("-signed_at", "-id")
        .first()
    )
    edition = edition_for(row.starts_at.date())
    if found is None or found.form_edition != edition.key:
        return None
    return Reusable(disclosure=found, activity_title=found.in_control.activity.title, edition=edition)


def _lines(disclosure: Disclosure, edition: Edition) -> tuple[tuple[str, str, bool], ...]:
    return tuple((kind_name(each, edition), each.company, each.has_ended) for each in disclosure.relationships.all())


def _task(row: InControl, now: datetime) -> LinkTask:
    return LinkTask(person=person_row(row.activity, row, now), activity=row.activity, state=link_state(row))
