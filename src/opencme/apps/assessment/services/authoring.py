"""Writing an assessment: its questions, its pass mark, its baseline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.assessment import selectors
from opencme.apps.assessment.models import Assessment, Question
from opencme.apps.audit import services as audit
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.assessment import questions as rules

HUNDRED = 100
MOST_ATTEMPTS = 99


def to_edit(by: Actor, provider_id: int, activity_id: UUID) -> Activity:
    """Give the activity, locked, to somebody who may edit content."""
    require(by, Permission.CONTENT_EDIT, on=provider_id)
    return activities.activity_to_change(actor=by, provider_id=provider_id, activity_id=activity_id)


def assessment_to_edit(activity: Activity, kind: str = "post") -> Assessment:
    """Give the activity's assessment, made when it is not there yet."""
    return activity.assessments.get_or_create(kind=kind, defaults={"activity": activity})[0]


def note(
    event: str,
    by: Actor,
    subject: Assessment | Question,
    activity: Activity,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit row of a change to an assessment."""
    audit.record(
        event,
        by=by,
        subject=subject,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before=before,
        after=after,
    )


@transaction.atomic
def set_assessment(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    pass_percent: int | None,
    attempts_allowed: int | None,
    feedback: str,
    now: datetime,
) -> Assessment:
    """Set pass mark (whole percent), attempts (None: without limit) and what participants see after an attempt."""
    activity = to_edit(by, provider_id, activity_id)
    findings = []
    if pass_percent is not None and not 1 <= pass_percent <= HUNDRED:
        findings.append(_refusal("pass_percent", _("The pass mark is a whole percent from 1 to 100.")))
    if attempts_allowed is not None and not 1 <= attempts_allowed <= MOST_ATTEMPTS:
        findings.append(_refusal("attempts_allowed", _("Give 1 to 99 attempts, or leave it empty for no limit.")))
    if feedback not in dict(Assessment.FEEDBACK):
        findings.append(_refusal("feedback", _("Choose when participants see the feedback.")))
    if findings:
        raise DomainError(*findings)
    assessment = assessment_to_edit(activity)
    fields = ("pass_percent", "attempts_allowed", "feedback")
    before = {name: getattr(assessment, name) for name in fields}
    assessment.pass_percent, assessment.attempts_allowed, assessment.feedback = pass_percent, attempts_allowed, feedback
    assessment.save(update_fields=fields)
    note(
        "assessment.changed",
        by,
        assessment,
        activity,
        now,
        before=before,
        after={n: getattr(assessment, n) for n in fields},
    )
    return assessment


@transaction.atomic
def save_question(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    question: rules.Question,
    question_id: UUID | None = None,
    now: datetime,
) -> Question:
    """Add a question, or change one; a question somebody has answered is retired and replaced by its next version."""
    activity = to_edit(by, provider_id, activity_id)
    if findings := rules.findings_on_question(question):
        raise DomainError(*findings)
    if question_id is None:
        assessment = assessment_to_edit(activity)
        last = assessment.questions.aggregate(last=Max("position"))["last"] or 0
        row: Question = Question.objects.create(assessment=assessment, position=last + 1, **values_of(question))
        before: dict[str, Any] = {}
    else:
        old = selectors.question_of(activity, question_id)
        before = {"stem": old.stem, "version": old.version}
        row = _changed(old, question, now)
    note("assessment.changed", by, row, activity, now, before=before, after={"stem": row.stem, "version": row.version})
    return row


def _changed(old: Question, question: rules.Question, now: datetime) -> Question:
    values = values_of(question)
    if not old.answers.exists():
        for name, value in values.items():
            setattr(old, name, value)
        old.save(update_fields=list(values))
        return old
    old.retired_at = now
    old.save(update_fields=["retired_at"])
    return Question.objects.create(  # type: ignore[no-any-return]  # the scoped manager is Manager[Any]
        assessment=old.assessment, item=old.item, version=old.version + 1, position=old.position, **values
    )


def values_of(question: rules.Question) -> dict[str, Any]:
    """Give the columns that hold ``question``."""
    return {
        "kind": str(question.kind),
        "stem": question.stem,
        "rationale": question.rationale,
        "points": question.points,
        "body": rules.to_body(question),
    }


@transaction.atomic
def retire_question(*, by: Actor, provider_id: int, activity_id: UUID, question_id: UUID, now: datetime) -> None:
    """Ask the question no more: what was answered stays, what nobody answered is removed."""
    activity = to_edit(by, provider_id, activity_id)
    row = selectors.question_of(activity, question_id)
    note("assessment.changed", by, row, activity, now, before={"stem": row.stem}, after={"retired": True})
    if row.answers.exists():
        row.retired_at = now
        row.save(update_fields=["retired_at"])
    else:
        row.delete()


@transaction.atomic
def move_question(
    *, by: Actor, provider_id: int, activity_id: UUID, question_id: UUID, is_upward: bool, now: datetime
) -> None:
    """Change places with the neighbour above or below; at the end of the list nothing happens."""
    activity = to_edit(by, provider_id, activity_id)
    row = selectors.question_of(activity, question_id)
    rows = list(selectors.questions_of(row.assessment))
    at = next(index for index, each in enumerate(rows) if each.pk == row.pk)
    to = at - 1 if is_upward else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, each in enumerate(rows, start=1):
        each.position = position
    Question.objects.of(provider_id).bulk_update(rows, ["position"])
    note("assessment.changed", by, row, activity, now, before={"position": at + 1}, after={"position": to + 1})


@transaction.atomic
def pair_baseline(*, by: Actor, provider_id: int, activity_id: UUID, now: datetime) -> Assessment:
    """Ask the same items before the activity: the baseline gets the present version of each, once.

    Doing it again brings the baseline up to date; items answered there are retired, never changed.
    """
    activity = to_edit(by, provider_id, activity_id)
    post, baseline = assessment_to_edit(activity), assessment_to_edit(activity, "baseline")
    wanted = {(row.item, row.version): row for row in selectors.questions_of(post)}
    if not wanted:
        raise DomainError(_refusal("questions", _("Add the questions first; the baseline asks the same ones.")))
    present = {(row.item, row.version): row for row in baseline.questions.all()}
    for key, row in present.items():
        if key not in wanted and row.retired_at is None:
            row.retired_at = now
            row.save(update_fields=["retired_at"])
    for key, row in wanted.items():
        if key in present:
            copy = present[key]
            if not copy.answers.exists():
                copy.kind, copy.stem, copy.rationale, copy.points, copy.body = (
                    row.kind,
                    row.stem,
                    row.rationale,
                    row.points,
                    row.body,
                )
            copy.position, copy.retired_at = row.position, None
            copy.save()
        else:
            Question.objects.create(
                assessment=baseline,
                item=row.item,
                version=row.version,
                position=row.position,
                kind=row.kind,
                stem=row.stem,
                rationale=row.rationale,
                points=row.points,
                body=row.body,
            )
    note("assessment.changed", by, baseline, activity, now, after={"paired": len(wanted)})
    return baseline


def _refusal(field: str, message: str) -> Finding:
    return Finding(code=f"assessment.{field}", source=rules.SOURCE, field=field, message=message)
