"""Credits that look like the same one twice, side by side; one press decides, another takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.wallet.selectors.credit_page import credit_page
from opencme.apps.wallet.selectors.repeats import repeats_of
from opencme.apps.wallet.services import credits as services
from opencme.web.ui.access import signed_in
from opencme.web.ui.arrival import safe_target
from opencme.web.ui.pages import PersonRequest, page


@require_safe
@signed_in
def repeats(request: PersonRequest) -> HttpResponse:
    """Show every credit that does not count because it repeats another."""
    return page(request, "wallet/credit/repeats.html", {"pairs": repeats_of(request.actor.person_id or 0)})


@require_POST
@signed_in
def keep_both(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Let both count."""
    row = services.keep_both(by=request.actor, credit_id=credit_id, now=request.now)
    messages.success(request, gettext("“%(title)s” counts beside the other.") % {"title": row.title})
    return _back(request, credit_id)


@require_POST
@signed_in
def compare(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Ask anew whether a credit is another once more."""
    row = services.compare_again(by=request.actor, credit_id=credit_id, now=request.now)
    if credit_page(actor=request.actor, credit_id=credit_id).pair is None:
        messages.info(request, gettext("“%(title)s” looks like no other credit now.") % {"title": row.title})
    return redirect("wallet:credit", credit_id)


@require_POST
@signed_in
def merge(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Let one count, with the documents of both."""
    into = request.POST.get("into", "")
    row = services.merge(by=request.actor, credit_id=credit_id, into=into, now=request.now)
    text = gettext("“%(title)s” is kept as the same credit; its documents are with the one that counts.")
    messages.success(request, text % {"title": row.title})
    return _back(request, credit_id)


def _back(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    return redirect(safe_target(request, request.POST.get("next", "")) or resolve_url("wallet:credit", credit_id))
