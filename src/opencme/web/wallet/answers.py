"""What a person answered so far that one authority's rules look at, and what else could exempt them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from opencme.apps.wallet.selectors.pages import AuthorityPage
from opencme.apps.wallet.selectors.standing import Standing
from opencme.catalog.requirement_sets.asking import Answer, Place, Question, question
from opencme.rules.requirements.conditions import facts_in
from opencme.rules.requirements.definitions import Rule
from opencme.web.wallet.words import asked_words, choice_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer. of: the obligation it is for, empty for the whole person."""

    code: str
    title: str
    value: str
    of: str


def answers_of(shown: AuthorityPage) -> tuple[Answered, ...]:
    """Give the answers this rule looks at, in the order of their names."""
    standing = shown.standing
    unsure = frozenset(each.code for each in shown.unsure)
    found = list(_answers(shown, _looked_at(standing.rule) | unsure)) if standing.rule else []
    return tuple(sorted(found, key=lambda each: each.title.lower()))


def exemptions_of(standing: Standing) -> tuple[Answered, ...]:
    """Give the facts that would exempt from all and that nobody was asked for."""
    return tuple(_unanswered(standing, sorted(standing.exempting)))


def _unanswered(standing: Standing, codes: list[str]) -> Iterator[Answered]:
    for code in codes:
        asked = question(code)
        if asked is not None:
            yield Answered(code=code, title=asked_words(asked), value="", of=_of(standing, asked))


def _of(standing: Standing, asked: Question) -> str:
    return str(standing.obligation.public_id) if asked.place is Place.OBLIGATION else ""


def _looked_at(rule: Rule) -> frozenset[str]:
    """Give the codes of everything this rule may ask."""
    return _in_conditions(rule) | {
        "birth_date",
        "surname",
        "dea_submission",
        "dea_registration",
        "initial_application",
        "attested_before",
        "certificate_start",
        "months_on_leave",
    }


def _in_conditions(rule: Rule) -> frozenset[str]:
    conditions = (
        *(row.when for row in rule.cycle.first.table),
        *(limit.unless for limit in rule.limits),
        *(topic.applies_if for topic in rule.topics),
        *(exemption.when for exemption in rule.exemptions),
        *(other.when for other in rule.alternatives),
    )
    return frozenset().union(*(facts_in(condition) for condition in conditions if condition is not None))


def hanging_on(rule: Rule, code: str) -> tuple[str, ...]:
    """Give the lines of a rule that look at one fact, by name; "" where it decides something else of the rule."""
    named = [(topic.id, topic.applies_if) for topic in rule.topics] + [
        (limit.id, limit.unless) for limit in rule.limits
    ]
    found = tuple(name for name, condition in named if condition is not None and code in facts_in(condition))
    return found or (("",) if code in _in_conditions(rule) else ())


def _answers(shown: AuthorityPage, codes: frozenset[str]) -> Iterator[Answered]:
    row, settings = shown.standing.obligation, shown.settings
    kept: dict[str, Any] = {**(settings.facts if settings else {}), **row.dates, **row.facts}
    if settings and settings.birth_date:
        kept["birth_date"] = settings.birth_date.isoformat()
    if settings and settings.surname:
        kept["surname"] = settings.surname
    if row.attested_before is not None:
        kept["attested_before"] = row.attested_before
    for code in codes & kept.keys():
        asked = question(code)
        if asked is not None:
            yield Answered(
                code=code, title=asked_words(asked), value=_shown(asked, kept[code]), of=_of(shown.standing, asked)
            )


def _shown(asked: Question, value: Any) -> str:
    """Give a stored answer as people read it."""
    if value is None:
        return gettext("You do not know")
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dict):
        number = Decimal(value["number"])
        return f"{number * 100:f}".rstrip("0").rstrip(".") + "%" if asked.answer is Answer.SHARE else f"{number:f}"
    if asked.answer is Answer.DAY:
        return formats.date_format(date.fromisoformat(value), "M j, Y")
    return choice_words(value) if asked.answer is Answer.CHOICE else str(value)
