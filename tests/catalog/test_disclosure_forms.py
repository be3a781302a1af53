from datetime import date

import pytest

from opencme.catalog.disclosure_forms import disclosure_forms
from opencme.catalog.formats import formats
from opencme.catalog.sources import sources
from opencme.rules.independence.edition import ControlRole

FORM = disclosure_forms["standard_3"]
EDITION = FORM.on(date(2026, 3, 2))


def test_the_form_carries_definition_24_months_no_minimum_and_that_refusal_disqualifies():
    words = EDITION.words

    assert (EDITION.lookback_months, EDITION.key) == (24, "accme-2022")
    assert words.definition == (
        "An ineligible company is one whose primary business is producing, marketing, selling, re-selling, or "
        "distributing healthcare products used by or on patients."
    )
    assert "%(months)s months" in words.request
    assert "any amount" in words.no_minimum
    assert "cannot plan, teach or review" in words.refusal
    assert words.mitigated == "All relevant financial relationships listed have been mitigated."


def test_methods_suit_the_role():
    planner = [method.key for method in EDITION.methods_for(ControlRole.PLANNER)]
    faculty = [method.key for method in EDITION.methods_for(ControlRole.FACULTY)]

    assert planner == ["divest", "recuse", "peer_review_planning", "other"]
    assert faculty == ["divest", "peer_review_content", "attest_evidence", "other"]
    for role in set(ControlRole) - {ControlRole.PLANNER}:
        assert [method.key for method in EDITION.methods_for(role)] == faculty


def test_every_entry_has_a_known_source_and_every_key_is_once():
    entries = (
        *EDITION.kinds,
        *EDITION.methods,
        *EDITION.owner_exceptions,
        *EDITION.standard_exceptions,
    )

    assert {entry.source for entry in entries} <= set(sources)
    assert {EDITION.source, EDITION.words.definition_source} <= set(sources)
    for group in (EDITION.kinds, EDITION.methods, EDITION.owner_exceptions, EDITION.standard_exceptions):
        keys = [each.key for each in group]
        assert len(keys) == len(set(keys))
    assert {key for each in EDITION.standard_exceptions for key in each.never_formats} <= set(formats)
    assert [each.clause for each in EDITION.owner_exceptions] == ["3.2 a", "3.2 b", "3.2 c"]


def test_the_exception_whose_wording_is_not_verified_says_so():
    self_directed = EDITION.standard_exception("self_directed")

    assert self_directed is not None
    assert not sources[self_directed.source].is_verified
    assert "not verified" in self_directed.condition


def test_editions_are_found_by_day_and_by_the_key_a_signature_keeps():
    assert FORM.edition("accme-2022") is EDITION
    with pytest.raises(LookupError):
        FORM.edition("accme-1999")
    with pytest.raises(LookupError):
        FORM.on(date(2021, 12, 31))
    assert EDITION.kind("nothing") is None
    assert EDITION.method("nothing") is None
