"""Who is who in the tests: Ada plans, Bo reviews, Cy teaches, Dee learns, Eve belongs to another provider.

Each function makes the person once per test database and gives it back afterwards; ``as_actor`` gives what services take.
"""

from datetime import UTC, datetime

from opencme.apps.accounts.models import Person
from opencme.apps.providers.models import Membership, Provider
from opencme.apps.providers.selectors import actor_of
from opencme.rules.access import Actor, Role

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def person(given_name: str, family_name: str, **values: str) -> Person:
    email = f"{given_name}@example.org".lower()
    found = Person.objects.filter(email=email).first()
    return found or Person.objects.create_person(
        email=email, given_name=given_name, family_name=family_name, created_at=NOW, **values
    )


def ada() -> Person:
    """Plans: coordinator and manager of Lakeside."""
    return person("Ada", "Planner", credentials="MPH")


def bo() -> Person:
    """Reviews and approves at Lakeside."""
    return person("Bo", "Reviewer", credentials="MD", degree="MD", profession="physician")


def cy() -> Person:
    """Teaches; has an account and no role at any provider."""
    return person("Cy", "Teacher", credentials="MD", degree="MD", profession="physician")


def dee() -> Person:
    """Learns; a physician."""
    return person("Dee", "Learner", credentials="MD", degree="MD", profession="physician")


def nia() -> Person:
    """Learns too; a nurse, who takes part and is never awarded AMA PRA credit."""
    return person("Nia", "Nurse", credentials="RN", degree="nursing", profession="nurse")


def eve() -> Person:
    """Manages another provider and must see nothing of Lakeside."""
    return person("Eve", "Elsewhere")


def lakeside() -> Provider:
    """The provider of the tests, accredited, with Ada as coordinator and manager and Bo as reviewer and chair."""
    provider, is_new = Provider.objects.get_or_create(
        slug="lakeside",
        defaults={
            "name": "Lakeside Health System",
            "accreditor": "accme",
            "status": "accreditation",
            "term_from": datetime(2024, 1, 1, tzinfo=UTC).date(),
            "term_to": datetime(2028, 12, 31, tzinfo=UTC).date(),
            "accreditor_provider_id": "0001234",
            "time_zone": "America/Chicago",
            "email": "cme@lakeside.example",
            "signatory_name": "Bo Reviewer, MD",
            "signatory_title": "Chair of the CME committee",
        },
    )
    if is_new:
        for who, roles in ((ada(), (Role.MANAGER, Role.COORDINATOR)), (bo(), (Role.REVIEWER, Role.CHAIR))):
            for role in roles:
                Membership.objects.create(provider=provider, person=who, role=role, from_at=NOW)
    return provider


def elsewhere() -> Provider:
    """Another provider; Eve manages it."""
    provider, is_new = Provider.objects.get_or_create(
        slug="elsewhere", defaults={"name": "Elsewhere Medical Society", "status": "accreditation"}
    )
    if is_new:
        Membership.objects.create(provider=provider, person=eve(), role=Role.MANAGER, from_at=NOW)
    return provider


def as_actor(who: Person) -> Actor:
    """Give the actor with the roles that stand today; the tests' providers are made first."""
    lakeside()
    elsewhere()
    return actor_of(who)
