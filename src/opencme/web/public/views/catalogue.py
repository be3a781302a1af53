"""The catalogue and the page of one activity, for anyone."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencme.apps.activities.selectors import catalogue as selectors
from opencme.web.public.forms.catalogue import SearchForm
from opencme.web.public.offers import filters, offers
from opencme.web.ui.pages import Request, page

PER_PAGE: Final = 20


@require_safe
def catalogue(request: Request) -> HttpResponse:
    """List what is on offer, searched and filtered by the query string."""
    form = SearchForm(request.GET)
    wanted = form.wanted
    found = Paginator(selectors.catalogue(wanted, now=request.now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "filters": filters(selectors.facets(now=request.now), wanted),
        "found": found,
        "offers": offers(found),
    }
    return page(request, "public/catalogue/list.html", context, part="results")
