"""The first set-up: profession, what one renews, the dates the rules need."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.accounts import selectors as accounts
from opencme.apps.accounts.services import change_profile
from opencme.apps.wallet.selectors.pages import Obligation, standing_page
from opencme.apps.wallet.services.obligations import add_obligations, change_obligation
from opencme.catalog.requirement_sets.fitting import Choice, choices_for, needs
from opencme.catalog.requirement_sets.places import KINDS
from opencme.kernel.findings import DomainError
from opencme.rules.requirements.spoken import headline
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.ui.telling import spoken
from opencme.web.wallet.forms.renewals import COLUMNS, DatesForm, ProfessionForm


@require_http_methods(["GET", "POST"])
@signed_in
def set_up(request: PersonRequest) -> HttpResponseBase:
    """Choose what one renews; all that is chosen is added at once, and one page then asks the dates."""
    person = accounts.profile_page(actor=request.actor).person
    if not person.profession:
        return redirect(f"{reverse('wallet:set-up-profession')}?{request.GET.urlencode()}".rstrip("?"))
    offered = choices_for(person.profession, person.degree, request.today)
    sent = request.POST if request.method == "POST" else request.GET
    known = {each.family for each in offered}
    picked, wanted = [family for family in sent.getlist("pick") if family in known], sent.get("q", "").strip()
    if "search" in request.POST:
        return redirect(_address(pick=picked, q=wanted))
    if request.method == "POST":
        if picked:
            add_obligations(by=request.actor, families=picked, now=request.now)
            return redirect(reverse("wallet:set-up-dates"))
        messages.warning(request, gettext("Choose at least one, or add rules of a hospital or employer."))
    held = {each.obligation.family for each in standing_page(actor=request.actor, today=request.today).standings}
    fitting = [each for each in offered if _fits(each, wanted)]
    found = [each for each in offered if each in fitting or each.family in picked]
    context = {
        "person": person,
        "groups": _groups(found, held, set(picked)),
        "count": len(found),
        "wanted": wanted,
        "nothing_fits": not fitting,
        "everything": _address(pick=picked),
        "has_some": bool(held),
        "steps": steps(1),
    }
    return page(request, "wallet/set_up/choose.html", context, status=422 if request.method == "POST" else 200)


def _address(**wanted: list[str] | str) -> str:
    """Give the address of the choice with what is ticked and looked for in it."""
    return f"{reverse('wallet:set-up')}?{urlencode(wanted, doseq=True)}".rstrip("?")


def steps(current: int) -> list[dict[str, str]]:
    """Give the step bar of the set-up."""
    titles = (gettext("Profession"), gettext("What you renew"), gettext("Dates"), gettext("Questions"))
    return [
        {"title": title, "state": "done" if place < current else "current" if place == current else "todo"}
        for place, title in enumerate(titles)
    ]


def _fits(choice: Choice, wanted: str) -> bool:
    """Say whether every typed word stands in the names of a rule."""
    rule = choice.rule
    text = f"{choice.place.name} {choice.place.short} {rule.authority.name} {rule.title}".casefold()
    return all(word in text for word in wanted.casefold().split())


def _groups(found: list[Choice], held: set[str], picked: set[str]) -> list[dict[str, Any]]:
    """Give the choices by kind of place: states, federal duties and boards, the rest; what is picked first."""
    names = {**KINDS}
    times = Counter((each.place.name, each.rule.authority.name) for each in found)
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in sorted(found, key=lambda each: each.family not in picked):
        row = {
            "family": each.family,
            "place": gettext(each.place.name),
            "name": each.rule.authority.name,
            "title": each.rule.title,
            "is_shared": times[each.place.name, each.rule.authority.name] > 1,
            "asks": spoken(headline(each.rule)),
            "topics": len(each.rule.topics),
            "is_held": each.family in held,
            "is_picked": each.family in picked,
        }
        groups.setdefault(each.group, []).append(row)
    order = ("state", "nation", "territory", "country")
    return [
        {
            "key": key,
            "title": gettext(names[key]),
            "rows": groups[key],
            "is_open": key in {"state", "nation"}
            or len(found) <= len(order) * 5
            or any(row["is_picked"] for row in groups[key]),
            "is_place": key != "nation",
        }
        for key in order
        if key in groups
    ]


def _said_of(person: accounts.Person) -> dict[str, str]:
    return {"profession": person.profession, "degree": person.degree, "time_zone": person.time_zone}


@require_http_methods(["GET", "POST"])
@signed_in
def profession(request: PersonRequest) -> HttpResponseBase:
    """Say what one practises as, and with which degree."""
    person = accounts.profile_page(actor=request.actor).person
    form = ProfessionForm(request.POST or None, initial=_said_of(person))
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(by=request.actor, changes=form.changes(), now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{reverse('wallet:set-up')}?{request.GET.urlencode()}".rstrip("?"))
    context = {"form": form, "steps": steps(0)}
    return page(request, "wallet/set_up/profession.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def dates(request: PersonRequest) -> HttpResponse:
    """Ask the dates that rules need, of everything at once; what is left empty is asked again later."""
    shown = standing_page(actor=request.actor, today=request.today)
    wanted = [
        (each.obligation, codes)
        for each in shown.standings
        if each.rule is not None and (codes := _wanted(each.obligation, needs(each.rule, request.today)))
    ]
    if not wanted:
        return redirect(after_dates(bool(shown.asked)))
    form = DatesForm(request.POST or None, wanted=wanted)
    if request.method == "POST" and form.is_valid() and _keep(request, form, wanted):
        kept = standing_page(actor=request.actor, today=request.today)
        messages.success(request, gettext("Your dates are saved."))
        return redirect(after_dates(bool(kept.asked)))
    context = {"form": form, "steps": steps(2), "count": len(wanted)}
    return page(request, "wallet/set_up/dates.html", context, status=422 if form.errors else 200)


def _wanted(obligation: Obligation, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in COLUMNS and getattr(obligation, COLUMNS[code]) is None)


def _keep(request: PersonRequest, form: DatesForm, wanted: list[tuple[Obligation, tuple[str, ...]]]) -> bool:
    """Save what was typed of each; what is refused is shown at its field, the rest is saved."""
    for obligation, codes in wanted:
        values = form.values_of(obligation, codes)
        if not values:
            continue
        try:
            change_obligation(by=request.actor, obligation_id=obligation.public_id, values=values, now=request.now)
        except DomainError as refusal:
            form.refuse_at(refusal, obligation)
    return not form.errors


def after_dates(has_questions: bool) -> str:  # noqa: FBT001 -- two callers, one question
    """Give the page after the dates: the questions that are open, else the overview."""
    return reverse("wallet:questions" if has_questions else "wallet:standing")
