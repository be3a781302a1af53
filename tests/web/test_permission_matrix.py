"""Every URL × method × role, walked from the resolver: nothing opens to anybody it is not meant for."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import factories
import people
import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from matrix import MATRIX, ROLES, STAFF_ROLES, Line

from opencme.apps.accounts.models import Person
from opencme.apps.faculty.models import InControl
from opencme.apps.providers.models import Membership
from opencme.rules.access import Role

METHODS = ("get", "post")
LET_IN = {200, 302, 303, 409, 422}


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every URL with the names of its places."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            for name, places in addresses(each, inner):
                yield name, places | set(each.pattern.converters)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", set(each.pattern.converters)


@dataclass
class Scene:
    """A provider with one person per role, an activity, and the values that addresses name."""

    persons: dict[str, Person] = field(default_factory=dict)
    places: dict[str, object] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        client = Client()
        if role in self.persons:
            client.force_login(self.persons[role])
        return client


def scene() -> Scene:
    provider = people.lakeside()
    people.elsewhere()
    made = Scene(persons={"participant": people.dee(), "elsewhere": people.eve()})
    for role in STAFF_ROLES:
        who = people.person(role.title(), "Staff")
        Membership.objects.create(provider=provider, person=who, role=Role(role), from_at=people.NOW)
        made.persons[role] = who
    activity = factories.activity(provider)
    factories.session(activity)
    made.places = {
        "provider": provider.slug,
        "activity_id": activity.public_id,
        "person_id": people.dee().public_id,
        "token": InControl.objects.create(
            activity=activity,
            name="Cy Teacher",
            email="cy@example.org",
            role="faculty",
            role_starts_at=factories.START,
            token="a-token-nobody-guesses",
        ).token,
        "file_id": uuid.uuid4(),
    }
    return made


def test_every_address_has_a_line_and_every_line_an_address():
    assert {name for name, _places in addresses()} == set(MATRIX)


def answer(client: Client, method: str, address: str, line: Line) -> str:
    """Ask inside a savepoint that is rolled back, so that no question changes the scene."""
    with transaction.atomic():
        got = getattr(client, method)(address, line.data) if method == "post" else client.get(address)
        list(got.streaming_content) if got.streaming else None
        transaction.set_rollback(True)
    if got.status_code in {301, 302} and "/sign-in/?next=" in got.get("Location", ""):
        return "sign in"
    return "ok" if got.status_code in LET_IN else str(got.status_code)


@pytest.mark.slow
@pytest.mark.django_db
def test_everybody_gets_what_the_matrix_says():
    made = scene()
    wrong = []
    for name, places in addresses():
        line = MATRIX[name]
        missing = places - set(line.where) - set(made.places)
        assert not missing, f"{name}: say in Line.where or Scene.places what stands for {missing}"
        where = {place: line.where.get(place, made.places.get(place)) for place in places}
        address = reverse(name, kwargs=where)
        for role in ROLES:
            client = made.client(role)
            for method in METHODS:
                expected = getattr(line, method).expected(role)
                got = answer(client, method, address, line)
                if got != expected and not (expected == "405" and got in {"403", "404", "sign in"}):
                    wrong.append(f"{method.upper()} {address} ({name}) as {role}: {got}, not {expected}")

    assert wrong == []


@pytest.mark.django_db
def test_no_link_opens_with_a_wrong_token():
    made = scene()
    made.places["token"] = "a-token-somebody-guessed"
    wrong = []
    for name, places in addresses():
        if "token" not in places:
            continue
        where = {place: MATRIX[name].where.get(place, made.places.get(place)) for place in places}
        address = reverse(name, kwargs=where)
        tries = (
            (role, method, answer(made.client(role), method, address, MATRIX[name]))
            for role in ROLES
            for method in METHODS
        )
        wrong += [
            f"{method.upper()} {address} ({name}) as {role}: {got}"
            for role, method, got in tries
            if got not in {"404", "405"}
        ]

    assert wrong == []
