"""Participants' attempts: drafts while they type, one attempt when they hand in."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.assessment import selectors
from opencme.apps.assessment.models import Answer, Assessment, Attempt, Draft, Question
from opencme.apps.assessment.selectors import taking
from opencme.apps.delivery.models import Registration
from opencme.apps.delivery.selectors import content
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Actor
from opencme.rules.assessment import questions as rules
from opencme.rules.assessment.taking import findings_on_attempt


@transaction.atomic
def save_draft(*, by: Actor, activity_id: UUID, kind: str = "post", answers: Mapping[str, Any], now: datetime) -> Draft:
    """Keep what was typed so far, whether complete or not; the newest replaces what was kept before.

    answers: question's public id -> answer as it came from the form.
    """
    activity = activities.activity_for_learner(activity_id=activity_id)
    registration = content.registration_to_learn(actor=by, activity=activity, locked=True)
    assessment = taking.assessment_to_take(activity, kind)
    clean = {
        str(row.public_id): rules.clean_answer(selectors.typed(row), answers.get(str(row.public_id)))
        for row in selectors.questions_of(assessment)
    }
    drafts = Draft.objects.across_providers(why="the participant's own draft")
    kept, _is_new = drafts.update_or_create(
        assessment=assessment, registration=registration, defaults={"answers": clean, "saved_at": now}
    )
    return kept  # type: ignore[no-any-return]  # the scoped manager is Manager[Any]


@transaction.atomic
def submit_attempt(
    *,
    by: Actor,
    activity_id: UUID,
    kind: str = "post",
    answers: Mapping[str, Any],
    submission_key: UUID,
    now: datetime,
) -> Attempt:
    """Score the answers and keep them for good; the same ``submission_key`` again gives the attempt already made.

    Raises DomainError with everything that stands against it: not open, disclosure not seen, content not finished,
    attempts used up, questions without an answer.
    """
    activity = activities.activity_for_learner(activity_id=activity_id)
    registration = content.registration_to_learn(actor=by, activity=activity, locked=True)
    made = _made_before(registration, submission_key)
    if made is not None:
        return made
    assessment = taking.assessment_to_take(activity, kind)
    rows = selectors.questions_of(assessment)
    given = {row.pk: rules.clean_answer(selectors.typed(row), answers.get(str(row.public_id))) for row in rows}
    before = selectors.attempts_of(registration, assessment)
    facts = taking.facts_of(registration, assessment, before, now, rows=rows, given=given)
    if findings := findings_on_attempt(facts):
        raise DomainError(*findings)
    return _keep(assessment, registration, rows, given, number=len(before) + 1, submission_key=submission_key, now=now)


def _keep(
    assessment: Assessment,
    registration: Registration,
    rows: tuple[Question, ...],
    given: Mapping[int, Any],
    *,
    number: int,
    submission_key: UUID,
    now: datetime,
) -> Attempt:
    marks = {row.pk: rules.mark(selectors.typed(row), given[row.pk]) for row in rows}
    points = sum((mark.points for mark in marks.values()), Decimal(0))
    possible = sum(row.points for row in rows)
    is_passed = assessment.kind == "baseline" or rules.is_pass(
        points=points, possible=possible, pass_percent=assessment.pass_percent
    )
    attempt: Attempt = Attempt.objects.create(
        assessment=assessment,
        registration=registration,
        number=number,
        points=points,
        possible=possible,
        pass_percent=assessment.pass_percent,
        is_passed=is_passed,
        submission_key=submission_key,
        submitted_at=now,
    )
    Answer.objects.bulk_create(
        [
            Answer(
                attempt=attempt,
                question=row,
                given=given[row.pk],
                points=marks[row.pk].points,
                is_correct=marks[row.pk].is_correct,
            )
            for row in rows
        ]
    )
    registration.drafts.filter(assessment=assessment).delete()
    return attempt


def _made_before(registration: Registration, submission_key: UUID) -> Attempt | None:
    rows = Attempt.objects.across_providers(why="a submission key is unique over all; the owner is asked next")
    found: Attempt | None = rows.select_related("assessment").filter(submission_key=submission_key).first()
    if found is not None and found.registration_id != registration.pk:
        raise NotFound
    return found
