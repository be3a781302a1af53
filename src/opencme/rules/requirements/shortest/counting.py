"""Whether one activity counts before one authority, and for what: the engine run with it and without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.rules.requirements.lines import Because, Line, Verdict
from opencme.rules.requirements.shortest.ground import Ground, ground
from opencme.rules.requirements.shortest.offers import Duty, Offer
from opencme.rules.requirements.shortest.proving import Effect, effects, judged

TOTAL: Final = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an activity does before one authority when it is completed on ``day``.

    system: the credit it is counted as. total: what reaches the total, None where the rule has none that can be said.
    effects: what it gives to each line. against: the steps of the proof in which it counted less than it is worth.
    needed: what is still open of each line it gives to, with it done. is_late: it ends after the present cycle.
    is_judged: False where the engine cannot say, though some clause fits it; ``questions`` tell what to ask.
    """

    duty: str
    system: str
    day: date
    last_day: date
    amount: int
    total: int | None
    unit: str
    effects: tuple[Effect, ...]
    against: tuple[Because, ...]
    needed: Mapping[str, int]
    is_late: bool
    is_judged: bool
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it counts for anything at all."""
        return bool(self.effects)

    @property
    def closes(self) -> tuple[Effect, ...]:
        """The lines that it closes."""
        return tuple(effect for effect in self.effects if effect.closes)

    @property
    def helps(self) -> bool:
        """Whether it gives something to a line that is open."""
        return any(effect.closes or self.needed.get(effect.line) for effect in self.effects)


def counted(duty: Duty, offer: Offer, as_of: date) -> Counted:
    """Say what ``offer``, completed as soon as it can be, does for one duty; of several credit systems the best one."""
    found = ground(duty, as_of)
    return max((_counted_as(found, offer, system) for system in offer.credits), key=_rank)


def _rank(answer: Counted) -> tuple[int, int, int, int]:
    return (
        len(answer.closes),
        answer.helps,
        sum(effect.amount for effect in answer.effects),
        answer.total or 0,
    )


def _counted_as(found: Ground, offer: Offer, system: str) -> Counted:
    day = max(found.as_of, offer.first)
    is_late = day > found.horizon and not found.is_rolling
    credit = offer.credit(system, found.day_of(day))
    lines = judged(found, [credit], found.horizon, with_proof=True)
    given = effects(found, lines, offer.key)
    total = lines.get(TOTAL)
    unknown = total is None or total.counted is None or total.verdict is Verdict.UNKNOWN
    match = found.duty.prepared.match(credit)
    fits = bool(match.admitted or match.buckets or match.topics)
    return Counted(
        duty=found.duty.key,
        system=system,
        day=day,
        last_day=found.horizon,
        amount=credit.amount,
        total=None if total is None or total.required is None else _of(given, TOTAL),
        unit=found.rule.unit,
        effects=given,
        against=tuple(_against(lines, offer.key, found.worth(credit))),
        needed={effect.line: lines[effect.line].missing or 0 for effect in given},
        is_late=is_late,
        is_judged=bool(given) or not (unknown and fits),
        questions=tuple(dict.fromkeys(q for line in lines.values() for q in line.questions)),
        warnings=tuple(dict.fromkeys(w for effect in given for w in lines[effect.line].warnings)),
    )


def _of(given: tuple[Effect, ...], name: str) -> int:
    return sum(effect.amount for effect in given if effect.line == name)


def _against(lines: Mapping[str, Line], key: str, worth: int) -> Iterator[Because]:
    """Give the steps in which the credit counted for less than it is worth, once each."""
    seen: set[tuple[str, str]] = set()
    for line in lines.values():
        for step in line.why:
            is_less = step.subject == key and step.counted is not None and step.counted < worth
            if is_less and step.clause in {TOTAL, "cycle", "duplicates", *_maxima(line, step)}:
                name = (step.clause, step.words)
                if step.words != "counted" and name not in seen:
                    seen.add(name)
                    yield step


def _maxima(line: Line, step: Because) -> frozenset[str]:
    """Give the clauses whose reason is worth telling: a maximum that cut, a mandate that may not share."""
    told = "maximum" in step.words or "used up" in step.words
    return frozenset({step.clause}) if told else frozenset({line.line} if line.line == TOTAL else set())
