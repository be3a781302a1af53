"""The requirement explorer: map and table, one page per rule, per edition, per jurisdiction, per topic."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.catalog.requirement_sets.entries import digest
from opencme.catalog.requirement_sets.places import places
from opencme.kernel.findings import NotFound
from opencme.web.public.explorer import links, listing
from opencme.web.public.explorer.professions import ACCOUNTS, BY_KEY, PROFESSIONS
from opencme.web.public.explorer.rows import Row, chosen, jump_places, row_of, rows, sureness
from opencme.web.public.explorer.sheet import sheet, shown_edition
from opencme.web.public.explorer.side_by_side import others, side_by_side
from opencme.web.public.explorer.tiles import tile_map
from opencme.web.public.explorer.topic_sheet import topic_sheet, topics_counted
from opencme.web.public.forms.requirements import WALLET, ExplorerForm, JumpForm
from opencme.web.ui.pages import Request, page


@require_safe
def explorer(request: Request) -> HttpResponseBase:
    """Show jurisdictions as a map and a table, for a profession, a topic and words."""
    looked = ExplorerForm(request.GET).looked
    today = request.today
    everything = rows(today)
    found = chosen(everything, profession=looked.profession, topic=looked.topic, words=looked.words)
    if file := listing.whole(request, found, looked.topic).export():
        return file
    context = {
        "looked": looked,
        "pack": digest(),
        "today": today,
        "profession": BY_KEY.get(looked.profession),
        "professions": PROFESSIONS,
        "topics": topics_counted(today),
        "topic": vocabulary().topics.get(looked.topic, ""),
        "topic_url": links.url(looked.topic) if looked.topic else "",
        "map": tile_map(everything, found, profession=looked.profession, topic=looked.topic),
        "groups": listing.grouped(request, found, looked.topic),
        "found": found,
        "rules": len(pack()),
        "sure": sureness(today),
        "jump": jump_places(),
        "countries": sorted((each for each in places.values() if each.kind == "country"), key=lambda each: each.name),
        "checked": max(row.checked for row in everything),
    }
    return page(request, "public/requirements/explorer.html", context, part="results")


@require_safe
def jump(request: Request) -> HttpResponse:
    """Lead from a state and a profession to the rule, or to the jurisdiction where there are several or none.

    Who asks where they stand is led to the set-up of the wallet with that rule chosen, through an account if need be.
    """
    form = JumpForm(request.GET)
    form.full_clean()
    slug = form.cleaned_data.get("place", "")
    if not slug and form.cleaned_data.get("to") != WALLET:
        return redirect("public:requirements")
    profession = form.cleaned_data.get("profession", "")
    found = [row for row in rows(request.today) if row.place.slug == slug and row.is_for(profession)]
    living = [row for row in found if row.status != "ended"]
    if form.cleaned_data.get("to") == WALLET:
        return redirect(_to_wallet(request, living, profession))
    if len(living) == 1:
        return redirect(living[0].url)
    address = reverse("public:requirement-place", args=[slug])
    return redirect(f"{address}?profession={profession}" if profession else address)


def _to_wallet(request: Request, chosen: list[Row], profession: str) -> str:
    picked = urlencode([("pick", row.family) for row in chosen])
    set_up = reverse("wallet:set-up") + (f"?{picked}" if picked else "")
    if request.actor is not None:
        return set_up
    practice, degree = ACCOUNTS.get(profession, ("", ""))
    return f"{reverse('public:sign-up')}?{urlencode({'next': set_up, 'profession': practice, 'degree': degree})}"


@require_safe
def jurisdiction(request: Request, place: str) -> HttpResponse:
    """List every rule of one jurisdiction by profession, with the federal duties that come on top."""
    today = request.today
    known = {each.slug: each for each in (*places.values(), *(row.place for row in rows(today)))}
    where = known.get(place)
    if where is None:
        raise NotFound
    held = [row for row in rows(today) if row.place.code == where.code]
    is_us = where.kind in {"state", "territory"}
    national = [
        row for row in rows(today) if row.place.kind == "nation" and row.rule.authority.kind.startswith("federal")
    ]
    context = {
        "place": where,
        "profession": BY_KEY.get(request.GET.get("profession", "")),
        "rows": held,
        "national": national if is_us else [],
        "parts": [row for row in rows(today) if row.place.code.startswith(f"{where.code}-") and where.code != "US"],
    }
    return page(request, "public/requirements/place.html", context)


@require_safe
def requirement(request: Request, family: str) -> HttpResponse:
    """Show the edition of a rule that is in force today; the id of an edition leads to its own page."""
    today = request.today
    rule = shown_edition(family, today)
    if rule is None:
        if family in pack():
            return redirect("public:requirement-edition", pack()[family].family, family, permanent=True)
        raise NotFound
    shown = [row for row in (row_of(family, today),) if row is not None]
    context = {"sheet": sheet(rule.id, today), "shown": shown, "others": others(shown, today)}
    return page(request, "public/requirements/rule.html", context)


@require_safe
def beside(request: Request) -> HttpResponse:
    """Show several rules side by side; the address keeps the choice."""
    today = request.today
    both = side_by_side(request.GET.getlist("rule"), today)
    parts = ((gettext("What they ask"), both.aspects), (gettext("Topics"), both.topics))
    context = {"both": both, "parts": parts, "others": others(both.rows, today) if both.rows else rows(today)}
    return page(request, "public/requirements/side_by_side.html", context)


@require_safe
def edition(request: Request, family: str, rule_id: str) -> HttpResponse:
    """Show one edition, in force or not."""
    rule = pack().get(rule_id)
    if rule is None or rule.family != family:
        raise NotFound
    return page(request, "public/requirements/rule.html", {"sheet": sheet(rule_id, request.today)})


@require_safe
def topics(request: Request) -> HttpResponse:
    """List the topics that some rule asks for."""
    return page(request, "public/requirements/topics.html", {"topics": topics_counted(request.today)})


@require_safe
def topic(request: Request, topic: str) -> HttpResponse:
    """Show who asks for one topic, with which amounts."""
    found = topic_sheet(topic.replace("-", "_"), request.today)
    if found is None:
        raise NotFound
    return page(request, "public/requirements/topic.html", {"topic": found})
