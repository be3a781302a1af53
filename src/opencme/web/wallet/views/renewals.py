"""Changing, renewing and ending what one renews, and noting what was done before."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.wallet.selectors.pages import authority_page, ended_obligations, obligation_of
from opencme.apps.wallet.services.facts import add_earlier, remove_earlier
from opencme.apps.wallet.services.obligations import (
    change_obligation,
    end_obligation,
    renew_obligation,
    restore_obligation,
)
from opencme.kernel.findings import DomainError
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.renewals import ChangeForm, EarlierForm, RenewForm
from opencme.web.wallet.noted import options_for
from opencme.web.wallet.transcript import uuid_in
from opencme.web.wallet.views.standing import authority_context


def _page_of(obligation_id: UUID, place: str = "") -> str:
    return reverse("wallet:authority", args=[obligation_id]) + place


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """Change what is known of one obligation."""
    row = obligation_of(actor=request.actor, obligation_id=obligation_id)
    form = ChangeForm(request.POST or None, initial={name: getattr(row, name) for name in ChangeForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            change_obligation(by=request.actor, obligation_id=obligation_id, values=form.values(), now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is saved.") % {"name": form.cleaned_data["label"]})
            return redirect(_page_of(obligation_id))
    context = {"form": form, "obligation": row}
    return page(request, "wallet/standing/change.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def renew(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """Note that a cycle was renewed; the next one begins."""
    form = RenewForm(request.POST)
    row = obligation_of(actor=request.actor, obligation_id=obligation_id)
    if form.is_valid():
        try:
            renew_obligation(
                by=request.actor,
                obligation_id=obligation_id,
                cycle_end=form.cleaned_data["cycle_end"],
                ended=form.cleaned_data["ended"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is renewed. The next cycle is shown.") % {"name": row.label})
    for each in (text for texts in form.errors.values() for text in texts):
        messages.error(request, str(each))
    return redirect(_page_of(obligation_id))


@require_POST
@signed_in
def end(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """End one; it can be brought back below."""
    row = end_obligation(by=request.actor, obligation_id=obligation_id, now=request.now)
    messages.success(request, gettext("%(name)s is taken out. You can bring it back here.") % {"name": row.label})
    return redirect(reverse("wallet:ended"))


@require_POST
@signed_in
def restore(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """Bring one back."""
    row = restore_obligation(by=request.actor, obligation_id=obligation_id, now=request.now)
    messages.success(request, gettext("%(name)s is back.") % {"name": row.label})
    return redirect(_page_of(row.public_id))


@require_safe
@signed_in
def ended(request: PersonRequest) -> HttpResponse:
    """Show what was ended, each with the way back."""
    return page(request, "wallet/standing/ended.html", {"ended": ended_obligations(actor=request.actor)})


@require_POST
@signed_in
def note(request: PersonRequest, obligation_id: UUID) -> HttpResponseBase:
    """Note something done before."""
    shown = authority_page(actor=request.actor, obligation_id=obligation_id, today=request.today)
    form = EarlierForm(request.POST, options=options_for(shown.standing))
    if form.is_valid():
        try:
            add_earlier(
                by=request.actor,
                obligation_id=obligation_id,
                kind=form.kind,
                name=form.name,
                day=form.cleaned_data["day"],
                quantity=form.cleaned_data["quantity"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("Noted."))
            return redirect(_page_of(obligation_id, "#earlier"))
    return page(request, "wallet/standing/authority.html", authority_context(shown, request, form), status=422)


@require_POST
@signed_in
def unnote(request: PersonRequest, earlier_id: UUID) -> HttpResponseBase:
    """Take out what was noted; pressed a second time, it is out already and the page it stood on is shown."""
    row = remove_earlier(by=request.actor, earlier_id=earlier_id, now=request.now)
    if row is None:
        messages.info(request, gettext("It is taken out already."))
        of = uuid_in(request.POST.get("of", ""))
        return redirect(_page_of(of, "#earlier") if of else reverse("wallet:standing"))
    messages.success(request, gettext("Taken out."))
    return redirect(_page_of(row.obligation.public_id, "#earlier") if row.obligation else reverse("wallet:standing"))
