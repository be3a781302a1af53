"""Which rules fit whom, what each needs to know, and what kind of answer each question takes."""

from datetime import date

import pytest

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.catalog.requirement_sets.asking import Answer, Place, question, questions
from opencme.catalog.requirement_sets.fitting import choices, choices_for, needs

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("profession", "degree", "holds", "lacks"),
    [
        ("physician", "MD", {"us-ma-md", "abim", "us-fed-dea-mate", "aafp-membership"}, {"us-ma-rn", "us-az-do"}),
        ("physician", "DO", {"us-ma-md", "us-az-do", "aoa-nontime", "aafp-membership"}, {"us-ma-rn", "us-az-md"}),
        ("nurse", "nursing", {"us-ma-rn"}, {"us-ma-md", "abim"}),
        ("pharmacist", "PharmD", {"us-ca-pharm"}, {"us-ma-md"}),
        ("other", "DPM", {"us-fed-dea-mate"}, {"us-ma-md"}),
        ("psychologist", "PhD", {"us-ma-md", "us-ma-rn"}, set()),
    ],
)
def test_what_is_offered_fits_profession_and_degree(profession, degree, holds, lacks):
    families = {each.family for each in choices_for(profession, degree, TODAY)}

    known = {rule.family for rule in pack().values()}
    assert holds & known <= families
    assert not lacks & families


def test_each_family_is_offered_once_by_its_newest_edition_that_is_not_over():
    offered = choices(TODAY)

    families = [each.family for each in offered]
    assert len(families) == len(set(families))
    assert all(each.rule.status != "superseded" for each in offered)
    assert all(each.rule.in_force_to is None or each.rule.in_force_to >= TODAY for each in offered)
    groups = [each.group for each in offered]
    assert groups == sorted(groups, key=("state", "territory", "nation", "country").index)


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        ("us-ma-md", ("licence_expiry", "licence_issue_date")),
        ("us-oh-md", ("licence_expiry",)),
        ("us-ca-md", ("licence_expiry", "licence_issue_date")),
        ("us-il-md", ("renewal_number",)),
        ("abd", ()),
        ("us-fed-dea-mate", ("licence_expiry",)),
    ],
)
def test_only_what_the_rule_hangs_on_is_needed(rule, needed):
    assert needs(pack()[rule], TODAY) == needed


@pytest.mark.parametrize(
    ("code", "answer", "place"),
    [
        ("prescribes_controlled", Answer.YES_NO, Place.PERSON),
        ("state_csr", Answer.YES_NO, Place.OBLIGATION),
        ("patients_65plus_share", Answer.SHARE, Place.PERSON),
        ("specialty", Answer.CHOICE, Place.PERSON),
        ("licence_held_months", Answer.NUMBER, Place.OBLIGATION),
        ("licence_expiry", Answer.DAY, Place.OBLIGATION),
        ("birth_date", Answer.DAY, Place.PERSON),
        ("surname", Answer.TEXT, Place.PERSON),
        ("attested_before", Answer.YES_NO, Place.OBLIGATION),
        ("certificate_start", Answer.DAY, Place.OBLIGATION),
        ("months_on_leave", Answer.NUMBER, Place.OBLIGATION),
    ],
)
def test_each_question_knows_its_kind_of_answer_and_where_it_is_kept(code, answer, place):
    asked = question(code)

    assert asked is not None
    assert (asked.answer, asked.place) == (answer, place)


def test_every_fact_of_the_vocabulary_can_be_asked_and_nothing_else_is_made_up():
    assert set(vocabulary().facts) <= set(questions())
    assert question("weather") is None
    assert all(each.choices for each in questions().values() if each.answer is Answer.CHOICE)
