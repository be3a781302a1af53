"""An account's address changes only by a link to the new one, once, and the old one is told."""

import re
from datetime import UTC, datetime, timedelta

import people
import pytest
from django.test import Client

from opencme.apps.accounts import services
from opencme.apps.audit.models import AuditEvent
from opencme.apps.messaging.models import Message
from opencme.kernel.findings import DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NEW = "dee@new.example"


def ask(new=NEW, current=None, now=NOW):
    services.ask_new_address(by=people.as_actor(people.dee()), new=new, current=current, now=now)
    mail = Message.objects.latest("pk")
    found = re.search(r"token=(\S+)", mail.text)
    return mail.to, found[1].replace("%3A", ":") if found else ""


def fields(refusal):
    return [each.field for each in refusal.value.findings]


def test_link_to_the_new_address_changes_it_once_and_the_old_one_is_told():
    dee = people.dee()
    to, token = ask(" Dee@New.example ")
    assert (to, people.dee().email) == (NEW, "dee@example.org")

    services.confirm_address(token=token, now=NOW + timedelta(hours=23))

    dee.refresh_from_db()
    told = Message.objects.latest("pk")
    assert (dee.email, told.to, NEW in told.text) == (NEW, "dee@example.org", True)
    row = AuditEvent.objects.get(event="person.address_changed")
    assert (row.before, row.after, row.by_person_id) == ({"email": "dee@example.org"}, {"email": NEW}, dee.pk)
    with pytest.raises(DomainError) as again:
        services.confirm_address(token=token, now=NOW + timedelta(hours=23))
    assert fields(again) == ["link"]


@pytest.mark.parametrize(
    ("spoil", "after"),
    [
        (lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), timedelta()),
        (lambda _token: "", timedelta()),
        (lambda token: token, timedelta(days=1, seconds=1)),
    ],
    ids=["made up", "empty", "too old"],
)
def test_link_that_is_not_good_changes_nothing(spoil, after):
    _to, token = ask()
    with pytest.raises(DomainError) as refusal:
        services.confirm_address(token=spoil(token), now=NOW + after)
    assert (fields(refusal), people.dee().email) == (["link"], "dee@example.org")


def test_ending_all_sessions_ends_the_link_too():
    _to, token = ask()
    services.end_all_sessions(by=people.as_actor(people.dee()), now=NOW)
    with pytest.raises(DomainError):
        services.confirm_address(token=token, now=NOW)


def test_address_of_another_account_is_told_only_to_itself_and_never_taken():
    assert ask(people.cy().email) == (people.cy().email, "")

    _to, token = ask()
    services.create_person(by=people.as_actor(people.ada()), email=NEW, given_name="New", family_name="Comer", now=NOW)
    with pytest.raises(DomainError) as refusal:
        services.confirm_address(token=token, now=NOW)
    assert (fields(refusal), people.dee().email) == (["taken"], "dee@example.org")


def test_wrong_password_or_address_is_refused_at_its_field():
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()
    for given, field in (
        ({"current": "wrong"}, "current"),
        ({"new": "no address"}, "new"),
        ({"new": who.email}, "new"),
    ):
        with pytest.raises(DomainError) as refusal:
            services.ask_new_address(
                by=people.as_actor(who), now=NOW, **{"new": NEW, "current": people.PASSWORD, **given}
            )
        assert fields(refusal) == [field]
    assert not Message.objects.exists()


def test_pages_ask_first_and_change_on_the_button(client: Client):
    dee = people.dee()
    client.force_login(dee)
    sent = client.post("/me/address/", {"new": NEW})
    link = re.search(r"https?://[^/]+(\S+)", Message.objects.get().text)[1]
    looked = Client().get(link)

    assert (sent.status_code, sent["Location"]) == (303, "/me/profile/")
    assert "dee@new.example instead of dee@example.org" in looked.text
    dee.refresh_from_db()
    assert dee.email == "dee@example.org"
    done = Client().post(link)
    dee.refresh_from_db()
    assert (done.status_code, dee.email) == (303, NEW)
    assert Client().get(link).status_code == 422
