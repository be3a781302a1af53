"""The plan page and "does this count for me": one reading of the wallet, the planner for the rest."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from opencme.apps.activities.models import Activity
from opencme.apps.wallet.models import Expense, Obligation, PlannedCredit
from opencme.apps.wallet.selectors.allowance import Left as LeftOfAllowance
from opencme.apps.wallet.selectors.allowance import left_of
from opencme.apps.wallet.selectors.offers import CENTS, Offered, degree_of, number_here, offers_here, offers_of
from opencme.apps.wallet.selectors.standing import Standing, Wallet, editions_for, stand, wallet_of
from opencme.kernel.findings import NotFound
from opencme.kernel.money import DOLLARS
from opencme.rules.access import Actor
from opencme.rules.requirements import amounts
from opencme.rules.requirements.shortest import Answer, Counted, Duty, Offer, Wish, counted, helpful, plan
from opencme.rules.requirements.shortest.stored import offer_from

MANY: Final = 300
"""With more on offer, other plans are sought only when they are asked for, and the page says first that it searches."""
SECONDS: Final = 2.0
"""The longest one question to the solver may last."""
BUDGET: Final = 5.0
"""The longest all of them may last: then the best plan found so far is shown, and said to be no more than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing the person means to take. offered: the activity here, None when described by hand or gone."""

    row: PlannedCredit
    offer: Offer
    offered: Offered | None

    @property
    def is_gone(self) -> bool:
        """Whether it was an activity here that is no longer on offer."""
        return self.row.activity_id is not None and self.offered is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """Everything the plan page shows.

    standings: by the duty's key. planned: what the person took in. left_out: what the person wants in no plan.
    """

    answer: Answer
    standings: Mapping[str, Standing]
    offered: Mapping[str, Offered]
    planned: tuple[Planned, ...]
    left_out: tuple[PlannedCredit, ...]
    allowances: tuple[LeftOfAllowance, ...]
    wish: Wish
    on_offer: int
    has_others: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForMe:
    """What one activity does before one of the person's authorities."""

    standing: Standing
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityForMe:
    """What the page of an activity tells a reader with a wallet. planned_id: set when it is in the plan.

    is_rest: it is a series that has begun, judged by its sessions still to come.
    """

    answers: tuple[ForMe, ...]
    renews: bool
    is_held: bool
    planned_id: UUID | None = None
    is_rest: bool = False


def plan_page(
    *,
    actor: Actor,
    now: datetime,
    today: date | None = None,
    is_limited: bool = True,
    with_others: bool = False,
    left: Callable[[], float] | None = None,
) -> PlanPage:
    """Plan for the actor. today: the actor's, empty: the day of ``now``. left: tells the seconds left.

    is_limited: keep within what is left of the allowances.
    """
    person_id = _person_id(actor)
    wallet = wallet_of(person_id)
    today = actor.today(now)
    standings, duties = duties_of(wallet, today)
    rows = list(PlannedCredit.objects.filter(person_id=person_id, dropped_at=None))
    kept = {row.activity_id for row in rows if not row.is_left_out}
    here = offers_here(now, degree=degree_of(person_id), held=wallet.held, kept=kept)
    planned = planned_of(rows, wallet, here)
    left_out = tuple(row for row in rows if row.is_left_out)
    offered = {each.offer.key: each for each in here}
    more = [each.offer for each in planned if each.offered is None and not each.is_gone]
    allowances = left_of(person_id, today)
    wish = Wish(
        pinned=frozenset(each.offer.key for each in planned if not each.is_gone),
        excluded=frozenset(str(row.activity_id) for row in left_out),
        **(_limits(person_id, allowances, planned) if is_limited else {}),
    )
    has_others = with_others or len(here) <= MANY
    answer = plan(
        duties,
        [*(each.offer for each in here), *more],
        today,
        wish=wish,
        with_others=has_others,
        seconds=SECONDS,
        left=left or seconds_left(BUDGET),
    )
    return PlanPage(
        answer=answer,
        standings=standings,
        offered=offered,
        planned=planned,
        left_out=left_out,
        allowances=allowances,
        wish=wish,
        on_offer=len(here),
        has_others=has_others,
    )


def takes_long(now: datetime) -> int:
    """Give how many activities are on offer where planning takes long enough to say so first, else 0: one query."""
    number = number_here(now)
    return number if number > MANY else 0


