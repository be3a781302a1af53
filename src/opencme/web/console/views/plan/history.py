"""The history: every change of the activity in words, with filters and export."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opencme.apps.activities import selectors
from opencme.apps.providers.permissions import require
from opencme.rules.access import Permission
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, export

PER_PAGE = 50


@require_safe
@staff
def history(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Show who changed what and when, the latest first."""
    require(request.actor, Permission.AUDIT_READ, on=request.provider.pk)
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    event, who = request.GET.get("event", ""), request.GET.get("who", "")
    rows = selectors.history(activity, event=event, who=who)
    if asked := export(request, _columns(activity), _entries(rows), f"{activity.number} {gettext('history')}"):
        return asked
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "entries": [selectors.history_entry(row) for row in shown],
        "events": selectors.history_events(activity),
        "people": selectors.history_people(activity),
        "event": event,
        "who": who,
    }
    return workspace(request, activity, "history", "console/plan/history.html", context)


def _entries(rows: Any) -> Iterator[selectors.HistoryEntry]:
    return (selectors.history_entry(row) for row in rows.iterator(chunk_size=500))


def _columns(activity: selectors.Activity) -> Sequence[Column]:
    def told(entry: selectors.HistoryEntry) -> str:
        return "; ".join(f"{name}: {before} → {after}" for name, before, after in entry.changes)

    return (
        Column(title=gettext("When"), value=lambda entry: f"{entry.at.astimezone(activity.zone):%Y-%m-%d %H:%M:%S %Z}"),
        Column(title=gettext("Who"), value=lambda entry: entry.who),
        Column(title=gettext("For"), value=lambda entry: entry.on_behalf_of),
        Column(title=gettext("What"), value=lambda entry: gettext(entry.words)),
        Column(title=gettext("About"), value=lambda entry: entry.subject),
        Column(title=gettext("Values"), value=told),
        Column(title=gettext("Rule edition"), value=lambda entry: entry.rule_edition),
    )
