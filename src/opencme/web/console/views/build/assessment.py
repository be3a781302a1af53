"""The assessment of an activity: its rules, its questions in order, baseline, export, preview, statistics."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.selectors import Activity
from opencme.apps.assessment import selectors, services
from opencme.catalog.formats import formats
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.activity.formats import Evidence
from opencme.rules.assessment.gift import write_gift
from opencme.rules.assessment.questions import KIND_NAMES, Kind
from opencme.rules.assessment.reading import Found
from opencme.web.console.forms.build.assessment import SettingsForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace


@require_http_methods(["GET", "POST"])
@staff
def assessment(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the questions and the rules; change pass mark, attempts and feedback."""
    needed = Permission.CONTENT_EDIT if request.method == "POST" else Permission.PROVIDER_SEE
    activity = activity_with(request, activity_id, needed)
    post = selectors.assessment_of(activity)
    initial = {name: getattr(post, name) for name in SettingsForm.base_fields} if post else {"feedback": "after_each"}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_assessment(
                by=request.actor,
                provider_id=activity.provider_id,
                activity_id=activity_id,
                now=request.now,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect(url_in(activity, "activity-assessment"))
    return _shown(request, activity, form, status=422 if form.errors else 200)


def _shown(request: StaffRequest, activity: Activity, form: SettingsForm, *, status: int = 200) -> HttpResponse:
    post = selectors.assessment_of(activity)
    rows = selectors.questions_of(post) if post else ()
    baseline = selectors.assessment_of(activity, "baseline")
    paired = selectors.questions_of(baseline) if baseline else ()
    chosen = formats.get(activity.format)
    context = {
        "form": form,
        "post": post,
        "questions": [(row, selectors.typed(row)) for row in rows],
        "points": sum(row.points for row in rows),
        "kinds": {str(kind): gettext(name) for kind, name in KIND_NAMES.items()},
        "baseline": len(paired),
        "is_paired": {(row.item, row.version) for row in rows} == {(row.item, row.version) for row in paired},
        "is_asked": chosen is None or Evidence.ASSESSMENT in chosen.evidence,
        "may_edit": request.actor.may(Permission.CONTENT_EDIT, on=activity.provider_id),
    }
    return workspace(
        request,
        activity,
        "assessment",
        "console/build/assessment.html",
        context,
        part="assessment-questions",
        status=status,
    )


@require_POST
@staff
def act(request: StaffRequest, activity_id: UUID, question_id: UUID) -> HttpResponse:
    """Move a question or ask it no more; htmx gets the list again."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    wanted = request.POST.get("act", "")
    scope: dict[str, Any] = {
        "by": request.actor,
        "provider_id": activity.provider_id,
        "activity_id": activity_id,
        "question_id": question_id,
        "now": request.now,
    }
    if wanted == "retire":
        services.retire_question(**scope)
        messages.success(request, gettext("The question is asked no more. Answers given to it stay."))
    else:
        services.move_question(is_upward=wanted == "up", **scope)
    if getattr(request.htmx, "target", None) == "assessment-questions":
        post = selectors.assessment_of(activity)
        return _shown(request, activity, SettingsForm(initial={"feedback": post.feedback if post else "after_each"}))
    return redirect(url_in(activity, "activity-assessment"))


@require_POST
@staff
def pair(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Ask the same items before the activity too."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    services.pair_baseline(by=request.actor, provider_id=activity.provider_id, activity_id=activity_id, now=request.now)
    messages.success(request, gettext("The baseline asks the same questions. It is asked once and does not count."))
    return redirect(url_in(activity, "activity-assessment"))


@require_safe
@staff
def export(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Give the questions as a GIFT file."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    post = selectors.assessment_of(activity)
    rows = selectors.questions_of(post) if post else ()
    text = write_gift([Found(1, selectors.typed(row)) for row in rows])
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{activity.number}-questions.gift.txt") or "attachment"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@staff
def preview(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the assessment as participants see it, with the right answers on demand."""
    activity = activity_with(request, activity_id, Permission.PROVIDER_SEE)
    post = selectors.assessment_of(activity)
    rows = selectors.questions_of(post) if post else ()
    context = {"post": post, "questions": [selectors.typed(row) for row in rows]}
    return workspace(request, activity, "assessment", "console/build/assessment_preview.html", context)


@require_safe
@staff
def statistics(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show how the items behaved at first attempts, and how the same people did before and after."""
    activity = activity_with(request, activity_id, Permission.LEARNERS_SEE)
    items = selectors.item_statistics(activity)
    context = {
        "items": items,
        "answered": max((item.answered for item in items), default=0),
        "kinds": {str(kind): gettext(KIND_NAMES[kind]) for kind in Kind},
    }
    return workspace(request, activity, "assessment", "console/build/statistics.html", context)


def came_in(count: int) -> str:
    """Say how many questions came in."""
    return ngettext("%(n)s question came in.", "%(n)s questions came in.", count) % {"n": count}
