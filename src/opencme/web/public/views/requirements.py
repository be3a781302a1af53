"""The requirement explorer: map and table, one page per rule, per edition, per jurisdiction, per topic."""

from decimal import Decimal

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.catalog.requirement_sets.entries import digest
from opencme.catalog.requirement_sets.places import places
from opencme.kernel.findings import NotFound
from opencme.web.public.explorer import links
from opencme.web.public.explorer.professions import BY_KEY, PROFESSIONS
from opencme.web.public.explorer.rows import Row, chosen, jump_places, row_of, rows, sureness, topics_below
from opencme.web.public.explorer.sheet import sheet, shown_edition
from opencme.web.public.explorer.side_by_side import others, side_by_side
from opencme.web.public.explorer.tiles import tile_map
from opencme.web.public.explorer.topic_sheet import topic_sheet, topics_counted
from opencme.web.public.forms.requirements import ExplorerForm, JumpForm, Looked
from opencme.web.ui.pages import Request, page
from opencme.web.ui.tables import Column, Table
from opencme.web.ui.telling import spoken


@require_safe
def explorer(request: Request) -> HttpResponseBase:
    """Show jurisdictions as a map and a table, for a profession, a topic and words."""
    looked = ExplorerForm(request.GET).looked
    today = request.now.date()
    everything = rows(today)
    found = chosen(everything, profession=looked.profession, topic=looked.topic, words=looked.words)
    table = _table(request, found, looked)
    if file := table.export():
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
        "table": table,
        "found": found,
        "rules": len(pack()),
        "sure": sureness(today),
        "jump": jump_places(),
        "countries": sorted((each for each in places.values() if each.kind == "country"), key=lambda each: each.name),
        "checked": max(row.checked for row in everything),
    }
    return page(request, "public/requirements/explorer.html", context, part="results")


def _table(request: Request, found: tuple[Row, ...], looked: Looked) -> Table:
    below = topics_below(looked.topic) if looked.topic else frozenset()

    def asks(row: Row) -> str:
        if not below:
            return spoken(row.head)
        return "; ".join(f"{spoken(each.much)}, {spoken(each.often)}" for each in row.asks_for(below))

    columns = (
        Column(
            title=gettext("Where and who"),
            value=lambda row: f"{gettext(row.place.name)}: {row.rule.authority.name}",
            sort="place",
            is_head=True,
            template="public/requirements/cells/where.html",
        ),
        Column(title=gettext("Asks for"), value=asks),
        Column(title=gettext("A year"), value=_rounded, sort="year", is_end=True),
        Column(
            title=gettext("Topics"),
            value=lambda row: len([each for each in row.mandates if not each.is_over]),
            sort="topics",
            is_end=True,
        ),
        Column(
            title=gettext("Status"),
            value=lambda row: gettext(row.status_shown[1]),
            sort="status",
            template="public/requirements/cells/status.html",
        ),
        Column(title=gettext("Confidence"), value=lambda row: gettext(row.confidence), sort="confidence"),
        Column(title=gettext("Checked"), value=lambda row: row.checked, sort="checked", is_short=True),
        Column(title=gettext("Address"), value=lambda row: request.build_absolute_uri(row.url), is_shown=False),
    )
    return Table(
        request,
        found,
        columns,
        name="requirements",
        caption=gettext("Requirements"),
        per_page=300,
        empty=gettext("No rule of the pack fits all of this."),
    )


def _rounded(row: Row) -> Decimal | None:
    if row.per_year is None:
        return None
    whole = row.per_year == row.per_year.to_integral_value()
    return row.per_year.quantize(Decimal(1) if whole else Decimal("0.1"))


@require_safe
def jump(request: Request) -> HttpResponse:
    """Lead from a state and a profession to the rule, or to the jurisdiction where there are several or none."""
    form = JumpForm(request.GET)
    form.full_clean()
    slug = form.cleaned_data.get("place", "")
    if not slug:
        return redirect("public:requirements")
    profession = form.cleaned_data.get("profession", "")
    found = [row for row in rows(request.now.date()) if row.place.slug == slug and row.is_for(profession)]
    living = [row for row in found if row.status != "ended"]
    if len(living) == 1:
        return redirect(living[0].url)
    address = reverse("public:requirement-place", args=[slug])
    return redirect(f"{address}?profession={profession}" if profession else address)


@require_safe
def jurisdiction(request: Request, place: str) -> HttpResponse:
    """List every rule of one jurisdiction by profession, with the federal duties that come on top."""
    today = request.now.date()
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
    today = request.now.date()
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
    today = request.now.date()
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
    return page(request, "public/requirements/rule.html", {"sheet": sheet(rule_id, request.now.date())})


@require_safe
def topics(request: Request) -> HttpResponse:
    """List the topics that some rule asks for."""
    return page(request, "public/requirements/topics.html", {"topics": topics_counted(request.now.date())})


@require_safe
def topic(request: Request, topic: str) -> HttpResponse:
    """Show who asks for one topic, with which amounts."""
    found = topic_sheet(topic.replace("-", "_"), request.now.date())
    if found is None:
        raise NotFound
    return page(request, "public/requirements/topic.html", {"topic": found})
