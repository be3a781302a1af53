from datetime import date

import pytest

from opencme.catalog.accreditors import accreditors
from opencme.catalog.sources import sources
from opencme.rules.activity.accreditors import Accreditor, Kind

TODAY = date(2026, 3, 1)


def test_accreditors_are_named_as_their_statements_print_them() -> None:
    assert {key: (each.name, each.abbreviation, each.kind) for key, each in accreditors.items()} == {
        "accme": ("Accreditation Council for Continuing Medical Education", "ACCME", Kind.NATIONAL),
        "joint_accreditation": (
            "Joint Accreditation for Interprofessional Continuing Education",
            "Joint Accreditation",
            Kind.JOINT,
        ),
        "cma": ("California Medical Association", "CMA", Kind.STATE),
    }


@pytest.mark.parametrize("each", accreditors.values(), ids=list(accreditors))
def test_accreditor_stands_on_known_sources(each: Accreditor) -> None:
    used = {e.source for e in each.editions} | {e.abstract.source for e in each.editions}

    assert used | {end.source for end in each.year_ends} <= set(sources)
    assert [e.in_force_from for e in each.editions] == sorted(e.in_force_from for e in each.editions)


def test_accme_terms_and_what_probation_forbids() -> None:
    statuses = accreditors["accme"].on(TODAY).statuses

    assert {each.key: (each.years, each.new_joint) for each in statuses} == {
        "provisional": (2, True),
        "accreditation": (4, True),
        "commendation": (6, True),
        "probation": (None, False),
    }


def test_abstract_limits_of_the_accme() -> None:
    assert accreditors["accme"].on(TODAY).abstract.words == {
        "practice_gap": 100,
        "need_knowledge": 50,
        "need_competence": 50,
        "need_performance": 50,
        "designed_to_change": 50,
        "format_rationale": 25,
    }


def test_status_nobody_knows_is_none() -> None:
    assert accreditors["accme"].on(TODAY).status("none") is None


@pytest.mark.parametrize(
    ("key", "year", "last_day"),
    [
        ("accme", 2023, date(2024, 4, 1)),
        ("accme", 2024, date(2025, 3, 31)),
        ("cma", 2024, date(2025, 3, 14)),
        ("cma", 2031, None),
    ],
)
def test_trap_65_year_end_is_the_accreditors_own(key: str, year: int, last_day: date | None) -> None:
    end = accreditors[key].year_end(year)

    assert (end.last_day if end else None) == last_day
