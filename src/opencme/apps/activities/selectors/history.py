"""The audit trail of one activity as a timeline in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.history_words import edition_in_words, label_of, value_in_words, words_in
from opencme.apps.audit.events import EVENTS
from opencme.apps.audit.models import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change: who, for whom, what, when, and each value before and after."""

    at: datetime
    event: str
    words: str
    who: str
    on_behalf_of: str
    subject: str
    changes: tuple[tuple[str, str, str], ...]
    rule_edition: str


def history(activity: Activity, *, event: str = "", who: str = "") -> QuerySet[AuditEvent]:
    """Give the activity's audit rows, latest first, filtered by event and by who acted."""
    rows = AuditEvent.objects.filter(activity_id=activity.pk, provider_id=activity.provider_id).order_by("-at", "-id")
    if event:
        rows = rows.filter(event=event)
    if who:
        rows = rows.filter(by_label=who)
    return rows


def history_entry(row: AuditEvent) -> HistoryEntry:
    """Put one audit row into words."""
    names = [name for name in dict.fromkeys([*row.before, *row.after]) if name != "version"]
    return HistoryEntry(
        at=row.at,
        event=row.event,
        words=EVENTS.get(row.event, row.event),
        who=row.by_label,
        on_behalf_of=row.on_behalf_of,
        subject=words_in(row.subject_label),
        changes=tuple(
            (label_of(name), before, after)
            for name in names
            for before in (value_in_words(row.before.get(name), name),)
            for after in (value_in_words(row.after.get(name), name),)
            if before or after
        ),
        rule_edition=edition_in_words(row.rule_edition),
    )


def history_events(activity: Activity) -> list[tuple[str, str]]:
    """Give the kinds of change that occur in this activity, with their words."""
    rows = history(activity).order_by("event").values_list("event", flat=True).distinct()
    return [(event, EVENTS.get(event, event)) for event in rows]


def history_people(activity: Activity) -> list[str]:
    """Give who acted in this activity, by name."""
    return list(history(activity).order_by("by_label").values_list("by_label", flat=True).distinct())
