from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.accreditors import accreditors
from opencme.catalog.organizations import organization_kinds
from opencme.rules.activity.accreditation import (
    Joint,
    Standing,
    findings_on_accreditation,
    findings_on_joint_providers,
    providership,
    status_of,
)

ACCME = accreditors["accme"]
STANDING = Standing(
    accreditor=ACCME,
    status="accreditation",
    term_from=date(2024, 1, 1),
    term_to=date(2027, 12, 31),
    first_day=date(2026, 5, 14),
    last_day=date(2026, 5, 15),
    asks_whole=True,
    day=date(2026, 3, 2),
)
ALLIANCE = Joint(
    name="Alliance",
    kind=organization_kinds["membership_organization"],
    is_accredited=False,
    checked_on=date(2026, 2, 1),
    agreed_on=date(2026, 2, 10),
    has_way_out=True,
    is_watched=False,
)
ACCREDITED = status_of(STANDING)
PROBATION = status_of(replace(STANDING, status="probation"))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"status": "none"}, [("accreditation.none", True)]),
        ({"accreditor": None}, [("accreditation.none", True)]),
        ({"term_from": None}, [("accreditation.term", True)]),
        ({"term_to": None}, [("accreditation.term", True)]),
        ({"first_day": None, "last_day": None}, []),
        ({"first_day": date(2024, 1, 1)}, []),
        ({"first_day": date(2023, 12, 31)}, [("accreditation.outside", True)]),
        ({"first_day": date(2028, 1, 1), "last_day": date(2028, 1, 1)}, [("accreditation.outside", True)]),
        ({"last_day": date(2027, 12, 31)}, []),
        ({"last_day": date(2028, 1, 1)}, [("accreditation.ends", True)]),
        ({"last_day": date(2028, 1, 1), "asks_whole": False}, [("accreditation.ends", False)]),
    ],
)
def test_accreditation_covers_the_days_of_the_activity(changes, found) -> None:
    answer = findings_on_accreditation(replace(STANDING, **changes))

    assert [(each.code, each.blocking) for each in answer] == found
    assert all(each.fix == "provider" for each in answer)


@pytest.mark.parametrize(
    ("accredited", "form"), [([], "direct"), ([False], "joint"), ([True], "direct"), ([True, False], "joint")]
)
def test_trap_04_no_co_provided_form_exists(accredited, form) -> None:
    partners = tuple(replace(ALLIANCE, is_accredited=each) for each in accredited)

    assert providership(partners) == form


def joint(*partners: Joint, status=ACCREDITED, decided_on=None, must_be_agreed=True) -> list[tuple[str, bool]]:
    found = findings_on_joint_providers(partners, status, decided_on, must_be_agreed=must_be_agreed)
    return [(each.code, each.blocking) for each in found]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"kind": None}, []),
        ({"checked_on": None}, [("joint.unchecked", True)]),
        ({"agreed_on": None}, [("joint.agreement", True)]),
        ({"has_way_out": False}, [("joint.way_out", True)]),
        ({"is_watched": True}, [("joint.watched", False)]),
        ({"is_accredited": True}, [("joint.all_accredited", False)]),
    ],
)
def test_joint_provider_findings(changes, found) -> None:
    assert joint(replace(ALLIANCE, **changes)) == found


def test_agreement_is_advice_while_it_is_planned() -> None:
    assert joint(replace(ALLIANCE, agreed_on=None), must_be_agreed=False) == [("joint.agreement", False)]


@given(kind=st.sampled_from(list(organization_kinds.values())))
def test_trap_06_an_ineligible_company_is_never_a_joint_provider(kind) -> None:
    blocked = ("joint.ineligible", True) in joint(replace(ALLIANCE, kind=kind))

    assert blocked is not kind.is_eligible


@pytest.mark.parametrize(
    ("agreed_on", "decided_on", "found"),
    [
        (date(2026, 2, 10), date(2026, 2, 11), []),
        (date(2026, 2, 10), date(2026, 2, 10), [("joint.probation", True)]),
        (date(2026, 2, 10), None, [("joint.probation", True)]),
        (None, date(2026, 2, 10), [("joint.agreement", True), ("joint.probation", True)]),
    ],
)
def test_trap_66_on_probation_only_older_agreements_run_on(agreed_on, decided_on, found) -> None:
    partner = replace(ALLIANCE, agreed_on=agreed_on)

    assert joint(partner, status=PROBATION, decided_on=decided_on) == found


def test_trap_66_an_accredited_partner_is_not_concerned() -> None:
    assert joint(replace(ALLIANCE, is_accredited=True), status=PROBATION) == [("joint.all_accredited", False)]


def test_where_no_source_says_probation_is_advice() -> None:
    unknown = accreditors["joint_accreditation"].on(date(2026, 3, 2)).status("probation")

    assert joint(ALLIANCE, status=unknown) == [("joint.status_unknown", False)]


def test_without_status_nothing_is_said_of_it() -> None:
    assert joint(ALLIANCE, status=None) == []
