"""What is on offer here, in the planner's terms: activities of the public catalogue that are open."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias
from uuid import UUID

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity, Designation, Session
from opencme.apps.activities.selectors.catalogue import current_designations, offered
from opencme.apps.wallet.selectors.held import Held, formats_of
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.outside_credit import EARNED_HERE
from opencme.rules.requirements import amounts
from opencme.rules.requirements.shortest import Offer

CENTS: Final = 100
STEP: Final = amounts.ONE // 4
"""Credit is awarded in quarters."""
Spans: TypeAlias = tuple[tuple[datetime, datetime], ...]
USUAL_MINUTES: Final = 60
"""Minutes of one credit where its owner says no other, as AMA, AAFP and ANCC do."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One activity with what the planner knows of it.

    is_estimate: no time is stated, so that it follows the credit. is_rest: a series that has begun, of which only the
    sessions still to come are offered.
    """

    activity: Activity
    offer: Offer
    is_estimate: bool
    is_rest: bool = False

    @property
    def starts_at(self) -> datetime | None:
        """When it begins, of a series the next session; None for what can be done at any time."""
        return self.offer.times[0][0] if self.offer.times else self.activity.starts_at


def offers_here(
    now: datetime, *, degree: str = "", held: Iterable[Held] = (), kept: Container[UUID | None] = ()
) -> tuple[Offered, ...]:
    """Give every listed activity that lies ahead, gives credit and is not held already: three queries.

    A live activity that has begun is left out unless the person keeps it (``kept``, by public id); of a series only
    the sessions still to come are offered. degree: decides which credit a participant is awarded (MD and DO: the
    AMA's); empty: as for a physician.
    """
    rows = [
        row
        for row in offered(now).select_related("provider", "lineage")
        if row.public_id in kept or not _has_begun(row, now) or _is_series(row)
    ]
    done = frozenset(each.course for each in held if each.course and each.counts)
    return tuple(each for each in offers_of(rows, now, degree=degree) if each.offer.course not in done)


def number_here(now: datetime) -> int:
    """Give how many listed activities are open: one query."""
    return offered(now).count()


def offers_of(rows: list[Activity], now: datetime, *, degree: str = "", is_whole: bool = False) -> tuple[Offered, ...]:
    """Give these activities in the planner's terms; those that give no credit are left out. Two queries.

    Of a series only what lies ahead, except with ``is_whole``.
    """
    designated = current_designations(rows)
    live = [row.pk for row in rows if row.starts_at is not None]
    times: dict[int, list[tuple[datetime, datetime]]] = {}
    if live:
        sessions = Session.objects.across_providers(why="what is announced of a listed activity")
        for pk, start, end in sessions.filter(activity_id__in=live, kind="education").values_list(
            "activity_id", "starts_at", "ends_at"
        ):
            times.setdefault(pk, []).append((start, end))
    found = (
        _offered(
            row,
            _credits(designated.get(row.pk, ()), degree),
            tuple(sorted(times.get(row.pk, ()))),
            now,
            is_whole=is_whole,
        )
        for row in rows
    )
    return tuple(each for each in found if each is not None)


def degree_of(person_id: int) -> str:
    """Give the degree that decides which credit is awarded; empty when nobody said."""
    return Person.objects.filter(pk=person_id).values_list("degree", flat=True).first() or ""


def _offered(
    activity: Activity, credits_: dict[str, int], spans: Spans, now: datetime, *, is_whole: bool
) -> Offered | None:
    is_rest = not is_whole and _is_series(activity) and _has_begun(activity, now)
    said = activity.requirement_topics
    if is_rest:
        ahead = tuple(span for span in spans if span[0] > now)
        credits_ = {system: _part(amount, ahead, spans) for system, amount in credits_.items()}
        credits_, spans = {system: amount for system, amount in credits_.items() if amount}, ahead
        said = {code: part for code, part in said.items() if part in {"", None}}  # nobody says when a part has its turn
    if not credits_:
        return None
    most = max(credits_.values())
    zone = activity.zone
    today = now.astimezone(zone).date()
    is_live = activity.ends_at is not None
    last_day = activity.ends_at.astimezone(zone).date() if activity.ends_at else None
    minutes = (0 if is_rest else activity.estimated_minutes) or _minutes(spans)
    away = {start.astimezone(zone).date() for start, _ in spans} if is_live and not _is_online(activity) else set()
    origin = activity.lineage or activity
    first = max(last_day, today) if last_day else max(activity.release_on or today, today)
    offer = Offer(
        key=str(activity.public_id),
        title=activity.title,
        credits=credits_,
        topics=topics_of(said, most),
        minutes=minutes or most * USUAL_MINUTES // amounts.ONE,
        first=first,
        last=last_day or activity.expires_on,
        price=price_of(activity),
        days=len(away) * amounts.ONE,
        times=spans,
        course=f"activity:{origin.public_id}",
        formats=formats_of(activity),
    )
    return Offered(activity, offer, is_estimate=not minutes, is_rest=is_rest)


def _has_begun(activity: Activity, now: datetime) -> bool:
    return activity.starts_at is not None and activity.starts_at <= now


def _is_series(activity: Activity) -> bool:
    format_ = formats.get(activity.format)
    return format_ is not None and format_.is_series


def _minutes(spans: Spans) -> int:
    return sum(int((end - start).total_seconds()) // 60 for start, end in spans)


def _part(amount: int, ahead: Spans, spans: Spans) -> int:
    """Give the part of a series' credit that its sessions still to come give, by their time, in whole steps."""
    part = amount * _minutes(ahead) // max(1, _minutes(spans))
    return part - part % STEP


def _credits(designated: Iterable[Designation], degree: str) -> dict[str, int]:
    """Give the most a holder of ``degree`` is awarded, by the pack's credit systems."""
    found: dict[str, int] = {}
    for row in designated:
        system = credit_systems.get(row.credit_system)
        if system is None:
            continue
        edition = system.on(row.edition_from)
        is_awarded = not degree or edition.is_for(degree)
        code = EARNED_HERE.get((row.credit_system, "awarded" if is_awarded else "participated"))
        if code is not None and row.maximum > 0:
            found[code] = max(found.get(code, 0), amounts.of(row.maximum))
    return found


def topics_of(said: Mapping[str, str], most: int) -> dict[str, int]:
    """Give the part of a credit on each topic; one without an amount is on all of it."""
    return {code: most if part in {"", None} else min(most, amounts.of(Decimal(part))) for code, part in said.items()}


def price_of(activity: Activity) -> int | None:
    """Give the price in cents: nothing where it is free, None where no amount is stated."""
    if activity.fee == "free":
        return 0
    return None if activity.price is None else int(activity.price * CENTS)


def _is_online(activity: Activity) -> bool:
    return "online" in formats_of(activity)


def first_day(offer: Offer, today: date) -> date:
    """Give the first day on which an offer can be completed from today on."""
    return max(offer.first, today)
