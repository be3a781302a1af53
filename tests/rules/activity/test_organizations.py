import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.organizations import organization_kinds
from opencme.rules.activity.organizations import Candidate, findings_on_partner, kind_named

HOSPITAL = organization_kinds["hospital"]
DEVICE = organization_kinds["device"]


@pytest.mark.parametrize(
    ("candidate", "codes"),
    [
        (Candidate(name="Lakeside Sepsis Alliance", kind=HOSPITAL, makes_products=False), []),
        (Candidate(name="", kind=HOSPITAL, makes_products=False), ["partner.name"]),
        (Candidate(name="A", kind=None, makes_products=None), ["partner.kind", "partner.unasked"]),
        (Candidate(name="A", kind=HOSPITAL, makes_products=True), ["partner.ineligible"]),
    ],
)
def test_partner_findings(candidate: Candidate, codes: list[str]) -> None:
    assert [each.code for each in findings_on_partner(candidate)] == codes


@given(kind=st.sampled_from(list(organization_kinds.values())), makes=st.sampled_from([True, False, None]))
def test_trap_06_ineligible_company_is_never_accepted(kind, makes) -> None:
    found = findings_on_partner(Candidate(name="Any", kind=kind, makes_products=makes))

    assert (not found) == (kind.is_eligible and makes is False)


def test_kind_that_is_gone_is_none() -> None:
    assert kind_named(organization_kinds, "gone") is None
    assert kind_named(organization_kinds, "device") is DEVICE
