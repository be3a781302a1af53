"""Every URL × method × role, walked from the resolver: nothing opens to anybody it is not meant for."""

import pytest
from django.db import transaction
from django.test import Client
from matrix import MATRIX, ROLES, Line
from scene import addresses, scene

METHODS = ("get", "post")
LET_IN = {200, 204, 302, 303, 409, 422}


def test_every_address_has_a_line_and_every_line_an_address():
    assert {name for name, _places in addresses()} == set(MATRIX)


def answer(client: Client, method: str, address: str, line: Line) -> str:
    """Ask inside a savepoint that is rolled back, so that no question changes the scene."""
    with transaction.atomic():
        got = getattr(client, method)(address, line.data) if method == "post" else client.get(address)
        list(got.streaming_content) if got.streaming else None
        transaction.set_rollback(True)
    if got.status_code in {301, 302, 303} and "/sign-in/?next=" in got.get("Location", ""):
        return "sign in"
    return "ok" if got.status_code in LET_IN else str(got.status_code)


@pytest.mark.slow
@pytest.mark.django_db
def test_everybody_gets_what_the_matrix_says():
    made = scene()
    wrong = []
    for name, places in addresses():
        line = MATRIX[name]
        address = made.address(name, places)
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
        address = made.address(name, places)
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
