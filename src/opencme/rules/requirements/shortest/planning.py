"""The shortest way: the set of activities with the least time, then the least cost, that closes what is open.

The program is exact for the clauses as ``clauses`` and ``mandates`` write them; each plan is then proved by the engine.
Where the engine counts less than the program promised, that choice is cut off and the program is solved again.
When the time is up, the best of what the engine has confirmed until then is the answer, and said to be no more.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.shortest.candidates import Pick, candidates
from opencme.rules.requirements.shortest.ground import Ground, Target, ground
from opencme.rules.requirements.shortest.offers import Duty, Offer, Wish
from opencme.rules.requirements.shortest.program import Budget, Found, NoPlan, Terms, endless
from opencme.rules.requirements.shortest.proving import Effect, Proof, effects, in_turn, prove
from opencme.rules.requirements.shortest.reasons import Left, Reason, attainable, left_open

MOST_CUTS: Final = 30
SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One activity of a plan: when at the earliest, and what it does for whom."""

    offer: Offer
    day: date
    effects: tuple[Effect, ...]
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Short:
    """A line that stays open with a plan done: how much of its need is still missing then, in thousandths."""

    target: Target
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A set of activities that the engine confirmed.

    cost: cents of those with a known price; unpriced: how many have none. days: thousandths of a day away.
    closed: the lines it closes; short: those it leaves open, with what is missing then.
    is_best: nothing better exists by the plan's own order (time first, or what it is for).
    """

    choices: tuple[Choice, ...]
    minutes: int
    cost: int
    unpriced: int
    days: int
    closed: tuple[Target, ...]
    short: tuple[Short, ...] = ()
    is_best: bool

    @property
    def keys(self) -> frozenset[str]:
        """The offers taken."""
        return frozenset(choice.offer.key for choice in self.choices)

    @property
    def missing(self) -> int:
        """What it leaves missing in all."""
        return sum(each.missing for each in self.short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What can be done. best: None when nothing is open or nothing helps.

    cheapest, fewest, next_best: other plans that close the same lines, where they differ from the ones before.
    left: open lines that no choice closes, each with its reason. unknown: lines that wait for an answer or a source.
    is_late: the time ran out before the best plan, or the other ways, were settled.
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
    left: Callable[[], float] = endless,
) -> Answer:
    """Choose what to take.

    seconds: the longest that one question to the solver may last. left: tells the seconds left for all of it, by the
    caller's clock; when there are none, the best plan that is confirmed by then is given.
    """
    grounds = tuple(ground(duty, as_of) for duty in duties)
    search = _Search(grounds, tuple(offers), wish or Wish(), as_of, Budget(seconds, left))
    return search.answer(with_others=with_others)


class _Search:
    """One search: the candidates, the lines still aimed at, and the choices cut off so far."""

    def __init__(
        self, grounds: tuple[Ground, ...], offers: tuple[Offer, ...], wish: Wish, as_of: date, budget: Budget
    ) -> None:
        self.grounds, self.wish, self.as_of, self.budget = grounds, wish, as_of, budget
        self.all = tuple(target for found in grounds for target in found.targets)
        self.candidates = candidates(grounds, offers, wish, as_of)
        self.left: list[Left] = []
        self.is_late = False
        self.feasible: Found | None = None

    def answer(self, *, with_others: bool) -> Answer:
        wanted, out = attainable(self.grounds, self.candidates)
        self.left.extend(out)
        partly = [each.target for each in out if each.may_be_nearer]
        if not wanted and not partly and not self.wish.pinned:
            return self._answer(None)
        self.candidates.write(wanted, partly)
        self._drop_what_cannot_be(partly)
        found = self.candidates
        best = self._best([found.missing, found.minutes, *found.cost], is_first=True)
        if best is None or not with_others:
            return self._answer(best)
        found.forbid(best.keys)
        cheapest = self._other(best, [*found.cost, found.minutes]) if any(found.cost) else None
        fewest = self._other(best, [found.pieces, found.minutes, *found.cost])
        next_best = self._other(best, [found.minutes, *found.cost])
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
        closed = frozenset((each.duty, each.line) for each in best.closed) if best else frozenset()
        told = {(each.target.duty, each.target.line): each for each in self.left}
        if self.is_late:
            for target in self.all:
                told.setdefault((target.duty, target.line), Left(target, Reason.TIME))
        left = tuple(each for key, each in told.items() if key not in closed)
        return Answer(targets=self.all, best=best, left=left, unknown=unknown, is_late=self.is_late, **others)

    def _drop_what_cannot_be(self, partly: Sequence[Target]) -> None:
        """Where not all targets can be closed together, leave open as few as possible and say which."""
        found = self.candidates
        try:
            self.feasible = found.program.fewest({}, self.budget)
        except NoPlan as no:
            if no.is_late:
                self.is_late = True
                return
            counting = found.let_open()
            try:
                answer = found.program.fewest(counting, self.budget)
            except NoPlan:
                self.is_late = True
                return
            kept = found.left_open(answer)
            self.left.extend(left_open(target, self.wish) for target in kept)
            self.candidates = found.anew([each for each in found.targets if each not in kept], [*partly, *kept])

    def _other(self, best: Plan, aims: Sequence[Terms]) -> Plan | None:
        """Give another plan that leaves no more missing than the best."""
        found = self._best([self.candidates.missing, *aims])
        return found if found is not None and found.missing <= best.missing else None

    def _best(self, aims: Sequence[Terms], *, is_first: bool = False) -> Plan | None:
        """Settle the aims in their order and prove the outcome; cut off what the engine does not confirm.

        is_first: no plan is known yet, so that what is confirmed of a set that was cut off is better than nothing.
        """
        confirmed: list[Plan] = []
        for _ in range(MOST_CUTS):
            try:
                answer, is_best = self._settle(aims)
            except NoPlan as no:
                self.is_late = self.is_late or no.is_late
                if not no.is_late:
                    return None
                break
            picks = self.candidates.picks(answer)
            plan_, failed, is_sound = self._prove(picks, is_best=is_best)
            if not failed:
                return plan_ if plan_.choices else None
            if is_sound and plan_.choices:
                confirmed.append(plan_)
            if not self.candidates.cut(failed, picks, answer):
                given_up = self.candidates.give_up(failed)
                if not given_up:
                    return None
                self.left.extend(left_open(target, self.wish) for target in given_up)
        self.is_late = True
        if not is_first:
            return None
        if not confirmed and self.feasible is not None:
            plan_, _, is_sound = self._prove(self.candidates.picks(self.feasible), is_best=False)
            confirmed += [plan_] if is_sound and plan_.choices else []
        return min(confirmed, key=lambda each: (-len(each.closed), each.missing, each.minutes), default=None)

    def _settle(self, aims: Sequence[Terms]) -> tuple[Found, bool]:
        """Settle one aim after the other; what could not be settled in time leaves the answer as it was before."""
        program = self.candidates.program
        kept, is_best = len(program.rows), True
        answer = None
        try:
            for aim in aims:
                if not aim:
                    continue
                try:
                    answer = program.fewest(aim, self.budget)
                except NoPlan:
                    if answer is None:
                        raise
                    self.is_late = True
                    return answer, False
                is_best = is_best and answer.is_best
                program.row(aim, most=round(answer.objective) + 0.5)
        finally:
            del program.rows[kept:]
        return answer or program.fewest({}, self.budget), is_best

    def _prove(self, picks: Sequence[Pick], *, is_best: bool) -> tuple[Plan, list[Target], bool]:
        """Give the plan with what the engine confirms of it, the promised lines that failed, and whether it harms none.

        A line that was met and no longer is fails too, though no plan was to close it.
        """
        wanted = {(target.duty, target.line) for target in self.candidates.targets}
        given, closed, short = [], [], []
        failed: list[Target] = []
        is_sound = True
        for at, found in enumerate(self.grounds):
            mine = [target for target in found.targets if (target.duty, target.line) in wanted]
            rest = [target for target in found.targets if (target.duty, target.line) not in wanted]
            credits_ = [pick.ways[at].credit for pick in picks if at in pick.ways]
            proof = prove(found, credits_, mine, rest)
            is_sound = is_sound and not proof.broken
            failed.extend(_failed(found, mine, proof))
            short += [Short(each, missing) for each in rest if (missing := proof.missing[each.line])]
            short += [Short(each, each.need) for each in mine if each.line in proof.failed]
            done = [each for each in mine if each.line not in proof.failed]
            done += [each for each in rest if not proof.missing[each.line]]
            closed += done
            given.append(in_turn({pick.offer.key: effects(found, proof.lines, pick.offer.key) for pick in picks}, done))
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
            closed=tuple(closed),
            short=tuple(short),
            is_best=is_best and not failed,
        )
        return made, failed, is_sound


def _failed(found: Ground, mine: Sequence[Target], proof: Proof) -> Iterator[Target]:
    for name in proof.failed:
        known = next((target for target in mine if target.line == name), None)
        yield known or Target(duty=found.duty.key, line=name, need=0, unit="", by=date.max)
