"""The owner's side of sharing: what is open, for whom, who opened it, and closing it at once."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.files.selectors import address_of
from opencme.apps.wallet.selectors import shares as selectors
from opencme.apps.wallet.selectors.shares import ShareState
from opencme.apps.wallet.services import shares as services
from opencme.kernel.findings import DomainError
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page, posted
from opencme.web.wallet import shared
from opencme.web.wallet.forms.shares import ShareForm

STATES: Final = {
    ShareState.OPEN: ("good", _("Open")),
    ShareState.EXPIRED: ("calm", _("Expired")),
    ShareState.WITHDRAWN: ("calm", _("Withdrawn")),
}
WHAT: Final = {"page": _("the page"), "pdf": _("the PDF"), "csv": _("the table"), "document": _("a document")}


@require_safe
@signed_in
def overview(request: PersonRequest) -> HttpResponse:
    """List every link, the newest first."""
    found = selectors.shares_of(request.actor.person_id or 0, request.now)
    rows = [{"row": each, "kind": STATES[each.state][0], "word": gettext(STATES[each.state][1])} for each in found]
    return page(request, "wallet/shares/overview.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: PersonRequest) -> HttpResponse:
    """Choose what a link shows and make it."""
    offered = selectors.choices_for(actor=request.actor, today=request.today)
    form = ShareForm(
        posted(request),
        offered=offered,
        now=request.now,
        zone=request.actor.zone,
        initial={"key": services.new_key(), "lasts": "30"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_share(
                by=request.actor,
                recipient=form.cleaned_data["recipient"],
                chosen=form.chosen(),
                expires_at=form.expires_at(),
                key=form.cleaned_data["key"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            request.session["share_link"] = [str(made.share.public_id), made.secret]
            return redirect("wallet:share", share_id=made.share.public_id)
    return page(
        request, "wallet/shares/form.html", {"form": form, "offered": offered}, status=422 if form.errors else 200
    )


@require_safe
@signed_in
def one(request: PersonRequest, share_id: UUID) -> HttpResponse:
    """Show one link: what it shows, until when, and every opening; its address only once, right after it was made."""
    shown = selectors.share_page(actor=request.actor, share_id=share_id, now=request.now)
    view = selectors.shared_view(shown.share, now=request.now)
    kind, word = STATES[shown.state]
    known, secret = request.session.pop("share_link", ("", ""))
    address = ""
    if known == str(share_id) and shown.state is ShareState.OPEN:
        address = settings.BASE_URL + reverse("shared:page", args=[secret])
    answer = page(
        request,
        "wallet/shares/one.html",
        {
            "shown": shown,
            "kind": kind,
            "word": gettext(word),
            "address": address,
            "is_open": shown.state is ShareState.OPEN,
            "view": view,
            "authorities": shared.authorities(view),
            "openings": [
                {
                    "at": each.opened_at,
                    "what": gettext(WHAT.get(each.what, each.what)),
                    "place": _place(each.opened_from),
                }
                for each in shown.openings
            ],
        },
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def look(request: PersonRequest, share_id: UUID) -> HttpResponse:
    """Show the owner exactly what the link shows; it is not noted as an opening."""
    shown = selectors.share_page(actor=request.actor, share_id=share_id, now=request.now)
    view = selectors.shared_view(shown.share, now=request.now)
    own = request.actor.person_id
    return page(
        request,
        "wallet/shared/page.html",
        {
            "view": view,
            "authorities": shared.authorities(view),
            "credits": shared.credit_lines(view),
            "period": shared.period(view),
            "documents": [
                {"name": each.file.name, "of": shared.belongs_to(each), "url": address_of(each.file, person_id=own)}
                for each in view.documents
            ],
            "is_preview": True,
        },
    )


@require_POST
@signed_in
def withdraw(request: PersonRequest, share_id: UUID) -> HttpResponse:
    """Close a link at once."""
    closed = services.withdraw_share(by=request.actor, share_id=share_id, now=request.now)
    messages.success(
        request, gettext("The link for %(name)s is closed; it opens no more.") % {"name": closed.recipient}
    )
    return redirect("wallet:shares")


def _place(opened_from: str) -> str:
    if opened_from == services.OWNER:
        return gettext("you")
    return gettext("place %(mark)s") % {"mark": opened_from[:4].upper()} if opened_from else ""
