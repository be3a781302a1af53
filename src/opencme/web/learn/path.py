"""The participant's way through one activity: which stations it has, which is next, and where the credit is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from opencme.apps.activities.selectors import activity_for_learner
from opencme.apps.assessment.selectors import Tried
from opencme.apps.credit.selectors import ClaimLine
from opencme.apps.credit.selectors.way import Way, way_of
from opencme.apps.delivery.selectors.content import Availability, ItemState, availability
from opencme.apps.delivery.selectors.place import Head, Place
from opencme.apps.delivery.selectors.taking_part import SessionLine
from opencme.apps.faculty.selectors import LearnerDisclosure, disclosure_to_learners
from opencme.kernel.findings import Finding
from opencme.rules.access import Actor
from opencme.rules.outcomes.evaluation import Question

# Findings that a station of the page or its own form answers, by the part they name.
ANSWERED_HERE = "credit.claim.evaluation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One station. state: "done", "current" or "todo"; url: where it is on this page."""

    key: str
    title: str
    state: str

    @property
    def url(self) -> str:
        """The place on the page."""
        return f"#{self.key}"

    @property
    def is_done(self) -> bool:
        """Whether it lies behind."""
        return self.state == "done"

    @property
    def is_current(self) -> bool:
        """Whether it is the next one."""
        return self.state == "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Everything the page of one activity shows its participant.

    due: the disclosure, while it was not shown in its present words. has_more_to_come: sessions that count are not
    over, so that what is claimed now can grow.
    """

    way: Way
    registration: Place
    due: LearnerDisclosure | None
    offered: Availability
    stations: tuple[Station, ...]
    has_more_to_come: bool

    @property
    def activity(self) -> Head:
        """The activity."""
        return self.way.activity

    @property
    def lines(self) -> tuple[ClaimLine, ...]:
        """The credit systems that are for this participant."""
        return self.way.lines

    @property
    def items(self) -> tuple[ItemState, ...]:
        """The content in order."""
        return self.way.items

    @property
    def sessions(self) -> tuple[SessionLine, ...]:
        """The sessions in order."""
        return self.way.sessions

    @property
    def post(self) -> Tried | None:
        """The post-activity assessment."""
        return self.way.assessments.get("post")

    @property
    def questions(self) -> tuple[Question, ...]:
        """The evaluation, while not answered."""
        return self.way.questions

    @property
    def certificate(self) -> str:
        """The newest certificate's number; empty before the first."""
        return self.way.certificate

    @property
    def current(self) -> Station | None:
        """The station that is next."""
        return next((each for each in self.stations if each.is_current), None)

    @property
    def gives_credit(self) -> bool:
        """Whether any of it is credit awarded; else the participant gets a certificate of participation (TRAP-48)."""
        return any(not line.is_participation for line in self.lines)

    @property
    def open_lines(self) -> tuple[ClaimLine, ...]:
        """The credit systems in which something can be claimed now, with the evaluation handed in beside it."""
        return tuple(line for line in self.lines if can_claim(line))

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Everything that still stands between the participant and the credit, each once."""
        found = {(each.code, str(each)): each for line in self.lines for each in line.findings}
        return tuple(each for each in found.values() if each.code != ANSWERED_HERE)

    @property
    def is_claimed(self) -> bool:
        """Whether anything is awarded."""
        return any(line.claimed for line in self.lines)

    @property
    def next_item(self) -> ItemState | None:
        """The first part of the content that is not finished."""
        return next((each for each in self.items if not each.is_done), None)

    @property
    def items_done(self) -> int:
        """How many parts are finished."""
        return sum(each.is_done for each in self.items)

    @property
    def can_check_in(self) -> bool:
        """Whether a session takes codes now in which the participant is not recorded yet."""
        return any(line.check_in == "open" and not line.is_attended for line in self.sessions)


def can_claim(line: ClaimLine) -> bool:
    """Say whether more can be claimed once the evaluation, which stands beside the claim, is handed in."""
    blocking = [each for each in line.findings if each.blocking and each.code != ANSWERED_HERE]
    return not blocking and line.allowed > line.claimed


def path_of(*, actor: Actor, activity_id: UUID, now: datetime) -> Path | None:
    """Put the page together; None for somebody who is not registered."""
    way = way_of(actor=actor, activity_id=activity_id, now=now)
    if way.place is None:
        return None
    due = None
    if not way.shown or way.has_changed:
        present = disclosure_to_learners(activity_for_learner(activity_id=activity_id), now)
        due = None if present.digest in way.shown else present
    return Path(
        way=way,
        registration=way.place,
        due=due,
        offered=availability(way.activity, now),
        stations=_in_order(_stations(way, now, is_due=due is not None)),
        has_more_to_come=any(line.counts and line.session.ends_at > now for line in way.sessions),
    )


def _in_order(stations: Iterable[tuple[str, str, bool]]) -> tuple[Station, ...]:
    """Give the stations; the first that is not done is the current one."""
    found: list[Station] = []
    for key, title, is_done in stations:
        is_next = not is_done and all(each.is_done for each in found)
        found.append(Station(key=key, title=title, state="done" if is_done else "current" if is_next else "todo"))
    return tuple(found)


def _stations(way: Way, now: datetime, *, is_due: bool) -> Iterator[tuple[str, str, bool]]:
    yield "disclosure", gettext("Disclosure"), not is_due
    if (baseline := way.assessments.get("baseline")) is not None:
        yield "baseline", gettext("Baseline"), bool(baseline.attempts)
    if way.sessions:
        counted = [line for line in way.sessions if line.counts]
        is_over = all(line.session.ends_at <= now for line in counted)
        yield "sessions", gettext("Sessions"), is_over and any(line.is_attended for line in counted)
    if way.items:
        yield "content", gettext("Content"), all(each.is_done for each in way.items if each.item.is_required)
    if (post := way.assessments.get("post")) is not None:
        yield "assessment", gettext("Assessment"), post.is_passed
    is_claimed = any(line.claimed for line in way.lines)
    if any(not line.is_participation for line in way.lines):
        title = gettext("Evaluation and credit") if way.questions else gettext("Credit")
    else:
        title = gettext("Evaluation") if way.questions else gettext("Participation")
    yield "claim", title, is_claimed
    yield "certificate", gettext("Certificate"), is_claimed


def next_address(*, actor: Actor, activity_id: UUID, now: datetime) -> str:
    """Give the address where the participant goes on: the next part, the assessment, or the activity's page."""
    path = path_of(actor=actor, activity_id=activity_id, now=now)
    home = reverse("learn:activity", args=[activity_id])
    if path is None or path.current is None:
        return home
    match path.current.key:
        case "baseline":
            return reverse("learn:baseline", args=[activity_id])
        case "content" if path.next_item is not None:
            return reverse("learn:item", args=[activity_id, path.next_item.item.public_id])
        case "assessment":
            return reverse("learn:assessment", args=[activity_id])
    return f"{home}{path.current.url}"
