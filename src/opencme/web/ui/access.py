"""Who may open a screen at all: ``signed_in`` for anybody with an account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url

from opencme.web.ui.pages import PersonRequest

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Ask a visitor to sign in first and bring them back; htmx is told to load the whole sign-in page."""

    @wraps(view)
    def ask(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "actor", None) is not None:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # the middleware made it a PersonRequest
        back = request.get_full_path() if request.method == "GET" else request.path
        answer = redirect(f"{resolve_url('public:sign-in')}?{urlencode({'next': back})}")
        if getattr(request, "htmx", None):
            answer.status_code = 200
            answer["HX-Redirect"] = answer["Location"]
        return answer

    return ask
