"""Activities as the catalogue shows them: when, which format, how much credit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from opencme.apps.activities.selectors.catalogue import Facets, Wanted, current_designations
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.money import money_text
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.kernel.text import RichText
from opencme.rules.activity.formats import Format
from opencme.web.ui.amounts import amount_text

if TYPE_CHECKING:
    from opencme.apps.activities.models import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One row of the catalogue. starts_at: on the venue's clock, None for what can be done at any time."""

    activity: "Activity"
    format: Format | None
    amounts: tuple[RichText, ...]
    starts_at: datetime | None

    @property
    def until(self) -> date | None:
        """The last day on which it can be done; None for a live activity."""
        return None if self.starts_at else self.activity.expires_on

    @property
    def fee(self) -> str:
        """What it costs, in words."""
        return fee_told(self.activity)

    @property
    def place(self) -> str:
        """Where it takes place, in few words."""
        return ", ".join(part for part in (self.activity.venue, self.activity.city) if part)


def offers(activities: Iterable["Activity"]) -> tuple[Offer, ...]:
    """Give rows with their credit: one query for all designations."""
    rows = list(activities)
    designated = current_designations(rows)
    return tuple(
        offer_of(each, [(row.credit_system, row.maximum, row.edition_from) for row in designated.get(each.pk, ())])
        for each in rows
    )


def amounts_told(activity: "Activity") -> tuple[RichText, ...]:
    """Give the credit of one activity in words."""
    return offers([activity])[0].amounts


def offer_of(activity: "Activity", amounts: Iterable[tuple[str, Decimal, date]]) -> Offer:
    """Give one row. amounts: credit system, maximum and first day of its edition."""
    return Offer(
        activity=activity,
        format=formats.get(activity.format),
        amounts=tuple(amount_text(system, most, day) for system, most, day in amounts),
        starts_at=activity.starts_at.astimezone(activity.zone) if activity.starts_at else None,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with its words; count None where it is not counted."""

    value: str
    words: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters that lead anywhere, and those that are chosen."""

    formats: tuple[Choice, ...]
    credit_systems: tuple[Choice, ...]
    professions: tuple[Choice, ...]
    providers: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    free: int


def filters(facets: Facets, wanted: Wanted) -> Filters:
    """Give every value that some listed activity has, and the chosen ones even if none has them."""
    names = {str(key): name for key, name in PROFESSION_NAMES.items()}
    return Filters(
        formats=_choices({key: formats[key].name for key in formats}, facets.formats, wanted.formats),
        credit_systems=_choices(
            {key: credit_systems[key].label for key in credit_systems}, facets.credit_systems, (wanted.credit_system,)
        ),
        professions=_choices(names, facets.professions, (wanted.profession,)),
        providers=_choices(facets.providers, facets.providers, (wanted.provider,)),
        topics=_topics(facets, wanted),
        free=facets.free,
    )


def _topics(facets: Facets, wanted: Wanted) -> tuple[Choice, ...]:
    """Give every topic that boards ask for and some listed activity covers, broader ones with all below them."""
    words = vocabulary()
    found = []
    for code, label in words.topics.items():
        below = words.narrower[code]
        count = sum(facets.topics.get(each, 0) for each in below)
        if count or below == wanted.topics:
            found.append(Choice(code, label[:1].upper() + label[1:], count or None, below == wanted.topics))
    return tuple(sorted(found, key=lambda each: each.words.casefold()))


def topics_told(activity: "Activity") -> tuple[str, ...]:
    """Say which topics that boards ask for an activity covers: "Includes 2.0 credits in risk management"."""
    labels = vocabulary().topics
    found = []
    for code, part in activity.requirement_topics.items():
        topic = labels.get(code, code)
        if part:
            found.append(gettext("Includes %(much)s credits in %(topic)s") % {"much": part, "topic": topic})
        else:
            found.append(gettext("All of it is in %(topic)s") % {"topic": topic})
    return tuple(found)


def fee_told(activity: "Activity") -> str:
    """Say what an activity costs: free, its price, or what the provider wrote."""
    if activity.fee == "free":
        return gettext("Free")
    if activity.price is not None:
        price = money_text(activity.price)
        return f"{price} ({activity.fee_text})" if activity.fee_text else price
    return activity.fee_text or gettext("Fee")


def _choices(
    names: Mapping[str, str], found: Mapping[str, int] | Mapping[str, str], chosen: tuple[str, ...]
) -> tuple[Choice, ...]:
    counts = {key: value if isinstance(value, int) else None for key, value in found.items()}
    return tuple(
        Choice(key, name, counts.get(key), key in chosen)
        for key, name in names.items()
        if key in counts or key in chosen
    )
