"""Signing in by password or link, opening an account, signing out. No page tells whether an address has an account."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.accounts import services
from opencme.apps.messaging.selectors import latest_text_to
from opencme.kernel.findings import DomainError
from opencme.web.public.forms.sign_in import LINK, SignInForm, SignUpForm
from opencme.web.ui.arrival import enter, home_of, network_of, safe_target
from opencme.web.ui.errors import raise_brake
from opencme.web.ui.pages import Request, page

if TYPE_CHECKING:
    from opencme.apps.accounts.selectors import Person


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Let in by e-mail and password, or mail a link; somebody signed in already goes on to their work."""
    if request.method == "GET" and (on := _goes_on(request)):
        return redirect(on)
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            if request.POST.get("way") == LINK:
                services.send_sign_in_link(
                    email=typed["email"], next=typed["next"], network=network_of(request), now=request.now
                )
                return _sent(request, typed["email"])
            person = services.sign_in(
                email=typed["email"], password=typed["password"], network=network_of(request), now=request.now
            )
            return enter(request, person, by_link=False, now=request.now, target=typed["next"])
        except DomainError as refusal:
            raise_brake(refusal)
            form.refuse(refusal)
    return page(request, "public/front/sign_in.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sign_up(request: Request) -> HttpResponse:
    """Open an account for a participant; the link in the mail enters it. The address may fill fields beforehand."""
    if request.method == "GET" and (on := _goes_on(request)):
        return redirect(on)
    given = {name: request.GET.get(name, "") for name in ("next", "email", "profession", "degree")}
    form = SignUpForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_up(**form.cleaned_data, network=network_of(request), now=request.now)
            return _sent(request, form.cleaned_data["email"])
        except DomainError as refusal:
            raise_brake(refusal)
            form.refuse(refusal)
    target = str(form["next"].value() or "")
    context = {
        "form": form,
        "is_for_wallet": target.startswith(resolve_url("wallet:standing")),
        "is_for_activity": target.startswith(resolve_url("public:catalogue")),
    }
    return page(request, "public/front/sign_up.html", context, status=422 if form.errors else 200)


def _goes_on(request: Request) -> str:
    """Give where somebody goes who is signed in already; "" for a visitor."""
    if request.actor is None:
        return ""
    return safe_target(request, request.GET.get("next", "")) or home_of(
        request.workplaces, cast("Person", request.user)
    )


def _sent(request: Request, email: str) -> HttpResponse:
    request.session["link_to"] = email
    return redirect(resolve_url("public:link-sent"))


@require_safe
def link_sent(request: Request) -> HttpResponse:
    """Say that a mail is on its way, whether or not the address has an account; in the demo, show the mail."""
    email = request.session.get("link_to", "")
    shown = latest_text_to(email) if settings.IS_DEMO and email else ""
    return page(request, "public/front/link_sent.html", {"email": email, "mail": shown})


@require_http_methods(["GET", "POST"])
def link(request: Request) -> HttpResponse:
    """Enter by a link. Opening it only asks; the button uses it up, so a mail scanner that looks does no harm."""
    token, target = request.GET.get("token", ""), request.GET.get("next", "")
    if request.method == "GET":
        return page(request, "public/front/link.html", {"token": token})
    try:
        person = services.person_of_link(token=token, network=network_of(request), now=request.now)
    except DomainError as refusal:
        raise_brake(refusal)
        return page(request, "public/front/link.html", {"refused": refusal.findings}, status=422)
    return enter(request, person, by_link=True, now=request.now, target=target)


@require_http_methods(["GET", "POST"])
def confirm_address(request: Request) -> HttpResponse:
    """Take over a new address by the link that was mailed to it; opening it only asks."""
    token = request.GET.get("token", "")
    change = services.confirm_address if request.method == "POST" else services.address_asked
    try:
        asked = change(token=token, now=request.now)
    except DomainError as refusal:
        return page(request, "public/front/address.html", {"refused": refusal.findings}, status=422)
    if request.method == "GET":
        return page(request, "public/front/address.html", {"asked": asked})
    messages.success(request, gettext("Your account now has the address %(new)s.") % {"new": asked.new})
    return redirect("wallet:profile")


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End this session and drop what the browser kept of its pages."""
    logout(request)
    messages.success(request, gettext("You are signed out."))
    answer = redirect(resolve_url("public:front"))
    answer["Clear-Site-Data"] = '"cache"'
    return answer
