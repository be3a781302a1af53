"""Which rules of the pack may bind a person, and what each needs to know before it can be judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from opencme.catalog.requirement_sets import pack
from opencme.catalog.requirement_sets.places import Place, place
from opencme.kernel.professions import Degree, Profession
from opencme.rules.requirements.conditions import Condition, facts_in
from opencme.rules.requirements.cycles import fix
from opencme.rules.requirements.definitions import Deadline, Frequency, Rule
from opencme.rules.requirements.facts import Person

_PHYSICIAN: Final = frozenset({"MD", "DO", "PHYSICIAN"})
#: Types of license by profession; a profession that is not here may hold any.
LICENCES: Final = {
    Profession.PHYSICIAN: _PHYSICIAN,
    Profession.PHYSICIAN_ASSISTANT: frozenset({"PA"}),
    Profession.NURSE_PRACTITIONER: frozenset({"NP", "APRN", "RN", "CNS", "CRNA"}),
    Profession.NURSE: frozenset({"RN", "NP", "APRN", "CNS", "CRNA"}),
    Profession.PHARMACIST: frozenset({"PHARMD", "RPH", "PHARMD_PRESCRIBER"}),
    Profession.DENTIST: frozenset({"DDS", "DMD"}),
    Profession.OPTOMETRIST: frozenset({"OD"}),
}
#: What a degree takes away from what the profession may hold.
NOT_WITH: Final = {
    Degree.MD: frozenset({"DO"}),
    Degree.MD_EQUIVALENT: frozenset({"DO"}),
    Degree.DO: frozenset({"MD"}),
}
GROUPS: Final = ("state", "territory", "nation", "country")
BY_RENEWAL: Final = frozenset({"first_renewal", "first_cycle", "first_n_cycles", "every_n_cycles", "sequence"})
FIRST_DIFFERS: Final = frozenset(
    {"exempt", "prorated", "prorated_table", "table", "conditional", "orientation_only", "pro_rata_leave"}
)
OF_THE_ISSUE: Final = frozenset({"licence_issue_date", "licence_held_months", "licence_months_issued"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One rule a person may take into the wallet. group: a key of the places' kinds; needs: codes of questions."""

    family: str
    rule: Rule
    place: Place
    group: str
    needs: tuple[str, ...]


@cache
def choices(day: date) -> tuple[Choice, ...]:
    """Give the newest edition of every family that is not over on ``day``: states first, by name."""
    newest: dict[str, Rule] = {}
    for rule in pack().values():
        known = newest.get(rule.family)
        if known is None or (rule.in_force_from or date.min) > (known.in_force_from or date.min):
            newest[rule.family] = rule
    found = [_choice(rule, day) for rule in newest.values() if not _is_over(rule, day)]
    return tuple(sorted(found, key=lambda each: (GROUPS.index(each.group), each.place.name, each.rule.authority.name)))


def _is_over(rule: Rule, day: date) -> bool:
    return rule.status == "superseded" or (rule.in_force_to is not None and rule.in_force_to < day)


def _choice(rule: Rule, day: date) -> Choice:
    where = place(rule.authority.jurisdiction)
    return Choice(family=rule.family, rule=rule, place=where, group=where.kind, needs=needs(rule, day))


def renews(profession: str) -> bool:
    """Say whether licenses of a profession are in the pack."""
    return profession in LICENCES


def choices_for(profession: str, degree: str, day: date) -> tuple[Choice, ...]:
    """Give what fits a profession and a degree; all of it where neither narrows it."""
    allowed = LICENCES.get(profession)  # type: ignore[call-overload]  # a str enum is found by its text
    if degree == Degree.PODIATRY:
        allowed = frozenset({"DPM"})
    if allowed is None:
        return choices(day)
    allowed = allowed - NOT_WITH.get(degree, frozenset())  # type: ignore[call-overload]  # as above
    return tuple(each for each in choices(day) if allowed & set(each.rule.authority.licence_types))


def needs(rule: Rule, day: date) -> tuple[str, ...]:
    """Give what must be known before a rule can be judged, apart from facts of the practice: dates and renewals.

    The last day of the cycle, unless the rule itself fixes it; the day of issue, or else the number of the renewal,
    where a clause hangs on it.
    """
    found = []
    term, _questions = fix(rule, Person(), day)
    if term is None and rule.cycle.months is not None:
        found.append("licence_expiry")
    asked = frozenset().union(*(facts_in(condition) for condition in _conditions(rule)), ())
    deadlines = list(_deadlines(rule))
    if asked & OF_THE_ISSUE or any(each.months_after_issue or _looks_back(each, day) for each in deadlines):
        found.append("licence_issue_date")
    elif (
        any(each.kind in BY_RENEWAL and not _by_certificate(each) for each in _frequencies(rule))
        or any(each.renewal_number for each in deadlines)
        or rule.cycle.first.rule in FIRST_DIFFERS
    ):
        found.append("renewal_number")
    return tuple(found)


def _by_certificate(frequency: Frequency) -> bool:
    """Say whether a sequence hangs on the years of a certificate, not on renewals."""
    return bool(frequency.steps) and all(step.kind == "within_years" for step in frequency.steps)


def _looks_back(deadline: Deadline, day: date) -> bool:
    """Say whether a deadline may lie at a day or renewal before ``day``, when the licence was held or was not yet."""
    known = deadline.by or deadline.next_renewal_after or deadline.application_on_or_after
    return known is not None and known < day


def _conditions(rule: Rule) -> Iterator[Condition]:
    held = (*(row.when for row in rule.cycle.first.table), *(topic.applies_if for topic in rule.topics))
    yield from (condition for condition in held if condition is not None)


def _frequencies(rule: Rule) -> Iterator[Frequency]:
    for topic in rule.topics:
        yield topic.frequency
        yield from topic.frequency.steps


def _deadlines(rule: Rule) -> Iterator[Deadline]:
    for frequency in _frequencies(rule):
        for deadline in (frequency.deadline, frequency.first_at):
            if deadline is not None:
                yield deadline
                yield from deadline.first_of
