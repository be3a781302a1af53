"""Signing in: nothing tells whether an address has an account, links work once, guessing is slowed."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import people
import pytest
import time_machine

from opencme.apps.accounts import services
from opencme.apps.accounts.models import Tries
from opencme.apps.accounts.services.sign_in import NOT_IN
from opencme.apps.accounts.services.tries import TooManyTries
from opencme.apps.messaging.models import Message
from opencme.kernel.findings import DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _passwords():
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()


def refusal(**typed: object) -> list[str]:
    with pytest.raises(DomainError) as refused:
        services.sign_in(**{"email": "dee@example.org", "password": people.PASSWORD, "now": NOW, **typed})
    return [str(finding) for finding in refused.value.findings]


def test_sign_in_takes_the_address_in_any_case():
    assert services.sign_in(email=" DEE@example.org ", password=people.PASSWORD, now=NOW) == people.dee()


def test_sign_in_says_the_same_whatever_is_wrong():
    closed = people.nia()
    closed.set_password(people.PASSWORD)
    closed.is_active = False
    closed.save()

    told = [refusal(password="wrong"), refusal(email="nobody@example.org"), refusal(email=closed.email)]

    assert told[0] == told[1] == told[2]


def test_eleventh_try_for_an_address_is_braked_even_with_the_right_password():
    for _ in range(10):
        refusal(password="wrong")

    with pytest.raises(TooManyTries):
        services.sign_in(email="Dee@Example.org", password=people.PASSWORD, now=NOW + timedelta(minutes=14))
    assert services.sign_in(email="dee@example.org", password=people.PASSWORD, now=NOW + timedelta(minutes=15))


def test_success_starts_the_count_anew():
    for _ in range(9):
        refusal(password="wrong")
    services.sign_in(email="dee@example.org", password=people.PASSWORD, now=NOW)

    told = [refusal(password="wrong") for _ in range(10)]

    assert told == [[str(NOT_IN)]] * 10  # none of them the brake
    with pytest.raises(TooManyTries):
        services.sign_in(email="dee@example.org", password=people.PASSWORD, now=NOW)


def test_one_network_is_braked_over_all_addresses():
    refusal(email="somebody@example.org", password="x", network="192.0.2.1")
    Tries.objects.filter(scope="sign_in:network").update(count=200)

    with pytest.raises(TooManyTries):
        services.sign_in(email="dee@example.org", password=people.PASSWORD, network="192.0.2.1", now=NOW)
    assert services.sign_in(email="dee@example.org", password=people.PASSWORD, network="192.0.2.2", now=NOW)


def test_brake_names_nobody():
    refusal(password="wrong", network="192.0.2.1")

    assert not [row for row in Tries.objects.all() if "dee@" in row.key or "192.0" in row.key]


def token_of(mail: Message) -> str:
    link = re.search(r"https?://\S+", mail.text).group()
    return parse_qs(urlsplit(link).query)["token"][0]


def test_link_signs_in_once():
    services.send_sign_in_link(email="dee@example.org", next="/learn/", now=NOW)
    mail = Message.objects.get()

    assert "next=%2Flearn%2F" in mail.text
    assert services.person_of_link(token=token_of(mail), now=NOW) == people.dee()
    with pytest.raises(DomainError) as used:
        services.person_of_link(token=token_of(mail), now=NOW)
    assert [finding.code for finding in used.value.findings] == ["accounts.link.old"]


def test_link_older_than_half_an_hour_does_not_open():
    with time_machine.travel(NOW):
        services.send_sign_in_link(email="dee@example.org", now=NOW)
    with time_machine.travel(NOW + timedelta(minutes=31)), pytest.raises(DomainError):
        services.person_of_link(token=token_of(Message.objects.get()), now=NOW + timedelta(minutes=31))


@pytest.mark.parametrize("token", ["", "made-up", "AAAA" * 10])
def test_made_up_link_does_not_open(token: str):
    with pytest.raises(DomainError):
        services.person_of_link(token=token, now=NOW)


def test_address_without_account_gets_one_mail_too():
    services.send_sign_in_link(email="nobody@example.org", now=NOW)

    mail = Message.objects.get()
    assert (mail.to, mail.subject) == ("nobody@example.org", "Your sign-in to OpenCME")
    assert "/sign-up/" in mail.text
    assert "token=" not in mail.text


def test_sixth_link_for_an_address_is_braked():
    for _ in range(5):
        services.send_sign_in_link(email="dee@example.org", now=NOW)

    with pytest.raises(TooManyTries):
        services.send_sign_in_link(email="dee@example.org", now=NOW)
    assert Message.objects.count() == 5


def test_sweep_deletes_what_no_limit_asks_for():
    refusal(password="wrong")

    assert services.sweep_tries(now=NOW + timedelta(hours=1)) == 0
    assert services.sweep_tries(now=NOW + timedelta(days=2)) == 1
