"""`opencme requirements show` and `diff`: a rule, and what an edition changed, in plain words."""

import json

import pytest

from opencme.catalog.requirement_sets import pack
from opencme.commands.main import run


def says(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["requirements", *arguments])
    out, beside = capsys.readouterr()
    return code, out, beside.strip()


def test_diff_says_in_words_what_changed(capsys: pytest.CaptureFixture[str]):
    code, out, _beside = says(capsys, "diff", "us-co-md-pre2026", "us-co-md")

    first, second, *others = out.splitlines()
    assert code == 0
    assert first == "us-co-md-pre2026 (… – 2025-12-31) → us-co-md (2026-01-01 – …)"
    assert second == (
        "How much: “No general amount; topics only.” becomes “30 credits every 2 years. "
        "One unit is 60 minutes of education.”"
    )
    assert others[-1] == "Proof and audit: new: “Licensees are picked for audit at random. About 5% of licensees.”"


def test_diff_of_a_rule_with_itself_finds_nothing(capsys: pytest.CaptureFixture[str]):
    assert says(capsys, "diff", "us-ma-md", "us-ma-md")[1].splitlines()[1:] == ["They ask the same."]
    assert json.loads(says(capsys, "diff", "us-ma-md", "us-ma-md", "--json")[1])["changes"] == []


def test_show_tells_every_rule_of_the_pack_with_its_sources(capsys: pytest.CaptureFixture[str]):
    for rule in pack().values():
        code, out, _beside = says(capsys, "show", rule.id)

        assert code == 0
        assert out.startswith(f"{rule.id}: {rule.title}\n")
        assert "not legal advice" in out
        assert all(source.title in out for source in rule.sources)
        assert ("What is not known" in out) or not rule.unverified


def test_show_gives_the_rule_as_it_is_written(capsys: pytest.CaptureFixture[str]):
    held = json.loads(says(capsys, "show", "us-ma-md", "--json")[1])

    assert [rule["id"] for rule in held["rules"]] == ["us-ma-md"]
    assert held["rules"][0]["total"] == {"amount": 50, "unit": "credit", "minutes_per_unit": 60}


@pytest.mark.parametrize("arguments", [("show", "nobody"), ("diff", "us-ma-md", "nobody"), ("diff", "nobody", "abim")])
def test_an_unknown_rule_is_bad_input(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]):
    assert says(capsys, *arguments) == (2, "", "opencme: “nobody” is not a rule of the pack")