def duties_of(wallet: Wallet, today: date) -> tuple[dict[str, Standing], list[Duty]]:
    """Give where the person stands, by obligation, and the duties of those whose rule is known."""
    standings, duties = {}, []
    for row in wallet.obligations:
        standing = stand(wallet, row, today)
        key = str(row.public_id)
        standings[key] = standing
        editions = editions_for(row, wallet.families)
        prepared = next((each for each in editions if each.rule is standing.rule), None)
        if prepared is not None:
            duties.append(Duty(key=key, title=row.label, prepared=prepared, person=standing.person))
    return standings, duties


def seconds_left(budget: float) -> Callable[[], float]:
    """Give what tells how many of so many seconds are left from now on."""
    end = time.monotonic() + budget
    return lambda: end - time.monotonic()


def planned_of(rows: Iterable[PlannedCredit], wallet: Wallet, here: Iterable[Offered] = ()) -> tuple[Planned, ...]:
    """Give what the person means to take and has not earned yet, the earliest added first."""
    by_key = {each.offer.key: each for each in here}
    done = {each.activity_id for each in wallet.held if each.activity_id and each.counts}
    found = []
    for row in rows:
        if row.is_left_out:
            continue
        if row.activity_id is not None and str(row.activity_id) in done:
            continue
        offered = by_key.get(str(row.activity_id)) if row.activity_id else None
        offer = offered.offer if offered else offer_from(str(row.public_id), row.title, row.offer)
        found.append(Planned(row=row, offer=offer, offered=offered))
    return tuple(found)


def _limits(person_id: int, allowances: Sequence[LeftOfAllowance], planned: Iterable[Planned]) -> dict[str, int | None]:
    """Give what is left of the allowances that run; planned expenses of what is in the plan are not taken twice."""
    money = {each.allowance: each.money for each in allowances if each.money is not None and each.currency == DOLLARS}
    days = {each.allowance: each.days for each in allowances if each.days is not None}
    chosen = [each.row.activity_id for each in planned if each.row.activity_id]
    reserved = list(
        Expense.objects.filter(
            person_id=person_id, removed_at=None, is_planned=True, activity_id__in=chosen
        ).values_list("allowance__public_id", "amount", "days")
    )
    cost = sum((amount for allowance, amount, _ in reserved if allowance in money), Decimal(0))
    away = sum((taken for allowance, _, taken in reserved if allowance in days), Decimal(0))
    return {
        "money": int((sum(money.values()) + cost) * CENTS) if money else None,
        "days": amounts.of(sum(days.values()) + away) if days else None,
    }


def activity_for_me(*, actor: Actor, activity: Activity, now: datetime) -> ActivityForMe:
    """Say what an activity does before each of the actor's authorities."""
    person_id = _person_id(actor)
    if not renews_anything(actor=actor):
        return ActivityForMe(answers=(), renews=False, is_held=False)
    wallet = wallet_of(person_id)
    course = f"activity:{(activity.lineage or activity).public_id}"
    if any(each.course == course and each.counts for each in wallet.held):
        return ActivityForMe(answers=(), renews=True, is_held=True)
    found = offers_of([activity], now, degree=degree_of(person_id))
    planned = PlannedCredit.objects.filter(
        person_id=person_id, activity_id=activity.public_id, dropped_at=None, is_left_out=False
    )
    return ActivityForMe(
        answers=_for_me(wallet, found[0].offer, actor.today(now)) if found else (),
        renews=True,
        is_held=False,
        planned_id=planned.values_list("public_id", flat=True).first() if found else None,
        is_rest=bool(found) and found[0].is_rest,
    )


def counts_by_hand(*, actor: Actor, offer: Offer, today: date) -> tuple[ForMe, ...]:
    """Say what an activity described by hand does before each of the actor's authorities."""
    return _for_me(wallet_of(_person_id(actor)), offer, today)


def _for_me(wallet: Wallet, offer: Offer, today: date) -> tuple[ForMe, ...]:
    standings, duties = duties_of(wallet, today)
    return tuple(ForMe(standing=standings[duty.key], counted=counted(duty, offer, today)) for duty in duties)


def closing_something(*, actor: Actor, now: datetime) -> frozenset[str]:
    """Give the activities on offer (by public id) that give something to an open line of the actor."""
    person_id = _person_id(actor)
    wallet = wallet_of(person_id)
    _, duties = duties_of(wallet, actor.today(now))
    here = offers_here(now, degree=degree_of(person_id), held=wallet.held)
    return helpful(duties, [each.offer for each in here], actor.today(now))


def renews_anything(*, actor: Actor) -> bool:
    """Say whether the actor renews anything: one query."""
    return Obligation.objects.filter(person_id=_person_id(actor), ended_at=None).exists()


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id
