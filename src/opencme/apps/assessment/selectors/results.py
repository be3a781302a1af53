"""Reading attempts: passed or not, and what may be shown of each answer."""

from dataclasses import dataclass

from opencme.apps.assessment.models import Assessment, Attempt, Draft
from opencme.apps.assessment.selectors.questions import typed
from opencme.apps.delivery.models import Registration
from opencme.rules.assessment import questions as rules


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One answer of an attempt, with what the feedback mode lets the participant see."""

    stem: str
    given: str
    is_correct: bool
    right: str
    hints: tuple[str, ...]
    rationale: str


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
    lines = []
    for answer in attempt.answers.select_related("question").order_by("question__position", "question_id"):
        question = typed(answer.question)
        lines.append(
            AttemptLine(
                stem=question.stem,
                given=rules.answer_in_words(question, answer.given),
                is_correct=answer.is_correct,
                right=rules.right_answer(question) if shows_right else "",
                hints=_hints(question, answer.given),
                rationale=question.rationale,
            )
        )
    return tuple(lines)


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
