"""Reading assessments and their questions."""

import hashlib
import json
from uuid import UUID

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Assessment, Question
from opencme.kernel.findings import NotFound
from opencme.rules.assessment import questions as rules


def assessment_of(activity: Activity, kind: str = "post") -> Assessment | None:
    """Give the activity's assessment of ``kind``; None when it has none."""
    return activity.assessments.filter(kind=kind).first()


def questions_of(assessment: Assessment) -> tuple[Question, ...]:
    """Give the questions asked now, in order."""
    return tuple(assessment.questions.filter(retired_at=None))


def question_of(activity: Activity, question_id: UUID) -> Question:
    """Give one question of the activity that is asked now; NotFound when it is none."""
    rows = Question.objects.of(activity.provider_id).select_related("assessment")
    found: Question | None = rows.filter(assessment__activity=activity, public_id=question_id, retired_at=None).first()
    if found is None:
        raise NotFound
    return found


def questions_state(activity: Activity) -> tuple[str, ...]:
    """Name every question by its words, for the digest of what a content review saw."""
    rows = Question.objects.of(activity.provider_id).filter(assessment__activity=activity, retired_at=None)
    words = rows.order_by("assessment__kind", "item", "version").values_list("stem", "rationale", "body")
    return tuple(hashlib.sha256(json.dumps(each, sort_keys=True).encode()).hexdigest() for each in words)


def typed(question: Question) -> rules.Question:
    """Give the question as the rules know it."""
    return rules.from_body(
        kind=question.kind,
        stem=question.stem,
        rationale=question.rationale,
        points=question.points,
        body=question.body,
    )
