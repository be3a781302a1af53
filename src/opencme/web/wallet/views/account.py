"""The account: everything held about the person as a file, and its deletion."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.files.selectors import address_of
from opencme.apps.wallet.selectors import account as selectors
from opencme.apps.wallet.selectors.account import AccountExport
from opencme.apps.wallet.services import account as services
from opencme.apps.wallet.services.account_export import ask_for_export
from opencme.kernel.findings import DomainError
from opencme.web.ui.access import signed_in
from opencme.web.ui.arrival import is_fresh
from opencme.web.ui.pages import PersonRequest, page, posted
from opencme.web.wallet.forms.account import DeleteForm


@require_safe
@signed_in
def account(request: PersonRequest) -> HttpResponse:
    """Show what can be taken along, and what deleting would mean."""
    shown = selectors.account_page(actor=request.actor)
    context = {"shown": shown, **_export(request, shown.newest)}
    return page(request, "wallet/account/account.html", context)


@require_POST
@signed_in
def export(request: PersonRequest) -> HttpResponse:
    """Ask for everything."""
    ask_for_export(by=request.actor, now=request.now)
    messages.success(request, gettext("Your export is being made. You can leave this page and come back."))
    return redirect("wallet:account")


@require_safe
@signed_in
def progress(request: PersonRequest, export_id: UUID) -> HttpResponse:
    """Give the part that shows how far an export is; without scripts it leads to the page."""
    made = selectors.export_of(actor=request.actor, export_id=export_id)
    if not getattr(request, "htmx", None):
        return redirect("wallet:account")
    return render(request, "wallet/account/export.html", _export(request, made))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@signed_in
def delete(request: PersonRequest) -> HttpResponse:
    """Name what goes and what stays, and delete the account when that is confirmed by typing."""
    shown = selectors.account_page(actor=request.actor)
    came_by_link = is_fresh(request, request.now)
    asks = shown.person.has_usable_password() and not came_by_link
    form = DeleteForm(posted(request), asks_password=asks)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_account(
                by=request.actor,
                typed=form.cleaned_data["typed"],
                password=form.cleaned_data.get("password"),
                is_fresh=came_by_link,
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            logout(request)
            messages.success(request, gettext("Your account is deleted. A last mail says so."))
            return redirect("public:front")
    return page(
        request, "wallet/account/delete.html", {"shown": shown, "form": form}, status=422 if form.errors else 200
    )


def _export(request: PersonRequest, made: AccountExport | None) -> dict[str, object]:
    file = made.file if made else None
    return {
        "export": made,
        "file": file,
        "address": address_of(file, person_id=request.actor.person_id) if file else "",
    }
