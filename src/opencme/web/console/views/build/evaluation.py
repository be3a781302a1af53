"""The evaluation: its form with locked questions and the provider's own, and its results."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.outcomes import selectors, services
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.outcomes.evaluation import KIND_NAMES, STANDARD, Result
from opencme.web.console.forms.build.evaluation import OwnRow, acted, questions_from, rows_in, rows_of
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, export


@require_http_methods(["GET", "POST"])
@staff
def evaluation(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the form; add, order, remove and save own questions."""
    needed = Permission.CONTENT_EDIT if request.method == "POST" else Permission.PROVIDER_SEE
    activity = activity_with(request, activity_id, needed)
    form = selectors.form_row(activity)
    old = selectors.questions_of(form)[len(STANDARD) :]
    rows = rows_of(old)
    is_required, refusal, is_changed = form.is_required if form else True, None, False
    if request.method == "POST":
        rows, is_required = rows_in(request.POST.dict()), bool(request.POST.get("is_required"))
        act = request.POST.get("act", "save")
        if act != "save":
            rows, is_changed = acted(rows, act), True
        else:
            rows = [row for row in rows if not row.is_blank]
            try:
                services.set_form(
                    by=request.actor,
                    provider_id=activity.provider_id,
                    activity_id=activity_id,
                    own=questions_from(rows, old),
                    is_required=is_required,
                    now=request.now,
                )
            except DomainError as refused:
                refusal, rows = refused, _with_errors(rows, refused)
            else:
                messages.success(request, gettext("The evaluation form is saved."))
                return redirect(url_in(activity, "activity-evaluation"))
    context = {
        "form": form,
        "standard": STANDARD,
        "rows": rows,
        "is_required": is_required,
        "kinds": [(str(kind), gettext(name)) for kind, name in KIND_NAMES.items()],
        "refusal": refusal,
        "is_changed": is_changed,
        "responses": form.responses.count() if form else 0,
        "may_edit": request.actor.may(Permission.CONTENT_EDIT, on=activity.provider_id),
        "may_see": request.actor.may(Permission.LEARNERS_SEE, on=activity.provider_id),
    }
    return workspace(
        request,
        activity,
        "evaluation",
        "console/build/evaluation.html",
        context,
        part="evaluation-form",
        status=422 if refusal else 200,
    )


def _with_errors(rows: list[OwnRow], refused: DomainError) -> list[OwnRow]:
    """Put each finding at the row its field names (``text-2``)."""
    told: dict[str, list[str]] = {}
    for finding in refused.findings:
        told.setdefault(finding.field.rpartition("-")[2], []).append(gettext(finding.message) % dict(finding.params))
    return [replace(row, errors=tuple(told.get(str(at), ()))) for at, row in enumerate(rows)]


@require_safe
@staff
def results(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Show how many of how many answered, then each question counted; without names."""
    activity = activity_with(request, activity_id, Permission.LEARNERS_SEE)
    shown = selectors.summary(activity)
    if file := export(request, _columns(), list(_lines(shown.results)), f"{activity.number} evaluation"):
        return file
    percent = (200 * shown.responses + shown.registered) // (2 * shown.registered) if shown.registered else 0
    context = {"shown": shown, "percent": percent}
    return workspace(request, activity, "evaluation", "console/build/results.html", context)


def _lines(results: tuple[Result, ...]) -> list[tuple[str, str, int | None, int | None]]:
    lines: list[tuple[str, str, int | None, int | None]] = []
    for result in results:
        text = gettext(result.question.text)
        lines += [(text, gettext(count.words), count.count, count.percent) for count in result.counts]
        lines += [(text, answer, None, None) for answer in result.texts]
    return lines


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Question"), value=lambda line: line[0]),
        Column(title=gettext("Answer"), value=lambda line: line[1]),
        Column(title=gettext("Answers"), value=lambda line: line[2]),
        Column(title=gettext("Percent"), value=lambda line: line[3]),
    )
