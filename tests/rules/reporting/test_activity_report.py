"""What PARS asks at each status, and what is missing (reporting.md 1.1, 1.3, 1.4)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from report_facts import ENDURING, LIVE

from opencme.catalog.sources import sources
from opencme.rules.reporting.activity import Outcome, Status, findings_on_report, status

AFTER = date(2026, 6, 1)

CASES = [
    ({}, Status.CLOSED, ()),
    ({"title": " "}, Status.INCOMPLETE, ("report.title",)),
    ({"format": ""}, Status.INCOMPLETE, ("report.format",)),
    ({"first_day": None}, Status.INCOMPLETE, ("report.dates",)),
    ({"last_day": date(2026, 5, 13)}, Status.INCOMPLETE, ("report.order",)),
    ({"delivery_method": ""}, Status.DRAFT, ("report.delivery",)),
    ({"delivery_method": "Online"}, Status.DRAFT, ("report.delivery",)),
    ({"delivery_methods": (), "delivery_method": "", "city": ""}, Status.CLOSED, ()),
    ({"city": ""}, Status.DRAFT, ("report.place",)),
    ({"state": ""}, Status.DRAFT, ("report.state",)),
    ({"state": "Minnesota"}, Status.DRAFT, ("report.state",)),
    ({"state": "", "country": "CAN"}, Status.CLOSED, ()),
    ({"credits": None}, Status.DRAFT, ("report.credits",)),
    ({"credits": Decimal("0.20")}, Status.DRAFT, ("report.quarters",)),
    ({"credits": Decimal("3.30")}, Status.DRAFT, ("report.quarters",)),
    ({"description": ""}, Status.DRAFT, ("report.description",)),
    ({"description": "x" * 2500}, Status.CLOSED, ()),
    ({"description": "x" * 2501}, Status.DRAFT, ("report.description_length",)),
    ({"provider_id": ""}, Status.DRAFT, ("report.provider_id",)),
    ({"provider_id": "123"}, Status.DRAFT, ("identity.accreditor_provider_id.form",)),
    ({"accreditor_activity_id": "12"}, Status.DRAFT, ("identity.accreditor_activity_id.form",)),
    ({"partners": ()}, Status.ACTIVE, ("report.partners",)),
    ({"outcomes": ()}, Status.ACTIVE, ("report.outcomes",)),
    ({"commercial_support": None}, Status.ACTIVE, ("report.support",)),
    ({"commercial_support": True}, Status.ACTIVE, ("report.support_sources",)),
    ({"commercial_support": True, "support_amounts": (("Northgate Devices Inc", 5000),)}, Status.CLOSED, ()),
    ({"commercial_support": True, "support_in_kind": ("Norvia Pharma",)}, Status.CLOSED, ()),
    ({"physicians": 0, "others": 0}, Status.CLOSED, ()),
]


@pytest.mark.parametrize(("changes", "expected", "codes"), CASES)
def test_what_is_missing_holds_the_record_at_its_status(changes, expected, codes):
    report = replace(LIVE, **changes)
    findings = findings_on_report(report, today=AFTER)
    assert status(report, today=AFTER) == expected
    assert tuple(each.code for each in findings) == codes
    assert all(each.source in sources and each.fix and "%" not in str(each) for each in findings)


def test_record_closes_only_after_its_last_day():
    assert status(LIVE, today=date(2026, 5, 15)) == Status.ACTIVE
    (finding,) = findings_on_report(LIVE, today=date(2026, 5, 15))
    assert (finding.code, finding.blocking) == ("report.not_ended", False)


@pytest.mark.parametrize(
    ("first", "last", "limits", "codes"),
    [
        (date(2026, 5, 1), date(2029, 5, 1), {"longest_years": 3}, ()),
        (date(2026, 5, 1), date(2029, 5, 2), {"longest_years": 3}, ("report.longest_years",)),
        (date(2026, 1, 1), date(2026, 12, 31), {"longest_months": 12}, ()),
        (date(2026, 1, 1), date(2027, 1, 1), {"longest_months": 12}, ("report.longest_months",)),
        (date(2026, 9, 1), date(2027, 8, 31), {"longest_months": 12}, ()),
    ],
)
def test_enduring_spans_three_years_and_a_series_twelve_months(first, last, limits, codes):
    report = replace(ENDURING, **{"longest_years": None, "first_day": first, "last_day": last, **limits})
    found = findings_on_report(report, today=AFTER, wanted=Status.DRAFT)
    assert tuple(each.code for each in found) == codes


def test_known_activity_is_updated_and_a_new_one_added():
    assert (LIVE.action, ENDURING.action) == ("Add", "Update")


@pytest.mark.parametrize("kept", ["knowledge", "competence:objective", "performance:objective+subjective"])
def test_outcome_is_read_as_it_was_kept(kept):
    assert Outcome.parse(kept).kept == kept
