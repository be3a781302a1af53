"""Who acts and when, on every request; and refusals of scope or right as pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opencme.apps.providers import selectors
from opencme.kernel import clock
from opencme.kernel.findings import NotAllowed, NotFound

Handler = Callable[[HttpRequest], HttpResponse]


def actor(get_response: Handler) -> Handler:
    """Put ``request.actor`` (None when nobody signed in) and ``request.now`` on each request."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]  # typed by web.ui.requests.Request
        user = request.user
        request.actor = selectors.actor_of(user) if user.is_authenticated else None  # type: ignore[attr-defined]  # as above
        return get_response(request)

    return handle


def refusals(get_response: Handler) -> Handler:
    """Answer 404 for ``NotFound`` and 403 for ``NotAllowed``."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return render(request, "404.html", status=404)
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", status=403)
        return None

    handle.process_exception = process_exception  # type: ignore[attr-defined]  # Django's hook on a middleware
    return handle
