"""The provider's reporting year: every activity with what it lacks, and one report of all."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.reporting.selectors import reports as selectors
from opencme.apps.reporting.services.making import make_report
from opencme.catalog.accreditors import accreditors
from opencme.catalog.exporters import exporters
from opencme.rules.reporting.activity import STATUS_NAMES
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.ui.pages import page
from opencme.web.ui.tables import Column, Table

EARLIEST = 2000


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Number"), value=lambda row: row.activity.number, sort="number"),
        Column(
            title=gettext("Activity"),
            value=lambda row: row.activity.title,
            sort="title",
            is_head=True,
            template="console/report/year_activity.html",
        ),
        Column(title=gettext("Format"), value=lambda row: row.report.format, sort="format"),
        Column(
            title=gettext("First day"),
            value=lambda row: row.report.first_day,
            sort="day",
            template="console/report/year_day.html",
        ),
        Column(title=gettext("Credit"), value=lambda row: row.report.credits, is_end=True),
        Column(title=gettext("Physicians"), value=lambda row: row.report.physicians, is_end=True, sort="physicians"),
        Column(title=gettext("Others"), value=lambda row: row.report.others, is_end=True, sort="others"),
        Column(
            title=gettext("Status in PARS"),
            value=lambda row: STATUS_NAMES[row.status],
            sort="status",
            template="console/report/year_status.html",
        ),
    )


@require_safe
@staff
def reports(request: StaffRequest, year: int | None = None) -> HttpResponseBase:
    """Show what is reported for a year: this one, or the last while its report may still be due."""
    chosen = year if year is not None else request.now.year
    if not EARLIEST <= chosen <= request.now.year:
        raise Http404
    shown = selectors.year_page(actor=request.actor, provider=request.provider, year=chosen, now=request.now)
    table = Table(
        request,
        list(shown.lines),
        _columns(),
        name=f"{request.provider.slug}-{chosen}",
        caption=gettext("Activities of the year"),
    )
    if exported := table.export():
        return exported
    context = {
        "provider": request.provider,
        "zone": ZoneInfo(request.provider.time_zone),
        "shown": shown,
        "table": table,
        "accreditor": accreditors.get(request.provider.accreditor),
        "kinds": [each for each in exporters.values() if each.activities is not None],
    }
    return page(request, "console/report/year.html", context)


@require_POST
@staff
def make(request: StaffRequest, year: int, kind: str) -> HttpResponseBase:
    """Ask for the year's report; what lacks something is left out and named."""
    if kind not in exporters or exporters[kind].activities is None or not EARLIEST <= year <= request.now.year:
        raise Http404
    make_report(by=request.actor, provider_id=request.provider.pk, kind=kind, year=year, now=request.now)
    messages.success(request, gettext("It is being made. You can leave this page and come back."))
    answer = redirect("console:reports-of-year", request.provider.slug, year)
    answer.status_code = 303
    return answer
