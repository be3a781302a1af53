"""Passwords are set by their owner; changing one, or ending all sessions, ends every other session."""

from datetime import UTC, datetime

import people
import pytest
from django.test import Client

from opencme.apps.accounts import services
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import DomainError, NotAllowed
from opencme.rules.access import Actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NEW = "a quite different sentence"


def set_password(**typed: object) -> None:
    services.set_password(
        by=people.as_actor(people.dee()), now=NOW, **{"new": NEW, "current": people.PASSWORD, **typed}
    )


@pytest.fixture(autouse=True)
def _password():
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()


def test_set_password_asks_for_the_present_one():
    with pytest.raises(DomainError) as refusal:
        set_password(current="wrong")

    assert [finding.field for finding in refusal.value.findings] == ["current"]
    assert people.dee().check_password(people.PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password123"])
def test_weak_password_is_refused_with_the_reason(weak: str):
    with pytest.raises(DomainError) as refusal:
        set_password(new=weak)

    assert {finding.field for finding in refusal.value.findings} == {"new"}


def test_after_a_link_no_present_password_is_needed():
    set_password(current=None)

    assert people.dee().check_password(NEW)
    assert AuditEvent.objects.get().event == "person.password_set"


def test_setting_a_password_or_ending_sessions_ends_the_others():
    client = Client()
    client.force_login(people.dee())
    assert "_auth_user_id" in client.session

    services.end_all_sessions(by=people.as_actor(people.dee()), now=NOW)
    assert client.get("/work/").status_code == 302

    client.force_login(people.dee())
    assert client.get("/work/").status_code == 200
    set_password()
    assert client.get("/work/").status_code == 302


def test_links_holders_have_no_password():
    with pytest.raises(NotAllowed):
        services.end_all_sessions(by=Actor(person_id=None, label="link"), now=NOW)
