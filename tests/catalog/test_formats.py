from datetime import date

import pytest

from opencme.catalog.formats import formats
from opencme.catalog.sources import sources
from opencme.rules.activity.formats import Basis, Evidence, Format, Level

AMA_FORMATS = {
    "live activity",
    "enduring material",
    "journal-based CME activity",
    "test-item writing activity",
    "manuscript review activity",
    "PI CME activity",
    "internet point-of-care activity",
    "Other activity",
}
# key: (AMA format, PARS code, live, basis) as the rulebook's map of ACCME types to AMA formats gives them
MAP = {
    "live": ("live activity", "C", True, Basis.SESSIONS),
    "live_internet": ("live activity", "IL", True, Basis.SESSIONS),
    "rss": ("live activity", "RSS", True, Basis.SESSIONS),
    "enduring": ("enduring material", "EM", False, Basis.ESTIMATE),
    "enduring_internet": ("enduring material", "IEM", False, Basis.ESTIMATE),
    "journal": ("journal-based CME activity", "JN", False, Basis.UNITS),
    "test_items": ("test-item writing activity", "TIW", False, Basis.UNITS),
    "manuscript_review": ("manuscript review activity", "MR", False, Basis.UNITS),
    "pi_cme": ("PI CME activity", "PI", False, Basis.UNITS),
    "poc": ("internet point-of-care activity", "ISL", False, Basis.UNITS),
    "teaching": ("Other activity", "LFT", False, Basis.ESTIMATE),
    "committee": ("live activity", "CML", True, Basis.SESSIONS),
    "other": ("Other activity", "", False, Basis.ESTIMATE),
}
TODAY = date(2026, 3, 1)


def test_formats_map_each_accme_type_to_one_ama_format() -> None:
    assert {key: (f.ama_format, f.pars_code, f.is_live, f.basis) for key, f in formats.items()} == MAP


def test_trap_07_designation_names_only_formats_of_the_ama() -> None:
    assert {each.ama_format for each in formats.values()} == AMA_FORMATS


@pytest.mark.parametrize("each", formats.values(), ids=list(formats))
def test_format_stands_on_known_sources_and_asks_for_evidence(each: Format) -> None:
    edition = each.on(TODAY)

    assert {edition.source, *(item.source for item in edition.information)} <= set(sources)
    assert [e.in_force_from for e in each.editions] == sorted(e.in_force_from for e in each.editions)
    assert each.evidence
    assert bool(each.unit) == (each.basis is Basis.UNITS)
    assert len({item.key for item in edition.information}) == len(edition.information)


def test_time_comes_from_sessions_an_estimate_or_units() -> None:
    assert {key for key, each in formats.items() if each.has_estimate} == {
        "enduring",
        "enduring_internet",
        "teaching",
        "other",
    }
    assert all(each.has_sessions == each.is_live != each.has_release for each in formats.values())
    assert formats["journal"].needs_content
    assert not formats["live"].needs_content


def test_trap_18_assessment_is_asked_for_enduring_and_journal_only() -> None:
    asked = {key for key, each in formats.items() if each.on(TODAY).needs_assessment}

    assert asked == {"enduring", "enduring_internet", "journal"}
    assert {key for key, each in formats.items() if Evidence.ASSESSMENT in each.evidence} == asked


def test_trap_30_only_material_that_stays_on_offer_has_a_limit_of_three_years() -> None:
    limits = {key: each.on(TODAY).offered_years for key, each in formats.items() if each.on(TODAY).offered_years}

    assert limits == {"enduring": 3, "enduring_internet": 3, "journal": 3}


def test_release_and_expiration_are_always_shown_where_content_stays_on_offer() -> None:
    shown = {i.key: i.level for i in formats["enduring_internet"].on(TODAY).information}

    assert (shown["release_date"], shown["expiration_date"]) == (Level.ALWAYS, Level.ALWAYS)
    assert (shown["disclosure"], shown["pass_mark"]) == (Level.REQUIRED, Level.REQUIRED)


def test_other_activity_exists_since_the_alignment_of_2017() -> None:
    with pytest.raises(LookupError):
        formats["other"].on(date(2017, 9, 28))

    assert formats["other"].on(date(2017, 9, 29)).source == "ama-other-activity"
