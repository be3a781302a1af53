"""The proof of a plan: the engine itself, run with the planned credits beside those held."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from opencme.rules.requirements.evaluate import evaluate
from opencme.rules.requirements.facts import Credit, sort_credits
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.shortest.ground import Ground, Target, missing_of

DONE: Final = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.CAPPED})


@dataclass(frozen=True, slots=True)
class Effect:
    """What one planned activity does for one line. closes: without it the line would stay open."""

    duty: str
    line: str
    amount: int
    unit: str
    closes: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What the engine says of one duty with the plan done: its lines, and the promised ones that stay open.

    missing: what is still missing, in thousandths, of the lines that were not promised.
    broken: lines that were met and no longer are; among ``failed`` too.
    """

    lines: Mapping[str, Line]
    failed: tuple[str, ...]
    missing: Mapping[str, int]
    broken: tuple[str, ...]


def judged(found: Ground, planned: Iterable[Credit], day: date, *, with_proof: bool = False) -> dict[str, Line]:
    """Judge a duty with planned credits added."""
    person = replace(found.duty.person, credits=sort_credits([*found.duty.person.credits, *planned]))
    lines = evaluate(found.duty.prepared, person, day, fixed=found.fixed, with_proof=with_proof)
    return {line.line: line for line in lines}


def prove(found: Ground, planned: list[Credit], targets: Iterable[Target], partly: Iterable[Target] = ()) -> Proof:
    """Run the engine at the end of the cycle, and on the day by which each line is due where that is earlier.

    targets: the lines the plan says to close; partly: those of which it only says how much stays missing.
    """
    lines = judged(found, planned, found.horizon, with_proof=True)
    by_day: dict[date, Mapping[str, Line]] = {}

    def when_due(target: Target) -> Line:
        if not found.as_of <= target.by < found.horizon:
            return lines[target.line]
        if target.by not in by_day:
            by_day[target.by] = judged(found, planned, target.by)
        return by_day[target.by].get(target.line, lines[target.line])

    failed = [each.line for each in targets if when_due(each).verdict not in DONE]
    missing = {}
    for target in partly:
        line = when_due(target)
        missing[target.line] = 0 if line.verdict in DONE else min(target.need, missing_of(found.rule, line))
    broken = tuple(
        name
        for name, line in lines.items()
        if line.verdict is Verdict.NOT_MET and found.lines[name].verdict is Verdict.MET
    )
    return Proof(lines, (*failed, *broken), missing, broken)


def effects(found: Ground, lines: Mapping[str, Line], key: str) -> tuple[Effect, ...]:
    """Read out of the proof what the planned credit ``key`` gave to each line."""
    given = []
    for name, line in lines.items():
        steps = [step for step in line.why if step.subject == key and step.counted and step.clause == name]
        amount = sum(step.counted or 0 for step in steps)
        if not amount:
            continue
        before = found.lines.get(name)
        was_open = before is not None and before.verdict is not Verdict.MET
        is_last = line.counted is not None and line.required is not None and line.counted - amount < line.required
        closes = line.verdict is Verdict.MET and was_open and is_last
        given.append(Effect(found.duty.key, name, amount, line.unit, closes))
    return tuple(given)


def in_turn(given: Mapping[str, tuple[Effect, ...]], targets: Collection[Target]) -> dict[str, tuple[Effect, ...]]:
    """Say which activity of a plan, in their order, closes each line: the one that brings the last of it."""
    needs = {target.line: target.need for target in targets}
    last = {effect.line: key for key, each in given.items() for effect in each}
    closed: set[str] = set()
    told: dict[str, tuple[Effect, ...]] = {}
    for key, each in given.items():
        effects_ = []
        for effect in each:
            needs[effect.line] = needs.get(effect.line, 0) - effect.amount
            is_last = needs[effect.line] <= 0 or last[effect.line] == key
            closes = effect.line in {target.line for target in targets} and is_last and effect.line not in closed
            closed |= {effect.line} if closes else set()
            effects_.append(replace(effect, closes=closes))
        told[key] = tuple(effects_)
    return told
