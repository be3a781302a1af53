"""The provider a console page is about: found by the slug in the address, for its staff only."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from opencme.apps.providers import selectors
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest

P = ParamSpec("P")


class StaffRequest(PersonRequest):
    """A request of a provider's staff: ``provider`` is the row named in the address."""

    provider: selectors.Provider


View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Open the page to people with a role at the provider named in the address; to others it is not there (404).

    The view receives no ``provider`` argument; it reads ``request.provider``.
    """

    @wraps(view)
    def found(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        slug = str(kwargs.pop("provider"))
        request.provider = selectors.provider_for(actor=request.actor, slug=slug)
        return view(request, *args, **kwargs)

    ask: Callable[Concatenate[HttpRequest, ...], HttpResponseBase] = signed_in(found)  # type: ignore[arg-type]  # widened
    return ask
