"""Pages for what went wrong: refusals no form caught, forms that were open too long, and our own faults."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from opencme.apps.accounts.services.tries import TooManyTries
from opencme.kernel.findings import DomainError


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Show a refusal's findings: 409 as a page, or as a list in the messages for htmx."""
    context = {"found": refusal.findings, "back": back_to(request)}
    if getattr(request, "htmx", False):
        answer = render(request, "ui/refusal.html", context, status=409)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "innerHTML show:window:top"
        return answer
    return render(request, "409.html", context, status=409)


def back_to(request: HttpRequest) -> str:
    """Give the page the person came from when it is ours, else the front page."""
    origin = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()})
    return origin if origin and is_ours else "/"


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open too long, in place of Django's page about CSRF; the reason is for the log."""
    del reason
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the page of our own fault, with the number under which the log tells of it; it asks no database."""
    number = getattr(request, "reference", "")
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)


def raise_brake(refusal: DomainError) -> None:
    """Let the brake through to its own page (429); every other refusal stays for the form to show."""
    if isinstance(refusal, TooManyTries):
        raise refusal


def braked(request: HttpRequest) -> HttpResponse:
    """Say that there were too many tries."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "900"
    return answer
