"""Short materials that are open in the demo, each on topics that boards ask for, free or with a price."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Final

from opencme.demo.case import Teaching
from opencme.demo.shared import FATIMA_PLANS, KARIN_PLANS, Builder, online, reading
from opencme.demo.texts import cast, topic_plans
from opencme.demo.texts.plans import Plan
from opencme.demo.walks import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One material. topics: credit on each as text, empty for all of it. price: None where it is free."""

    plan: Plan
    minutes: int
    topics: Mapping[str, str]
    price: Decimal | None = None
    author: Teaching = field(default_factory=lambda: Teaching(who=cast.LUCIA, role="author"))


MATERIALS: Final = (
    Material(plan=topic_plans.INFECTION, minutes=60, topics={"infection_control": ""}),
    Material(
        plan=topic_plans.REGULATIONS,
        minutes=120,
        topics={"board_regulations": "2.0", "risk_management": ""},
        price=Decimal("30.00"),
    ),
    Material(plan=topic_plans.HANDOFFS, minutes=120, topics={"patient_safety": "", "risk_management": "1.0"}),
    Material(
        plan=topic_plans.PAIN,
        minutes=240,
        topics={"pain_management": "2.0", "end_of_life_care": "2.0", "opioid_prescribing": "1.0"},
        price=Decimal("90.00"),
    ),
    Material(plan=topic_plans.OLDER, minutes=240, topics={"geriatrics": "", "dementia": "1.0"}, price=Decimal("80.00")),
    Material(plan=topic_plans.SUBSTANCES, minutes=480, topics={"substance_use_disorder": ""}, price=Decimal("160.00")),
)


def tell(material: Material, made: Builder) -> None:
    """Take a material to where it is open, with nobody in it yet."""
    place = {
        **online(made.today, -40, 730, minutes=material.minutes),
        "minutes_basis": "Five colleagues worked through it; the estimate is their median.",
        "requirement_topics": dict(material.topics),
        "fee": "free" if material.price is None else "yes",
        "price": material.price,
    }
    way = Way(
        event=-40,
        ends=730,
        planners=(FATIMA_PLANS if material.price is None else KARIN_PLANS,),
        teachers=(material.author,),
        place=place,
        content=reading,
    )
    made.activity(material.plan, "enduring_internet", way)


STORIES: Final[Sequence[Callable[[Builder], None]]] = tuple(partial(tell, each) for each in MATERIALS)
