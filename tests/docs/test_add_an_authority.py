"""The file in docs/how-to/add-an-authority.md is in order, and each mistake is answered as the page says."""

import re
from pathlib import Path

import pytest

from opencme.catalog.requirement_sets import BadFile, pack, read_pack
from opencme.catalog.requirement_sets.entries import names
from opencme.rules.requirements.spoken import headline, mandates

PAGE = (Path(__file__).parents[2] / "docs/how-to/add-an-authority.md").read_text(encoding="utf-8")
FILE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL).group(1)
SECOND = re.sub(r"- id: us-xx-md .*\n", "- id: us-xx-md-2030\n  family: us-xx-md\n", FILE.partition("rules:\n")[2])


def problems(folder: Path, text: str) -> str:
    (folder / "us-xx--harbor.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read_pack(folder)
    assert all(each.startswith("us-xx--harbor.yaml, line ") for each in refused.value.problems)
    return "\n".join(refused.value.problems)


def test_the_file_of_the_page_is_a_rule(tmp_path: Path):
    (tmp_path / "us-xx--harbor.yaml").write_text(FILE, encoding="utf-8")

    rule = read_pack(tmp_path)["us-xx-md"]

    assert "us-xx-md" not in pack()
    assert str(headline(rule)) == "50 credits every 2 years"
    assert [(str(each.much), str(each.often)) for each in mandates(rule, names())] == [("3 credits", "every cycle")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("  sources:", "  sorces:"), "“sorces” is not a key that is known here; did you mean “sources”?"),
        (
            ("  - MD\n", "  - M.D.\n"),
            "“licence_types” holds “M.D.”, which the vocabulary does not list; did you mean “MD”?",
        ),
        (("opioid_prescribing", "opiod_prescribing"), "did you mean “opioid_prescribing”?"),
        (("AMA_PRA_1", "AMA_PRA1"), "did you mean “AMA_PRA_1”?"),
        (("prescribes_controlled", "prescribes_controled"), "did you mean “prescribes_controlled”?"),
        (("bucket: cat1", "bucket: cat2"), "“buckets” lacks “cat2”, which “cat1_min” names"),
        (("'2026-11-22'", "'2026-13-22'"), "must be a real date written YYYY-MM-DD, 1900 to 2200"),
        ((FILE[FILE.index("  sources:") : FILE.rindex("  confidence:")], ""), "“sources” is missing: every rule names"),
        (("'Harbor physician license: biennial CME'", "Harbor: biennial"), "in quotation marks"),
        (("    months: 24", "\tmonths: 24"), "indent with spaces"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_is_answered_by_line_and_remedy(tmp_path: Path, change: tuple[str, str], said: str):
    assert change[0] in FILE

    assert said in problems(tmp_path, FILE.replace(*change, 1))


def test_two_editions_on_one_day_are_answered_with_what_to_do(tmp_path: Path):
    assert "give the older one a “version: effective_to”" in problems(tmp_path, FILE + SECOND)
