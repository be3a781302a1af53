"""The catalogue and the page of one activity, for anyone."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencme.apps.activities.selectors import activity_for_learner
from opencme.apps.activities.selectors import catalogue as selectors
from opencme.apps.delivery.selectors.taking_part import session_lines
from opencme.documents.calendar import Entry, calendar
from opencme.web.public.announcement import announcement
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


@require_safe
def activity(request: Request, activity_id: UUID) -> HttpResponse:
    """Tell everything about one activity that a participant is told before beginning."""
    found = activity_for_learner(activity_id=activity_id)
    told = announcement(actor=request.actor, activity=found, now=request.now)
    return page(request, "public/catalogue/activity.html", {"told": told, "activity": found})


@require_safe
def activity_calendar(request: Request, activity_id: UUID) -> HttpResponse:
    """Give the sessions as a calendar file."""
    found = activity_for_learner(activity_id=activity_id)
    address = request.build_absolute_uri(reverse("public:activity", args=[found.public_id]))
    place = ", ".join(part for part in (found.venue, found.city) if part)
    entries = [
        Entry(
            uid=f"{line.session.public_id}@{request.get_host().split(':')[0]}",
            title=f"{found.title}: {line.session.title}",
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            place=", ".join(part for part in (line.session.room, place) if part),
            text=found.provider.name,
            address=address,
        )
        for line in session_lines(found, None, request.now)
        if line.counts
    ]
    answer = HttpResponse(
        calendar(entries, name=found.title, made_at=request.now), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.ics"'
    return answer
