"""The rows of the program for topic mandates: amounts, parts, other ways, milestones, credit that serves only one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from opencme.rules.requirements import amounts
from opencme.rules.requirements.cycles import add_months
from opencme.rules.requirements.definitions import Topic, TopicAlternative
from opencme.rules.requirements.facts import Credit
from opencme.rules.requirements.lines import Verdict
from opencme.rules.requirements.shortest.ground import Ground, Target
from opencme.rules.requirements.shortest.program import Program
from opencme.rules.requirements.shortest.ways import Way

Taken = tuple[int, Way]
"""A variable of the program (1: taken) with what it means before this authority."""
Sums = dict[int, float]


def units(amount: int) -> float:
    """Give thousandths as the program counts them: in whole credits, so that its numbers stay near one."""
    return amount / amounts.ONE


def opening(left: Mapping[str, int], short: frozenset[str], line: str, need: float) -> Sums:
    """Give what excuses a row of a line: all of its need at once, or of a line that stays short as much as is short."""
    return {left[line]: 1.0 if line in short else need}


def milestones(found: Ground, topic: Topic) -> Iterator[tuple[date, int]]:
    """Give the days before which part of a mandate is due, with the amount."""
    for months, amount in topic.milestones:
        yield add_months(found.start, months), amount


@dataclass(slots=True)
class Mandates:
    """Writes the rows of one duty's mandates.

    shares: per mandate (its index) and credit (a planned one by its variable, a held one by its place, counted down
    from -1), the variable for what of it serves that mandate where it may not serve another as well.
    """

    program: Program
    ground: Ground
    taken: Sequence[Taken]
    left: dict[str, int]
    short: frozenset[str] = frozenset()
    shares: dict[tuple[int, int], int] = field(default_factory=dict)

    def write(self, wanted: Mapping[str, Target]) -> None:
        """Write the rows of every mandate that is to be closed."""
        kept = self._divide(wanted)
        for topic in self.ground.rule.topics:
            if topic.id in wanted:
                self._mandate(topic, wanted[topic.id])
            elif topic.id in kept and self.ground.lines[topic.id].verdict is Verdict.MET:
                index = self.ground.duty.prepared.positions[topic.id]
                required = self.ground.lines[topic.id].required or 0
                self.program.row(
                    self._on_topic(topic, self._fitting(index, self.ground.horizon)),
                    least=self._need(topic, required, 0),
                )

    def _at_least(self, target: Target, terms: Mapping[int, float], need: float) -> None:
        if need > 0:
            self.program.row({**terms, **opening(self.left, self.short, target.line, need)}, least=need)

    def _fitting(self, index: int, by: date) -> list[Taken]:
        return [
            (column, way)
            for column, way in self.taken
            if way.topics.get(index) and (way.day <= by or self.ground.is_rolling)
        ]

    def _mandate(self, topic: Topic, target: Target) -> None:
        fitting = self._fitting(self.ground.duty.prepared.positions[topic.id], target.by)
        if topic.is_counted_by_completion:
            self._at_least(target, dict.fromkeys((column for column, _ in fitting), 1.0), 1.0)
            return
        terms = self._on_topic(topic, fitting)
        need = self._need(topic, self.ground.lines[topic.id].required or 0, target.need)
        for other in topic.alternatives:
            terms[self._alternative(other, target)] = need
        self._at_least(target, terms, need)
        self._parts(topic, target, fitting)

    # Credit that serves only one of two mandates

    def _divide(self, wanted: Mapping[str, Target]) -> frozenset[str]:
        """Split each credit that fits two mandates which share none; give the mandates this bears on."""
        positions, lines = self.ground.duty.prepared.positions, self.ground.lines
        pairs = {
            tuple(sorted((topic.id, other)))
            for topic in self.ground.rule.topics
            for other in topic.no_overlap_with
            if other in positions and other != topic.id and (topic.id in wanted or other in wanted)
        }
        bound: set[str] = set()
        for one, two in pairs:
            if any(lines[each].verdict is Verdict.NOT_APPLICABLE or not lines[each].required for each in (one, two)):
                continue
            first, second = positions[one], positions[two]
            bound |= {one, two}
            for column, way in self.taken:
                if way.topics.get(first) and way.topics.get(second):
                    mine, theirs = self._share(first, column, way), self._share(second, column, way)
                    self.program.row({mine: 1.0, theirs: 1.0, column: -units(way.credit.amount)}, most=0)
                    self._reserve(one, wanted, mine, column, way.topics[first])
                    self._reserve(two, wanted, theirs, column, way.topics[second])
            for place, credit, parts in self._held():
                if first in parts and second in parts:
                    mine = self._held_share(first, place, parts[first])
                    theirs = self._held_share(second, place, parts[second])
                    self.program.row({mine: 1.0, theirs: 1.0}, most=units(credit.amount))
        return frozenset(bound - wanted.keys())

    def _reserve(self, name: str, wanted: Mapping[str, Target], share: int, column: int, part: int) -> None:
        """Let a mandate that no plan closes, and that is judged first, keep all that fits it, as the engine does."""
        line = self.ground.lines[name]
        if (name in wanted and name not in self.short) or line.verdict is Verdict.MET or not self._is_first(name):
            return
        self.program.row({share: 1.0, column: -units(part)}, least=0)

    def _is_first(self, name: str) -> bool:
        """Say whether a mandate takes its credit before the one it may not share with."""
        in_turn = [topic for topic in self.ground.duty.prepared.in_turn if topic.no_overlap_with]
        return bool(in_turn) and in_turn[0].id == name

    def _share(self, index: int, column: int, way: Way) -> int:
        if (index, column) not in self.shares:
            part = units(way.topics[index])
            share = self.shares[index, column] = self.program.variable(most=part, is_whole=False)
            self.program.row({share: 1.0, column: -part}, most=0)
        return self.shares[index, column]

    def _held_share(self, index: int, place: int, part: int) -> int:
        if (index, place) not in self.shares:
            self.shares[index, place] = self.program.variable(most=units(part), is_whole=False)
        return self.shares[index, place]

    def _held(self) -> Iterator[tuple[int, Credit, dict[int, int]]]:
        """Give the credits held with their part on each mandate."""
        for place, (credit, match) in enumerate(self.ground.held(), start=1):
            worth = self.ground.worth(credit)
            yield -place, credit, {at: min(worth, part) for at, part in match.parts.items()}

    def _need(self, topic: Topic, required: int, missing: int) -> float:
        """Give what the program must bring; held credit that is shared is part of the program then."""
        index = self.ground.duty.prepared.positions[topic.id]
        if not any(at == index for at, _ in self.shares):
            return units(missing)
        whole = sum(parts.get(index, 0) for place, _, parts in self._held() if (index, place) not in self.shares)
        return units(max(0, required - whole))

    def _on_topic(self, topic: Topic, fitting: Sequence[Taken]) -> Sums:
        """Give what counts for a mandate; a sub-topic with a limit gives only what its room leaves."""
        index = self.ground.duty.prepared.positions[topic.id]
        limited = {part.topic: part.amount for part in topic.max_from if part.amount is not None}
        terms: Sums = defaultdict(float)
        rooms: dict[str, Sums] = {code: {} for code in limited}
        for column, way in fitting:
            if (index, column) in self.shares:
                terms[self.shares[index, column]] = 1.0
                continue
            codes = way.match.topics.get(index, frozenset())
            free = on(way.credit, codes - limited.keys())
            terms[column] = units(min(way.topics[index], free) if codes & limited.keys() else way.topics[index])
            for code in codes & limited.keys():
                rooms[code][column] = -units(way.credit.topics[code])
        for code, row in rooms.items():
            if row:
                used = sum(credit.topics.get(code, 0) for credit, _ in self.ground.held_for(topic))
                room = units(max(0, (limited[code] or 0) - used))
                counted = self.program.variable(most=room, is_whole=False)
                self.program.row({**row, counted: 1.0}, most=0)
                terms[counted] = 1.0
        terms.update((share, 1.0) for (at, place), share in self.shares.items() if at == index and place < 0)
        return terms

    # Other ways, parts, milestones

    def _alternative(self, other: TopicAlternative, target: Target) -> int:
        """Give the variable that says: another way satisfies the mandate instead."""
        codes = self.ground.duty.prepared.closure(other.topics)
        instead = self.program.variable()
        asked = [(codes, other.amount)] + [(frozenset({part.topic}), part.amount or 1) for part in other.must_include]
        for among, amount in asked:
            need = amount - sum(_most_on(credit, among) for credit, _ in self.ground.held())
            if need > 0:
                row = {
                    column: units(part)
                    for column, way in self.taken
                    if (part := _most_on(way.credit, among)) and (way.day <= target.by or self.ground.is_rolling)
                }
                self.program.row({**row, instead: -units(need)}, least=0)
        return instead

    def _parts(self, topic: Topic, target: Target, fitting: Sequence[Taken]) -> None:
        """Ask for the amounts that must lie on parts of the topic, and for what is due within the cycle."""
        index = self.ground.duty.prepared.positions[topic.id]
        for part in topic.must_include:
            if part.amount is not None:
                codes = self.ground.duty.prepared.closure(frozenset({part.topic}))
                have = sum(on(credit, codes) for credit, _ in self.ground.held_for(topic))
                self._at_least(
                    target, {column: units(on(way.credit, codes)) for column, way in fitting}, units(part.amount - have)
                )
        for day, amount in milestones(self.ground, topic):
            have = sum(
                min(self.ground.worth(credit), match.parts.get(index, 0))
                for credit, match in self.ground.held_for(topic)
                if credit.day < day
            )
            row = {column: units(way.topics[index]) for column, way in fitting if way.day < day}
            self._at_least(target, row, units(amount - have))


def on(credit: Credit, codes: frozenset[str]) -> int:
    """Give the part of a credit that lies on these topics."""
    return sum(credit.topics.get(code, 0) for code in codes)


def _most_on(credit: Credit, codes: frozenset[str]) -> int:
    return min(credit.amount, on(credit, codes))
