"""What a report counts: whole series, every attendance that stands, enduring materials up to the year's end."""

from datetime import date, timedelta
from decimal import Decimal

import factories
import ledger_rows
import people
import pytest

from opencme.apps.delivery.models import Attendance, ContentItem, ContentProgress
from opencme.apps.reporting.selectors.facts import activity_report

pytestmark = pytest.mark.django_db
NOW = ledger_rows.CLAIMED + timedelta(days=30)
TODAY = NOW.date()


def test_trap_14_and_rss_credits_are_those_of_the_whole_series():
    series = ledger_rows.designated(format="rss")
    for week in range(1, 4):
        factories.session(
            series,
            title=f"Week {week}",
            starts_at=factories.START + timedelta(weeks=week),
            ends_at=factories.END + timedelta(weeks=week),
        )
    report = activity_report(series, today=TODAY)
    assert (report.credits, report.hours) == (Decimal("8.00"), Decimal("8.00"))


def test_series_counts_every_attendance_that_stands():
    series = ledger_rows.designated(format="rss")
    second = factories.session(
        series,
        title="Week 2",
        starts_at=factories.START + timedelta(weeks=1),
        ends_at=factories.END + timedelta(weeks=1),
    )
    first = series.sessions.order_by("starts_at").first()
    dee, nia = ledger_rows.registered(series, people.dee()), ledger_rows.registered(series, people.nia())
    for registration, session, withdrawn in (
        (dee, first, False),
        (dee, second, False),
        (nia, second, False),
        (nia, second, True),
    ):
        Attendance.objects.create(
            registration=registration,
            session=session,
            source="staff",
            recorded_at=NOW,
            is_withdrawn=withdrawn,
            by_label="Ada",
        )
    report = activity_report(series, today=TODAY)
    assert (report.physicians, report.others) == (2, 0)


def test_trap_62_enduring_counts_all_or_part_up_to_the_last_day_of_the_year():
    enduring = factories.enduring(state="open")
    item = ContentItem.objects.create(activity=enduring, kind="article", title="Read", position=1)
    for who, day in ((people.dee(), NOW), (people.cy(), NOW + timedelta(days=400)), (people.nia(), None)):
        registration = ledger_rows.registered(enduring, who)
        ContentProgress.objects.create(registration=registration, item=item, opened_at=NOW, completed_at=day)
    later = (NOW + timedelta(days=500)).date()
    counted = [activity_report(enduring, today=later, until=until) for until in (date(2026, 12, 31), None)]
    assert [(each.physicians, each.others) for each in counted] == [(1, 0), (2, 0)]
