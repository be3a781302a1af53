"""Readiness of many activities at a glance, at the cost of a few queries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Max, Q

from opencme.apps.activities.models import Activity, Glance
from opencme.apps.activities.selectors.readiness import readiness
from opencme.apps.audit.models import AuditEvent
from opencme.rules.activity.lifecycle import ENDS, State, has_passed

# What participants do, and what is printed for them, changes no gate.
_WITHOUT_EFFECT: Final = (
    Q(event__startswith="credit.awarded")
    | Q(event__startswith="certificate.")
    | Q(event__startswith="registration.")
    | Q(event="evaluation.answered")
)
_OF_PROVIDER: Final = ("provider.changed", "partner.changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Readiness as the board shows it. owes: who must act and how many points; empty name: the office."""

    step: str
    due_on: date | None
    blocking: int
    advice: int
    owes: tuple[tuple[str, int], ...]
    is_stale: bool = False


def last_changes(activities: Iterable[Activity]) -> Mapping[int, int]:
    """Give the id of the latest audit row that may change the readiness of each activity; two queries for all."""
    rows = list(activities)
    found = dict(
        AuditEvent.objects.filter(activity_id__in=[each.pk for each in rows])
        .exclude(_WITHOUT_EFFECT)
        .order_by()
        .values_list("activity_id")
        .annotate(last=Max("id"))
    )
    providers = dict(
        AuditEvent.objects.filter(
            provider_id__in={each.provider_id for each in rows}, activity_id=None, event__in=_OF_PROVIDER
        )
        .order_by()
        .values_list("provider_id")
        .annotate(last=Max("id"))
    )
    return {each.pk: max(found.get(each.pk) or 0, providers.get(each.provider_id) or 0) for each in rows}


def is_current(glance: Glance | None, activity: Activity, last: int, now: datetime) -> bool:
    """Say whether a kept glance still holds."""
    return glance is not None and glance.audit_id >= last and glance.day == now.astimezone(activity.zone).date()


def reckon(activity: Activity, now: datetime) -> Seen:
    """Ask the gates of the next step; costs what every check costs."""
    found = readiness(activity, now)
    missing = [due for due in found.blocking if due.check != "ended"]  # that it still runs is nothing anybody owes
    owes = Counter(due.owes for due in missing)
    is_ahead = found.next is not None and has_passed(State.OPEN, found.next.step.to)
    return Seen(
        step=found.next.step.name if found.next else "",
        due_on=missing[0].day if missing and is_ahead else None,
        blocking=len(missing),
        advice=len(found.advice),
        owes=tuple(owes.most_common()),
    )


def seen(activities: Sequence[Activity], now: datetime, *, at_most: int) -> Mapping[int, Seen]:
    """Give the readiness of each: the kept one where it holds, reckoned now for ``at_most``, else the old one, marked.

    activities: with ``glance`` selected; those at an end of the line are left out.
    """
    asked = [each for each in activities if State(each.state) not in ENDS]
    last = last_changes(asked) if asked else {}
    shown: dict[int, Seen] = {}
    for activity in asked:
        kept = getattr(activity, "glance", None)
        if kept is not None and is_current(kept, activity, last[activity.pk], now):
            shown[activity.pk] = kept_as_seen(kept)
        elif at_most > 0:
            at_most -= 1
            shown[activity.pk] = reckon(activity, now)
        elif kept is not None:
            shown[activity.pk] = kept_as_seen(kept, is_stale=True)
    return shown


def kept_as_seen(kept: Glance, *, is_stale: bool = False) -> Seen:
    """Read a kept glance."""
    return Seen(
        step=kept.step,
        due_on=kept.due_on,
        blocking=kept.blocking,
        advice=kept.advice,
        owes=tuple((name, count) for name, count in kept.owes),
        is_stale=is_stale,
    )


def to_refresh(now: datetime, *, at_most: int) -> list[Activity]:
    """Give activities of all providers whose glance no longer holds, the soonest start first."""
    rows = list(
        Activity.objects.across_providers(why="a job keeps every provider's board true")
        .exclude(state__in=list(ENDS))
        .select_related("provider", "glance")
        .order_by("starts_at", "id")
    )
    last = last_changes(rows)
    stale = [each for each in rows if not is_current(getattr(each, "glance", None), each, last[each.pk], now)]
    return stale[:at_most]
