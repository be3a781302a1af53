"""Statements say exactly what their owners demand, and never change silently."""

import hashlib
import tomllib
from datetime import date
from pathlib import Path

import pytest

from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.sources import sources
from opencme.catalog.statements import statements
from opencme.kernel.credits import Credits
from opencme.kernel.text import RichText
from opencme.rules.credit.statements import accreditation_key, listed, named

DAY = date(2026, 5, 1)
PINNED = tomllib.loads((Path(__file__).parent / "pinned.toml").read_text(encoding="utf-8"))
ACCME = {"accreditor": "Accreditation Council for Continuing Medical Education", "abbreviation": "ACCME"}
CMA = {"accreditor": "California Medical Association", "abbreviation": "CMA"}


def ama(amount, learning_format="live activity"):
    unit = credit_systems["ama_pra_cat1"].on(DAY).amount(Credits.of(amount))
    return (
        statements["ama_designation"]
        .on(DAY)
        .fill(provider="Lakeside Health System", format=learning_format, amount=unit)
    )


def test_trap_60_the_words_of_every_edition_are_pinned():
    found = {
        f"{template.key} {edition.in_force_from}": hashlib.sha256(edition.text.encode()).hexdigest()[:16]
        for template in statements.values()
        for edition in template.editions
    }

    assert found == PINNED


@pytest.mark.parametrize("template", statements.values(), ids=lambda template: template.key)
def test_every_edition_has_a_known_source_of_the_same_grade(template):
    dates = [edition.in_force_from for edition in template.editions]

    assert dates == sorted(set(dates))
    for edition in template.editions:
        assert sources[edition.source].grade == edition.grade


def test_trap_01_the_name_of_the_credit_is_italic_with_its_trade_mark_in_every_medium():
    text = ama("1.50")

    assert text.html == (
        "The Lakeside Health System designates this live activity for a maximum of 1.5 <em>AMA PRA Category 1 "
        "Credits</em>™. Physicians should claim only the credit commensurate with the extent of their participation "
        "in the activity."
    )
    assert "1.5 AMA PRA Category 1 Credits™." in text.plain
    assert "1.5 *AMA PRA Category 1 Credits*™." in text.marked
    assert RichText.parse(text.marked) == text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.25", "0.25 AMA PRA Category 1 Credits™"),
        ("1", "1 AMA PRA Category 1 Credit™"),
        ("1.25", "1.25 AMA PRA Category 1 Credits™"),
        ("20", "20 AMA PRA Category 1 Credits™"),
    ],
)
def test_one_credit_is_singular_and_everything_else_plural(amount, words):
    assert f"maximum of {words}. Physicians" in ama(amount).plain


def test_trap_02_no_statement_calls_the_credit_by_another_name():
    every = " ".join(edition.text for template in statements.values() for edition in template.editions)
    names = " ".join(
        f"{edition.name.plain} {edition.unit.plain} {edition.units.plain}"
        for system in credit_systems.values()
        for edition in system.editions
    )

    for wrong in ("ACCME credit", "Category 1 CME", "CME hours", "CME credits", "CEU"):
        assert wrong not in every
        assert wrong not in names


def test_trap_03_accreditation_is_said_of_the_provider_and_designation_of_the_activity():
    for template in statements.values():
        for edition in template.editions:
            assert "accredited activity" not in edition.text
            assert "activity is accredited" not in edition.text


@pytest.mark.parametrize(
    ("kind", "is_joint", "key"),
    [
        ("national", False, "accme_direct"),
        ("national", True, "accme_joint"),
        ("state", False, "state_direct"),
        ("state", True, "state_joint"),
        ("joint", False, "ja_direct"),
        ("joint", True, "ja_joint"),
    ],
)
def test_trap_04_direct_or_joint_by_the_partners_and_no_third_form(kind, is_joint, key):
    assert accreditation_key(accreditor_kind=kind, is_joint=is_joint) == key
    assert not [other for other in statements if "co" in other.split("_")]


