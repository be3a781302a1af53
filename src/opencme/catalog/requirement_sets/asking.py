"""What rules may ask of a person: each question with its kind of answer, worked out from the conditions of the pack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.conditions import All, Any, Condition, Not, Test
from opencme.rules.requirements.definitions import Rule


class Answer(StrEnum):
    """What kind of answer a question takes; ``SHARE`` is a part of one, asked in hundredths."""

    YES_NO = "yes_no"
    DAY = "day"
    NUMBER = "number"
    SHARE = "share"
    CHOICE = "choice"
    TEXT = "text"


class Place(StrEnum):
    """Where an answer is kept: for the whole person, for one licence, or as a column of either."""

    PERSON = "person"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing a rule may ask. words: the statement or the name of what is asked, a msgid. choices: codes."""

    code: str
    answer: Answer
    words: str
    place: Place = Place.PERSON
    help: str = ""
    choices: tuple[str, ...] = ()


#: Facts that may differ from licence to licence; every other fact is of the person.
OF_ONE_LICENCE: Final = frozenset(
    {
        "authorised_controlled",
        "board_waiver_granted",
        "cannabis_certificate",
        "completed_gme_within_12_months_before_licence",
        "direct_patient_care",
        "inactive_licence",
        "licence_held_months",
        "licence_months_issued",
        "licence_status",
        "licensed_after_july_1_of_second_year",
        "licensed_in_second_year_of_biennium",
        "licensed_same_year_as_exam",
        "licensed_same_year_as_step3",
        "licensed_to_prescribe_opioids",
        "limited_training_licence",
        "no_cds_prescribed_in_year",
        "non_practising_registration",
        "practises_in_state",
        "prescribed_opioids_last_cycle",
        "prescriptive_authority",
        "resides_in_state",
        "retired_waiver",
        "state_csr",
    }
)

#: What rules ask beside the facts of the vocabulary.
OTHERS: Final = (
    Question(
        code="licence_expiry",
        answer=Answer.DAY,
        words=_("Last day of the present cycle"),
        place=Place.OBLIGATION,
        help=_("The day it expires or must be renewed; it stands on the license, certificate or registration."),
    ),
    Question(
        code="licence_issue_date",
        answer=Answer.DAY,
        words=_("Day it was first issued"),
        place=Place.OBLIGATION,
        help=_("The first time, not the last renewal."),
    ),
    Question(
        code="renewal_number",
        answer=Answer.NUMBER,
        words=_("Which renewal comes next"),
        place=Place.OBLIGATION,
        help=_("1 for the first renewal ever, 2 for the second."),
    ),
    Question(
        code="birth_date",
        answer=Answer.DAY,
        words=_("Your date of birth"),
        help=_("The cycle ends by it. It is used for nothing else and shown to nobody."),
    ),
    Question(
        code="surname",
        answer=Answer.TEXT,
        words=_("The surname on the license"),
        help=_("Its first letter decides when the cycle ends."),
    ),
    Question(
        code="dea_submission",
        answer=Answer.DAY,
        words=_("Day of your first DEA application or renewal on or after June 27, 2023"),
        place=Place.OBLIGATION,
        help=_("Where it still lies ahead: the day you mean to send it."),
    ),
    Question(
        code="attested_before",
        answer=Answer.YES_NO,
        words=_("Has attested to this training before"),
        place=Place.OBLIGATION,
        help=_("It is attested once and never again."),
    ),
    Question(code="entered", answer=Answer.DAY, words=_("Day you entered the cycle"), place=Place.OBLIGATION),
    Question(
        code="dea_registration",
        answer=Answer.DAY,
        words=_("Day of your first DEA registration"),
        place=Place.OBLIGATION,
    ),
    Question(
        code="initial_application",
        answer=Answer.DAY,
        words=_("Day of your first application for the license"),
        place=Place.OBLIGATION,
    ),
    Question(code="licence_renewal", answer=Answer.DAY, words=_("Day of the last renewal"), place=Place.OBLIGATION),
    Question(
        code="certificate_start",
        answer=Answer.DAY,
        words=_("First day of the present certificate"),
        place=Place.OBLIGATION,
        help=_("The years in which something is owed are counted from it."),
    ),
    Question(
        code="months_on_leave",
        answer=Answer.NUMBER,
        words=_("Months on leave or not registered in the present cycle"),
        place=Place.OBLIGATION,
        help=_("0 where there were none."),
    ),
    Question(
        code="certificate_expiry", answer=Answer.DAY, words=_("Day the certificate expires"), place=Place.OBLIGATION
    ),
    Question(
        code="state_csr_issue",
        answer=Answer.DAY,
        words=_("Day the state controlled-substance registration was issued"),
        place=Place.OBLIGATION,
    ),
    Question(
        code="state_csr_application",
        answer=Answer.DAY,
        words=_("Day of the application for the state controlled-substance registration"),
        place=Place.OBLIGATION,
    ),
)


@cache
def questions() -> dict[str, Question]:
    """Give every question by code."""
    found = {code: _of_fact(code, label) for code, label in vocabulary().facts.items()}
    return found | {question.code: question for question in OTHERS}


def question(code: str) -> Question | None:
    """Give one question; None for what no answer can settle."""
    return questions().get(code)


def _of_fact(code: str, label: str) -> Question:
    values = _compared_with().get(code, frozenset())
    place = Place.OBLIGATION if code in OF_ONE_LICENCE else Place.PERSON
    if any(isinstance(value, bool) for value in values) or not values:
        return Question(code=code, answer=Answer.YES_NO, words=label, place=place)
    if any(isinstance(value, date) for value in values):
        return Question(code=code, answer=Answer.DAY, words=label, place=place)
    if any(isinstance(value, Decimal) for value in values):
        kind = Answer.SHARE if code.endswith("_share") else Answer.NUMBER
        return Question(code=code, answer=kind, words=label.removesuffix(" (0-1)"), place=place)
    return Question(code=code, answer=Answer.CHOICE, words=label, place=place, choices=tuple(sorted(map(str, values))))


@cache
def _compared_with() -> dict[str, frozenset[object]]:
    """Give what each fact is compared with anywhere in the pack."""
    found: dict[str, set[object]] = {}
    for rule in pack().values():
        for condition in _conditions(rule):
            for test in _tests(condition):
                values = test.value if isinstance(test.value, frozenset) else {test.value}
                found.setdefault(test.fact, set()).update(values)
    return {code: frozenset(values) for code, values in found.items()}


def _conditions(rule: Rule) -> Iterator[Condition]:
    held = (
        *(row.when for row in rule.cycle.first.table),
        *(limit.unless for limit in rule.limits),
        *(topic.applies_if for topic in rule.topics),
        *(exemption.when for exemption in rule.exemptions),
        *(other.when for other in rule.alternatives),
    )
    yield from (condition for condition in held if condition is not None)


def _tests(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from _tests(condition.part)
    elif isinstance(condition, (All, Any)):
        for part in condition.parts:
            yield from _tests(part)
