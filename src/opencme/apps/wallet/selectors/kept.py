"""What a person keeps in the plan, for the pages that show it beside the standing: no planning is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from opencme.apps.activities.selectors.catalogue import offered
from opencme.apps.wallet.models import PlannedCredit
from opencme.apps.wallet.selectors.held import Held
from opencme.apps.wallet.selectors.offers import offers_of
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor
from opencme.rules.requirements.shortest import Offer
from opencme.rules.requirements.shortest.stored import offer_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing in the plan that is not earned yet. day: on which it is completed where that is fixed, else None.

    until: the last day on which it can be done, None for no last day. is_gone: withdrawn, or its time has passed.
    """

    title: str
    activity_id: str
    offer: Offer
    day: date | None
    until: date | None
    is_gone: bool


def kept_plan(*, actor: Actor, now: datetime, held: Iterable[Held]) -> tuple[Kept, ...]:
    """Give what the actor keeps in the plan, what has a day first: one query, and three where activities are kept."""
    if actor.person_id is None:
        raise NotFound
    done = {str(each.activity_id) for each in held if each.activity_id and each.counts}
    rows = [
        row
        for row in PlannedCredit.objects.filter(person_id=actor.person_id, dropped_at=None, is_left_out=False)
        if str(row.activity_id) not in done
    ]
    ids = [row.activity_id for row in rows if row.activity_id is not None]
    here = list(offered(now).filter(public_id__in=ids).select_related("provider", "lineage")) if ids else []
    on_offer = {each.offer.key: each.offer for each in offers_of(here, now)} if here else {}
    return tuple(sorted((_kept(row, on_offer.get(str(row.activity_id)), now) for row in rows), key=_turn))


def _kept(row: PlannedCredit, found: Offer | None, now: datetime) -> Kept:
    is_here = row.activity_id is not None
    offer = found or offer_from(str(row.public_id), row.title, row.offer)
    is_fixed = offer.last is not None and (bool(offer.times) or offer.first == offer.last)
    return Kept(
        title=offer.title if found else row.title,
        activity_id=str(row.activity_id) if is_here and found is not None else "",
        offer=offer,
        day=offer.last if is_fixed else None,
        until=None if is_fixed else offer.last,
        is_gone=(is_here and found is None) or (offer.last is not None and offer.last < now.date()),
    )


def _turn(kept: Kept) -> tuple[bool, date, str]:
    return (kept.is_gone, kept.day or kept.until or date.max, kept.title)
