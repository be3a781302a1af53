"""The provider's activities: by state for the board, as a table for search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.glances import Seen, seen
from opencme.apps.activities.selectors.intervals import starts_at
from opencme.apps.providers.permissions import require
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import ENDS, MAIN_LINE, STATE_NAMES, State

RECKONED_AT_ONCE: Final = 4
SOON: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One activity on the board. seen None: not reckoned yet, or nothing is asked of it any more."""

    activity: Activity
    starts_at: datetime | None
    seen: Seen | None
    today: date

    @property
    def due_kind(self) -> str:
        """How near the next step's day is: overdue, due_soon or empty."""
        day = self.seen.due_on if self.seen else None
        if day is None:
            return ""
        return "overdue" if day <= self.today else "due_soon" if day - self.today <= SOON else ""

    @property
    def days_left(self) -> int:
        """Days until the next step is due; 0 when it is due or past."""
        day = self.seen.due_on if self.seen else None
        return max(0, (day - self.today).days) if day else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One state on the board."""

    state: State
    rows: tuple[BoardRow, ...]

    @property
    def name(self) -> str:
        """The state's name, untranslated."""
        return STATE_NAMES[self.state]


def table(
    *, actor: Actor, provider_id: int, words: str = "", state: str = "", format_key: str = ""
) -> QuerySet[Activity]:
    """Give the provider's activities that fit the filter, the newest number first.

    state: a state, or ``current`` for all that are not at an end of the line.
    """
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    rows: QuerySet[Activity] = Activity.objects.of(provider_id).select_related("provider", "glance")
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(city__icontains=word))
    if state == "current":
        rows = rows.exclude(state__in=list(ENDS))
    elif state:
        rows = rows.filter(state=state)
    if format_key:
        rows = rows.filter(format=format_key)
    return rows.order_by("-created_at", "-id")


def board(
    *, actor: Actor, provider_id: int, words: str = "", format_key: str = "", now: datetime
) -> tuple[Column, ...]:
    """Give the columns of the main line in the order of the work, the next start first; four queries in all."""
    rows = table(actor=actor, provider_id=provider_id, words=words, format_key=format_key)
    shown = list(rows.exclude(state=State.CANCELLED).order_by(F("starts_at").asc(nulls_last=True), "release_on", "id"))
    placed = {row.activity.pk: row for row in board_rows(shown, now)}
    return tuple(
        Column(state=state, rows=tuple(placed[each.pk] for each in shown if each.state == state)) for state in MAIN_LINE
    )


def board_rows(activities: Sequence[Activity], now: datetime) -> tuple[BoardRow, ...]:
    """Give each activity with its readiness at a glance."""
    found: Mapping[int, Seen] = seen(activities, now, at_most=RECKONED_AT_ONCE)
    return tuple(
        BoardRow(
            activity=each,
            starts_at=starts_at(each),
            seen=found.get(each.pk),
            today=now.astimezone(each.zone).date(),
        )
        for each in activities
    )