def test_trap_05_the_formulas_stand_word_for_word():
    direct = statements["accme_direct"].on(DAY).fill(provider="Lakeside Health System", **ACCME)
    joint = (
        statements["accme_joint"]
        .on(DAY)
        .fill(provider="Lakeside Health System", partners="Harbor Medical Society", **ACCME)
    )

    assert direct.plain == (
        "The Lakeside Health System is accredited by the Accreditation Council for Continuing Medical Education "
        "(ACCME) to provide continuing medical education for physicians."
    )
    assert joint.plain == (
        "This activity has been planned and implemented in accordance with the accreditation requirements and policies "
        "of the Accreditation Council for Continuing Medical Education (ACCME) through the joint providership of "
        "Lakeside Health System and Harbor Medical Society. The Lakeside Health System is accredited by the ACCME to "
        "provide continuing medical education for physicians."
    )
    for template in statements.values():
        for edition in template.editions:
            for wrong in ("to physicians", "sponsorship", "Essential", "partner(s)", "commercial interest"):
                assert wrong not in edition.text


def test_trap_08_the_sentence_on_claiming_is_the_same_for_every_format_and_amount():
    claims = (
        "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
    )
    formats = {rule.learning_format for rule in credit_systems["ama_pra_cat1"].on(DAY).rules}

    assert all(ama(amount, each).plain.endswith(claims) for each in formats for amount in ("1", "2.25"))


def test_trap_09_only_the_aafp_has_words_for_an_application_under_way():
    pending = [key for key in statements if "pending" in key]

    assert pending == ["aafp_pending"]
    assert {key for key, system in credit_systems.items() if system.on(DAY).pending_statement} == {"aafp"}
    assert statements["aafp_pending"].on(DAY).fill().plain == (
        "Application for CME credit has been filed with the American Academy of Family Physicians. Determination of "
        "credit is pending."
    )


def test_trap_65_a_state_accredited_provider_names_its_own_accreditor():
    direct = statements["state_direct"].on(DAY).fill(provider="Harbor Hospital", **CMA)
    joint = statements["state_joint"].on(DAY).fill(provider="Harbor Hospital", partners="Bay Clinic", **CMA)

    assert direct.plain == (
        "The Harbor Hospital is accredited by the California Medical Association (CMA) to provide continuing medical "
        "education for physicians."
    )
    assert joint.plain.endswith(
        "The Harbor Hospital is accredited by CMA to provide continuing medical education for physicians."
    )
    assert "ACCME" not in direct.plain + joint.plain


def test_joint_accreditation_statement_stands_alone_and_in_its_present_words():
    text = statements["ja_direct"].on(DAY).fill(provider="Lakeside Health System").plain

    assert text == (
        "In support of improving patient care, Lakeside Health System is jointly accredited by the Accreditation "
        "Council for Continuing Medical Education (ACCME), the Accreditation Council for Pharmacy Education (ACPE), and "
        "the American Nurses Credentialing Center (ANCC), to provide continuing education for the healthcare team."
    )
    assert "advancement of patient care" not in " ".join(
        edition.text for template in statements.values() for edition in template.editions
    )


def test_the_nursing_statement_has_its_present_noun():
    text = statements["ancc_provider"].on(DAY).fill(provider="Lakeside Health System").plain

    assert text == (
        "Lakeside Health System is accredited as a provider of nursing continuing professional development by the "
        "American Nurses Credentialing Center's Commission on Accreditation."
    )


def test_places_are_the_only_thing_that_changes():
    edition = statements["accme_direct"].on(DAY)

    with pytest.raises(ValueError, match="has the places"):
        edition.fill(provider="Lakeside Health System")
    with pytest.raises(ValueError, match="has the places"):
        edition.fill(provider="Lakeside", partners="x", **ACCME)


def test_names_with_marks_and_braces_stay_text():
    text = statements["accme_direct"].on(DAY).fill(provider="A*B {format} <b>", **ACCME)

    assert text.plain.startswith("The A∗B {format} <b> is accredited")
    assert "&lt;b&gt;" in text.html
    assert RichText.parse(text.marked) == text


@pytest.mark.parametrize(
    ("name", "follows_the"),
    [("The Mercy Group", "Mercy Group"), ("Theodor Clinic", "Theodor Clinic"), ("Mercy", "Mercy")],
)
def test_the_is_said_once(name, follows_the):
    assert named(name) == follows_the


@pytest.mark.parametrize(("names", "words"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_partners_are_listed_in_one_sentence(names, words):
    assert listed(names) == words
