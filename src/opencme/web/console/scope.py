"""The provider a console page is about: found by the slug in the address, for its staff only."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, overload

from django.http import HttpRequest, HttpResponseBase

from opencme.apps.providers import selectors
from opencme.apps.providers.permissions import require
from opencme.rules.access import Permission
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest

P = ParamSpec("P")


class StaffRequest(PersonRequest):
    """A request of a provider's staff: ``provider`` is the row named in the address."""

    provider: selectors.Provider


View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Opened = Callable[..., HttpResponseBase]


@overload
def staff(view: View[P], /) -> Opened: ...
@overload
def staff(*, needs: Permission | None = None, post: Permission | None = None) -> Callable[[View[P]], Opened]: ...
def staff(
    view: View[P] | None = None, /, *, needs: Permission | None = None, post: Permission | None = None
) -> Opened | Callable[[View[P]], Opened]:
    """Open the page to people with a role at the provider named in the address; to others it is not there (404).

    needs: a permission without which the page is not shown (403); post: one without which nothing may be sent.
    The service asks again; asking here spares people a form they could not send.
    The view receives no ``provider`` argument; it reads ``request.provider``.
    """

    def opened(view: View[P]) -> Opened:
        @wraps(view)
        def found(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            slug = str(kwargs.pop("provider"))
            request.provider = selectors.provider_for(actor=request.actor, slug=slug)
            for permission in (needs, post if request.method == "POST" else None):
                if permission is not None:
                    require(request.actor, permission, on=request.provider.pk)
            return view(request, *args, **kwargs)

        ask: Callable[Concatenate[HttpRequest, ...], HttpResponseBase] = signed_in(found)  # type: ignore[arg-type]  # widened
        return ask

    return opened if view is None else opened(view)
