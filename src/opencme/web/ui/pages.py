"""``page()``: the whole page for a browser, or one part of it for htmx."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from opencme.apps.providers.selectors import Workplace
from opencme.rules.access import Actor


class Request(HttpRequest):
    """A request as the middleware leaves it: ``actor`` is None for a visitor, ``now`` is aware UTC.

    today: the day it is for whoever asks; a visitor's is the deployment's.
    """

    actor: Actor | None
    now: Any
    today: date
    htmx: Any
    workplaces: tuple[Workplace, ...]


class PersonRequest(Request):
    """A request of somebody who signed in."""

    actor: Actor


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, part: str = "", status: int = 200
) -> HttpResponse:
    """Render ``template``; when htmx asks for the element ``part``, only that partial (``{% partialdef part %}``)."""
    target = getattr(getattr(request, "htmx", None), "target", None)
    name = f"{template}#{part}" if part and target == part else template
    return render(request, name, context or {}, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with, also when it is empty; None where nothing was sent."""
    return request.POST if request.method == "POST" else None
