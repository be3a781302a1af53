"""Reading providers and who belongs to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import actor_for
from opencme.apps.providers.models import Membership, Partner, Provider
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import NotFound
from opencme.rules.access import ROLE_NAMES, Actor, Permission, Role

__all__ = [
    "DemoPerson",
    "Partner",
    "Provider",
    "StaffMember",
    "Workplace",
    "actor_at",
    "actor_of",
    "demo_people",
    "is_empty",
    "partner",
    "partners",
    "provider_for",
    "staff_page",
    "workplaces_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A provider a person works for, with the roles held there."""

    provider_id: int
    slug: str
    name: str
    roles: frozenset[Role]

    @property
    def role_names(self) -> tuple[str, ...]:
        """The roles in words, in the order of the role table."""
        return tuple(ROLE_NAMES[role] for role in Role if role in self.roles)


def workplaces_of(person: Person) -> tuple[Workplace, ...]:
    """Give the providers a person works for today, by name; one query."""
    held = Membership.objects.across_providers(why="a person may work for several").filter(person=person, ended_at=None)
    found: dict[int, tuple[str, str, set[Role]]] = {}
    rows = held.order_by("provider__name").values_list("provider_id", "provider__slug", "provider__name", "role")
    for provider_id, slug, name, role in rows:
        found.setdefault(provider_id, (slug, name, set()))[2].add(Role(role))
    return tuple(
        Workplace(provider_id=provider_id, slug=slug, name=name, roles=frozenset(roles))
        for provider_id, (slug, name, roles) in found.items()
    )


def actor_at(person: Person, workplaces: Iterable[Workplace]) -> Actor:
    """Give the actor for a person whose workplaces are already known; no query."""
    return actor_for(person, roles={place.provider_id: place.roles for place in workplaces})


def actor_of(person: Person) -> Actor:
    """Give the actor for a signed-in person, with the roles that stand today."""
    return actor_at(person, workplaces_of(person))


def provider_for(*, actor: Actor, slug: str) -> Provider:
    """Give the provider at ``slug`` to somebody with a role there; NotFound to everybody else."""
    found = Provider.objects.filter(slug=slug).first()
    if found is None or not actor.belongs_to(found.pk):
        raise NotFound
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody one can be in the demo, with what they do."""

    person: Person
    workplaces: tuple[Workplace, ...]


def demo_people() -> tuple[DemoPerson, ...]:
    """Give the invented people of the demo, staff first: accounts under the reserved top-level domain ``.example``.

    No real address ends like that, so a real account never appears here. Two queries. Asked in demo mode only.
    """
    persons = Person.objects.filter(email__endswith=".example", is_active=True).order_by("pk")
    held = Membership.objects.across_providers(why="the demo shows the people of every provider")
    places: dict[int, dict[int, tuple[str, str, set[Role]]]] = {}
    rows = held.filter(person__in=persons, ended_at=None).order_by("provider__name")
    for person_id, provider_id, slug, name, role in rows.values_list(
        "person_id", "provider_id", "provider__slug", "provider__name", "role"
    ):
        places.setdefault(person_id, {}).setdefault(provider_id, (slug, name, set()))[2].add(Role(role))
    found = [
        DemoPerson(
            person=person,
            workplaces=tuple(
                Workplace(provider_id=provider_id, slug=slug, name=name, roles=frozenset(roles))
                for provider_id, (slug, name, roles) in places.get(person.pk, {}).items()
            ),
        )
        for person in persons
    ]
    return tuple(sorted(found, key=lambda each: not each.workplaces))


def is_empty() -> bool:
    """Whether this deployment has no provider yet, so that the first may be set up."""
    return not Provider.objects.exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person of a provider's staff with the roles that stand and those that ended."""

    person: Person
    standing: tuple[Membership, ...]
    ended: tuple[Membership, ...]


def staff_page(*, actor: Actor, provider_id: int) -> tuple[StaffMember, ...]:
    """Give the provider's staff by name, those with a standing role first; one query."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    rows = Membership.objects.of(provider_id).select_related("person").order_by("from_at", "id")
    people: dict[int, list[Membership]] = {}
    for row in rows:
        people.setdefault(row.person_id, []).append(row)
    found = [
        StaffMember(
            person=held[0].person,
            standing=tuple(row for row in held if row.ended_at is None),
            ended=tuple(row for row in held if row.ended_at is not None),
        )
        for held in people.values()
    ]
    return tuple(sorted(found, key=lambda each: (not each.standing, each.person.full_name.casefold())))


def partners(*, actor: Actor, provider_id: int) -> QuerySet[Partner]:
    """Give the provider's partners by name, with the number of activities each joins in (``used``)."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    rows: QuerySet[Partner] = Partner.objects.of(provider_id).annotate(used=Count("activities")).order_by("name")
    return rows


def partner(*, actor: Actor, provider_id: int, partner_id: UUID) -> Partner:
    """Give one partner; NotFound outside the provider."""
    found = partners(actor=actor, provider_id=provider_id).filter(public_id=partner_id).first()
    if found is None:
        raise NotFound
    return found
