"""My profile: name, address, identifiers with errors while typing, consent, and how I sign in."""

from typing import Final

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.accounts import selectors, services
from opencme.kernel.findings import DomainError
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.reporting.identity import findings_on_learner
from opencme.web.ui.access import signed_in
from opencme.web.ui.arrival import is_fresh, network_of, safe_target
from opencme.web.ui.errors import raise_brake
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.profile import AddressForm, PasswordForm, ProfileForm

#: What is missing for reports, said to the person it is about.
OWN_WORDS: Final = {
    "identity.consent": _("You have not agreed yet that your completions are reported."),
    "identity.identifier.missing": _("One number is needed: your NPI, a state license or a board ID."),
}


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """Show and change the actor's own profile; "add" asks for one more row and keeps what was typed."""
    shown = selectors.profile_page(actor=request.actor)
    more = request.POST.get("add", "")
    form = ProfileForm(request.POST or None, profile=shown, more=more)
    if request.method == "POST" and not more and form.is_valid():
        try:
            services.change_profile(
                by=request.actor,
                changes=form.changes(),
                identifiers=form.identifiers(),
                reports_agreed=form.cleaned_data["reports_agreed"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("Your profile is saved."))
            return redirect(safe_target(request, request.GET.get("next", "")) or resolve_url("wallet:profile"))
    if more:
        form.errors.clear()
    return page(
        request,
        "wallet/profile/profile.html",
        {
            "form": form,
            "person": shown.person,
            "missing": [
                gettext(OWN_WORDS.get(each.code, each.message)) % dict(each.params)
                for each in findings_on_learner(selectors.identity_of(shown.person, shown.identifiers))
            ],
        },
        status=422 if form.errors else 200,
    )


@require_POST
@signed_in
def check(request: PersonRequest) -> HttpResponse:
    """Judge the field that was just typed (htmx names it) and give it back, with its row, as it should be drawn."""
    form = ProfileForm(request.POST, profile=selectors.profile_page(actor=request.actor))
    form.full_clean()
    form.tell(services.findings_on_profile(by=request.actor, changes=form.changes(), identifiers=form.identifiers()))
    name = getattr(request.htmx, "trigger_name", None) or request.POST.get("field", "")
    row = form.row_of(name)
    if row is not None:
        return render(request, "wallet/profile/row.html", {"row": row})
    return render(request, "wallet/profile/field.html", {"field": form[name if name in form.fields else "npi"]})


@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: PersonRequest) -> HttpResponse:
    """Set a password; every other session of the person ends, this one goes on."""
    person = selectors.person_with_id(request.actor.person_id or 0)
    asks = person.has_usable_password() and not is_fresh(request, request.now)
    form = PasswordForm(request.POST or None, asks_current=asks)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.set_password(
                by=request.actor,
                new=form.cleaned_data["new"],
                current=form.cleaned_data["current"] if asks else None,
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, gettext("Your password is set. Other devices are signed out."))
            return redirect(resolve_url("wallet:profile"))
    return page(
        request, "wallet/profile/password.html", {"form": form, "asks": asks}, status=422 if form.errors else 200
    )


@sensitive_post_parameters("current")
@require_http_methods(["GET", "POST"])
@signed_in
def address(request: PersonRequest) -> HttpResponse:
    """Ask for another address of the account: a link goes to the new one."""
    person = selectors.person_with_id(request.actor.person_id or 0)
    asks = person.has_usable_password() and not is_fresh(request, request.now)
    form = AddressForm(request.POST or None, asks_current=asks)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["new"]
        try:
            services.ask_new_address(
                by=request.actor,
                new=new,
                current=form.cleaned_data["current"] if asks else None,
                network=network_of(request),
                now=request.now,
            )
        except DomainError as refusal:
            raise_brake(refusal)
            form.refuse(refusal)
        else:
            text = gettext("A link is on its way to %(new)s. Follow it within a day; until then nothing changes.")
            messages.success(request, text % {"new": new})
            return redirect(resolve_url("wallet:profile"))
    return page(
        request, "wallet/profile/address.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


@require_POST
@signed_in
def end_sessions(request: PersonRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    services.end_all_sessions(by=request.actor, now=request.now)
    logout(request)
    messages.success(request, gettext("You are signed out on every device."))
    return redirect(resolve_url("public:sign-in"))
