"""The offers that may help, as variables of one program: which day, which credit system before which authority."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from opencme.rules.requirements.amounts import ONE
from opencme.rules.requirements.shortest.clauses import Clauses
from opencme.rules.requirements.shortest.ground import Ground, Target
from opencme.rules.requirements.shortest.mandates import units
from opencme.rules.requirements.shortest.offers import Offer, Wish
from opencme.rules.requirements.shortest.outdone import enough
from opencme.rules.requirements.shortest.program import Found, Program, Terms
from opencme.rules.requirements.shortest.slots import Slot, slots_for
from opencme.rules.requirements.shortest.ways import Way

Hours = tuple[datetime, datetime, int, str]
"""From when to when, the variable, the offer's key."""


@dataclass(frozen=True, slots=True)
class Pick:
    """An offer taken on a day, with the way it counts before each authority (by the ground's place)."""

    offer: Offer
    day: date
    ways: Mapping[int, Way]


@dataclass(slots=True)
class Candidates:
    """The program of one search. targets: the lines to close; partly: those to bring as far as what is on offer goes.

    open: per target the variable that leaves it open: yes or no of those to close, how much of the others.
    """

    grounds: tuple[Ground, ...]
    wish: Wish
    slots: tuple[Slot, ...]
    program: Program = field(default_factory=Program)
    columns: list[int] = field(default_factory=list)
    chosen: dict[tuple[int, int], tuple[tuple[int, Way], ...]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    partly: list[Target] = field(default_factory=list)
    open: dict[tuple[str, str], int] = field(default_factory=dict)

    def write(self, wanted: Sequence[Target], partly: Sequence[Target] = ()) -> None:
        """Make the variables and rows for these targets."""
        program = self.program
        self.targets, self.partly = list(wanted), list(partly)
        self.columns = [program.variable() for _ in self.slots]
        for target in wanted:
            self.open[target.duty, target.line] = program.variable(most=0.0)
        for target in partly:
            self.open[target.duty, target.line] = program.variable(most=units(target.need), is_whole=False)
        self._once()
        self._within_limits()
        for at, found in enumerate(self.grounds):
            mine = [target for target in (*wanted, *partly) if target.duty == found.duty.key]
            if mine:
                left = {target.line: self.open[target.duty, target.line] for target in mine}
                short = frozenset(target.line for target in partly if target.duty == found.duty.key)
                Clauses(program, found, tuple(self._taken(at)), short=short).write(mine, left)

    @property
    def missing(self) -> Terms:
        """What stays missing of the lines that cannot be closed, in thousandths."""
        return {self.open[each.duty, each.line]: float(ONE) for each in self.partly}

    def _taken(self, at: int) -> Iterator[tuple[int, Way]]:
        """Give the variables that matter to one ground; where several credit systems help, one of them is chosen."""
        for place, (column, slot) in enumerate(zip(self.columns, self.slots, strict=True)):
            found = slot.ways.get(at, ())
            if len(found) == 1:
                yield column, found[0]
            elif found:
                split = tuple((self.program.variable(), way) for way in found)
                self.chosen[place, at] = split
                self.program.row({**{variable: 1.0 for variable, _ in split}, column: -1.0}, most=0)
                yield from split

    def _once(self) -> None:
        """Take each offer, each content and each hour at most once; what is pinned is taken."""
        by_offer: dict[str, list[int]] = defaultdict(list)
        by_course: dict[str, list[int]] = defaultdict(list)
        times: list[Hours] = []
        for column, slot in zip(self.columns, self.slots, strict=True):
            by_offer[slot.offer.key].append(column)
            if slot.offer.course:
                by_course[slot.offer.course].append(column)
            times.extend((start, end, column, slot.offer.key) for start, end in slot.offer.times)
        for key, columns in by_offer.items():
            is_pinned = key in self.wish.pinned
            if is_pinned or len(columns) > 1:
                self.program.row(dict.fromkeys(columns, 1.0), least=1.0 if is_pinned else 0.0, most=1.0)
        pinned = {c for key, columns in by_offer.items() if key in self.wish.pinned for c in columns}
        for columns in by_course.values():
            if len(columns) > 1 and len(pinned & set(columns)) <= 1:
                self.program.row(dict.fromkeys(columns, 1.0), most=1.0)
        for one, other in _clashes(times):
            if not {one, other} <= pinned:
                self.program.row({one: 1.0, other: 1.0}, most=1.0)

    def _within_limits(self) -> None:
        """Stay within the money and the days, beyond what is pinned."""
        pinned = {slot.offer.key: slot.offer for slot in self.slots if slot.offer.key in self.wish.pinned}.values()
        if self.wish.money is not None:
            most = max(self.wish.money, sum(offer.price or 0 for offer in pinned))
            self.program.row(self._weighed(lambda offer: offer.price or 0), most=float(most))
        if self.wish.days is not None:
            most = max(self.wish.days, sum(offer.days for offer in pinned))
            self.program.row(self._weighed(lambda offer: offer.days), most=float(most))

    def _weighed(self, weigh: Callable[[Offer], int]) -> Terms:
        return {
            column: float(weight)
            for column, slot in zip(self.columns, self.slots, strict=True)
            if (weight := weigh(slot.offer))
        }

    @property
    def minutes(self) -> Terms:
        """The time taken."""
        return self._weighed(lambda offer: offer.minutes)

    @property
    def cost(self) -> tuple[Terms, Terms]:
        """How many offers have no known price, and what the others cost."""
        return self._weighed(lambda offer: int(offer.price is None)), self._weighed(lambda offer: offer.price or 0)

    @property
    def pieces(self) -> Terms:
        """The number of activities."""
        return self._weighed(lambda _: 1)

    def picks(self, answer: Found) -> tuple[Pick, ...]:
        """Read a solution."""
        found = []
        for place, (column, slot) in enumerate(zip(self.columns, self.slots, strict=True)):
            if answer.takes(column):
                chosen = {}
                for at, each in slot.ways.items():
                    split = self.chosen.get((place, at), ())
                    chosen[at] = next((way for variable, way in split if answer.takes(variable)), each[0])
                found.append(Pick(slot.offer, slot.day, chosen))
        return tuple(sorted(found, key=lambda pick: (pick.day, pick.offer.title, pick.offer.key)))

    def cut(self, failed: Iterable[Target], picks: Sequence[Pick], answer: Found) -> bool:
        """Ask for something more for each line the engine did not confirm; False when nothing more exists."""
        taken = {(pick.offer.key, pick.day) for pick in picks}
        for duty in {target.duty for target in failed}:
            at = next(place for place, found in enumerate(self.grounds) if found.duty.key == duty)
            more = [
                column
                for column, slot in zip(self.columns, self.slots, strict=True)
                if slot.ways.get(at) and (slot.offer.key, slot.day) not in taken
            ]
            more += [
                variable
                for (_, place), split in self.chosen.items()
                if place == at
                for variable, _ in split
                if not answer.takes(variable)
            ]
            if not more:
                return False
            self.program.row(dict.fromkeys(more, 1.0), least=1.0)
        return True

    def forbid(self, keys: frozenset[str]) -> None:
        """Rule out exactly this set."""
        inside = [c for c, slot in zip(self.columns, self.slots, strict=True) if slot.offer.key in keys]
        self.program.row(dict.fromkeys(inside, 1.0), most=len(keys) - 1.0)

    def give_up(self, failed: Iterable[Target]) -> tuple[Target, ...]:
        """Hold open what the engine never confirms."""
        given_up = tuple(target for target in failed if target in self.targets)
        for target in given_up:
            variable = self.open[target.duty, target.line]
            self.program.most[variable] = self.program.least[variable] = 1.0
        self.targets = [target for target in self.targets if target not in given_up]
        return given_up

    def let_open(self) -> Terms:
        """Allow the targets to stay open; give what counts those that do."""
        counting = {self.open[target.duty, target.line]: 1.0 for target in self.targets}
        for variable in counting:
            self.program.most[variable] = 1.0
        return counting

    def left_open(self, answer: Found) -> tuple[Target, ...]:
        """Read what a solution left open."""
        return tuple(each for each in self.targets if answer.takes(self.open[each.duty, each.line]))

    def anew(self, wanted: Sequence[Target], partly: Sequence[Target]) -> "Candidates":
        """Write the program again for other targets."""
        found = Candidates(self.grounds, self.wish, self.slots)
        found.write(wanted, partly)
        return found


def _clashes(times: Iterable[Hours]) -> Iterator[tuple[int, int]]:
    """Give pairs of offers that ask for the same hour."""
    running: list[Hours] = []
    seen: set[tuple[int, int]] = set()
    for each in sorted(times, key=lambda row: row[:2]):
        running = [row for row in running if row[1] > each[0]]
        for row in running:
            pair = (min(row[2], each[2]), max(row[2], each[2]))
            if row[3] != each[3] and pair not in seen:
                seen.add(pair)
                yield pair
        running.append(each)


def candidates(grounds: tuple[Ground, ...], offers: Iterable[Offer], wish: Wish, as_of: date) -> Candidates:
    """Give the offers that bear on some open line, or are pinned; those that others outdo are left out."""
    slots = slots_for(grounds, offers, wish, as_of)
    return Candidates(grounds, wish, enough(grounds, slots, wish.pinned))
