"""Every worked case gives what its hand working says, and together they work every construct and every state."""

from collections import Counter

import pytest
from requirement_constructs import EXPLAINED, PAGE, explained, page, read_all, table

from opencme.catalog.requirement_sets import edition_on, pack
from opencme.catalog.requirement_sets.cases import Case
from opencme.catalog.requirement_sets.judging import judge
from opencme.rules.requirements.plain import as_json

CASES = read_all()
STATES = [
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
    "MD",
    "MA",
    "MI",
    "MN",
    "MS",
    "MO",
    "MT",
    "NE",
    "NV",
    "NH",
    "NJ",
    "NM",
    "NY",
    "NC",
    "ND",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VT",
    "VA",
    "WA",
    "WV",
    "WI",
    "WY",
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_gives_what_its_working_says(case: Case) -> None:
    assert case.as_of is not None
    lines = {}
    for rule in case.rules:
        for line in judge(rule, case.person, case.as_of, with_proof=True):
            lines[line.line] = as_json(line)

    got = [{key: lines[wanted["line"]][key] for key in wanted} for wanted in case.expect]

    assert got == [{key: _plain(value) for key, value in wanted.items()} for wanted in case.expect]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, list)) else float(str(value))


def test_every_case_has_a_name_of_its_own_lines_and_its_working() -> None:
    assert [name for name, number in Counter(case.id for case in CASES).items() if number > 1] == []
    assert [case.id for case in CASES if not (case.expect and case.working and case.title)] == []


def test_every_state_has_a_case() -> None:
    places = {pack()[rule].authority.jurisdiction for case in CASES for rule in case.rules}

    assert [state for state in STATES if f"US-{state}" not in places] == []


def test_every_construct_that_the_pack_uses_decides_a_line_of_some_case() -> None:
    assert [name for name, ids in table().items() if not ids] == []


def test_table_of_constructs_is_current() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")


def test_rows_of_the_explanation_are_their_cases() -> None:
    text = EXPLAINED.read_text(encoding="utf-8")

    assert explained(text) == text


def test_every_edition_is_found_on_a_day_it_is_in_force() -> None:
    for rule in pack().values():
        if rule.in_force_from is not None:
            assert edition_on(rule.id, rule.in_force_from) is rule
