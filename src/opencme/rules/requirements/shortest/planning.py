"""The shortest way: the set of activities with the least time, then the least cost, that closes what is open.

The program is exact for the clauses as ``clauses`` and ``mandates`` write them; each plan is then proved by the engine.
Where the engine counts less than the program promised, that choice is cut off and the program is solved again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.shortest.candidates import Pick, candidates
from opencme.rules.requirements.shortest.ground import Ground, Target, ground
from opencme.rules.requirements.shortest.offers import Duty, Offer, Wish
from opencme.rules.requirements.shortest.program import Found, NoPlan, Terms
from opencme.rules.requirements.shortest.proving import Effect, effects, in_turn, prove
from opencme.rules.requirements.shortest.reasons import Left, attainable, left_open

MOST_CUTS: Final = 30
SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One activity of a plan: when at the earliest, and what it does for whom."""

    offer: Offer
    day: date
    effects: tuple[Effect, ...]
    is_pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A set of activities that the engine confirmed.

    cost: cents of those with a known price; unpriced: how many have none. days: thousandths of a day away.
    closed: the lines it closes. is_best: nothing better exists by the plan's own order (time first, or what it is for).
    """

    choices: tuple[Choice, ...]
    minutes: int
    cost: int
    unpriced: int
    days: int
    closed: tuple[Target, ...]
    is_best: bool

    @property
    def keys(self) -> frozenset[str]:
        """The offers taken."""
        return frozenset(choice.offer.key for choice in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What can be done. best: None when nothing is open or nothing helps.

    cheapest, fewest, next_best: other plans that close the same lines, where they differ from the ones before.
    left: open lines that no choice closes, each with its reason. unknown: lines that wait for an answer or a source.
    is_late: the time ran out before a plan was found.
    """

    targets: tuple[Target, ...]
    best: Plan | None
    cheapest: Plan | None = None
    fewest: Plan | None = None
    next_best: Plan | None = None
    left: tuple[Left, ...] = ()
    unknown: tuple[tuple[str, Line], ...] = ()
    is_late: bool = False


def plan(
    duties: Iterable[Duty],
    offers: Iterable[Offer],
    as_of: date,
    *,
    wish: Wish | None = None,
    with_others: bool = True,
    seconds: float = SECONDS,
) -> Answer:
    """Choose what to take. seconds: the longest that one question to the solver may last."""
    grounds = tuple(ground(duty, as_of) for duty in duties)
    search = _Search(grounds, tuple(offers), wish or Wish(), as_of, seconds)
    return search.answer(with_others=with_others)


