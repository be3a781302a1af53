"""An offer as it is kept: plain JSON values that people could read, and back again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from opencme.rules.requirements import amounts
from opencme.rules.requirements.shortest.offers import Offer

CENTS = 100


def stored(offer: Offer) -> dict[str, Any]:
    """Give what must be kept of an offer, amounts as text."""
    return {
        "credits": {system: amounts.text(amount) for system, amount in offer.credits.items()},
        "topics": {code: amounts.text(amount) for code, amount in offer.topics.items()},
        "minutes": offer.minutes,
        "first": offer.first.isoformat(),
        "last": offer.last.isoformat() if offer.last else None,
        "price": None if offer.price is None else str(Decimal(offer.price) / CENTS),
        "days": amounts.text(offer.days),
        "formats": sorted(offer.formats),
        "course": offer.course,
    }


def offer_from(key: str, title: str, kept: Mapping[str, Any]) -> Offer:
    """Give the offer that was kept."""
    price = kept.get("price")
    return Offer(
        key=key,
        title=title,
        credits={system: amounts.of(amount) for system, amount in kept["credits"].items()},
        topics={code: amounts.of(amount) for code, amount in kept.get("topics", {}).items()},
        minutes=int(kept.get("minutes") or 0),
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]) if kept.get("last") else None,
        price=None if price is None else int(Decimal(price) * CENTS),
        days=amounts.of(kept.get("days") or 0),
        formats=frozenset(kept.get("formats", ())),
        course=kept.get("course", ""),
    )
