"""The demo as a whole: its stages, and the activities an office has at the same time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Activity
from opencme.apps.providers.models import Provider
from opencme.demo import big_stories, colleagues, small_stories, topic_materials, wallets
from opencme.demo.shared import Builder

STAGES: Final = ("draft", "review", "live", "closed", "reported")
EVENTS: Final = {"draft": 100, "review": 76, "live": -1, "closed": -60, "reported": -75}
WHOLE: Final[Sequence[Callable[[Builder], None]]] = (
    small_stories.asthma,
    small_stories.grand_rounds,
    lambda made: big_stories.sepsis(made, event=-75),
    small_stories.anticoagulation,
    lambda made: big_stories.insulin(made, event=-60, offered=600),
    small_stories.stewardship,
    small_stories.stroke,
    small_stories.opioid,
    small_stories.copd,
    small_stories.screening,
    small_stories.falls,
    small_stories.delirium,
    small_stories.heart_failure,
    small_stories.northfield,
    small_stories.imaging,
    small_stories.bad_news,
    small_stories.next_year,
    *topic_materials.STORIES,
)


def build(stage: str, provider: Provider, *, now: datetime) -> tuple[Activity, ...]:
    """Build one stage of a live activity and of a material, or the whole demo."""
    made = Builder(provider, now)
    if stage == "all":
        for each in WHOLE:
            each(made)
        wallets.fill(now=now)
        colleagues.fill(provider, now=now)
    else:
        event, until = EVENTS[stage], "close" if stage == "closed" else "report"
        big_stories.sepsis(made, event=event, until=until)
        released, offered = (event - 30, 300) if stage == "live" else (event, 15)
        big_stories.insulin(made, event=released, offered=offered, until=until)
    return tuple(case.activity for case in made.cases)
