"""The pack given away: JSON that its own schema accepts, and that reads back as the very same rules."""

import json

import jsonschema
import pytest
import yaml

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.catalog.requirement_sets.entries import document, entries, schema
from opencme.catalog.requirement_sets.places import place, places
from opencme.catalog.requirement_sets.reading import read_rules

RULES = sorted(pack())


def test_the_whole_pack_fits_its_schema() -> None:
    held = json.loads(json.dumps(document(tuple(pack()))))
    validator = jsonschema.Draft202012Validator(json.loads(schema()))

    assert [f"{list(fault.absolute_path)}: {fault.message}" for fault in validator.iter_errors(held)] == []
    assert [rule["id"] for rule in held["rules"]] == list(pack())


def test_the_schema_refuses_what_it_does_not_know() -> None:
    held = json.loads(json.dumps(document(("us-ma-md",))))
    held["rules"][0]["surprise"] = 1
    held["rules"][0]["sources"] = []

    faults = list(jsonschema.Draft202012Validator(json.loads(schema())).iter_errors(held))

    assert len(faults) == 2


def test_the_schema_lists_what_the_vocabulary_lists() -> None:
    rule = json.loads(schema())["$defs"]["rule"]["properties"]

    for listed, kind in (
        (rule["status"], "statuses"),
        (rule["authority"]["properties"]["kind"], "authority_kinds"),
        (rule["cycle"]["properties"]["anchor"], "cycle_anchors"),
        (rule["total"]["properties"]["unit"], "units"),
        (rule["equivalences"]["items"]["properties"]["event"], "equivalence_events"),
    ):
        assert set(listed["enum"]) == vocabulary()[kind]


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_reads_back_from_its_json(rule_id: str) -> None:
    given = json.loads(json.dumps(document((rule_id,))))["rules"][0]
    authority = given.pop("authority")
    file = {
        "authority": {key: authority.pop(key) for key in ("name", "jurisdiction")},
        "rules": [{**given, **authority}],
    }
    problems: list[str] = []

    (rule,) = read_rules(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), vocabulary(), problems)

    assert problems == []
    assert rule == pack()[rule_id]


def test_every_jurisdiction_has_a_name_and_no_two_tiles_share_a_place() -> None:
    tiles = [(each.column, each.row) for each in places.values() if each.column is not None]

    assert {rule.authority.jurisdiction for rule in pack().values()} <= places.keys()
    assert len(tiles) == len(set(tiles)) == 55
    assert (place("US-ZZ").name, place("XX").name) == ("United States (US-ZZ)", "XX")
    assert entries().keys() == pack().keys()
