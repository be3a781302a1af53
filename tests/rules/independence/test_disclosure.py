from dataclasses import replace

import pytest
from control_facts import CONSULTANT, EDITION, OPTIONS, PUBLIC_STOCK

from opencme.rules.independence.disclosure import findings_on_disclosure

OTHER = replace(CONSULTANT, kind="other")


@pytest.mark.parametrize(
    ("has_none", "relationships", "name", "codes"),
    [
        (True, (), "Cy", []),
        (False, (CONSULTANT,), "Cy", []),
        (None, (CONSULTANT,), "Cy", []),
        (None, (), "Cy", ["disclosure.silent"]),
        (None, (), " ", ["disclosure.silent", "disclosure.name"]),
        (True, (CONSULTANT,), "Cy", ["disclosure.none_and_some"]),
        (False, (), "Cy", ["disclosure.some_missing"]),
        (False, (replace(CONSULTANT, company=" "),), "Cy", ["disclosure.relationship.company"]),
        (False, (replace(CONSULTANT, company="x" * 201),), "Cy", ["disclosure.relationship.company_long"]),
        (False, (replace(CONSULTANT, kind="spouse"),), "Cy", ["disclosure.relationship.kind"]),
        (False, (OTHER,), "Cy", ["disclosure.relationship.note"]),
        (False, (replace(OTHER, note="Loan of a device"),), "Cy", []),
        (False, (CONSULTANT, replace(CONSULTANT, company=" norvia  PHARMA")), "Cy", ["disclosure.relationship.twice"]),
        (False, (CONSULTANT, PUBLIC_STOCK), "Cy", []),
    ],
)
def test_trap_36_a_disclosure_is_none_or_a_list_never_silence(has_none, relationships, name, codes):
    assert [each.code for each in findings_on_disclosure(has_none, relationships, name, EDITION)] == codes


@pytest.mark.parametrize(
    ("stated", "codes"),
    [
        (replace(PUBLIC_STOCK, security_kind=""), ["disclosure.relationship.security"]),
        (replace(PUBLIC_STOCK, security_kind="fund"), ["disclosure.relationship.security"]),
        (replace(PUBLIC_STOCK, company_listing=""), ["disclosure.relationship.listing"]),
        (PUBLIC_STOCK, []),
        (OPTIONS, []),
    ],
)
def test_trap_63_owns_stock_is_asked_back(stated, codes):
    assert [each.code for each in findings_on_disclosure(False, [stated], "Cy", EDITION)] == codes


@pytest.mark.parametrize(
    ("company", "is_fine"),
    [
        ("Norvia Pharma", True),
        ("Eli & Sons Co., Inc.", True),
        ("Société Générale de Médecine S.A.", True),
        ("norvia-pharma.com", False),
        ("https://norvia.example/cardiozil", False),
        ("Cardiozil®", False),
        ("Cardiozil™ by Norvia", False),
        ("Cardiozil (R)", False),
        ('<img src="logo.png">', False),
    ],
)
def test_trap_39_companies_are_named_by_name_only(company, is_fine):
    found = findings_on_disclosure(False, [replace(CONSULTANT, company=company)], "Cy", EDITION)

    assert [each.code for each in found] == ([] if is_fine else ["disclosure.relationship.company_name_only"])


def test_trap_34_the_form_asks_for_all_and_neither_amounts_nor_spouses():
    words = EDITION.words
    asked = f"{words.request} {words.no_minimum} {words.relevance} {words.none} {words.attestation}"

    assert "every financial relationship" in words.request
    assert "do not ask how much" in words.no_minimum
    assert "the provider decides what is relevant" in words.relevance
    assert "spouse" in words.not_asked
    assert "spouse" not in asked
    assert not any("amount" in kind.key or "spouse" in kind.key for kind in EDITION.kinds)


def test_a_finding_on_a_line_names_its_field():
    found = findings_on_disclosure(False, [CONSULTANT, replace(CONSULTANT, company="")], "Cy", EDITION)

    assert [each.field for each in found] == ["relationship-1-company"]
