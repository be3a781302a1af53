"""Reading persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from opencme.apps.accounts.models import Identifier, Person
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor, Role
from opencme.rules.reporting.identity import IdentifierFact, LearnerIdentity

__all__ = [
    "Person",
    "Profile",
    "actor_for",
    "identifiers_of",
    "identity_of",
    "person_anywhere",
    "person_for_email",
    "person_with_id",
    "profile_page",
    "today_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person with the identifiers reports need."""

    person: Person
    identifiers: tuple[Identifier, ...]

    def of_kind(self, kind: str) -> tuple[Identifier, ...]:
        """Give the identifiers of one kind, by domain."""
        return tuple(each for each in self.identifiers if each.kind == kind)


def person_for_email(email: str) -> Person | None:
    """Find the person with this address, whatever its case; None when there is none."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def person_anywhere(public_id: UUID) -> Person:
    """Find a person by public id; NotFound when there is none or the account is closed."""
    found = Person.objects.filter(public_id=public_id, is_active=True).first()
    if found is None:
        raise NotFound
    return found


def person_with_id(person_id: int) -> Person:
    """Find a person by the id an actor carries; NotFound when there is none."""
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NotFound
    return found


def actor_for(person: Person, *, roles: Mapping[int, frozenset[Role]] | None = None) -> Actor:
    """Give a person as the actor of what they do, on their own clock; without ``roles`` with none anywhere."""
    return Actor(
        person_id=person.pk,
        label=person.full_name,
        roles=roles or {},
        zone=person.time_zone or settings.HOME_ZONE,
        has_zone=bool(person.time_zone),
    )


def today_of(person: Person, now: datetime) -> date:
    """Give the day it is for a person who is not the one who acts."""
    return actor_for(person).today(now)


def identifiers_of(person: Person) -> tuple[Identifier, ...]:
    """Give a person's identifiers, by kind and domain."""
    return tuple(person.identifiers.order_by("kind", "domain"))


def profile_page(*, actor: Actor) -> Profile:
    """Give the actor's own profile; NotFound for actors without an account."""
    if actor.person_id is None:
        raise NotFound
    person = person_with_id(actor.person_id)
    return Profile(person=person, identifiers=identifiers_of(person))


def identity_of(person: Person, identifiers: Sequence[Identifier] | None = None) -> LearnerIdentity:
    """Give what reports know of a person; pass ``identifiers`` when they were already read."""
    held = identifiers_of(person) if identifiers is None else identifiers
    return LearnerIdentity(
        given_name=person.given_name,
        family_name=person.family_name,
        birth_month=person.birth_month,
        birth_day=person.birth_day,
        has_consented=person.report_consent_at is not None,
        identifiers=tuple(IdentifierFact(kind=each.kind, domain=each.domain, value=each.value) for each in held),
    )
