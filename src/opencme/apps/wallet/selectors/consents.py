"""Who may see how a person stands: the owner's list, and the providers one may let in."""

from dataclasses import dataclass
from uuid import UUID

from opencme.apps.delivery.models import Registration
from opencme.apps.providers.models import Membership, Provider
from opencme.apps.wallet.models import StandingConsent
from opencme.rules.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Providers by name: those the person works for or took part with, and all others here."""

    known: tuple[tuple[UUID, str], ...]
    others: tuple[tuple[UUID, str], ...]


def consents_of(*, actor: Actor) -> tuple[StandingConsent, ...]:
    """Give the actor's consents, those that hold first, then the newest that were withdrawn."""
    rows = StandingConsent.objects.filter(person_id=actor.person_id or 0).select_related("provider")
    return tuple(sorted(rows, key=lambda row: (row.withdrawn_at is not None, -row.given_at.timestamp())))


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
