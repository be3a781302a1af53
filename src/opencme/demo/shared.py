"""What the demo's activities share: who plans and teaches, and how a material is filled."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from opencme.apps.assessment import services as assessment
from opencme.apps.delivery.services.content import save_item
from opencme.apps.providers.models import Provider
from opencme.demo.case import CONSULTANT, RESEARCHER, Case, Teaching
from opencme.demo.texts import cast, material
from opencme.demo.texts.plans import Plan
from opencme.demo.walks import Way, finish, go

ROOM: Final = "https://zoom.lakeside.example/j/81234567890"
GRACE_PLANS: Final = Teaching(who=cast.GRACE, role="planner")
FATIMA_PLANS: Final = Teaching(who=cast.FATIMA, role="planner")
KARIN_PLANS: Final = Teaching(who=cast.KARIN, role="planner")
ELENA_TEACHES: Final = Teaching(who=cast.ELENA, states=(CONSULTANT,))
MARCUS_TEACHES: Final = Teaching(who=cast.MARCUS)
RAVI_TEACHES: Final = Teaching(who=cast.RAVI, states=(RESEARCHER,))
LUCIA_TEACHES: Final = Teaching(who=cast.LUCIA)


class Builder:
    """Keeps what was begun."""

    def __init__(self, provider: Provider, today: datetime) -> None:
        """Begin with nothing."""
        self.provider, self.today = provider, today
        self.cases: list[Case] = []

    @property
    def zone(self) -> ZoneInfo:
        """The provider's time zone."""
        return ZoneInfo(self.provider.time_zone)

    def case(self, plan: Plan, format_key: str, provider: Provider | None = None) -> Case:
        """Begin a case."""
        made = Case(provider=provider or self.provider, today=self.today, plan=plan, format=format_key)
        self.cases.append(made)
        return made

    def activity(self, plan: Plan, format_key: str, way: Way) -> Case:
        """Take an activity as far as today, with nobody taking part."""
        made = self.case(plan, format_key)
        go(made, way)
        finish(made, way)
        return made


def insulin_content(case: Case, day: int) -> None:
    """Fill the insulin material: an article, a link, ten questions from a GIFT file, and the same as baseline."""
    common: dict[str, Any] = {"provider_id": case.provider.pk, "activity_id": case.activity_id}
    by, now = case.by(cast.JAMES), case.at(day, 14)
    save_item(by=by, **common, kind="article", title="Why orders go wrong at hand-over", body=material.ARTICLE, now=now)
    save_item(
        by=by,
        **common,
        kind="link",
        title="Your hospital's insulin protocol",
        address="https://lakeside.example/protocols/insulin",
        is_required=False,
        now=now,
    )
    assessment.import_questions(by=by, **common, name="insulin.gift", content=material.GIFT.encode(), now=now)
    assessment.set_assessment(
        by=by, **common, pass_percent=70, attempts_allowed=3, feedback="after_each", now=case.at(day, 15)
    )
    assessment.pair_baseline(by=by, **common, now=case.at(day, 15, 30))


def reading(case: Case, day: int) -> None:
    """A short material: one article and a few questions."""
    common: dict[str, Any] = {"provider_id": case.provider.pk, "activity_id": case.activity_id}
    by, now = case.by(cast.JAMES), case.at(day, 14)
    save_item(by=by, **common, kind="article", title=case.plan.title, body=material.READING, now=now)
    assessment.import_questions(by=by, **common, name="reading.gift", content=material.SHORT_GIFT.encode(), now=now)
    assessment.set_assessment(by=by, **common, pass_percent=70, attempts_allowed=None, feedback="after_each", now=now)


def online(today: datetime, event: int, offered: int, minutes: int = 60) -> dict[str, Any]:
    """Give where and for how long a material on the internet is offered."""
    release: date = (today + timedelta(days=event)).date()
    return {
        "delivery_method": "Online",
        "release_on": release,
        "expires_on": release + timedelta(days=offered),
        "estimated_minutes": minutes,
        "minutes_basis": "Five colleagues worked through it; the median was 58 minutes.",
    }
