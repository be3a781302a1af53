"""Reading assessments and their questions."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Assessment, Question
from opencme.kernel.findings import NotFound
from opencme.rules.assessment import questions as rules


def assessment_of(activity: Activity, kind: str = "post") -> Assessment | None:
    """Give the activity's assessment of ``kind``; None when it has none."""
    return activity.assessments.filter(kind=kind).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What participants are told of an assessment beforehand; attempts_allowed None means without limit."""

    kind: str
    questions: int
    pass_percent: int | None
    attempts_allowed: int | None


def asked_of(activity: Activity) -> dict[str, Asked]:
    """Give the assessments that ask anything, by kind (``post``, ``baseline``): one query."""
    standing = Count("questions", filter=Q(questions__retired_at=None))
    rows = activity.assessments.annotate(asked=standing).filter(asked__gt=0)
    return {
        row.kind: Asked(
            kind=row.kind,
            questions=row.asked,
            pass_percent=row.pass_percent,
            attempts_allowed=row.attempts_allowed,
        )
        for row in rows
    }


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
