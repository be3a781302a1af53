"""One question written or changed on one page, and files of questions looked at before they come in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.activities.selectors import Activity
from opencme.apps.assessment import selectors, services
from opencme.apps.delivery.selectors.people import file_of_provider
from opencme.apps.files import services as files
from opencme.apps.files.selectors import read_file
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.assessment.files import LAYOUTS, read_questions
from opencme.rules.assessment.questions import KIND_NAMES, Kind, Question
from opencme.rules.assessment.reading import MOST_BYTES
from opencme.web.console.forms.build.assessment import (
    MOST_ROWS,
    QuestionForm,
    QuestionsFileForm,
    Row,
    question_from,
    rows_in,
    rows_of,
)
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.build.assessment import came_in
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace

MORE_ROWS = 2


@require_http_methods(["GET", "POST"])
@staff
def add(request: StaffRequest, activity_id: UUID, kind: str) -> HttpResponse:
    """Write a new question of one kind."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    if kind not in set(Kind):
        raise Http404
    return _written(request, activity, Kind(kind), None, None)


@require_http_methods(["GET", "POST"])
@staff
def change(request: StaffRequest, activity_id: UUID, question_id: UUID) -> HttpResponse:
    """Change a question; one that somebody has answered is replaced by its next version."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    row = selectors.question_of(activity, question_id)
    return _written(request, activity, Kind(row.kind), row, selectors.typed(row))


def _written(
    request: StaffRequest, activity: Activity, kind: Kind, row: Any, question: Question | None
) -> HttpResponse:
    is_sent = request.method == "POST"
    rows = rows_in(request.POST.dict(), kind) if is_sent else rows_of(question, kind)
    form = QuestionForm(request.POST if is_sent else None, initial=_initial(question))
    wants_more = is_sent and "more" in request.POST
    if wants_more:
        rows += [Row() for _row in range(min(MORE_ROWS, MOST_ROWS - len(rows)))]
        form = QuestionForm(initial={name: request.POST.get(name, "") for name in form.fields})
    elif is_sent and form.is_valid():
        made = question_from(form, rows, kind, question.title if question else "")
        if made is not None and _saved(request, activity, form, made, row):
            again = "another" in request.POST
            where = ("question-add", str(kind)) if again else ("activity-assessment",)
            return redirect(url_in(activity, *where))
    context = {
        "form": form,
        "rows": rows,
        "kind": str(kind),
        "kind_name": gettext(KIND_NAMES[kind]),
        "row": row,
        "is_answered": row is not None and row.answers.exists(),
        "has_weights": any(each.weight for each in rows),
        "can_grow": len(rows) < MOST_ROWS and kind is not Kind.TRUE_FALSE,
    }
    return workspace(
        request,
        activity,
        "assessment",
        "console/build/question.html",
        context,
        part="question-rows",
        status=422 if form.errors and not wants_more else 200,
    )


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"points": 1}
    return {
        "stem": question.stem,
        "rationale": question.rationale,
        "points": question.points,
        "is_case_sensitive": question.is_case_sensitive,
        "distractors": "\n".join(question.distractors),
    }


def _saved(request: StaffRequest, activity: Activity, form: QuestionForm, made: Question, row: Any) -> bool:
    try:
        services.save_question(
            by=request.actor,
            provider_id=activity.provider_id,
            activity_id=activity.public_id,
            question=made,
            question_id=row.public_id if row else None,
            now=request.now,
        )
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, gettext("The question is saved."))
    return True


@require_http_methods(["GET", "POST"])
@staff
def bring(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Take a file of questions; nothing of it comes in yet."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    form = QuestionsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        if content.size > MOST_BYTES:
            form.add_error("file", gettext("The file is larger than 5 MB; split it."))
        else:
            try:
                file = files.store_file(
                    by=request.actor,
                    provider_id=activity.provider_id,
                    name=content.name,
                    content=content,
                    allowed=frozenset({"txt", "xml"}),
                    as_text=True,
                    now=request.now,
                )
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                return redirect(url_in(activity, "questions-file", file.public_id))
    return workspace(
        request,
        activity,
        "assessment",
        "console/build/questions_file.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@staff
def look(request: StaffRequest, activity_id: UUID, file_id: UUID) -> HttpResponse:
    """Show every question of a kept file with its line, and what keeps it out; take all of it or nothing."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    file = file_of_provider(activity.provider_id, file_id)
    given = request.POST if request.method == "POST" else request.GET
    layout = given.get("layout", "") if given.get("layout", "") in LAYOUTS else ""
    content = read_file(file)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            rows = services.import_questions(
                by=request.actor,
                provider_id=activity.provider_id,
                activity_id=activity_id,
                name=file.name,
                content=content,
                layout=layout,
                sets_aside=bool(request.POST.get("sets_aside")),
                now=request.now,
            )
        except DomainError as refused:
            refusal = refused
        else:
            messages.success(request, came_in(len(rows)))
            return redirect(url_in(activity, "activity-assessment"))
    reading = read_questions(content, layout=layout)
    context = {
        "file": file,
        "reading": reading,
        "layout": layout,
        "layouts": LAYOUTS,
        "layout_name": LAYOUTS.get(reading.layout, ""),
        "kinds": {str(kind): gettext(name) for kind, name in KIND_NAMES.items()},
        "refusal": refusal,
    }
    return workspace(
        request, activity, "assessment", "console/build/questions_look.html", context, status=422 if refusal else 200
    )
