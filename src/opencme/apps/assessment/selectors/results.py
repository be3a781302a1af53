"""Reading attempts: passed or not, and what may be shown of each answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Assessment, Attempt, Draft
from opencme.apps.assessment.selectors.questions import typed
from opencme.apps.delivery.models import Registration
from opencme.rules.assessment import questions as rules


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One answer of an attempt, with what the feedback mode lets the participant see."""

    question_id: int
    stem: str
    given: str
    is_correct: bool
    right: str
    hints: tuple[str, ...]
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An assessment that asks something, and how far one participant is in it."""

    kind: str
    questions: int
    pass_percent: int | None
    attempts_allowed: int | None
    attempts: int
    is_passed: bool

    @property
    def attempts_left(self) -> int | None:
        """How many attempts are left; None without limit."""
        return None if self.attempts_allowed is None else max(0, self.attempts_allowed - self.attempts)


def passed_ids(registrations: Iterable[Registration]) -> frozenset[int]:
    """Give the ids of those registrations that passed the post-activity assessment: one query."""
    rows = Attempt.objects.across_providers(why="attempts of registrations already found")
    passed = rows.filter(registration__in=[each.pk for each in registrations], assessment__kind="post", is_passed=True)
    return frozenset(passed.values_list("registration_id", flat=True).distinct())


def has_passed(registration: Registration) -> bool | None:
    """Say whether the participant passed the post-activity assessment; None when the activity asks for none."""
    rows = Assessment.objects.across_providers(why="the assessment of a registration already found")
    asked = rows.filter(activity_id=registration.activity_id, kind="post")
    asked = asked.filter(questions__isnull=False, questions__retired_at=None)
    assessment_id = asked.values_list("pk", flat=True).first()
    if assessment_id is None:
        return None
    attempts = Attempt.objects.across_providers(why="attempts of a registration already found")
    return bool(attempts.filter(assessment_id=assessment_id, registration=registration, is_passed=True).exists())


def attempts_of(registration: Registration, assessment: Assessment) -> tuple[Attempt, ...]:
    """Give the participant's attempts in order."""
    return tuple(registration.attempts.filter(assessment=assessment))


def draft_of(registration: Registration, assessment: Assessment) -> Draft | None:
    """Give what was typed and not handed in."""
    return registration.drafts.filter(assessment=assessment).first()


def attempt_lines(attempt: Attempt) -> tuple[AttemptLine, ...]:
    """Give the attempt's answers as the feedback mode allows: nothing at all, or with rationale and right answer.

    The right answer is shown once the participant passed or has no attempt left, so that a repeat still asks.
    """
    assessment = attempt.assessment
    may_see = assessment.feedback == "after_each" or (assessment.feedback == "after_pass" and attempt.is_passed)
    if not may_see:
        return ()
    is_last = assessment.attempts_allowed is not None and attempt.number >= assessment.attempts_allowed
    shows_right = attempt.is_passed or is_last
    answers = attempt.answers.select_related("question").order_by("question__position", "question_id")
    return tuple(
        line_of(each.question_id, typed(each.question), each.given, each.is_correct, shows_right=shows_right)
        for each in answers
    )


def line_of(
    question_id: int,
    question: rules.Question,
    given: Any,
    is_correct: bool,  # noqa: FBT001 -- follows the answer it judges
    *,
    shows_right: bool,
) -> AttemptLine:
    """Give one answer with its feedback; the right answer only where ``shows_right``."""
    return AttemptLine(
        question_id=question_id,
        stem=question.stem,
        given=rules.answer_in_words(question, given),
        is_correct=is_correct,
        right=rules.right_answer(question) if shows_right else "",
        hints=_hints(question, given),
        rationale=question.rationale,
    )


def _hints(question: rules.Question, given: object) -> tuple[str, ...]:
    answer = rules.clean_answer(question, given)
    match question.kind:
        case rules.Kind.SINGLE | rules.Kind.TRUE_FALSE:
            chosen = [] if answer is None else [answer]
        case rules.Kind.MULTIPLE:
            chosen = answer
        case _:
            chosen = []
    return tuple(hint for index in chosen if (hint := question.choices[index].feedback))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a participant stands in the post-activity assessment; percent is the best attempt's, rounded down."""

    attempts: int
    percent: int
    is_passed: bool


def standing_of_all(activity: Activity) -> dict[int, Standing]:
    """Give everybody's standing by registration; without those who made no attempt: one query."""
    rows = Attempt.objects.of(activity.provider_id).filter(assessment__activity=activity, assessment__kind="post")
    found: dict[int, Standing] = {}
    for registration_id, points, possible, is_passed in rows.values_list(
        "registration_id", "points", "possible", "is_passed"
    ):
        before = found.get(registration_id, Standing(attempts=0, percent=0, is_passed=False))
        found[registration_id] = Standing(
            attempts=before.attempts + 1,
            percent=max(before.percent, rules.percent_reached(points, possible)),
            is_passed=before.is_passed or is_passed,
        )
    return found
