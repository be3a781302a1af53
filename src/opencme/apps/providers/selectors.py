"""Reading providers and who belongs to them."""

from opencme.apps.accounts.models import Person
from opencme.apps.providers.models import Membership
from opencme.rules.access import Actor, Role


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
