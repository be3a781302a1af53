"""The rules of a hospital, employer or society: written here, amended here."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.wallet.selectors.pages import obligation_of
from opencme.apps.wallet.services.own_rules import add_own_rules, amend_own_rules
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.requirements.writing import read_back
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page, posted
from opencme.web.wallet.forms.own_rules import OwnRulesForm


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: PersonRequest) -> HttpResponseBase:
    """Write down what a hospital or employer asks; "add" gives one more topic and keeps what was typed."""
    more = "add" in request.POST
    form = OwnRulesForm(posted(request), more=more)
    if request.method == "POST" and not more and form.is_valid():
        data = form.cleaned_data
        try:
            made = add_own_rules(
                by=request.actor,
                kind=data["kind"],
                rule=form.rule(request.today),
                cycle_end=data["cycle_end"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is in your wallet.") % {"name": made.label})
            return redirect(reverse("wallet:authority", args=[made.public_id]))
    return _drawn(request, form, more=more, context={})


@require_http_methods(["GET", "POST"])
@signed_in
def amend(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """Amend them: a new edition from a day on, or a slip of the pen put right."""
    row = obligation_of(actor=request.actor, obligation_id=obligation_id)
    if row.own_rules is None:
        raise NotFound
    rule = read_back(row.own_rules.definition)
    more = "add" in request.POST
    form = OwnRulesForm(
        posted(request),
        initial=OwnRulesForm.initial_of(rule),
        rows=max(1, len(rule.topics)),
        more=more,
        is_amended=True,
    )
    if request.method == "POST" and not more and form.is_valid():
        try:
            amend_own_rules(
                by=request.actor, obligation_id=obligation_id, rule=form.rule(request.today), now=request.now
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is amended.") % {"name": form.cleaned_data["name"]})
            return redirect(reverse("wallet:authority", args=[obligation_id]))
    return _drawn(request, form, more=more, context={"obligation": row})


def _drawn(request: PersonRequest, form: OwnRulesForm, *, more: bool, context: dict[str, object]) -> HttpResponse:
    if more:
        form.errors.clear()
    status = 422 if request.method == "POST" and not more else 200
    return page(request, "wallet/own_rules/form.html", {"form": form, **context}, status=status)
