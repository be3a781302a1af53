"""The participant's way through one activity: which stations it has, which is next, and where the credit is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from opencme.apps.assessment.selectors import Tried, tried
from opencme.apps.credit.selectors import ClaimLine, ClaimPage, claim_page
from opencme.apps.credit.selectors.certificates import newest_numbers
from opencme.apps.delivery.selectors.content import Availability, ItemState, availability, content_with_progress
from opencme.apps.delivery.selectors.disclosure import disclosure_due
from opencme.apps.delivery.selectors.taking_part import SessionLine, session_lines
from opencme.apps.faculty.selectors import LearnerDisclosure
from opencme.apps.outcomes.selectors import questions_to_answer
from opencme.catalog.formats import formats
from opencme.kernel.findings import Finding
from opencme.rules.access import Actor
from opencme.rules.activity.formats import Format
from opencme.rules.outcomes.evaluation import Question

if TYPE_CHECKING:
    from opencme.apps.activities.models import Activity
    from opencme.apps.delivery.models import Registration

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

    certificate: the newest one's number, empty before the first.
    due: the disclosure, while it was not shown in its present words.
    questions: the evaluation, while not answered.
    """

    activity: "Activity"
    registration: "Registration"
    format: Format | None
    claim: ClaimPage
    certificate: str
    due: LearnerDisclosure | None
    offered: Availability
    items: tuple[ItemState, ...]
    sessions: tuple[SessionLine, ...]
    baseline: Tried | None
    post: Tried | None
    questions: tuple[Question, ...]
    is_evaluation_asked: bool
    stations: tuple[Station, ...]

    @property
    def current(self) -> Station | None:
        """The station that is next."""
        return next((each for each in self.stations if each.is_current), None)

    @property
    def lines(self) -> tuple[ClaimLine, ...]:
        """The credit systems that are for this participant."""
        return self.claim.lines

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
        return bool(self.claim.claimed)

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
        """Whether any session takes codes now."""
        return any(line.check_in == "open" for line in self.sessions)


def can_claim(line: ClaimLine) -> bool:
    """Say whether more can be claimed once the evaluation, which stands beside the claim, is handed in."""
    blocking = [each for each in line.findings if each.blocking and each.code != ANSWERED_HERE]
    return not blocking and line.allowed > line.claimed


def path_of(*, actor: Actor, activity_id: UUID, now: datetime) -> Path | None:
    """Put the page together; None for somebody who is not registered."""
    claim = claim_page(actor=actor, activity_id=activity_id, now=now)
    activity, registration = claim.activity, claim.registration
    if registration is None:
        return None
    registration.activity = activity
    format_ = formats.get(activity.format)
    assessments = tried(registration)
    form, questions = questions_to_answer(registration)
    path = Path(
        activity=activity,
        registration=registration,
        format=format_,
        claim=claim,
        certificate=newest_numbers([registration.pk]).get(registration.pk, "") if claim.claimed else "",
        due=disclosure_due(registration, now),
        offered=availability(activity, now),
        items=content_with_progress(registration),
        sessions=session_lines(activity, registration, now) if format_ is None or format_.has_sessions else (),
        baseline=assessments.get("baseline"),
        post=assessments.get("post"),
        questions=questions,
        is_evaluation_asked=form,
        stations=(),
    )
    return _with_stations(path, now)


def _with_stations(path: Path, now: datetime) -> Path:
    stations, is_current_found = [], False
    for key, title, is_done in _stations(path, now):
        state = "done" if is_done else "todo" if is_current_found else "current"
        is_current_found = is_current_found or not is_done
        stations.append(Station(key=key, title=title, state=state))
    fields = {name: getattr(path, name) for name in Path.__slots__}
    return Path(**{**fields, "stations": tuple(stations)})


def _stations(path: Path, now: datetime) -> Iterator[tuple[str, str, bool]]:
    yield "disclosure", gettext("Disclosure"), path.due is None
    if path.baseline is not None:
        yield "baseline", gettext("Baseline"), bool(path.baseline.attempts)
    if path.sessions:
        counted = [line for line in path.sessions if line.counts]
        is_over = all(line.session.ends_at <= now for line in counted)
        yield "sessions", gettext("Sessions"), is_over and any(line.is_attended for line in counted)
    if path.items:
        yield "content", gettext("Content"), all(each.is_done for each in path.items if each.item.is_required)
    if path.post is not None:
        yield "assessment", gettext("Assessment"), path.post.is_passed
    if path.gives_credit:
        title = gettext("Evaluation and credit") if path.questions else gettext("Credit")
    else:
        title = gettext("Evaluation") if path.questions else gettext("Participation")
    yield "claim", title, path.is_claimed
    yield "certificate", gettext("Certificate"), path.is_claimed


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
