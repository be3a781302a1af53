"""Whose wallet the demo fills, and days counted from the day it is built."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from opencme.apps.providers.selectors import actor_of
from opencme.demo import office
from opencme.demo.texts import cast
from opencme.rules.access import Actor


@dataclass(slots=True)
class Owner:
    """Whose wallet is filled, and on which day."""

    now: datetime
    by: Actor = field(init=False)

    def __post_init__(self) -> None:
        """Find Amina, the physician of the demo."""
        self.by = actor_of(office.person(cast.AMINA))

    def day(self, days: int) -> date:
        """Give a day, counted from today."""
        return self.now.date() + timedelta(days=days)

    def month_end(self, days: int) -> date:
        """Give the last day of the month that day lies in."""
        day = self.day(days).replace(day=28) + timedelta(days=4)
        return day - timedelta(days=day.day)
