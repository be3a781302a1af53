"""Who may see how a person stands, and who looked: the owner's lists, and the providers one may let in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Registration
from opencme.apps.providers.models import Membership, Provider
from opencme.apps.wallet.models import StandingConsent
from opencme.rules.access import Actor

LOOKS: Final = ("standing.seen", "standing.exported", "standing.judged")
"""Events of the audit trail by which staff saw how people stand; ``after["consents"]`` names whose."""
MOST_LOOKS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Providers by name: those the person works for or took part with, and all others here."""

    known: tuple[tuple[UUID, str], ...]
    others: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked, on one day of the owner's. times: how often; last: when last; event: of ``LOOKS``."""

    who: str
    provider: str
    event: str
    last: datetime
    times: int


def consents_of(*, actor: Actor) -> tuple[StandingConsent, ...]:
    """Give the actor's consents, those that hold first, then the newest that were withdrawn."""
    rows = StandingConsent.objects.filter(person_id=actor.person_id or 0).select_related("provider")
    return tuple(sorted(rows, key=lambda row: (row.withdrawn_at is not None, -row.given_at.timestamp())))


def looks_of(consents: Iterable[StandingConsent], *, zone: str) -> tuple[Look, ...]:
    """Give who looked at how the owner of ``consents`` stands and when, the newest first: one query.

    The same person doing the same more than once on one day is one line. zone: whose clock tells the days.
    """
    providers = {each.provider_id: each.provider.name for each in consents}
    mine = Q()
    for each in consents:
        mine |= Q(provider_id=each.provider_id, after__consents__contains=[str(each.public_id)])
    if not providers:
        return ()
    rows = AuditEvent.objects.filter(mine, event__in=LOOKS, provider_id__in=providers).order_by("-at", "-id")
    found: dict[tuple[object, ...], list[AuditEvent]] = {}
    there: tzinfo = ZoneInfo(zone)
    for row in rows[:MOST_LOOKS]:
        key = (row.at.astimezone(there).date(), row.by_person_id, row.by_label, row.provider_id, row.event)
        found.setdefault(key, []).append(row)
    return tuple(
        Look(
            who=same[0].by_label,
            provider=providers[same[0].provider_id or 0],
            event=same[0].event,
            last=same[0].at,
            times=len(same),
        )
        for same in found.values()
    )


def choices_for(*, actor: Actor) -> Choices:
    """Give the providers the actor may let see how they stand; their names are public."""
    person_id = actor.person_id or 0
    works = Membership.objects.across_providers(why="where a person works is the person's own")
    took_part = Registration.objects.across_providers(why="where a person took part is the person's own")
    known = set(works.filter(person_id=person_id, ended_at=None).values_list("provider_id", flat=True))
    known |= set(took_part.filter(person_id=person_id).values_list("activity__provider_id", flat=True))
    rows = list(Provider.objects.order_by("name").values_list("pk", "public_id", "name"))
    return Choices(
        known=tuple((key, name) for pk, key, name in rows if pk in known),
        others=tuple((key, name) for pk, key, name in rows if pk not in known),
    )
