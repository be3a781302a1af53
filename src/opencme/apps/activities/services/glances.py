"""Keeping the board's glances true."""

from datetime import datetime
from typing import Final

from django.db import transaction

from opencme.apps.activities.models import Glance
from opencme.apps.activities.selectors.glances import last_changes, reckon, to_refresh

AT_ONCE: Final = 200


def refresh_glances(*, now: datetime, at_most: int = AT_ONCE) -> int:
    """Reckon the readiness of activities that changed since it was last kept; gives how many. Harmless twice."""
    stale = to_refresh(now, at_most=at_most)
    for activity in stale:
        with transaction.atomic():
            audit_id = last_changes([activity])[activity.pk]
            found = reckon(activity, now)
            Glance.objects.across_providers(why="one row by its activity").update_or_create(
                activity=activity,
                defaults={
                    "audit_id": audit_id,
                    "day": now.astimezone(activity.zone).date(),
                    "step": found.step,
                    "due_on": found.due_on,
                    "blocking": found.blocking,
                    "advice": found.advice,
                    "owes": found.owes,
                    "made_at": now,
                },
            )
    return len(stale)
