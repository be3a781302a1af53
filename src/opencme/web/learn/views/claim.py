"""Evaluation and claim in one hand-in, and the certificate that follows."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.credit.selectors.certificates import own_registration_with_credit
from opencme.apps.credit.services import claim_credit
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.files import selectors as files
from opencme.apps.outcomes.services import answer_evaluation
from opencme.kernel.findings import DomainError, NotFound
from opencme.web.learn.forms.claim import ClaimForm, EvaluationForm
from opencme.web.learn.path import Path, path_of
from opencme.web.learn.views.activity import show
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest


@require_http_methods(["GET", "POST"])
@signed_in
def claim(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Keep the evaluation, then award what is claimed; what is refused is said where it was typed, nothing is lost."""
    if request.method != "POST":
        return redirect("learn:activity", activity_id=activity_id)
    path = path_of(actor=request.actor, activity_id=activity_id, now=request.now)
    if path is None:
        raise NotFound
    evaluation = EvaluationForm(questions=path.questions, data=request.POST)
    form = ClaimForm(request.POST, lines=path.open_lines)
    wants_evaluation = path.questions and (path.way.is_evaluation_asked or not evaluation.is_blank)
    try:
        if wants_evaluation:
            answer_evaluation(by=request.actor, activity_id=activity_id, answers=evaluation.answers, now=request.now)
    except DomainError as refusal:
        evaluation.refuse(refusal)
        form.is_valid()
        return show(request, path, status=422, evaluation=evaluation, claim_form=form)
    return _claimed(request, path, form, activity_id)


def _claimed(request: PersonRequest, path: Path, form: ClaimForm, activity_id: UUID) -> HttpResponseBase:
    if form.is_valid() and (path.open_lines or not path.is_claimed):
        try:
            claim_credit(by=request.actor, activity_id=activity_id, asked=form.asked, now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
    if form.errors:
        fresh = path_of(actor=request.actor, activity_id=activity_id, now=request.now) or path
        return show(request, fresh, status=422, claim_form=form)
    if not path.open_lines:
        messages.success(request, gettext("Thank you for your evaluation."))
    elif path.gives_credit:
        messages.success(request, gettext("Your credit is awarded. The certificate is ready."))
    else:
        messages.success(request, gettext("Your certificate of participation is ready."))
    return redirect("learn:activity", activity_id=activity_id)


@require_safe
@signed_in
def certificate(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Give the certificate's PDF; made now if no job was faster."""
    registration_id = own_registration_with_credit(actor=request.actor, activity_id=activity_id)
    made = issue_certificate(by=request.actor, registration_id=registration_id, now=request.now)
    answer = FileResponse(files.open_file(made.file), content_type="application/pdf")
    kind = "attachment" if "download" in request.GET else "inline"
    answer["Content-Disposition"] = f'{kind}; filename="{made.number}.pdf"'
    answer["Cache-Control"] = "private, no-cache"
    return answer
