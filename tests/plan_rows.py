"""What is on offer to Dee, and what she means to take."""

from datetime import date
from typing import Any

import offers
import wallets

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity
from opencme.apps.wallet.models import PlannedCredit
from opencme.apps.wallet.services.plans import plan_by_hand
from opencme.rules.requirements.shortest import Offer


def material(title: str, amount: str, *, minutes: int, topics: dict[str, str] | None = None, **values: Any) -> Activity:
    """Enduring material that is open, with credit of the AMA designated."""
    plain = {
        "release_on": date(2026, 1, 5),
        "expires_on": date(2028, 1, 4),
        "requirement_topics": topics or {},
        "public_listing": True,
    }
    made: Activity = offers.enduring(title=title, estimated_minutes=minutes, **{**plain, **values})
    offers.designation(made, amount)
    return made


def by_hand(who: Person, title: str = "Grand rounds elsewhere", amount: int = 1000) -> PlannedCredit:
    """Something described by hand in the plan."""
    offer = Offer(
        key="by-hand",
        title=title,
        credits={"AMA_PRA_1": amount},
        minutes=60,
        first=wallets.TODAY,
        last=None,
        price=None,
    )
    return plan_by_hand(by=wallets.actor(who), offer=offer, now=wallets.NOW)
