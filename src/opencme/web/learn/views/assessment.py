"""The assessment, all questions on one page; drafts are kept while somebody types."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.assessment.selectors.taking import AttemptPage, attempt_page
from opencme.apps.assessment.services import save_draft, submit_attempt
from opencme.kernel.findings import DomainError
from opencme.rules.assessment.questions import percent_reached
from opencme.web.learn.path import next_address
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page

PREFIX = "q-"


@require_http_methods(["GET", "POST"])
@signed_in
def assessment(request: PersonRequest, activity_id: UUID, kind: str = "post") -> HttpResponseBase:
    """Ask, score and give feedback; the same hand-in sent twice counts once."""
    if request.method != "POST":
        found = attempt_page(actor=request.actor, activity_id=activity_id, kind=kind, now=request.now)
        return _shown(request, found, key=str(uuid4()))
    answers, key = read_answers(request.POST), request.POST.get("key", "")
    if "save" in request.POST:
        save_draft(by=request.actor, activity_id=activity_id, kind=kind, answers=answers, now=request.now)
        messages.success(request, gettext("Your answers are kept. Come back whenever you like."))
        return redirect("learn:activity", activity_id=activity_id)
    try:
        attempt = submit_attempt(
            by=request.actor,
            activity_id=activity_id,
            kind=kind,
            answers=answers,
            submission_key=_key(key),
            now=request.now,
        )
    except DomainError as refusal:
        save_draft(by=request.actor, activity_id=activity_id, kind=kind, answers=answers, now=request.now)
        found = attempt_page(
            actor=request.actor, activity_id=activity_id, kind=kind, typed_now=answers, now=request.now
        )
        return _shown(request, found, key=key, refusal=refusal, status=422)
    if kind == "baseline":
        messages.success(request, gettext("Thank you. The same questions come again at the end."))
    elif attempt.is_passed:
        percent = percent_reached(attempt.points, attempt.possible)
        messages.success(request, gettext("Passed with %(percent)s percent.") % {"percent": percent})
    else:
        return redirect("learn:assessment", activity_id=activity_id)
    return redirect(next_address(actor=request.actor, activity_id=activity_id, now=request.now))


@require_POST
@signed_in
def draft(request: PersonRequest, activity_id: UUID, kind: str = "post") -> HttpResponse:
    """Keep what was typed so far; sent while somebody answers."""
    save_draft(
        by=request.actor, activity_id=activity_id, kind=kind, answers=read_answers(request.POST), now=request.now
    )
    return HttpResponse(status=204)


def read_answers(data: QueryDict) -> dict[str, Any]:
    """Read what was typed: "q-<id>" once or several times, "q-<id>-<n>" for the left sides of a matching question."""
    answers: dict[str, Any] = {}
    matched: dict[str, dict[int, str]] = {}
    for name, values in data.lists():
        if not name.startswith(PREFIX):
            continue
        question = name[len(PREFIX) : len(PREFIX) + 36]
        place = name[len(PREFIX) + 37 :]
        if place.isdigit() and len(place) < 3:  # noqa: PLR2004 -- fewer than a hundred left sides
            matched.setdefault(question, {})[int(place)] = str(values[0])
        else:
            several = [str(value) for value in values]
            answers[question] = several if name.endswith("[]") else several[0]
    for question, places in matched.items():
        answers[question] = [places.get(at) for at in range(max(places) + 1)]
    return answers


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _shown(
    request: HttpRequest,
    found: AttemptPage,
    *,
    key: str,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    findings = refusal.findings if refusal else ()
    context = {
        "found": found,
        "activity": found.activity,
        "key": key,
        "refusal": refusal,
        "missing": {int(each.params["number"]) for each in findings if "number" in each.params},
        "is_baseline": found.assessment.kind == "baseline",
    }
    return page(request, "learn/assessment/assessment.html", context, status=status)
