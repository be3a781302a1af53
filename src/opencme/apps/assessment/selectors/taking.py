"""What a participant sees who takes an assessment, and what stands against handing in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Assessment, Attempt, Question
from opencme.apps.assessment.selectors.questions import typed
from opencme.apps.assessment.selectors.results import AttemptLine, attempt_lines
from opencme.apps.delivery.models import Registration
from opencme.apps.delivery.selectors import content
from opencme.kernel.findings import Finding, NotFound
from opencme.rules.access import Actor
from opencme.rules.assessment import questions as rules
from opencme.rules.assessment.taking import AttemptFacts, findings_on_attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """One question as it is asked: ``given`` is what was typed so far, ``line`` the feedback of the last attempt."""

    number: int
    public_id: UUID
    question: rules.Question
    given: Any
    line: AttemptLine | None

    @property
    def kind(self) -> str:
        """How it is answered."""
        return str(self.question.kind)

    @property
    def choices(self) -> tuple[tuple[int, str, bool], ...]:
        """The choices with their index and whether they are chosen."""
        chosen = self.given if isinstance(self.given, list) else [self.given]
        return tuple((index, each.text, index in chosen) for index, each in enumerate(self.question.choices))

    @property
    def pairs(self) -> tuple[tuple[int, str, tuple[tuple[int, str, bool], ...]], ...]:
        """The left sides of a matching question, each with all options."""
        given = self.given if isinstance(self.given, list) else []
        options = self.question.options
        return tuple(
            (
                at,
                pair.left,
                tuple((i, text, at < len(given) and given[at] == i) for i, text in enumerate(options)),
            )
            for at, pair in enumerate(self.question.pairs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPage:
    """An assessment as its participant sees it; findings: what stands against handing in, questions aside."""

    activity: Activity
    registration: Registration
    assessment: Assessment
    questions: tuple[AskedQuestion, ...]
    attempts: tuple[Attempt, ...]
    findings: tuple[Finding, ...]
    has_draft: bool

    @property
    def last(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def passed(self) -> Attempt | None:
        """The attempt that passed."""
        return next((each for each in self.attempts if each.is_passed), None)

    @property
    def percent(self) -> int:
        """Whole percent reached in the newest attempt, rounded down."""
        return rules.percent_reached(self.last.points, self.last.possible) if self.last else 0

    @property
    def attempts_left(self) -> int | None:
        """How many attempts are left; None without limit."""
        allowed = self.assessment.attempts_allowed
        return None if allowed is None else max(0, allowed - len(self.attempts))

    @property
    def can_answer(self) -> bool:
        """Whether it may be handed in now."""
        return not self.findings


def attempt_page(
    *, actor: Actor, activity_id: UUID, kind: str = "post", typed_now: Mapping[str, Any] | None = None, now: datetime
) -> AttemptPage:
    """Give the assessment with what the actor typed; NotFound when it asks nothing or the actor is not registered.

    typed_now: answers of a hand-in that was refused; they win over the draft.
    """
    activity = activities.activity_for_learner(activity_id=activity_id)
    registration = content.registration_to_learn(actor=actor, activity=activity)
    assessment = assessment_to_take(activity, kind)
    rows = tuple(assessment.questions.filter(retired_at=None))
    attempts = tuple(registration.attempts.filter(assessment=assessment))
    for attempt in attempts:
        attempt.assessment = assessment
    draft = None if typed_now is not None else registration.drafts.filter(assessment=assessment).first()
    given = typed_now if typed_now is not None else (draft.answers if draft else {})
    lines = {line.question_id: line for line in attempt_lines(attempts[-1])} if attempts else {}
    return AttemptPage(
        activity=activity,
        registration=registration,
        assessment=assessment,
        questions=tuple(
            AskedQuestion(
                number=number,
                public_id=row.public_id,
                question=(question := typed(row)),
                given=rules.clean_answer(question, given.get(str(row.public_id))),
                line=lines.get(row.pk),
            )
            for number, row in enumerate(rows, start=1)
        ),
        attempts=attempts,
        findings=findings_on_attempt(facts_of(registration, assessment, attempts, now)),
        has_draft=draft is not None,
    )


def assessment_to_take(activity: Activity, kind: str) -> Assessment:
    """Give the activity's assessment of ``kind``; NotFound when there is none or it asks nothing."""
    rows = Assessment.objects.across_providers(why="the activity was found for its participant")
    found: Assessment | None = rows.filter(activity=activity, kind=kind).first()
    if found is None or not found.questions.filter(retired_at=None).exists():
        raise NotFound
    return found


def facts_of(
    registration: Registration,
    assessment: Assessment,
    before: Sequence[Attempt],
    now: datetime,
    *,
    rows: Sequence[Question] = (),
    given: Mapping[int, Any] | None = None,
) -> AttemptFacts:
    """Put together what is known when somebody hands in ``given``, or looks whether they may."""
    is_baseline = assessment.kind == "baseline"
    answers = given or {}
    return AttemptFacts(
        is_open=content.availability(registration.activity, now).is_open,
        has_seen_disclosure=registration.impressions.exists(),
        is_content_done=is_baseline or content.content_done(registration),
        is_passed_already=any(attempt.is_passed for attempt in before),
        attempts_made=len(before),
        attempts_allowed=1 if is_baseline else assessment.attempts_allowed,
        unanswered=tuple(at for at, row in enumerate(rows, start=1) if not rules.is_answered(answers.get(row.pk))),
    )
