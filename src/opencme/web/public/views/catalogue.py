"""The catalogue and the page of one activity, for anyone."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencme.apps.activities.selectors import Activity, activity_for_learner
from opencme.apps.activities.selectors import catalogue as selectors
from opencme.apps.delivery.selectors.taking_part import session_lines
from opencme.apps.wallet.selectors.authorities import counted_before, counting_before
from opencme.apps.wallet.selectors.offers import offers_of
from opencme.apps.wallet.selectors.plans import activity_for_me, closing_something, renews_anything
from opencme.documents.calendar import Entry, calendar
from opencme.web.public.announcement import announcement
from opencme.web.public.explorer.rows import row_of
from opencme.web.public.forms.catalogue import SearchForm
from opencme.web.public.general import MOST, authority_choices, sorted_rows, told_in_general
from opencme.web.public.offers import amounts_told, filters, offers, topics_told
from opencme.web.ui.counting import told_for, verdict_in_short
from opencme.web.ui.pages import Request, page

PER_PAGE: Final = 20


@require_safe
def catalogue(request: Request) -> HttpResponse:
    """List what is on offer, searched and filtered by the query string."""
    form = SearchForm(request.GET)
    wanted = form.wanted
    renews = request.actor is not None and request.actor.person_id is not None and renews_anything(actor=request.actor)
    if form.asks_for_mine and request.actor is not None and renews:
        wanted = replace(wanted, ids=closing_something(actor=request.actor, now=request.now))
    authority = row_of(form.authority_named, request.now.date()) if form.authority_named else None
    if authority is not None:
        ids = counting_before(authority.family, request.now)
        wanted = replace(wanted, ids=ids if wanted.ids is None else wanted.ids & ids)
    found = Paginator(selectors.catalogue(wanted, now=request.now), PER_PAGE).get_page(request.GET.get("page"))
    facets, today = selectors.facets(now=request.now), request.now.date()
    context = {
        "form": form,
        "wanted": wanted,
        "filters": filters(facets, wanted),
        "found": found,
        "offers": offers(found),
        "renews": renews,
        "is_mine": form.asks_for_mine and renews,
        "authority": authority,
        "authorities": authority_choices(counted_before(facets.alike, today), authority, today),
    }
    return page(request, "public/catalogue/list.html", context, part="results")


@require_safe
def activity(request: Request, activity_id: UUID) -> HttpResponse:
    """Tell everything about one activity that a participant is told before beginning."""
    found = activity_for_learner(activity_id=activity_id)
    told = announcement(actor=request.actor, activity=found, now=request.now)
    context = {"told": told, "activity": found, "topics": topics_told(found), **_for_me(request, found)}
    return page(request, "public/catalogue/activity.html", context)


@require_safe
def activity_counts(request: Request, activity_id: UUID) -> HttpResponse:
    """Say what an activity's credit counts for before authorities anybody chooses; nobody's history is looked at."""
    found = activity_for_learner(activity_id=activity_id)
    today = request.now.date()
    here = offers_of([found], request.now, is_whole=True)
    chosen = request.GET.getlist("authority")
    told = told_in_general(chosen, here[0].offer, today) if here else ()
    families = {each.row.family for each in told}
    context = {
        "activity": found,
        "credit": amounts_told(found) if here else (),
        "topics": topics_told(found),
        "told": told,
        "is_full": len(told) >= MOST,
        "most": MOST,
        "choices": [row for row in sorted_rows(today) if row.family not in families],
        "gives_credit": bool(here),
    }
    return page(request, "public/catalogue/counts.html", context)


def _for_me(request: Request, activity: Activity) -> dict[str, object]:
    """Say what the activity does before each of the reader's authorities; nothing for who is not signed in."""
    if request.actor is None or request.actor.person_id is None:
        return {}
    shown = activity_for_me(actor=request.actor, activity=activity, now=request.now)
    told = told_for(shown.answers)
    return {
        "for_me": told,
        "in_short": verdict_in_short(told) if told else "",
        "for_me_shown": shown,
    }


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
