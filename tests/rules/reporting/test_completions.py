"""Who is reported by name, and with which identifier."""

from dataclasses import replace

import pytest
from report_facts import DEE

from opencme.rules.reporting.completions import best_identifier, credit_id, findings_on_completion
from opencme.rules.reporting.identity import IdentifierFact, LearnerIdentity

NPI = IdentifierFact(kind="npi", domain="", value="1234 567 893")
LICENSE = IdentifierFact(kind="state_license", domain="MN", value="00-12 ")
BOARD = IdentifierFact(kind="board", domain="ABIM", value="123456")
WHOLE = LearnerIdentity(
    given_name="Dee", family_name="Learner", birth_month=2, birth_day=29, has_consented=True, identifiers=(NPI,)
)


@pytest.mark.parametrize(
    ("learner", "basis", "codes"),
    [
        (WHOLE, "awarded", ()),
        (WHOLE, "participated", ("report.not_physician",)),
        (
            replace(WHOLE, has_consented=False, identifiers=()),
            "awarded",
            ("identity.consent", "identity.identifier.missing"),
        ),
    ],
)
def test_trap_55_nobody_is_reported_without_consent_and_everybody_left_out_has_a_reason(learner, basis, codes):
    assert tuple(each.code for each in findings_on_completion(learner, basis=basis)) == codes


@pytest.mark.parametrize(
    ("held", "value", "domain"),
    [
        ((BOARD, LICENSE, NPI), "1234567893", "NPI"),
        ((BOARD, LICENSE), "00-12", "MN"),
        ((BOARD,), "123456", "ABIM"),
    ],
)
def test_surest_identifier_is_sent(held, value, domain):
    chosen = best_identifier(held)
    assert (chosen.value, replace(DEE, identifier=chosen).domain) == (value, domain)


def test_birthday_is_sent_with_a_year_nobody_was_born_in():
    assert DEE.birth_date == "1904-02-29"


def test_credit_id_is_the_urn_the_draft_asks():
    assert credit_id("127.0.0.1:8000", "CR-0007-0001-K") == "ccid:127.0.0.1.8000:CR-0007-0001-K"
