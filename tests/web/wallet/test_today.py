"""A person's today is told by their own clock, and by one function: 23:30 in Honolulu is the next day in Greenwich."""

from datetime import UTC, date, datetime

import people
import pytest
import wallets
from django.test import Client

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import actor_for, today_of
from opencme.apps.audit.models import AuditEvent
from opencme.apps.messaging.models import Message
from opencme.apps.wallet.models import Obligation
from opencme.apps.wallet.services.reminders import remind, renew_calendar, set_reminders
from opencme.kernel import clock

pytestmark = pytest.mark.django_db
LATE = datetime(2027, 6, 1, 9, 30, tzinfo=UTC)
END = date(2027, 5, 31)


def somebody(zone: str) -> Person:
    who = people.dee()
    who.time_zone = zone
    who.save(update_fields=["time_zone"])
    row = wallets.obligation(who, "us-ca-md", cycle_end=END, issued_on=date(2001, 8, 9), renewal_number=9)
    wallets.answer(who, "specialty", "pathology")
    wallets.credit(who, date(2026, 1, 5), "10")
    assert row.cycle_end == END
    return who


def of(who: Person) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Honolulu", LATE, date(2027, 5, 31)),
        ("America/New_York", LATE, date(2027, 6, 1)),
        ("", LATE, date(2027, 6, 1)),
        ("Pacific/Auckland", datetime(2027, 5, 31, 12, 0, tzinfo=UTC), date(2027, 6, 1)),
        ("America/Chicago", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_the_day_is_the_persons_own(zone: str, moment: datetime, day: date) -> None:
    who = Person(email="x@example.org", time_zone=zone)

    assert (today_of(who, moment), actor_for(who).today(moment)) == (day, day)


@pytest.mark.parametrize(("zone", "is_over"), [("Pacific/Honolulu", False), ("", True)])
def test_a_licence_is_not_over_hours_early(zone, is_over, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATE)
    who = somebody(zone)
    token = renew_calendar(by=wallets.actor(who), now=LATE).calendar_token
    set_reminders(by=wallets.actor(who), days=(1, 7), now=LATE)

    row = Obligation.objects.get(person=who)
    page = of(who).get(f"/me/renewals/{row.public_id}/").text
    feed = Client().get(f"/me/calendar/{token}.ics").text

    assert ("The cycle to May 31, 2027 has ended" in page) is is_over
    assert ("DTSTART;VALUE=DATE:20270531" in feed) is not is_over
    assert remind(person_id=who.pk, now=LATE) == (0 if is_over else 1)
    assert Message.objects.count() == (0 if is_over else 1)


def test_a_credit_of_tomorrow_is_refused_on_the_persons_own_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATE)
    client = of(somebody("Pacific/Honolulu"))
    typed = {"title": "Grand rounds", "completed_on": "2027-06-01", "system": "AMA_PRA_1", "amount": "1"}

    tomorrow = client.post("/me/credit/add/", typed)
    today = client.post("/me/credit/add/", {**typed, "completed_on": "2027-05-31"})

    assert (tomorrow.status_code, today.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("day", "state", "status"),
    [("2027-06-01", "spent", 422), ("2027-06-01", "planned", 303), ("2027-05-31", "spent", 303)],
)
def test_money_is_spent_by_today_on_the_persons_own_clock(day, state, status, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATE)
    typed = {"state": state, "what": "Fee", "kind": "fees", "spent_on": day, "amount": "10", "currency": "USD"}

    answer = of(somebody("Pacific/Honolulu")).post("/me/allowance/expenses/new/", typed)

    assert (answer.status_code, "choose “Planned”" in answer.text) == (status, status == 422)


def test_the_browser_suggests_and_the_profile_keeps_the_zone():
    client = Client()
    typed = {"given_name": "Kai", "family_name": "Lum", "email": "kai@example.org", "profession": "physician"}
    client.post("/sign-up/", {**typed, "degree": "MD", "time_zone": "Pacific/Honolulu"})
    client.post("/sign-up/", {**typed, "email": "odd@example.org", "degree": "MD", "time_zone": "Mars/Olympus"})
    kai, odd = Person.objects.get(email="kai@example.org"), Person.objects.get(email="odd@example.org")

    assert (kai.time_zone, odd.time_zone) == ("Pacific/Honolulu", "")

    page = of(kai).get("/me/profile/").text
    assert '<option value="Pacific/Honolulu" selected>Hawaii</option>' in page
    refused = of(kai).post("/me/profile/", {"family_name": "Lum", "time_zone": "Mars/Olympus"})
    of(kai).post("/me/profile/", {"family_name": "Lum", "time_zone": "Asia/Tokyo"})
    kai.refresh_from_db()
    assert (refused.status_code, kai.time_zone) == (422, "Asia/Tokyo")
    assert AuditEvent.objects.filter(event="person.changed").last().after["time_zone"] == "Asia/Tokyo"
