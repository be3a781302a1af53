"""Reminders: at the chosen distances, once each, while something is missing, until somebody ends them; and the calendar."""

from datetime import UTC, date, datetime, timedelta

import people
import pytest
import wallets

from opencme.apps.messaging.models import Message
from opencme.apps.wallet.selectors.dues import calendar_of, dues
from opencme.apps.wallet.selectors.standing import standings
from opencme.apps.wallet.services.reminders import (
    close_calendar,
    distance_now,
    plan_reminders,
    remind,
    renew_calendar,
    set_reminders,
    stop_reminders,
    stop_token,
)
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db
END = date(2027, 5, 31)


def california(who: object) -> object:
    """Ten of fifty hours, due on ``END``; nothing else is open."""
    row = wallets.obligation(who, "us-ca-md", cycle_end=END, issued_on=date(2001, 8, 9), renewal_number=9)
    wallets.answer(who, "specialty", "pathology")
    wallets.credit(who, date(2026, 1, 5), "10")
    return row


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 30, tzinfo=UTC)


def mails() -> list[str]:
    return list(Message.objects.order_by("id").values_list("subject", flat=True))


@pytest.mark.parametrize(
    ("left", "distance"),
    [(91, None), (90, 90), (88, 90), (87, None), (31, None), (30, 30), (7, 7), (5, 7), (4, None), (0, None)],
)
def test_a_distance_holds_on_its_day_and_two_days_after(left, distance):
    assert distance_now((90, 30, 7), END, END - timedelta(days=left)) == distance


def test_each_distance_mails_once_while_something_is_missing_and_stops_when_met():
    who = people.dee()
    california(who)
    set_reminders(by=wallets.actor(who), days=(90, 30), now=wallets.NOW)

    sent = [remind(person_id=who.pk, now=on(END - timedelta(days=left))) for left in (120, 90, 90, 89, 60)]
    wallets.credit(who, date(2027, 4, 1), "40")
    met = remind(person_id=who.pk, now=on(END - timedelta(days=30)))

    assert sent == [0, 1, 1, 1, 0]
    assert met == 0
    assert mails() == ["Medical Board of California: 90 days left"]
    text = Message.objects.get().text
    assert "by May 31, 2027 something is still missing for Medical Board of California" in text
    assert "/me/reminders/stop/" in text


def test_nobody_is_mailed_who_did_not_choose_it_and_a_link_ends_it_without_signing_in(run_jobs):
    who, nia = people.dee(), people.nia()
    california(who)
    wallets.obligation(nia, "us-ma-rn")
    set_reminders(by=wallets.actor(who), days=(180,), now=wallets.NOW)

    planned = plan_reminders()
    stop_reminders(token=stop_token(who.pk), now=wallets.NOW)

    assert (planned, plan_reminders()) == (1, 0)
    assert wallets.settings_of(who).remind_days == []
    for word in ("", "forged", stop_token(who.pk) + "x"):
        with pytest.raises(NotFound):
            stop_reminders(token=word, now=wallets.NOW)


def test_only_distances_on_offer_can_be_chosen():
    with pytest.raises(DomainError) as refused:
        set_reminders(by=wallets.actor(people.dee()), days=(90, 11), now=wallets.NOW)

    assert [finding.code for finding in refused.value.findings] == ["wallet.reminders.distance"]


def test_what_falls_due_is_the_end_of_each_cycle_and_each_day_something_is_missing():
    who = wallets.dee()

    found = dues(standings(who.pk, wallets.TODAY), wallets.TODAY)

    assert [(due.obligation.label, due.day, due.is_renewal, due.is_met) for due in found] == [
        ("US Drug Enforcement Administration", date(2027, 3, 31), True, False),
        ("Massachusetts Board of Registration in Medicine", date(2027, 5, 14), True, False),
        ("New York State Education Department, Office of the Professions", date(2027, 5, 31), True, False),
        ("Medical Board of California", date(2027, 5, 31), True, False),
        ("Harbor Hospital medical staff", date(2027, 6, 30), True, False),
        ("American Board of Internal Medicine", date(2028, 12, 31), True, False),
    ]


def test_the_calendar_opens_by_its_present_address_only():
    who = people.dee()
    california(who)
    first = renew_calendar(by=wallets.actor(who), now=wallets.NOW).calendar_token
    second = renew_calendar(by=wallets.actor(who), now=wallets.NOW).calendar_token

    assert [due.day for due in calendar_of(second, wallets.NOW)] == [END]
    close_calendar(by=wallets.actor(who), now=wallets.NOW)
    for word in (first, second, ""):
        with pytest.raises(NotFound):
            calendar_of(word, wallets.NOW)
