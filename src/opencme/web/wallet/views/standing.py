"""Where I stand: the overview, one authority with its proof, and the summary for a renewal."""

from collections import Counter
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opencme.apps.wallet.selectors.kept import kept_plan
from opencme.apps.wallet.selectors.pages import (
    AuthorityPage,
    StandingPage,
    authority_page,
    documents_of,
    standing_page,
)
from opencme.rules.requirements.plain import as_json, as_text
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.answers import answers_of, exemptions_of
from opencme.web.wallet.cards import card, eyebrow, meter, rows, standing_words, told
from opencme.web.wallet.first_steps import Facts
from opencme.web.wallet.first_steps import mistakes as own_mistakes
from opencme.web.wallet.first_steps import steps as own_steps
from opencme.web.wallet.forms.renewals import EarlierForm, RenewForm
from opencme.web.wallet.next_steps import MOST, next_steps
from opencme.web.wallet.noted import noted_rows, options_for
from opencme.web.wallet.renewal import summary


@require_safe
@signed_in
def overview(request: PersonRequest) -> HttpResponse:
    """Show one card per authority, and what to do next; an empty wallet shows how to begin."""
    shown = standing_page(actor=request.actor, today=request.today)
    if not shown.standings:
        return page(request, "wallet/standing/empty.html", {"shown": shown})
    today = request.today
    asked = _asked_by(shown)
    cards = [card(each, today, asked[each.obligation.pk]) for each in shown.standings]
    tasks = next_steps(shown, today)
    first = len(tasks) if "all" in request.GET else MOST
    tallied = Counter((each.kind, each.word) for each in cards)
    return page(
        request,
        "wallet/standing/overview.html",
        {
            "shown": shown,
            "cards": cards,
            "tallied": [(kind, word, count) for (kind, word), count in tallied.items()],
            "tasks": tasks[:first],
            "more": len(tasks[first:]),
            "kept": kept_plan(actor=request.actor, now=request.now, held=shown.held),
            "checked": max(
                (source.checked for each in shown.standings if each.rule for source in each.rule.sources), default=None
            ),
        },
    )


def _asked_by(shown: StandingPage) -> Counter[int]:
    """Count the open questions of each obligation."""
    return Counter(standing.obligation.pk for asked in shown.asked for standing, _lines in asked.by)


@require_safe
@signed_in
def first_steps(request: PersonRequest) -> HttpResponse:
    """Show the newcomer's path with the actor's own licenses in it."""
    facts = Facts(
        shown=standing_page(actor=request.actor, today=request.today), documents=documents_of(actor=request.actor)
    )
    return page(
        request, "wallet/standing/first_steps.html", {"steps": own_steps(facts), "mistakes": own_mistakes(facts)}
    )


@require_safe
@signed_in
def authority(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """Show how one authority's rules judge the actor, line by line with the proof; as JSON or text where asked."""
    today = request.today
    shown = authority_page(actor=request.actor, obligation_id=obligation_id, today=today)
    if request.GET.get("format") == "json":
        return JsonResponse(_as_json(shown, request), json_dumps_params={"ensure_ascii": False, "indent": 1})
    if request.GET.get("format") == "text":
        return HttpResponse(_as_text(shown), content_type="text/plain; charset=utf-8")
    return page(
        request,
        "wallet/standing/authority.html",
        authority_context(shown, request, EarlierForm(options=options_for(shown.standing), initial=_noting(request))),
    )


def authority_context(shown: AuthorityPage, request: PersonRequest, form: EarlierForm) -> dict[str, object]:
    """Give what the authority's page draws."""
    today = request.today
    standing = shown.standing
    kind, word = standing_words(standing, today)
    return {
        "shown": shown,
        "standing": standing,
        "obligation": standing.obligation,
        "rule": standing.rule,
        "undecided": standing.rule is not None and standing.rule.is_undecided,
        "eyebrow": eyebrow(standing),
        "kind": kind,
        "word": word,
        "meter": meter(standing),
        "rows": rows(standing, today),
        "noted": noted_rows(shown),
        "answers": answers_of(shown),
        "exemptions": exemptions_of(standing),
        "warnings": told(standing.warnings),
        "not_counted": [each for each in shown.held if not each.counts],
        "form": form,
        "renew": RenewForm(initial={"ended": standing.obligation.cycle_end or (standing.cycle and standing.cycle.end)}),
    }


def _noting(request: PersonRequest) -> dict[str, str]:
    """Give what a link of a line has chosen beforehand."""
    return {"what": request.GET["note"]} if "note" in request.GET else {}


def _as_json(shown: AuthorityPage, request: PersonRequest) -> dict[str, object]:
    """Give the proof as a machine reads it, with its sources and that it is no legal advice."""
    standing, rule = shown.standing, shown.standing.rule
    return {
        "schema": "opencme-standing/1",
        "note": gettext("Reference material, not legal advice."),
        "as_of": request.today.isoformat(),
        "obligation": standing.obligation.label,
        "rule": standing.edition,
        "verdict": str(standing.verdict),
        "due": standing.due.isoformat() if standing.due else None,
        "cycle": {
            "start": standing.term.first.isoformat(),
            "end": standing.term.last and standing.term.last.isoformat(),
        }
        if standing.term
        else None,
        "questions": list(standing.questions),
        "lines": [as_json(line) for line in standing.lines],
        "sources": [
            {
                "title": source.title,
                "url": source.url,
                "checked": source.checked.isoformat(),
                "confidence": source.confidence,
            }
            for source in (rule.sources if rule else ())
        ],
        "unverified": list(rule.unverified) if rule else [],
        "page": request.build_absolute_uri(reverse("wallet:authority", args=[standing.obligation.public_id])),
    }


def _as_text(shown: AuthorityPage) -> str:
    """Give the proof as plain text."""
    standing, rule = shown.standing, shown.standing.rule
    head = f"{standing.obligation.label}\n{rule.title if rule else ''}\n"
    cycle = f"{standing.term.first} – {standing.term.last}\n" if standing.term else ""
    sources = "".join(f"{source.title} ({source.checked}) {source.url}\n" for source in (rule.sources if rule else ()))
    note = gettext("Reference material, not legal advice.")
    return f"{head}{cycle}\n{as_text(standing.lines)}\n\n{sources}\n{note}\n"


@require_safe
@signed_in
def renewal(request: PersonRequest, obligation_id: UUID) -> HttpResponse:
    """Show one page to print for a renewal: what is asked, what was earned, and the proof that is held."""
    shown = authority_page(actor=request.actor, obligation_id=obligation_id, today=request.today)
    sheet = summary(shown, documents_of(actor=request.actor), request.today)
    context = {"shown": shown, "sheet": sheet, "today": request.today}
    return page(request, "wallet/standing/renewal.html", context)
