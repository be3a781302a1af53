"""Choosing the edition that governs a cycle, and judging by it."""

from collections.abc import Sequence
from datetime import date

from opencme.catalog.requirement_sets import editions_of, pack, prepared
from opencme.rules.requirements import Line, Person, Verdict, evaluate
from opencme.rules.requirements.editions import governing


def judge(rule_id: str, person: Person, as_of: date, *, with_proof: bool = False) -> tuple[Line, ...]:
    """Say how ``person`` stands; the edition in force on the cycle's last day governs the whole cycle.

    LookupError for a rule the pack does not hold. Where no edition was in force that day, the total is ``unknown``.
    """
    rule = pack()[rule_id]
    edition, fixed = governing(editions_of(rule.family), person, as_of)
    if edition is None:
        day = fixed[0].end if fixed[0] else as_of
        note = f"no edition of this rule is known for a cycle ending on {day}"
        return (Line(rule=rule_id, line="total", verdict=Verdict.UNKNOWN, unit=rule.unit, note=note),)
    return evaluate(prepared(edition.id), person, as_of, fixed=fixed, with_proof=with_proof)


def judge_all(rule_ids: Sequence[str], person: Person, as_of: date, *, with_proof: bool = False) -> tuple[Line, ...]:
    """Judge by several rules, in their order."""
    lines: list[Line] = []
    for rule_id in rule_ids:
        lines += judge(rule_id, person, as_of, with_proof=with_proof)
    return tuple(lines)
