"""`opencme requirements check` and `lint`: the exit codes, the JSON, and what a person reads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from opencme.commands.main import run

GIVEN = Path(__file__).parents[1] / "data" / "requirements" / "given.yaml"
CASE = """id: X
title: Hawaii
rules: [us-hi-md]
as_of: 2026-01-31
profile: {cycle: {start: 2024-02-01, end: 2026-01-31}, renewal_number: 4}
credits:
- {date: 2025-02-01, amount: 39, system: AMA_PRA_1}
- {date: 2025-03-01, amount: 5, system: AMA_PRA_2}
"""
WHY = [
    {"clause": "total", "subject": "AMA_PRA_1 39 on 2025-02-01", "counted": 39, "words": "counted"},
    {
        "clause": "total",
        "subject": "AMA_PRA_2 5 on 2025-03-01",
        "counted": 0,
        "words": "this kind of credit does not count toward the total",
    },
]


def _file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_gives_lines_with_proof_and_sources(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = run(["requirements", "check", _file(tmp_path, CASE), "--json"])

    (case,) = json.loads(capsys.readouterr().out)["cases"]
    total = case["lines"][0]
    assert code == 0
    assert (case["id"], case["as_of"], case["rules"]) == ("X", "2026-01-31", ["us-hi-md"])
    assert {key: total[key] for key in ("rule", "line", "verdict", "required", "counted", "missing", "by", "unit")} == {
        "rule": "us-hi-md",
        "line": "total",
        "verdict": "not_met",
        "required": 40,
        "counted": 39,
        "missing": 1,
        "by": "2026-01-31",
        "unit": "hour",
    }
    assert total["why"] == WHY
    assert case["sources"]["us-hi-md"]["confidence"] == "medium"
    assert case["sources"]["us-hi-md"]["texts"][0]["checked"] == "2026-11-22"


def test_check_reads_bytes_from_standard_input_and_ends_when_nobody_reads_on() -> None:
    command = [sys.executable, "-m", "opencme", "requirements", "check", "-", "--json"]
    refused = subprocess.run(command, input=b"id: \xff\n", capture_output=True, check=False)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as broken:
        assert broken.stdin is not None
        assert broken.stdout is not None
        assert broken.stderr is not None
        broken.stdout.close()
        broken.stdin.write(b"\xef\xbb\xbf" + CASE.replace("amount: 39", 'amount: "39.5"').encode())
        broken.stdin.close()
        code, said = broken.wait(), broken.stderr.read()

    assert (refused.returncode, refused.stderr) == (2, b"opencme: -: not UTF-8 (byte 4); save it as UTF-8\n")
    assert (code, said) == (141, b"")


def test_check_takes_another_day(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = run(["requirements", "check", _file(tmp_path, CASE), "--json", "--as-of", "2025-02-15"])

    found = json.loads(capsys.readouterr().out)
    assert (code, found["cases"][0]["as_of"]) == (0, "2025-02-15")
    assert found["lines"][0]["why"][0]["words"] == "lies after the day asked"


def test_check_reads_many_cases_and_says_them_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["requirements", "check", str(GIVEN)])

    told = capsys.readouterr().out
    assert code == 0
    assert "GV-08: Iowa, twenty of twenty-six move on\n" in told
    assert "us-ia-md / total: not met (required 40, counted 39, missing 1, by 2026-08-31)" in told
    assert "      20  surplus of the cycle before – moves on\n" in told


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (CASE + "bogus: 1\n", (), "line 9: X: “bogus” is not a key that is known here"),
        (CASE.replace("as_of: 2026-01-31\n", ""), (), "line 1: X: “as_of” is missing"),
        (CASE, ("--as-of", "2026-02-30"), "--as-of 2026-02-30: write a real date as YYYY-MM-DD"),
        (CASE, ("--as-of", "2026-W05-1"), "--as-of 2026-W05-1: write a real date as YYYY-MM-DD"),
        ("cases: [", (), "line 2: did not find expected node content"),
    ],
)
def test_bad_input_ends_with_two_and_prints_no_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, arguments: tuple[str, ...], said: str
) -> None:
    code = run(["requirements", "check", _file(tmp_path, text), "--json", *arguments])

    out, beside = capsys.readouterr()
    assert (code, out) == (2, "")
    assert said in beside


def test_name_that_no_rule_knows_is_told_beside_the_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = run(["requirements", "check", _file(tmp_path, CASE + "prior: {completed: {hi-x: 2025-01-01}}\n"), "--json"])

    out, beside = capsys.readouterr()
    assert code == 0
    assert json.loads(out)["lines"][0]["counted"] == 39
    assert "line 9: X, prior, completed: no rule of the pack knows “hi-x”" in beside


def test_lint_of_a_folder_reads_its_own_vocabulary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = "credit_systems: {}\nfacts: {}\ntopics: {a: {label: a, broader: [b]}, b: {label: b, broader: [a]}}\n"
    (tmp_path / "vocabulary.yaml").write_text(words, encoding="utf-8")

    code = run(["requirements", "lint", str(tmp_path)])

    assert code == 1
    way = "by way of others (a, b, a); take it out of one “broader” list"
    assert capsys.readouterr().out == f"vocabulary.yaml, line 3: topic “a” is broader than itself, {way}\n"


def test_lint_of_a_folder_without_rules_is_bad_input(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["requirements", "lint", str(tmp_path)]) == 2
    assert "holds no YAML file of rules" in capsys.readouterr().err
