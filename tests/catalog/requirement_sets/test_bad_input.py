"""Whatever is wrong with a file of cases or of rules is said with its line and key; nothing is guessed, nothing falls over."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opencme.catalog.requirement_sets import BadFile, pack, read_pack, vocabulary
from opencme.catalog.requirement_sets.cases import Known, read_cases
from opencme.catalog.requirement_sets.located import load
from opencme.catalog.requirement_sets.vocabulary import read as read_vocabulary

KNOWN = Known(pack(), vocabulary())
SHIPPED = Path(__file__).parents[3] / "src" / "opencme" / "catalog" / "requirement_sets"
ODD_ROUNDING = {
    "months": 24,
    "anchor": "licence_expiry",
    "first_cycle": {"rule": "prorated", "rounding": {"increment": "x"}},
}
CASE = """id: X
title: Hawaii
rules: [us-hi-md]
as_of: 2026-01-31
profile:
  cycle: {start: 2024-02-01, end: 2026-01-31}
  renewal_number: 4
  facts: {}
credits:
- {date: 2025-02-01, amount: 40, system: AMA_PRA_1}
"""
CREDIT = "line 10: X, credits 1: "
DAY = "it must be a real date written YYYY-MM-DD, 1900 to 2200"


def _with(old: str, new: str) -> str:
    assert CASE.count(old) == 1
    return CASE.replace(old, new)


CASES = {
    "no mapping": ("- a\n", "line 1: the file must be a mapping of keys to values"),
    "no case": ("cases:\n", "line 1: file: “cases” holds no case"),
    "a case that is a number": (
        "cases: [5]\n",
        "line 1: file: “cases” must hold keys and values; its entry 1 is a value",
    ),
    "unknown key": (
        CASE + "bogus: 1\n",
        (
            "line 11: X: “bogus” is not a key that is known here; it may be: about, as_of, conventions, credits, "
            "expect, id, prior, profile, rule, rules, schema, tags, title, working"
        ),
    ),
    "key of a credit": (
        _with("AMA_PRA_1", "AMA_PRA_1, color: red"),
        CREDIT + "“color” is not a key that is known here",
    ),
    "doubled key": (CASE + "title: again\n", "line 11: “title” is written twice"),
    "day that is none": (_with("2025-02-01", "2025-02-30"), CREDIT + f"“date” is “2025-02-30”; {DAY}"),
    "day by week": (_with("2025-02-01", "2025-W05-1"), CREDIT + f"“date” is “2025-W05-1”; {DAY}"),
    "day of another age": (_with("2025-02-01", "0025-02-01"), CREDIT + f"“date” is “0025-02-01”; {DAY}"),
    "no day": (_with("date: 2025-02-01", "date: null"), CREDIT + "“date” is missing"),
    "no amount": (_with("amount: 40", "amount: null"), CREDIT + "“amount” is missing"),
    "octal": (_with("40", "1:30"), "line 10: “1:30” is not a number; write digits, such as 12 or 1.5"),
    "endless": (_with("40", "9" * 6000), f"line 10: “{'9' * 20}” is not a number; write digits, such as 12 or 1.5"),
    "no number": (_with("40", ".nan"), "line 10: “.nan” is not a number"),
    "negative": (_with("40", "-4"), CREDIT + "“amount” must be 0 or more"),
    "four decimals": (_with("40", "1.2345"), CREDIT + "“amount” must have at most three decimals"),
    "too much": (_with("40", "2000000"), CREDIT + "“amount” must be at most 1000000"),
    "minutes": (_with("amount: 40", "minutes: -5"), CREDIT + "“minutes” must lie between 0 and 10000000"),
    "unit": (
        _with("AMA_PRA_1", "AMA_PRA_1, unit: parsec"),
        CREDIT
        + "“unit” is “parsec”, which the vocabulary does not list; it may be: action, ceu, contact_hour, credit, "
        "hour, minute, moc_point, point",
    ),
    "unit of others": (
        _with("AMA_PRA_1", "AMA_PRA_1, unit: ceu"),
        CREDIT + "“unit” is “ceu”, which only ACPE, ANCC, STATE_BOARD and HPCSA credit is counted in; write hours",
    ),
    "system": (_with("AMA_PRA_1", "AMA_9"), CREDIT + "“system” is “AMA_9”, which the vocabulary does not list"),
    "topic": (
        _with("AMA_PRA_1", "AMA_PRA_1, topics: {magic: 1}"),
        "line 10: X, credits 1, topics: “magic” is a topic that the vocabulary does not list",
    ),
    "topic larger than its credit": (
        _with("AMA_PRA_1", "AMA_PRA_1, topics: {addiction: 41}"),
        "line 10: X, credits 1, topics: “addiction” is more than the credit itself",
    ),
    "the id of another": (
        "cases:\n- {id: X, rules: [us-hi-md], as_of: 2026-01-31}\n- {id: X, rules: [us-hi-md], as_of: 2026-01-31}\n",
        "line 3: X: “id” is that of the case on line 2 already",
    ),
    "topic without amount": (
        _with("AMA_PRA_1", "AMA_PRA_1, topics: {addiction: }"),
        "line 10: X, credits 1, topics: “addiction” has no amount",
    ),
    "score": (
        _with("AMA_PRA_1", "AMA_PRA_1, score: 170"),
        CREDIT + "“score” must lie between 0 and 1, or be a percentage up to 100",
    ),
    "rule": (
        _with("us-hi-md", "us-hi-dm"),
        "line 3: X: “rules” names “us-hi-dm”, which the pack does not hold; did you mean “us-hi-md”?",
    ),
    "renewal": (
        _with("renewal_number: 4", "renewal_number: 0"),
        "line 7: X, profile: “renewal_number” must lie between 1 and 99; 1 is the first renewal",
    ),
    "cycle backwards": (_with("start: 2024", "start: 2027"), "line 6: X, profile, cycle: “end” lies before the start"),
    "fact": (
        _with("facts: {}", "facts: {nice: true}"),
        "line 8: X, profile, facts: “nice” is a fact that the vocabulary does not list",
    ),
    "fact of another kind": (
        _with("facts: {}", "facts: {patients_65plus_share: many}"),
        "line 8: X, profile, facts: “patients_65plus_share” is “many”; it must be a number",
    ),
    "fact that is no truth": (
        _with("facts: {}", 'facts: {dea_registered: "yes"}'),
        "line 8: X, profile, facts: “dea_registered” is “yes”; it must be true or false",
    ),
    "event": (
        CASE + "prior: {events: [{event: party, date: 2025-01-01}]}\n",
        "line 11: X, prior, events 1: “event” is “party”, which the vocabulary does not list",
    ),
    "alias": (_with("facts: {}", "facts: &a {}\n  x: *a"), "line 9: references (*) are not read; write the value out"),
    "tag": (
        _with("Hawaii", '!!python/object/apply:os.system ["x"]'),
        "line 2: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'",
    ),
    "control character": (_with("Hawaii", "Ha\x01"), "line 2: the character 1 is not allowed here"),
    "depth": ("a: " + "[" * 90 + "]" * 90, "line 1: nested too deeply"),
}


@pytest.mark.parametrize("name", CASES)
def test_case_is_refused_with_line_and_key(name: str) -> None:
    text, problem = CASES[name]

    with pytest.raises(BadFile) as refused:
        read_cases(text, KNOWN)

    assert refused.value.problems[0] == problem


def test_name_that_no_rule_knows_is_remarked_and_changes_nothing() -> None:
    (case,) = read_cases(CASE + "prior: {completed: {us-hi-nothing: 2025-01-01}}\n", KNOWN)

    assert case.remarks == ("line 11: X, prior, completed: no rule of the pack knows “us-hi-nothing”",)


RULE = yaml.safe_load(
    (SHIPPED / "us" / "us-ma--massachusetts-board-of-registration-in-medicine.yaml").read_text("utf-8")
)


def _problems(tmp_path: Path, **changes: object) -> str:
    rule = {**RULE["rules"][0], **changes}
    (tmp_path / "ma.yaml").write_text(yaml.safe_dump({**RULE, "rules": [rule]}), encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read_pack(tmp_path)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cycle": None}, "“cycle” is missing"),
        ({"cycle": ODD_ROUNDING}, "first_cycle, rounding: “increment” must be a number"),
        ({"total": None}, "“total” is missing"),
        ({"sources": []}, "“sources” is missing: every rule names where it is written"),
        ({"licence_types": []}, "“licence_types” is missing"),
        ({"id": "US MA"}, "“id” is “US MA”; a name is written in a-z, 0-9, “-” and “_”"),
        ({"surprise": 1}, "“surprise” is not a key that is known here"),
        ({"sorces": 1}, "“sorces” is not a key that is known here; did you mean “sources”?"),
        (
            {"licence_types": ["M.D."]},
            "“licence_types” holds “M.D.”, which the vocabulary does not list; did you mean “MD”?",
        ),
        ({"limits": [{"id": "a", "bucket": "nope", "op": "min", "amount": 1}]}, "lacks “nope”, which “a” names"),
        ({"limits": [{"id": "a", "bucket": "cat1", "op": "about", "amount": 1}]}, "“op” is “about”"),
        ({"limits": [{"id": "a", "bucket": "cat1", "op": "min"}]}, "or “share” must say how much"),
        ({"carry_over": {"allowed": True, "bucket": "nope"}}, "lacks “nope”, which “carry_over” names"),
        ({"exemptions": [{"when": {"fact": "retired", "gt": "x"}, "effect": "exempt"}]}, "must be a number or a day"),
        ({"exemptions": [{"when": {"fact": "rich", "is": True}, "effect": "exempt"}]}, "“fact” is “rich”"),
        ({"equivalences": [{"event": "aoa_cert", "effect": "counts_as", "per": "mile"}]}, "must name a unit of time"),
        (
            {"topics": [{"id": "a", "topics": ["geriatrics"], "absorbs": ["a"], "frequency": {"kind": "once"}}]},
            "lets “a” absorb itself, by way of others",
        ),
        ({"topics": [{"id": "a", "topics": ["magic"], "frequency": {"kind": "once"}}]}, "holds “magic”"),
        (
            {"topics": [{"id": "a", "topics": ["geriatrics"], "frequency": {"kind": "every_n_months"}}]},
            "“n” is missing",
        ),
    ],
)
def test_rule_is_refused_with_line_and_key(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    problems = _problems(tmp_path, **changes)

    assert said in problems
    assert all(line.startswith("ma.yaml, line ") for line in problems.splitlines())


def test_two_editions_on_one_day_are_refused(tmp_path: Path) -> None:
    for name, rule in (("a", "us-ma-md"), ("b", "other")):
        edition = {**RULE["rules"][0], "id": rule, "family": "f", "version": {"effective_from": "2020-01-01"}}
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump({**RULE, "rules": [edition]}), encoding="utf-8")

    with pytest.raises(BadFile) as refused:
        read_pack(tmp_path)

    said = "editions “us-ma-md” and “other” of “f” are in force on the same days; the other is at a.yaml, line 5"
    remedy = "give the older one a “version: effective_to” before the newer one's “effective_from”"
    assert refused.value.problems == (f"b.yaml, line 5: {said}; {remedy}",)


@pytest.mark.parametrize(
    ("topics", "problem"),
    [
        (
            "{a: {label: a, broader: [b]}, b: {label: b, broader: [a]}}",
            "topic “a” is broader than itself, by way of others (a, b, a); take it out of one “broader” list",
        ),
        ("{a: {label: a, broader: [c]}}", "topic “a” is narrower than “c”, which is not listed; it may be: a"),
        (
            "{pain: {label: a, broader: [pane]}}",
            "topic “pain” is narrower than “pane”, which is not listed; did you mean “pain”?",
        ),
        ("5", "vocabulary: “topics” must hold keys and values, not a value"),
    ],
)
def test_vocabulary_with_a_circle_of_topics_is_refused(topics: str, problem: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_vocabulary(f"credit_systems: {{}}\nfacts: {{}}\ntopics: {topics}\n")

    assert refused.value.problems == (f"line 3: {problem}",)


FILES = sorted(SHIPPED.glob("*/*.yaml"))
ODD = [None, "x", -1, 0, 1.5, True, [], {}, [1], {"a": 1}, "9999-99-99", 10**9, ["x", {}], [None], "a\x00b", "∞"]


def _places(value: object, way: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, each in inner for place in _places(each, (*way, key)))]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_pack_with_one_odd_value_is_read_or_refused_by_line(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    document = yaml.safe_load(data.draw(st.sampled_from(FILES)).read_text("utf-8"))
    *way, last = data.draw(st.sampled_from(_places(document)[1:]))
    inner = document
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(st.sampled_from(ODD))
    folder = tmp_path_factory.mktemp("pack")
    (folder / "a.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")

    problems: tuple[str, ...] = ()
    try:
        read_pack(folder)
    except BadFile as refused:
        problems = refused.problems

    assert [each for each in problems if "a.yaml, line " not in each] == []


def test_a_bucket_of_an_alternative_that_is_a_number_is_refused_by_line(tmp_path: Path) -> None:
    (file,) = SHIPPED.glob("us/us-ok--oklahoma-state-board-of-osteopathic-examiners.yaml")
    document = yaml.safe_load(file.read_text("utf-8"))
    document["rules"][0]["alternatives"][0]["bucket"] = -1
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")

    with pytest.raises(BadFile, match=r"a\.yaml, line \d+: .*must hold keys and values"):
        read_pack(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a:\n\tb: 1\n",
            "line 2: found character that cannot start any token; there is a tab in this line: indent with spaces",
        ),
        (
            "a: Montana: no hours\n",
            "line 1: mapping values are not allowed in this context; put a text with “: ” in it in quotation marks",
        ),
    ],
)
def test_what_yaml_refuses_is_told_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(BadFile) as refused:
        load(text)

    assert refused.value.problems == (said,)
