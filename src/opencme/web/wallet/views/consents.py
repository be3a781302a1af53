"""Who may see how one stands: giving it, seeing it, taking it back at once."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.wallet.selectors import consents as selectors
from opencme.apps.wallet.services import consents as services
from opencme.kernel.findings import DomainError
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page, posted
from opencme.web.wallet.forms.consents import ConsentForm

LOOKED: Final = {
    "standing.seen": _("looked at how you stand"),
    "standing.exported": _("saved a list with you on it"),
    "standing.judged": _("tried another rule on your credit"),
}


@require_http_methods(["GET", "POST"])
@signed_in
def overview(request: PersonRequest) -> HttpResponse:
    """Show every consent, and give one."""
    form = ConsentForm(posted(request), choices=selectors.choices_for(actor=request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.give_consent(
                by=request.actor,
                provider_id=UUID(form.cleaned_data["provider"]),
                department=form.cleaned_data["department"],
                with_lines=form.cleaned_data["how_much"] == "lines",
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            text = gettext("%(name)s sees how you stand from now on. You can take it back at any time.")
            messages.success(request, text % {"name": made.provider.name})
            return redirect("wallet:consents")
    rows = selectors.consents_of(actor=request.actor)
    context = {
        "form": form,
        "standing": [row for row in rows if row.withdrawn_at is None],
        "withdrawn": [row for row in rows if row.withdrawn_at is not None],
        "looks": [(each, gettext(LOOKED[each.event])) for each in selectors.looks_of(rows, zone=request.actor.zone)],
    }
    return page(request, "wallet/consents/overview.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def withdraw(request: PersonRequest, consent_id: UUID) -> HttpResponse:
    """Take a consent back at once."""
    closed = services.withdraw_consent(by=request.actor, consent_id=consent_id, now=request.now)
    text = gettext("%(name)s no longer sees how you stand.")
    messages.success(request, text % {"name": closed.provider.name})
    return redirect("wallet:consents")
