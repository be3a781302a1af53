"""The rows of the program that one authority's clauses ask for: total with maxima and weights, minima, mandates.

Each clause becomes one linear row or a few. Where a clause of the engine depends on the order of credits (overlapping
maxima) the rows promise at most too much, never too little: the engine has the last word.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from opencme.rules.requirements.definitions import Limit
from opencme.rules.requirements.lines import Verdict
from opencme.rules.requirements.shortest.ground import CYCLE, Ground, Target, period_of, stretches
from opencme.rules.requirements.shortest.mandates import Mandates, Sums, Taken, opening, units
from opencme.rules.requirements.shortest.program import Program
from opencme.rules.requirements.shortest.ways import extra_of

Limits = tuple[tuple[str, int], ...]
Groups = dict[tuple[Limits, int], list[Taken]]
"""Ways that the same limits (with the period of each) and the same weighting clause bear on."""


@dataclass(slots=True)
class Clauses:
    """Writes the rows of one duty. left: per line, the variable that leaves it open, wholly or a part of it.

    short: the lines that cannot be closed wholly.
    """

    program: Program
    ground: Ground
    taken: Sequence[Taken]
    left: dict[str, int] = field(default_factory=dict)
    short: frozenset[str] = frozenset()

    def write(self, targets: Iterable[Target], left: dict[str, int]) -> None:
        """Write the rows of every target."""
        self.left = left
        rule = self.ground.rule
        wanted = {target.line: target for target in targets}
        if "total" in wanted:
            self._total(wanted["total"], wanted)
        for limit in rule.limits:
            if limit.operator != "max" and limit.id in wanted:
                self._minimum(limit, wanted[limit.id])
        Mandates(self.program, self.ground, self.taken, left, self.short).write(wanted)

    def _at_least(self, target: Target, terms: Sums, need: float) -> None:
        """Ask for ``need`` unless the target is left open."""
        if need > 0:
            self.program.row({**terms, **opening(self.left, self.short, target.line, need)}, least=need)

    # The total: credit in groups that the same maxima and weights bear on

    def _groups(self, target: Target) -> Groups:
        rule, found = self.ground.rule, self.ground
        bits = found.duty.prepared.bits
        groups: Groups = defaultdict(list)
        for column, way in self.taken:
            if not way.total or (way.day > target.by and not found.is_rolling):
                continue
            limits = tuple(
                (limit.id, period_of(limit.per, way.credit.day, found.start))
                for limit in rule.limits
                if limit.operator == "max"
                and way.match.buckets & bits[limit.bucket]
                and found.size_of(limit) is not None
            )
            groups[limits, way.match.bonus].append((column, way))
        return groups

    def _total(self, target: Target, wanted: dict[str, Target]) -> None:
        terms: Sums = defaultdict(float)
        caps = {limit.id: limit for limit in self.ground.rule.limits if limit.operator == "max"}
        held_back: dict[tuple[str, int], list[int]] = defaultdict(list)
        weights: dict[int, list[int]] = defaultdict(list)
        for (limits, bonus), group in self._groups(target).items():
            if not limits and bonus == -1:
                for column, way in group:
                    terms[column] += units(way.total)
                continue
            counted = self._group(group, weights)
            terms[counted] += 1
            for each in limits:
                held_back[each].append(counted)
        for (name, period), counted_in in held_back.items():
            room = units(self._room(caps[name], period))
            self.program.row(dict.fromkeys(counted_in, 1.0), most=room)
            self._given(caps[name], counted_in, terms)
        for bonus, extras in weights.items():
            self._weight(bonus, extras)
        self._on_top(terms, wanted)
        self._at_least(target, terms, units(target.need))

    def _group(self, group: Sequence[Taken], weights: dict[int, list[int]]) -> int:
        """Give a variable for what counts of a group: at most all of it with its weight."""
        counted = self.program.variable(most=1e6, is_whole=False)
        row: Sums = defaultdict(float, {counted: 1.0})
        for column, way in group:
            row[column] -= units(way.total)
        if any(way.extra for _, way in group):
            extra = self.program.variable(most=1e6, is_whole=False)
            lifted: Sums = defaultdict(float, {extra: 1.0})
            for column, way in group:
                lifted[column] -= units(way.extra)
            self.program.row(lifted, most=0)
            row[extra] -= 1.0
            weights[group[0][1].match.bonus].append(extra)
        self.program.row(row, most=0)
        return counted

    def _room(self, limit: Limit, period: int) -> int:
        """Give what a maximum still lets in during one of its periods."""
        size = self.ground.size_of(limit) or 0
        bit = self.ground.duty.prepared.bits[limit.bucket]
        used = sum(
            self.ground.worth(credit)
            for credit, match in self.ground.held()
            if match.buckets & bit and period_of(limit.per, credit.day, self.ground.start) == period
        )
        if limit.per in CYCLE and (line := self.ground.lines.get(limit.id)) is not None and not limit.auto_credit:
            used = min(used, line.counted or 0)
        return max(0, size - used)

    def _given(self, limit: Limit, counted: Sequence[int], terms: Sums) -> None:
        """Take out what only replaces credit that the authority gives without proof."""
        bit = self.ground.duty.prepared.bits[limit.bucket]
        earned = sum(self.ground.worth(credit) for credit, match in self.ground.held() if match.buckets & bit)
        given = units(max(0, min(limit.auto_credit, self.ground.size_of(limit) or 0) - earned))
        if not given:
            return
        beyond, is_beyond = self.program.variable(most=1e6, is_whole=False), self.program.variable()
        self.program.row({beyond: 1.0, is_beyond: -1e4}, most=0)
        row: Sums = {beyond: 1.0, is_beyond: given}
        row.update(dict.fromkeys(counted, -1.0))
        self.program.row(row, most=0)
        for column in counted:
            terms.pop(column, None)
        terms[beyond] = 1.0

    def _weight(self, at: int, extras: Sequence[int]) -> None:
        """Hold what a weighting clause adds under its own limit."""
        bonus = self.ground.rule.bonuses[at]
        if bonus.max_extra is None and bonus.applies_to_first is None:
            return
        most = bonus.max_extra
        if bonus.applies_to_first is not None:
            first = int(bonus.applies_to_first * (bonus.multiplier - 1))
            most = first if most is None else min(most, first)
        used = sum(
            extra_of(self.ground, credit, match, self.ground.worth(credit))
            for credit, match in self.ground.held()
            if match.bonus == at and match.admitted
        )
        self.program.row(dict.fromkeys(extras, 1.0), most=units(max(0, (most or 0) - used)))

    def _on_top(self, terms: Sums, wanted: dict[str, Target]) -> None:
        """Take out of the total what a mandate on top of it uses up."""
        for index, topic in enumerate(self.ground.rule.topics):
            line = self.ground.lines.get(topic.id)
            if topic.counts_in_total is not False or not topic.is_time or line is None or not line.missing:
                continue
            if line.verdict is Verdict.NOT_APPLICABLE:
                continue
            inside: Sums = {
                column: units(way.topics[index]) for column, way in self.taken if way.topics.get(index) and way.total
            }
            if not inside:
                continue
            used = self.program.variable(most=units(line.missing), is_whole=False)
            is_full = self.program.variable()
            most = sum(inside.values())
            if topic.id in wanted and all(way.total for _, way in self.taken if way.topics.get(index)):
                need = units(line.missing)
                self.program.row({used: 1.0, **opening(self.left, self.short, topic.id, need)}, least=need)
            self.program.row({used: 1.0, is_full: -units(line.missing)}, least=0)
            row = {column: -part for column, part in inside.items()}
            self.program.row({**row, used: 1.0, is_full: most}, least=0)
            terms[used] = terms.get(used, 0.0) - 1.0

    # Minima

    def _minimum(self, limit: Limit, target: Target) -> None:
        """Ask for a minimum of one bucket, in each stretch it is asked for."""
        found = self.ground
        bit = found.duty.prepared.bits[limit.bucket]
        size = (found.lines[limit.id].required or 0) + (limit.operator == "gt")
        for first, last in stretches(limit.per, found.start, found.horizon):
            need = target.need
            if limit.per not in CYCLE:
                have = sum(
                    found.worth(credit)
                    for credit, match in found.held(date.min)
                    if match.buckets & bit and first <= credit.day <= last
                )
                need = size - have
            terms: Sums = defaultdict(float)
            for column, way in self.taken:
                part = way.buckets.get(bit)
                if part and first <= way.credit.day <= last and (way.day <= target.by or found.is_rolling):
                    terms[column] += units(part)
            self._at_least(target, terms, units(need))
