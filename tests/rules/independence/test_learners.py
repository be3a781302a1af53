from dataclasses import replace
from datetime import timedelta

from control_facts import (
    AFTER,
    CONSULTANT,
    EDITION,
    NOW,
    OPTIONS,
    PUBLIC_STOCK,
    START,
    disclosed,
    judged,
    person,
)

from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.learners import disclosure_to_learners
from opencme.rules.independence.status import status_of

ADA = person(disclosed(), role=ControlRole.PLANNER, name="Ada Planner", key="ada")
BO = person(disclosed(), role=ControlRole.REVIEWER, name="Bo Reviewer", key="bo")
TIES = disclosed(
    judged(relevant=True, method="peer_review_content"),
    judged(replace(PUBLIC_STOCK, company="Helix Devices"), relevant=True, method="peer_review_content"),
    judged(replace(CONSULTANT, company="Brook Foods"), relevant=False),
)
CY = person(TIES)


def told(*people, is_required=True):
    rows = [(each, status_of(each, EDITION, NOW)) for each in people]
    return disclosure_to_learners(rows, EDITION, is_required=is_required)


def test_trap_37_relevant_ones_are_told_with_the_sentence_that_they_are_mitigated():
    words = told(ADA, BO, CY)

    assert [paragraph.plain for paragraph in words.paragraphs] == [
        "Cy Teacher (faculty): Consultant – Norvia Pharma; Stock or another share – Helix Devices.",
        "All relevant financial relationships listed have been mitigated.",
        (
            "No relevant financial relationships with ineligible companies to disclose: "
            "Ada Planner (planner); Bo Reviewer (reviewer)."
        ),
    ]
    assert words.is_complete


def test_trap_37_absence_is_told():
    words = told(ADA, BO)

    assert [paragraph.plain for paragraph in words.paragraphs] == [
        (
            "None of the planners, faculty and others in control of content has relevant financial relationships with "
            "ineligible companies to disclose."
        ),
        "In control of content: Ada Planner (planner); Bo Reviewer (reviewer).",
    ]


def test_somebody_not_cleared_is_in_neither_list_and_the_words_are_a_draft():
    waiting = person(name="Wil Waiting", key="wil")
    unmitigated = person(disclosed(judged(OPTIONS, relevant=True)), name="Una", key="una")
    words = told(ADA, waiting, unmitigated)

    assert words.text == (
        "No relevant financial relationships with ineligible companies to disclose: Ada Planner (planner)."
    )
    assert "mitigated" not in words.text
    assert not words.is_complete
    assert not told().is_complete
    assert told().paragraphs == ()


def test_two_roles_of_one_person_are_told_once():
    words = told(replace(ADA, role=ControlRole.MODERATOR), replace(CY, key="ada", name="Ada Planner"))

    assert words.text.startswith("Ada Planner (moderator, faculty): ") or words.text.startswith("Ada Planner (faculty")
    assert words.text.count("Ada Planner") == 1


def test_who_left_before_the_role_began_is_not_told_and_who_left_after_is():
    assert "Cy" not in told(ADA, replace(CY, withdrawn_at=START - timedelta(days=1))).text
    assert "Cy Teacher (faculty): " in told(ADA, replace(CY, withdrawn_at=AFTER)).text


def test_the_digest_names_the_words():
    assert told(ADA).digest == told(ADA).digest
    assert told(ADA).digest != told(ADA, BO).digest
    assert told(ADA, is_required=False).text == EDITION.words.not_required
