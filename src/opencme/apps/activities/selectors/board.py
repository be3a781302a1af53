"""The provider's activities: by state for the board, as a table for search."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import starts_at
from opencme.apps.providers.permissions import require
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import State

SORTS: Mapping[str, str] = {
    "number": "number",
    "title": "title",
    "state": "state",
    "starts": "starts_at",
    "-number": "-number",
    "-title": "-title",
    "-starts": "-starts_at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One activity on the board."""

    activity: Activity
    starts_at: datetime | None


def table(
    *, actor: Actor, provider_id: int, words: str = "", state: str = "", format_key: str = "", sort: str = "-number"
) -> QuerySet[Activity]:
    """Give the provider's activities that fit the filter; unknown sorts fall back to the newest number first."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    rows: QuerySet[Activity] = Activity.objects.of(provider_id).select_related("provider")
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(city__icontains=word))
    if state:
        rows = rows.filter(state=state)
    if format_key:
        rows = rows.filter(format=format_key)
    return rows.order_by(SORTS.get(sort, "-number"), "-id")


def board(*, actor: Actor, provider_id: int) -> Mapping[State, tuple[BoardRow, ...]]:
    """Give the activities that still need something, by state in the order of the work, the next start first."""
    rows = table(actor=actor, provider_id=provider_id).exclude(state=State.CANCELLED)
    columns: dict[State, list[BoardRow]] = {state: [] for state in State if state is not State.CANCELLED}
    for activity in rows:
        columns[State(activity.state)].append(BoardRow(activity=activity, starts_at=starts_at(activity)))
    return {
        state: tuple(sorted(found, key=lambda row: (row.starts_at is None, row.starts_at)))
        for state, found in columns.items()
    }
