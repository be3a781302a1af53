"""Who comes by link: the brake on guessing, pages that are never kept, a helpful word where a link leads nowhere."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from opencme.apps.accounts.services.tries import Limit, count_try
from opencme.kernel.findings import NotFound
from opencme.web.ui.pages import Request, page

P = ParamSpec("P")
View = Callable[Concatenate[Request, str, P], HttpResponseBase]
QUARTER: Final = timedelta(minutes=15)
GUESSES: Final = Limit(scope="faculty:guess", most=40, stretch=QUARTER)
PRESSES: Final = Limit(scope="faculty:press", most=120, stretch=QUARTER)


def by_link(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a page to whoever holds the link. An unknown link gets a page that says what to do (404).

    Guessing is braked per network, pressing per link (429). Nothing of these pages is kept by a browser or a proxy.
    """

    @wraps(view)
    def ask(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        token = str(kwargs.pop("token"))
        network = str(request.META.get("REMOTE_ADDR", ""))
        if request.method == "POST":
            count_try(PRESSES, token, now=request.now)
        try:
            answer = view(request, token, *args, **kwargs)
        except NotFound:
            count_try(GUESSES, network, now=request.now)
            answer = page(request, "faculty/tasks/unknown.html", status=404)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return ask  # type: ignore[return-value]  # the middleware made it a Request
