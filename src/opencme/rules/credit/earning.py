"""What a participant's proven participation is worth in one credit system, before and after the designated maximum."""

from collections.abc import Iterable
from dataclasses import dataclass

from opencme.kernel.credits import ZERO, Credits
from opencme.rules.credit.arithmetic import credits_for_minutes, stage_credit, times
from opencme.rules.credit.systems import Ask, Basis, Edition, FormatRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What is proven of one participant.

    attended_minutes: certified time attended, a union over sessions; units_done: completed cycles of the rule's kind;
    stages_done: letters; teaching_minutes: time in which something newly learned was taught.
    """

    attended_minutes: int = 0
    units_done: int = 0
    stages_done: frozenset[str] = frozenset()
    teaching_minutes: int = 0


def earned(participation: Participation, rule: FormatRule, edition: Edition, designated: Credits) -> Credits:
    """Give the credit that may be claimed at most: what participation is worth, never more than designated (TRAP-16).

    Where a format asks for completion as a whole (enduring material, an article with its assessment), it is worth the
    designated amount; whether it was completed is asked by ``rules.credit.claim``.
    """
    return min(worth(participation, rule, edition, designated), designated)


def worth(participation: Participation, rule: FormatRule, edition: Edition, designated: Credits) -> Credits:
    """Give what the participation is worth by itself."""
    if rule.basis is Basis.SESSIONS:
        return credits_for_minutes(participation.attended_minutes, edition)
    if rule.basis is Basis.STAGES:
        return stage_credit(participation.stages_done, rule)
    if rule.basis is Basis.TEACHING:
        return credits_for_minutes(participation.teaching_minutes * rule.ratio, edition)
    if Ask.UNITS in rule.asks:
        done = min(participation.units_done, 1) if rule.basis is Basis.FLAT else participation.units_done
        return times(rule.value, done)
    return designated


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """A talk at a designated live activity. content: identifies what was presented, so that a repeat is recognised.

    is_original: prepared anew; attended_too: the presenter asks credit for attending the same session.
    """

    content: str
    minutes: int
    is_original: bool = True
    attended_too: bool = False


def faculty_credit(
    presentations: Iterable[Presentation], edition: Edition, *, presented_before: frozenset[str] = frozenset()
) -> Credits:
    """Give the credit of faculty: twice the time of each original presentation, once per content (TRAP-22).

    Preparation is what is paid, by the presenting time; a panel without new preparation is not original; a session
    attended for credit is not paid as a talk too. Source: ama-faculty-credit.
    """
    seen, minutes = set(presented_before), 0
    for each in presentations:
        if each.is_original and not each.attended_too and each.content not in seen:
            minutes += each.minutes
        seen.add(each.content)
    return credits_for_minutes(2 * minutes, edition) if minutes else ZERO
