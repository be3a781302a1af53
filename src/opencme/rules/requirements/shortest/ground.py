"""Where a person stands before one authority at the end of the cycle if nothing more is done: where a plan starts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from opencme.rules.requirements.cycles import Fixed, add_months, fix, months_between
from opencme.rules.requirements.definitions import Limit, Rule, Topic
from opencme.rules.requirements.evaluate import evaluate
from opencme.rules.requirements.facts import Credit
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.prepare import Match
from opencme.rules.requirements.shortest.offers import Duty
from opencme.rules.requirements.worth import worth_of

CYCLE = frozenset({"cycle", "lifetime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A line a plan is to close: ``need`` thousandths of ``unit`` are missing, ``by`` is the last day that helps.

    A minimum that is asked in each stretch of the cycle is one target; each stretch then has its own last day.
    """

    duty: str
    line: str
    need: int
    unit: str
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One duty on the last day of its cycle with the credits held today.

    horizon: the day on which the plan is judged. is_rolling: the cycle ends with the day it is asked on, so that what
    is planned counts as if done today. lines: what the engine says on the horizon. targets: the lines that stay open.
    """

    duty: Duty
    as_of: date
    start: date
    horizon: date
    is_rolling: bool
    lines: Mapping[str, Line]
    targets: tuple[Target, ...]
    fixed: Fixed

    @property
    def rule(self) -> Rule:
        """The rule that is asked."""
        return self.duty.prepared.rule

    @property
    def is_open_to_all(self) -> bool:
        """Whether the clause that closes the total to one kind of credit is waived for this person."""
        return any(
            limit.operator == "min" and limit.share == 1 and self.size_of(limit) is None
            for limit in self.rule.limits
            if limit.id in self.lines
        )

    def day_of(self, day: date) -> date:
        """Give the day under which credit planned for ``day`` is judged."""
        return self.as_of if self.is_rolling else day

    def target(self, name: str) -> Target | None:
        """Give a line that is to be closed; None when it is not."""
        return next((each for each in self.targets if each.line == name), None)

    def size_of(self, limit: Limit) -> int | None:
        """Give how large a limit is for this person; None when it is waived or unknown."""
        line = self.lines.get(limit.id)
        return None if line is None or line.verdict is Verdict.NOT_APPLICABLE else line.required

    def held(self, first: date | None = None) -> Iterator[tuple[Credit, Match]]:
        """Give the credits held that lie in the cycle, or on ``first`` and later."""
        since = self.start if first is None else first
        for credit in self.duty.person.credits:
            if since <= credit.day <= self.as_of:
                yield credit, self.duty.prepared.match(credit)

    def held_for(self, topic: Topic) -> list[tuple[Credit, Match]]:
        """Give the credits held that may count for a mandate: ever earned where it is owed once, else of the cycle."""
        index = self.duty.prepared.positions[topic.id]
        since = date.min if topic.frequency.kind == "once" else None
        return [row for row in self.held(since) if index in row[1].topics]

    def worth(self, credit: Credit) -> int:
        """Give what one credit is worth in the rule's unit, as the engine rounds it."""
        return worth_of(self.rule, credit)


def ground(duty: Duty, as_of: date) -> Ground:
    """Judge ``duty`` today and on the last day of its cycle, and say which lines stay open."""
    rule = duty.prepared.rule
    fixed = fix(rule, duty.person, as_of)
    term = fixed[0]
    is_rolling = term is None or term.end <= as_of or rule.cycle.anchor == "rolling" or rule.cycle.months is None
    horizon = as_of if term is None or is_rolling else term.end
    today = {line.line: line for line in evaluate(duty.prepared, duty.person, as_of, fixed=fixed)}
    ahead = today
    if horizon != as_of:
        ahead = {line.line: line for line in evaluate(duty.prepared, duty.person, horizon, fixed=fixed)}
    return Ground(
        duty=duty,
        as_of=as_of,
        start=term.start if term and not rule.counts_for_life else date.min,
        horizon=horizon,
        is_rolling=is_rolling,
        lines=ahead,
        fixed=fixed,
        targets=tuple(_targets(duty, today, ahead, as_of=as_of, horizon=horizon)),
    )


def _targets(
    duty: Duty, today: Mapping[str, Line], ahead: Mapping[str, Line], *, as_of: date, horizon: date
) -> Iterator[Target]:
    staged = {limit.id for limit in duty.prepared.rule.limits if limit.per not in CYCLE}
    for name, line in ahead.items():
        if line.verdict is not Verdict.NOT_MET or line.missing is None:
            continue
        before = today.get(name)
        by = before.by if before is not None and before.verdict is Verdict.NOT_MET else line.by
        if horizon == as_of or by is None or by < as_of or name in staged:
            by = date.max if horizon == as_of else horizon
        yield Target(duty=duty.key, line=name, need=missing_of(duty.prepared.rule, line), unit=line.unit, by=by)


def missing_of(rule: Rule, line: Line) -> int:
    """Give what an open line misses; where more than its amount is asked for, the least that is more."""
    if any(limit.id == line.line and limit.operator == "gt" for limit in rule.limits):
        return (line.required or 0) - (line.counted or 0) + 1
    return line.missing or 0


def period_of(per: str, day: date, start: date) -> int:
    """Give which period of a limit a day lies in; 0 where the limit is for the whole cycle."""
    if per == "calendar_year":
        return day.year
    if per == "day":
        return day.toordinal()
    if per == "mainpro_year":
        return months_between(start, day) // 12
    return 0


def stretches(per: str, start: date, end: date) -> tuple[tuple[date, date], ...]:
    """Give the stretches of a cycle in each of which a minimum is asked; the whole cycle where it is asked once."""
    if per in CYCLE or start == date.min:
        return ((start, end),)
    if per.startswith("first_"):
        return ((start, min(end, add_months(start, int(per.split("_", 2)[1])))),)
    if per == "calendar_year":
        years = range(start.year, end.year + 1)
        return tuple((max(start, date(y, 1, 1)), min(end, date(y, 12, 31))) for y in years)
    months = 12 if per == "mainpro_year" else int(per.split("_", 1)[0])
    found, first = [], start
    while first <= end:
        last = min(end, add_months(first, months) - timedelta(days=1))
        found.append((first, last))
        first = last + timedelta(days=1)
    return tuple(found)


def turning_days(found: Ground) -> frozenset[date]:
    """Give the days after today on which a new stretch of some limit begins: a plan may wait for one."""
    days: set[date] = set()
    if found.is_rolling or found.start == date.min:
        return frozenset()
    for limit in found.rule.limits:
        if limit.per not in CYCLE and limit.per != "day":
            days |= {first for first, _ in stretches(limit.per, found.start, found.horizon) if first > found.as_of}
    return frozenset(days)
