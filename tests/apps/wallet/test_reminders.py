"""Reminders: at the chosen distances, once each, while something is missing, until somebody ends them; and the calendar."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import people
import pytest
import wallets
from django.conf import settings
from django.test import Client

from opencme.apps.messaging.models import Message
from opencme.apps.wallet.selectors.dues import calendar_of, dues
from opencme.apps.wallet.selectors.standing import standings
from opencme.apps.wallet.services.allowances import (
    AllowanceValues,
    ExpenseValues,
    add_allowance,
    add_expense,
    mark_reimbursed,
)
from opencme.apps.wallet.services.reminder_mails import stop_token
from opencme.apps.wallet.services.reminders import (
    close_calendar,
    distance_now,
    plan_reminders,
    remind,
    renew_calendar,
    set_reminders,
    stop_reminders,
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
    message = Message.objects.get()
    assert message.html == ""
    assert message.text.splitlines()[:5] == [
        "Hello Dee,",
        "",
        "by May 31, 2027 this is still missing for Medical Board of California (90 days left):",
        "- 40 hours in all",
        "",
    ]
    links = [line for line in message.text.splitlines() if line.startswith(settings.BASE_URL)]
    assert [urlsplit(link).path.rsplit("/", 2)[0] for link in links] == [
        "/me", "/me/credit", "/me/renewals", "/me", "/me/reminders/stop"
    ]  # fmt: skip
    assert all(Client().get(urlsplit(link).path).status_code in {200, 302} for link in links)


def test_where_only_an_answer_is_missing_the_mail_asks_for_it():
    who = people.dee()
    wallets.obligation(who, "us-ca-md", cycle_end=END, issued_on=date(2001, 8, 9), renewal_number=9)
    wallets.credit(who, date(2026, 1, 5), "50")
    set_reminders(by=wallets.actor(who), days=(90,), now=wallets.NOW)

    remind(person_id=who.pk, now=on(END - timedelta(days=90)))

    said = "your renewal with Medical Board of California is due on May 31, 2027 (90 days left), and nobody can say "
    assert Message.objects.get().text.splitlines()[2:7] == [
        f"{said}what is missing yet:",
        "2 questions of its rules are open.",
        "",
        "Answer it here:",
        f"{settings.BASE_URL}/me/questions/",
    ]


def allowance(who, **values):
    plain = {"employer": "Harbor Hospital", "starts_on": date(2026, 7, 1), "ends_on": date(2027, 6, 30)}
    given = AllowanceValues(**{**plain, "budget": Decimal(2000), "days": Decimal(5), **values})
    return add_allowance(by=wallets.actor(who), values=given, now=wallets.NOW)


def spend(who, given, amount, days="0", **values):
    what = ExpenseValues(
        spent_on=date(2026, 9, 1),
        kind="registration",
        what="Course",
        amount=Decimal(amount),
        days=Decimal(days),
        allowance=given.public_id,
        **values,
    )
    return add_expense(by=wallets.actor(who), values=what, now=wallets.NOW)


@pytest.mark.parametrize(
    ("spent", "left", "expected"),
    [
        ([("800", "2", False)], 30, ["- 1,200.00 USD", "- 3 days away"]),
        ([("800", "2", False), ("200", "0", True)], 29, ["- 1,200.00 USD", "- 3 days away"]),
        ([("2000", "4", False)], 7, ["- 1 day away"]),
        ([("2000", "5", False)], 30, None),
        ([("2500", "5", False)], 30, None),
        ([], 60, None),
        ([], -1, None),
    ],
    ids=["left", "planned is left", "days only", "all spent", "overspent", "no distance", "over"],
)
def test_what_is_left_of_an_allowance_is_reminded_of_before_it_lapses(spent, left, expected):
    who = people.dee()
    given = allowance(who)
    for amount, days, is_planned in spent:
        spend(who, given, amount, days, is_planned=is_planned)
    set_reminders(by=wallets.actor(who), days=(30, 7), now=wallets.NOW)

    for _again in range(2):
        remind(person_id=who.pk, now=on(given.ends_on - timedelta(days=left)))

    texts = list(Message.objects.values_list("text", flat=True))
    assert [[line for line in text.splitlines() if line.startswith("- ")] for text in texts] == (
        [expected] if expected else []
    )
    if any(planned for _amount, _days, planned in spent):
        assert "Of it is planned: 200.00 USD." in texts[0]
    assert plan_reminders() == 1


def test_receipts_are_reminded_of_while_something_was_not_paid_back():
    who = people.dee()
    given = allowance(who, claim_by=date(2027, 7, 31))
    spend(who, given, "2000", "5")
    set_reminders(by=wallets.actor(who), days=(14,), now=wallets.NOW)

    assert remind(person_id=who.pk, now=on(date(2027, 7, 17))) == 1
    mark_reimbursed(
        by=wallets.actor(who),
        expense_ids=[row.public_id for row in who.expenses.all()],
        on=date(2027, 7, 1),
        now=on(date(2027, 7, 18)),
    )
    assert remind(person_id=who.pk, now=on(date(2027, 7, 18))) == 0
    assert mails() == ["Receipts for Harbor Hospital: 14 days left to hand them in"]
    assert "- 2,000.00 USD" in Message.objects.get().text


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
