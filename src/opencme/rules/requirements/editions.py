"""Choosing the edition of a rule that governs a cycle."""

from collections.abc import Sequence
from datetime import date

from opencme.rules.requirements.cycles import Fixed, fix
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.facts import Person


def governing(editions: Sequence[Rule], person: Person, as_of: date) -> tuple[Rule | None, Fixed]:
    """Give the edition in force on the last day of the cycle that holds ``as_of``, and the cycle.

    editions: of one family, earliest first, at least one. None, with the cycle as the nearest edition has it, where no
    edition was in force on that day.
    """
    nearest = in_force(editions, as_of) or editions[-1]
    fixed = fix(nearest, person, as_of)
    edition = in_force(editions, fixed[0].end if fixed[0] else as_of)
    if edition is not None and edition.cycle != nearest.cycle:
        fixed = fix(edition, person, as_of)
    return edition, fixed


def in_force(editions: Sequence[Rule], day: date) -> Rule | None:
    """Give the edition in force on ``day``, the latest where several are; else one that remembers that day's total."""
    for rule in reversed(editions):
        if (rule.in_force_from or date.min) <= day <= (rule.in_force_to or date.max):
            return rule
    for rule in editions:
        if any((past.first or date.min) <= day <= (past.last or date.max) for past in rule.past_totals):
            return rule
    return None
