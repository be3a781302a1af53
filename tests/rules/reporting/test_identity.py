"""Identifiers are judged when typed (reporting.md 2.2 and 6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.sources import sources
from opencme.rules.reporting.identity import (
    BOARDS,
    STATES,
    IdentifierFact,
    LearnerIdentity,
    findings_on_birthday,
    findings_on_identifier,
    findings_on_learner,
    has_npi_check_digit,
    tidy,
)

CASES = [
    ("npi", "", "1234567893", ()),
    ("npi", "", "1993999998", ()),
    ("npi", "", " 1234-567 893 ", ()),
    ("npi", "", "1234567890", ("identity.npi.check_digit",)),
    ("npi", "", "2495351826", ("identity.npi.check_digit",)),
    ("npi", "", "3234567893", ("identity.npi.first",)),
    ("npi", "", "123456789", ("identity.npi.form",)),
    ("npi", "", "12345678931", ("identity.npi.form",)),
    ("npi", "", "１２３４５６７８９３", ()),
    ("npi", "", "123456789O", ("identity.npi.form",)),
    ("npi", "", "", ("identity.npi.form",)),
    ("state_license", "IL", "036.123456", ()),
    ("state_license", "PR", "00012", ()),
    ("state_license", "DC", "MD-012345", ()),
    ("state_license", "ON", "12345", ("identity.license.state",)),
    ("state_license", "il", "12345", ("identity.license.state",)),
    ("state_license", "MN", "", ("identity.license.form",)),
    ("state_license", "MN", "---", ("identity.license.form",)),
    ("state_license", "MN", "1" * 21, ("identity.license.form",)),
    ("state_license", "", "", ("identity.license.state", "identity.license.form")),
    ("board", "ABIM", "123456", ()),
    ("board", "ABPN", "123456", ("identity.board.unknown",)),
    ("board", "ABP", "12 34", ("identity.board.form",)),
    ("accreditor_provider_id", "", "0000123", ()),
    ("accreditor_provider_id", "", "123", ("identity.accreditor_provider_id.form",)),
    ("accreditor_activity_id", "", "202600001", ()),
    ("accreditor_activity_id", "", "20260001", ("identity.accreditor_activity_id.form",)),
]


@pytest.mark.parametrize(("kind", "domain", "value", "codes"), CASES)
def test_identifier_as_typed_gives_these_findings(kind, domain, value, codes):
    findings = findings_on_identifier(kind, domain, value)
    assert tuple(each.code for each in findings) == codes
    assert all(each.source in sources and "%" not in str(each) for each in findings)


def test_finding_on_a_short_npi_says_what_is_there_and_where_to_look():
    (finding,) = findings_on_identifier("npi", "", "123 456")
    assert str(finding) == "An NPI has 10 digits; this has 6. Copy it from the NPI registry."


@pytest.mark.parametrize(
    ("month", "day", "codes"),
    [
        (None, None, ()),
        (2, 29, ()),
        (12, 31, ()),
        (2, 30, ("identity.birthday.day",)),
        (4, 31, ("identity.birthday.day",)),
        (13, 1, ("identity.birthday.month",)),
        (0, 1, ("identity.birthday.month",)),
        (1, 0, ("identity.birthday.day",)),
        (5, None, ("identity.birthday.half",)),
        (None, 5, ("identity.birthday.half",)),
    ],
)
def test_birthday_is_a_real_day_of_some_year(month, day, codes):
    assert tuple(each.code for each in findings_on_birthday(month, day)) == codes


@given(st.integers(min_value=100_000_000, max_value=299_999_999))
def test_exactly_one_of_ten_last_digits_makes_an_npi(first_nine):
    found = [last for last in range(10) if has_npi_check_digit(f"{first_nine}{last}")]
    assert len(found) == 1


@given(st.integers(min_value=100_000_000, max_value=299_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(first_nine, place, change):
    npi = next(f"{first_nine}{last}" for last in range(10) if has_npi_check_digit(f"{first_nine}{last}"))
    wrong = npi[:place] + str((int(npi[place]) + change) % 10) + npi[place + 1 :]
    assert not has_npi_check_digit(wrong)


def test_licence_keeps_its_zeros_and_punctuation():
    assert tidy("state_license", " 036.00123 ") == "036.00123"
    assert tidy("npi", "1234-567-893") == "1234567893"


def test_the_states_are_the_fifty_dc_and_the_six_territories_of_pars():
    assert len(STATES) == 57
    assert {"DC", "AS", "GU", "MP", "PR", "UM", "VI"} <= set(STATES)
    assert set(BOARDS) == {"ABA", "ABIM", "ABOHNS", "ABOS", "ABP", "ABPATH", "ABS", "ABTS"}


WHOLE = {
    "given_name": "Dee",
    "family_name": "Learner",
    "birth_month": 4,
    "birth_day": 9,
    "has_consented": True,
    "identifiers": (IdentifierFact(kind="npi", domain="", value="1234567893"),),
}


@pytest.mark.parametrize(
    ("change", "boards", "codes"),
    [
        ({}, (), ()),
        ({"has_consented": False}, (), ("identity.consent",)),
        ({"family_name": " "}, (), ("identity.name",)),
        ({"birth_month": None, "birth_day": None}, (), ("identity.birthday.missing",)),
        ({"identifiers": ()}, (), ("identity.identifier.missing",)),
        (
            {"identifiers": (IdentifierFact(kind="npi", domain="", value="1234567890"),)},
            (),
            ("identity.npi.check_digit",),
        ),
        ({}, ("ABIM",), ("identity.board.missing",)),
        ({"identifiers": (IdentifierFact(kind="board", domain="ABIM", value="123456"),)}, ("ABIM",), ()),
    ],
)
def test_learner_is_reportable_or_every_reason_is_named(change, boards, codes):
    learner = LearnerIdentity(**{**WHOLE, **change})
    assert tuple(each.code for each in findings_on_learner(learner, boards=boards)) == codes
