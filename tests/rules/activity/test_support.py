"""Who gives commercial support is read from a line, and learners are told the name, never the sum."""

import pytest

from opencme.rules.activity.support import Supporter, findings_on_support, read_supporters, supporters

MONEY = Supporter(name="Northgate Devices Inc", dollars=5000)
GOODS = Supporter(name="Norvia Pharma", in_kind="two devices")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Northgate Devices Inc; 5000", MONEY),
        (" Northgate Devices Inc ;$5,000.00", MONEY),
        ("Northgate Devices Inc; US$ 5 000", MONEY),
        ("Northgate Devices Inc; 5000 USD", MONEY),
        ("Norvia Pharma; in kind: two devices", GOODS),
        ("Norvia Pharma; In-kind, two devices", GOODS),
    ],
)
def test_line_is_read_as_people_write_it_and_kept_in_one_way(line, read):
    assert read_supporters([line]) == ((read,), ())
    assert supporters([read.line]) == (read,)


@pytest.mark.parametrize(
    "line", ["Northgate", "; 5000", "Northgate;", "Northgate; five thousand", "Northgate; in kind", "N" * 300 + "; 5"]
)
def test_line_that_cannot_be_read_is_named(line):
    read, findings = read_supporters(["Norvia Pharma; in kind: two devices", line])
    assert (read, [each.code for each in findings]) == ((GOODS,), ["support.line"])
    assert line[:80] in str(findings[0])


def test_learners_are_told_the_name_and_the_nature_in_kind_but_no_sum():
    assert [each.told for each in (MONEY, GOODS)] == ["Northgate Devices Inc", "Norvia Pharma (in kind: two devices)"]


@pytest.mark.parametrize(
    ("answer", "lines", "codes"),
    [(None, (), []), (False, (), []), (True, (), ["plan.supporters"]), (True, (MONEY.line,), [])],
)
def test_support_without_a_name_is_advised_against(answer, lines, codes):
    found = findings_on_support(answer, lines)
    assert [each.code for each in found] == codes
    assert not any(each.blocking for each in found)
