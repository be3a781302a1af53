"""The questions that rules ask, one at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.wallet.selectors.pages import Asked, StandingPage, authority_page, standing_page
from opencme.apps.wallet.services.facts import answer_question
from opencme.catalog.requirement_sets.asking import Place, question
from opencme.kernel.findings import DomainError, NotFound
from opencme.web.ui.access import signed_in
from opencme.web.ui.arrival import safe_target
from opencme.web.ui.lines import line_title
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.answers import hanging_on
from opencme.web.wallet.forms.answers import AnswerForm
from opencme.web.wallet.views.set_up import steps


@require_http_methods(["GET", "POST"])
@signed_in
def questions(request: PersonRequest) -> HttpResponseBase:
    """Ask the next open question, or the one that is named; an answer leads to the next."""
    shown = standing_page(actor=request.actor, today=request.today)
    asked = _named(request, shown) or (shown.asked[0] if shown.asked else None)
    if asked is None:
        messages.success(request, gettext("Nothing more is asked."))
        return redirect(reverse("wallet:standing"))
    form = AnswerForm(request.POST if "answer" in request.POST else None, asked=asked.question)
    is_unsure = "unknown" in request.POST
    if request.method == "POST" and (is_unsure or form.is_valid()):
        try:
            answer_question(
                by=request.actor,
                code=asked.code,
                value=None if is_unsure else form.value(),
                obligation_id=asked.obligation.public_id if asked.obligation else None,
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(safe_target(request, request.GET.get("next", "")) or reverse("wallet:questions"))
    context = {
        "asked": asked,
        "form": form,
        "steps": steps(3),
        "why": _why(asked, shown),
        "left": len(shown.asked),
        "is_named": "code" in request.GET,
    }
    return page(request, "wallet/questions/question.html", context, status=422 if form.errors else 200)


def _named(request: PersonRequest, shown: StandingPage) -> Asked | None:
    """Give the question of the address, also one that is answered or was never open; 404 where it is none."""
    code = request.GET.get("code", "")
    if not code:
        return None
    of = request.GET.get("of", "")
    for asked in (*shown.asked, *shown.unsure):
        if asked.code == code and (not of or (asked.obligation and str(asked.obligation.public_id) == of)):
            return asked
    known = question(code)
    if known is None:
        raise NotFound
    if known.place is Place.PERSON:
        return Asked(question=known, obligation=None, by=())
    try:
        found = authority_page(actor=request.actor, obligation_id=UUID(of), today=request.today)
    except ValueError:
        raise NotFound from None
    return Asked(question=known, obligation=found.standing.obligation, by=())


def _why(asked: Asked, shown: StandingPage) -> list[tuple[str, str]]:
    """Say who asks and which lines hang on it: first who waits for it, then all others whose rules look at it."""
    waiting = {standing.obligation.pk for standing, _lines in asked.by}
    found = [(standing, tuple(line.line for line in lines)) for standing, lines in asked.by]
    if asked.question.place is Place.PERSON:
        others = [each for each in shown.standings if each.rule and each.obligation.pk not in waiting]
        found += [(each, hanging_on(each.rule, asked.code)) for each in others if each.rule]
        found = [pair for pair in found if pair[1] or pair[0].obligation.pk in waiting]
    return [
        (each.obligation.label, ", ".join(dict.fromkeys(line_title(each.rule, line) for line in lines if line)))
        for each, lines in found
    ]