class _Search:
    """One search: the candidates, the lines still aimed at, and the choices cut off so far."""

    def __init__(
        self, grounds: tuple[Ground, ...], offers: tuple[Offer, ...], wish: Wish, as_of: date, seconds: float
    ) -> None:
        self.grounds, self.wish, self.as_of, self.seconds = grounds, wish, as_of, seconds
        self.all = tuple(target for found in grounds for target in found.targets)
        self.candidates = candidates(grounds, offers, wish, as_of)
        self.left: list[Left] = []
        self.is_late = False

    def answer(self, *, with_others: bool) -> Answer:
        wanted, out = attainable(self.grounds, self.candidates)
        self.left.extend(out)
        found = self.candidates
        if not wanted and not self.wish.pinned:
            return self._answer(None)
        found.write(wanted)
        self._drop_what_cannot_be()
        best = self._best([found.minutes, *found.cost])
        if best is None or not with_others:
            return self._answer(best)
        found.forbid(best.keys)
        others = [
            self._best([*found.cost, found.minutes]) if any(found.cost) else None,
            self._best([found.pieces, found.minutes, *found.cost]),
            self._best([found.minutes, *found.cost]),
        ]
        cheapest, fewest, next_best = others
        if cheapest is not None and (cheapest.unpriced, cheapest.cost) >= (best.unpriced, best.cost):
            cheapest = None
        if fewest is not None and len(fewest.choices) >= len(best.choices):
            fewest = None
        known = {each.keys for each in (cheapest, fewest) if each is not None}
        if next_best is not None and next_best.keys in known:
            next_best = None
        if fewest is not None and cheapest is not None and fewest.keys == cheapest.keys:
            fewest = None
        return self._answer(best, cheapest=cheapest, fewest=fewest, next_best=next_best)

    def _answer(self, best: Plan | None, **others: Plan | None) -> Answer:
        unknown = tuple(
            (found.duty.key, line)
            for found in self.grounds
            for line in found.lines.values()
            if line.verdict is Verdict.UNKNOWN
        )
        return Answer(
            targets=self.all, best=best, left=tuple(self.left), unknown=unknown, is_late=self.is_late, **others
        )

    def _drop_what_cannot_be(self) -> None:
        """Where not all targets can be closed together, leave open as few as possible and say which."""
        found = self.candidates
        try:
            found.program.fewest({}, self.seconds)
        except NoPlan as no:
            if no.is_late:
                self.is_late = True
                return
            found.let_open()
            try:
                answer = found.program.fewest(dict.fromkeys(found.open.values(), 1.0), self.seconds)
            except NoPlan:
                self.is_late = True
                return
            for target in found.keep_open(answer):
                self.left.append(left_open(target, self.wish))

    def _best(self, aims: Sequence[Terms]) -> Plan | None:
        """Settle the aims in their order and prove the outcome; cut off what the engine does not confirm."""
        for _ in range(MOST_CUTS):
            try:
                answer, is_best = self._settle(aims)
            except NoPlan as no:
                self.is_late = self.is_late or no.is_late
                return None
            picks = self.candidates.picks(answer)
            plan_, failed = self._prove(picks, is_best=is_best)
            if not failed:
                return plan_ if plan_.choices else None
            if not self.candidates.cut(failed, picks, answer):
                given_up = self.candidates.give_up(failed)
                if not given_up:
                    return None
                self.left.extend(left_open(target, self.wish) for target in given_up)
        return None

    def _settle(self, aims: Sequence[Terms]) -> tuple[Found, bool]:
        program = self.candidates.program
        kept, is_best = len(program.rows), True
        answer = None
        try:
            for aim in aims:
                if answer is None or aim:
                    answer = program.fewest(aim, self.seconds)
                    is_best = is_best and answer.is_best
                    program.row(aim, most=round(answer.objective) + 0.5)
        finally:
            del program.rows[kept:]
        return answer or program.fewest({}, self.seconds), is_best

    def _prove(self, picks: Sequence[Pick], *, is_best: bool) -> tuple[Plan, list[Target]]:
        wanted, given = self.candidates.targets, []
        failed: list[Target] = []
        for at, found in enumerate(self.grounds):
            mine = [target for target in wanted if target.duty == found.duty.key]
            credits_ = [pick.ways[at].credit for pick in picks if at in pick.ways]
            proof = prove(found, credits_, mine)
            failed.extend(
                next(
                    (target for target in mine if target.line == name),
                    Target(duty=found.duty.key, line=name, need=0, unit="", by=date.max),
                )
                for name in proof.failed
            )
            given.append(in_turn({pick.offer.key: effects(found, proof.lines, pick.offer.key) for pick in picks}, mine))
        choices = tuple(
            Choice(
                offer=pick.offer,
                day=pick.day,
                effects=tuple(effect for each in given for effect in each[pick.offer.key]),
                is_pinned=pick.offer.key in self.wish.pinned,
            )
            for pick in picks
        )
        made = Plan(
            choices=choices,
            minutes=sum(pick.offer.minutes for pick in picks),
            cost=sum(pick.offer.price or 0 for pick in picks),
            unpriced=sum(pick.offer.price is None for pick in picks),
            days=sum(pick.offer.days for pick in picks),
            closed=tuple(wanted),
            is_best=is_best,
        )
        return made, failed
