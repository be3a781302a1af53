"""Reading providers and who belongs to them."""

from opencme.apps.accounts.models import Person
from opencme.apps.providers.models import Membership, Provider
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor, Role

__all__ = ["Provider", "actor_of", "provider_for"]


def actor_of(person: Person) -> Actor:
    """Give the actor for a signed-in person, with the roles that stand today."""
    roles: dict[int, set[Role]] = {}
    held_roles = Membership.objects.across_providers(why="a person may work for several").filter(
        person=person, ended_at=None
    )
    for provider_id, role in held_roles.values_list("provider_id", "role"):
        roles.setdefault(provider_id, set()).add(Role(role))
    return Actor(
        person_id=person.pk,
        label=person.full_name,
        roles={provider_id: frozenset(held) for provider_id, held in roles.items()},
    )


def provider_for(*, actor: Actor, slug: str) -> Provider:
    """Give the provider at ``slug`` to somebody with a role there; NotFound to everybody else."""
    found = Provider.objects.filter(slug=slug).first()
    if found is None or not actor.belongs_to(found.pk):
        raise NotFound
    return found
