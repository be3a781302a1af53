from dataclasses import replace
from datetime import date

import pytest

from opencme.catalog.content_standards import content_standards, review_edition, review_items
from opencme.catalog.sources import sources
from opencme.rules.activity.lifecycle import checks_used
from opencme.rules.independence.review import (
    Answer,
    Reviewed,
    findings_on_content_review,
    findings_on_review,
    findings_on_reviewer,
    passes,
)

DAY = date(2026, 3, 2)
ITEMS = review_items(DAY)
YES = {item.key: Answer(is_ok=True) for item in ITEMS}
DONE = Reviewed(by="Bo", on=DAY, is_passed=True, comment="", is_fresh=True, reviewer_cleared=True)


def codes(findings):
    return [each.code for each in findings]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.clause)
def test_each_clause_passes_with_yes_and_fails_with_no_or_silence(item):
    no = {**YES, item.key: Answer(is_ok=False, comment="Slide 4 names a product")}
    mute = {**YES, item.key: Answer(is_ok=False, comment=" ")}
    silent = {key: answer for key, answer in YES.items() if key != item.key}

    assert (passes(YES, ITEMS), codes(findings_on_review(YES, ITEMS))) == (True, [])
    assert (passes(no, ITEMS), codes(findings_on_review(no, ITEMS))) == (False, [])
    assert (passes(mute, ITEMS), codes(findings_on_review(mute, ITEMS))) == (False, ["review.comment"])
    assert (passes(silent, ITEMS), codes(findings_on_review(silent, ITEMS))) == (False, ["review.open"])


@pytest.mark.parametrize(
    ("reviewed", "expected"),
    [
        (None, ["review.missing"]),
        (DONE, []),
        (replace(DONE, is_passed=False), ["review.changes_asked"]),
        (replace(DONE, is_fresh=False), ["review.stale"]),
        (replace(DONE, reviewer_cleared=False), ["review.reviewer"]),
        (replace(DONE, is_passed=False, is_fresh=False), ["review.changes_asked"]),
    ],
)
def test_the_gate_wants_a_fresh_review_that_passed_by_somebody_cleared(reviewed, expected):
    found = findings_on_content_review(reviewed)

    assert codes(found) == expected
    assert all(each.blocking for each in found)


def test_reviewing_ones_own_content_is_told_without_blocking():
    assert [(each.code, each.blocking) for each in findings_on_content_review(replace(DONE, reviewed_own=True))] == [
        ("review.own", False)
    ]


def test_trap_35_a_reviewer_discloses_first():
    assert codes(findings_on_reviewer(is_in_control=False, is_cleared=False)) == ["review.reviewer.not_in_control"]
    assert codes(findings_on_reviewer(is_in_control=True, is_cleared=False)) == ["review.reviewer.not_cleared"]
    assert findings_on_reviewer(is_in_control=True, is_cleared=True) == ()


def test_standards_are_dated_sourced_and_asked_by_a_gate_that_exists():
    for standard in content_standards.values():
        days = [edition.in_force_from for edition in standard.editions]
        assert days == sorted(days)
        with pytest.raises(LookupError):
            standard.on(date(2021, 12, 31))
        for edition in standard.editions:
            assert edition.source in sources
            for clause in edition.clauses:
                assert sources[clause.source].is_verified, clause.code
                assert clause.gate in {*checks_used(), ""}, clause.code
                assert clause.demand
                assert clause.evidence
                assert clause.record
    assert [item.clause for item in ITEMS] == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "5.2c"]
    assert review_edition(DAY).startswith("standard_1@2022-01-01, ")
