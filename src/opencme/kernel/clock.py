"""The only place where the time of day is read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 -- the one place


def day_in(zone: str, moment: datetime) -> date:
    """Give the day it is at ``moment`` where clocks show ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).date()
