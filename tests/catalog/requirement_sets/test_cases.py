"""Every worked case gives what its hand working says, in every file of cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opencme.catalog.requirement_sets import edition_on, pack, prepared, vocabulary
from opencme.catalog.requirement_sets.cases import Case, Known, read_cases
from opencme.rules.requirements import evaluate
from opencme.rules.requirements.plain import as_json

FOLDER = Path(__file__).parents[2] / "data" / "requirements"


def cases() -> Iterator[Case]:
    known = Known(pack(), vocabulary())
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from read_cases(path.read_text(encoding="utf-8"), known)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
def test_case_gives_what_its_working_says(case: Case) -> None:
    assert case.as_of is not None
    lines = {}
    for rule in case.rules:
        for line in evaluate(prepared(rule), case.person, case.as_of, with_proof=True):
            lines[line.line] = as_json(line)

    got = [{key: lines[wanted["line"]][key] for key in wanted if key != "note"} for wanted in case.expect]

    assert got == [{key: _plain(value) for key, value in wanted.items() if key != "note"} for wanted in case.expect]


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int)) else float(str(value))


def test_every_edition_is_found_on_a_day_it_is_in_force() -> None:
    for rule in pack().values():
        if rule.in_force_from is not None:
            assert edition_on(rule.id, rule.in_force_from) is rule
