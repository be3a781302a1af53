"""Who acts and when, on every request; refusals of scope or right as pages; compression and caching."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from opencme.apps.accounts.services.tries import TooManyTries
from opencme.apps.providers import selectors
from opencme.kernel import clock
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.web.ui.errors import braked, refused

Handler = Callable[[HttpRequest], HttpResponse]


class Compressed(GZipMiddleware):
    """Compresses text that is made whole; files, and parts of files, go out as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress pages and tables of more than a packet."""
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json")):
            return response
        return super().process_response(request, response)


def actor(get_response: Handler) -> Handler:
    """Put ``now``, ``today``, ``actor`` (None when nobody signed in) and ``workplaces`` on each request.

    A visitor costs no query; somebody signed in costs one for the person and one for all roles.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]  # typed by web.ui.pages.Request
        user = request.user
        zone = settings.HOME_ZONE
        request.actor, request.workplaces = None, ()  # type: ignore[attr-defined]  # as above
        if user.is_authenticated:
            request.workplaces = selectors.workplaces_of(user)  # type: ignore[attr-defined]  # as above
            request.actor = selectors.actor_at(user, request.workplaces)  # type: ignore[attr-defined]  # as above
            zone = request.actor.zone  # type: ignore[attr-defined]  # as above
        request.today = clock.day_in(zone, request.now)  # type: ignore[attr-defined]  # as above
        answer = get_response(request)
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache" if user.is_authenticated else "no-cache"
        answer.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return answer

    return handle


def see_other(get_response: Handler) -> Handler:
    """Answer a sent form with 303 instead of 302: the browser asks the new page with GET, never sends again."""

    def handle(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            answer.status_code = HTTPStatus.SEE_OTHER.value
        return answer

    return handle


def refusals(get_response: Handler) -> Handler:
    """Answer 404 for ``NotFound``, 403 for ``NotAllowed``, 409 for a refusal that no form showed."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return render(request, "404.html", status=404)
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", status=403)
        if isinstance(exception, TooManyTries):
            return braked(request)
        if isinstance(exception, DomainError):
            return refused(request, exception)
        return None

    handle.process_exception = process_exception  # type: ignore[attr-defined]  # Django's hook on a middleware
    return handle
