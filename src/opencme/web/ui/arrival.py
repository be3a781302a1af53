"""Opening a session, and where somebody lands: where their work is."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import NoReverseMatch
from django.utils.http import url_has_allowed_host_and_scheme

from opencme.apps.accounts.selectors import Person
from opencme.apps.delivery.selectors.taking_part import takes_part
from opencme.apps.providers.selectors import Workplace, workplaces_of
from opencme.apps.wallet.selectors.pages import keeps_something
from opencme.catalog.requirement_sets.fitting import renews

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
#: For how long after entering by a link a new password may be set without the present one.
FRESH_SECONDS: Final = 1800


def enter(request: HttpRequest, person: Person, *, by_link: bool, now: datetime, target: str = "") -> HttpResponse:
    """Open a session for ``person`` and lead them to ``target``, or to where their work is."""
    login(request, person, backend=BACKEND)
    if by_link:
        request.session["by_link_at"] = int(now.timestamp())
    return redirect(safe_target(request, target) or home_of(workplaces_of(person), person))


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    """Say whether this session was opened by a link a short while ago."""
    entered = int(request.session.get("by_link_at", 0))
    return now.timestamp() - entered <= FRESH_SECONDS


def home_of(places: tuple[Workplace, ...], person: Person) -> str:
    """Give the page where somebody's things are.

    Staff: the one provider's board, or the choice between several. Who takes part in something: their learning. Who
    keeps licenses: where they stand. A clinician with nothing here yet: the set-up of the wallet.
    """
    if places:
        return _first("console:board", provider=places[0].slug) if len(places) == 1 else _first("public:workplaces")
    if takes_part(person.pk):
        return _first("learn:home")
    if keeps_something(person.pk):
        return _first("wallet:standing")
    return _first("wallet:set-up" if renews(person.profession) else "learn:home")


def safe_target(request: HttpRequest, target: str) -> str:
    """Give ``target`` when it is a page of ours, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and is_ours else ""


def network_of(request: HttpRequest) -> str:
    """Give the address a request comes from, for the brake: behind a proxy the one the proxy saw, else the peer's.

    Only the last address of ``X-Forwarded-For`` is the proxy's own word; those before it are whatever the sender wrote.
    """
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):  # set where a proxy stands in front
        return request.headers.get("X-Forwarded-For", "").split(",")[-1].strip() or str(request.META["REMOTE_ADDR"])
    return str(request.META.get("REMOTE_ADDR", ""))


def _first(name: str, **where: str) -> str:
    try:
        return resolve_url(name, **where)
    except NoReverseMatch:
        return resolve_url("public:front")
