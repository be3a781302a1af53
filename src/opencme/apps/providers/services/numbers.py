"""The provider's own numbers of activities: LHS-2026-0007."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from opencme.apps.providers.models import Provider
from opencme.apps.providers.permissions import require
from opencme.rules.access import Actor, Permission


@transaction.atomic
def next_activity_number(*, by: Actor, provider_id: int, now: datetime) -> str:
    """Take the next number; the provider's row is locked, so that two never take the same. The year is local."""
    require(by, Permission.ACTIVITY_PLAN, on=provider_id)
    provider = Provider.objects.select_for_update().get(pk=provider_id)
    year = now.astimezone(ZoneInfo(provider.time_zone)).year
    number = f"{provider.number_prefix or initials(provider.name)}-{year}-{provider.next_activity_number:04}"
    provider.next_activity_number += 1
    provider.save(update_fields=["next_activity_number"])
    return number


def initials(name: str) -> str:
    """Give the initials of a name's words, at most five: "Lakeside Health System" gives LHS."""
    first = [word[0] for word in name.split()]
    return "".join(letter for letter in first if letter.isascii() and letter.isupper())[:5] or "CME"
