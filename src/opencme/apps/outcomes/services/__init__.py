"""Changing evaluations: the form, and one answer per participant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.audit import services as audit
from opencme.apps.delivery.selectors import content
from opencme.apps.outcomes import selectors
from opencme.apps.outcomes.models import EvaluationForm, EvaluationResponse
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.outcomes import evaluation as rules


@transaction.atomic
def set_form(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    own: Sequence[rules.Question] = (),
    is_required: bool = True,
    now: datetime,
) -> EvaluationForm:
    """Set the provider's own questions and whether the claim asks for the evaluation first; the version rises.

    own: in their order; a key given back from the form keeps the question, an empty one adds it. Once somebody has
    answered, a question with other words is a new one, so that answers keep the question they were given to.
    """
    require(by, Permission.CONTENT_EDIT, on=provider_id)
    activity = activities.activity_to_change(actor=by, provider_id=provider_id, activity_id=activity_id)
    if findings := tuple(_findings(own)):
        raise DomainError(*findings)
    form = selectors.form_row(activity)
    if form is None:
        form = EvaluationForm(activity=activity, version=0)
    old = [rules.from_json(each) for each in form.questions]
    questions = [rules.to_json(each) for each in rules.changed_own(old, own, selectors.answered_keys(form))]
    before = {"questions": len(form.questions), "is_required": form.is_required}
    form.questions, form.is_required = questions, is_required
    form.version += 1
    form.save()
    audit.record(
        "evaluation.changed",
        by=by,
        subject=form,
        at=now,
        provider_id=provider_id,
        activity_id=activity.pk,
        before=before,
        after={"questions": len(questions), "is_required": is_required, "version": form.version},
    )
    return form


def _findings(own: Sequence[rules.Question]) -> Iterator[Finding]:
    """Say what is wrong, each finding's field naming the question by its place: ``text-2``."""
    if len(own) > rules.MOST_OWN:
        message = _("A form holds at most %(most)s questions of your own; people stop answering long before.")
        yield Finding(
            code="evaluation.many", source="opencme-questions", message=message, params={"most": str(rules.MOST_OWN)}
        )
    for place, each in enumerate(own):
        for finding in rules.findings_on_question(each):
            yield replace(finding, field=f"{finding.field}-{place}")


@transaction.atomic
def answer_evaluation(*, by: Actor, activity_id: UUID, answers: Mapping[str, Any], now: datetime) -> EvaluationResponse:
    """Keep the participant's evaluation, once; a second hand-in gives the first back unchanged."""
    activity = activities.activity_for_learner(activity_id=activity_id)
    registration = content.registration_to_learn(actor=by, activity=activity, locked=True)
    if already := selectors.response_of(registration):
        return already
    form = selectors.form_row(activity)
    if form is None:
        raise DomainError(
            Finding(
                code="evaluation.none",
                source="opencme-questions",
                message=_("This activity has no evaluation."),
            )
        )
    questions = selectors.questions_of(form)
    clean = rules.clean_answers(questions, answers)
    if findings := rules.findings_on_answers(questions, clean):
        raise DomainError(*findings)
    response: EvaluationResponse = EvaluationResponse.objects.create(
        form=form, form_version=form.version, registration=registration, answers=clean, answered_at=now
    )
    audit.record(
        "evaluation.answered",
        by=by,
        subject=response,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
    )
    return response
