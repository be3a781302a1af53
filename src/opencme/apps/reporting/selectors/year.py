"""What a provider reports for a year: every activity that started in it, and what is still offered."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.providers.models import Provider
from opencme.catalog.formats import formats
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS


def activities_of_year(provider: Provider, year: int | None) -> QuerySet[Activity]:
    """Give what the year's report holds: opened activities that started in ``year``, and enduring ones offered in it.

    Cancelled before anybody could take part: not reported. Offered with no taker: reported with zero.
    """
    assert year is not None  # noqa: S101 -- a report of a provider always has its year
    first, last = date(year, 1, 1), date(year, 12, 31)
    zone = ZoneInfo(provider.time_zone)
    begin, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    rows: QuerySet[Activity] = (
        Activity.objects.of(provider.pk)
        .select_related("provider")
        .filter(state__in=[str(each) for each in SEEN_BY_LEARNERS])
        .filter(Q(starts_at__gte=begin, starts_at__lt=end) | Q(release_on__lte=last, expires_on__gte=first))
        .order_by("number")
    )
    return rows


def until_of_year(activity: Activity, year: int, today: date) -> date | None:
    """Give the day up to which participation counts: 31 December for what is offered without a set time (TRAP-62)."""
    found = formats.get(activity.format)
    if found is None or found.is_live:
        return None
    return min(date(year, 12, 31), today)
