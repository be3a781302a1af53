"""Participants' attempts: drafts while they type, one attempt when they hand in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.assessment import selectors
from opencme.apps.assessment.models import Answer, Attempt, Draft
from opencme.apps.assessment.selectors import taking
from opencme.apps.delivery.models import Registration
from opencme.apps.delivery.selectors import content
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Actor
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS
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
    registration = _locked(by, activity_id)
    made = _made_before(registration, submission_key)
    if made is not None:
        return made
    page = taking.attempt_page(actor=by, activity_id=activity_id, kind=kind, typed_now=answers, now=now)
    unanswered = tuple(each.number for each in page.questions if not rules.is_answered(each.given))
    if findings := findings_on_attempt(replace(page.facts, unanswered=unanswered)):
        raise DomainError(*findings)
    return _keep(page, registration, submission_key=submission_key, now=now)


def _locked(by: Actor, activity_id: UUID) -> Registration:
    """Give the actor's standing registration with its row locked, so that attempts come one after the other."""
    rows = Registration.objects.across_providers(why="a participant reaches rows through their own registration")
    mine = rows.select_for_update(of=("self",)).filter(
        activity__public_id=activity_id,
        activity__state__in=list(SEEN_BY_LEARNERS),
        person_id=by.person_id or 0,
        withdrawn_at=None,
    )
    found: Registration | None = mine.first()
    if found is None:
        raise NotFound
    return found


def _keep(page: taking.AttemptPage, registration: Registration, *, submission_key: UUID, now: datetime) -> Attempt:
    marks = {each.pk: rules.mark(each.question, each.given) for each in page.questions}
    points = sum((mark.points for mark in marks.values()), Decimal(0))
    possible = sum(each.question.points for each in page.questions)
    is_passed = page.assessment.kind == "baseline" or rules.is_pass(
        points=points, possible=possible, pass_percent=page.assessment.pass_percent
    )
    attempt: Attempt = Attempt.objects.create(
        assessment_id=page.assessment.pk,
        registration=registration,
        number=len(page.attempts) + 1,
        points=points,
        possible=possible,
        pass_percent=page.assessment.pass_percent,
        is_passed=is_passed,
        submission_key=submission_key,
        submitted_at=now,
    )
    Answer.objects.bulk_create(
        [
            Answer(
                attempt=attempt,
                question_id=each.pk,
                given=each.given,
                points=marks[each.pk].points,
                is_correct=marks[each.pk].is_correct,
            )
            for each in page.questions
        ]
    )
    registration.drafts.filter(assessment_id=page.assessment.pk).delete()
    return attempt


def _made_before(registration: Registration, submission_key: UUID) -> Attempt | None:
    rows = Attempt.objects.across_providers(why="a submission key is unique over all; the owner is asked next")
    found: Attempt | None = rows.select_related("assessment").filter(submission_key=submission_key).first()
    if found is not None and found.registration_id != registration.pk:
        raise NotFound
    return found
