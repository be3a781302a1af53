"""From minutes to credit: the working that leads to the maximum of an activity, line by line.

Certified minutes are summed first and rounded once, never per session (TRAP-13); simultaneous sessions are a union of
time (TRAP-14); what is not education does not count (TRAP-15). Whole numbers throughout, no float (TRAP-17).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from opencme.kernel.credits import HUNDREDTH, ZERO, Credits
from opencme.kernel.periods import Interval, minus, total_minutes
from opencme.rules.credit.systems import Basis, Edition, FormatRule, Rounding

_HUNDREDTHS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of the agenda; kind: of ``Session.KINDS``; breaks: time inside it that is not education."""

    label: str
    kind: str
    window: Interval
    breaks: tuple[Interval, ...] = ()

    @property
    def certified(self) -> tuple[Interval, ...]:
        """Its time less its breaks."""
        return minus([self.window], self.breaks)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTime:
    """What the plan says that credit is reckoned from; only what the format uses is looked at."""

    segments: tuple[Segment, ...] = ()
    estimated_minutes: int | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the working: whole minutes; ``counted`` less ``breaks`` and less what ran in ``parallel``."""

    label: str
    kind: str
    window: Interval
    minutes: int
    breaks: int
    parallel: int
    counted: int
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """How an amount of credit came about.

    minutes: counted minutes, None where the format does not reckon time; rest: minutes beyond the last whole step.
    units, value: where it is so many times a fixed value; ratio: what minutes were multiplied by.
    """

    basis: Basis
    credits: Credits
    lines: tuple[Line, ...] = ()
    minutes: int | None = None
    step_minutes: str = ""
    steps: int = 0
    rest: str = ""
    is_rounded_up: bool = False
    units: int | None = None
    value: Credits = ZERO
    ratio: int = 1
    stages: str = ""

    @property
    def whole_steps(self) -> int:
        """The steps that are full without rounding."""
        return self.steps - self.is_rounded_up


def credits_for_minutes(minutes: int, edition: Edition) -> Credits:
    """Convert counted minutes to credit: to the nearest step, or down where the system never rounds up (TRAP-12).

    minutes: whole, 0 or more; ValueError below (a bug). Source: edition.source.
    """
    if minutes < 0:
        msg = f"minutes are 0 or more: {minutes}"
        raise ValueError(msg)
    over, under = minutes * _HUNDREDTHS, edition.unit_minutes * int(edition.step * _HUNDREDTHS)
    steps = (2 * over + under) // (2 * under) if edition.rounding is Rounding.NEAREST else over // under
    return Credits(edition.step * steps)


def maximum_for(planned: PlannedTime, rule: FormatRule, edition: Edition) -> Working:
    """Give the most credit the plan may be designated for, with the way it was reckoned."""
    if rule.basis is Basis.SESSIONS:
        lines = _lines(planned.segments, edition)
        return _from_minutes(lines[-1].running if lines else 0, rule, edition, lines)
    if rule.basis in (Basis.ESTIMATE, Basis.TEACHING):
        return _from_minutes(planned.estimated_minutes or 0, rule, edition)
    if rule.basis is Basis.STAGES:
        reached = "ABC"[: 3 if planned.units is None else planned.units]
        return Working(basis=rule.basis, credits=stage_credit(frozenset(reached), rule), stages=reached)
    units = 1 if rule.basis is Basis.FLAT else planned.units or 0
    return Working(basis=rule.basis, credits=times(rule.value, units), units=units, value=rule.value)


def stage_credit(done: frozenset[str], rule: FormatRule) -> Credits:
    """Give the credit of stages done in order from A; a stage without those before it earns nothing (TRAP-19)."""
    earned, reached = ZERO, ""
    for stage in "ABC":
        if stage not in done:
            break
        reached += stage
        earned = rule.stages.get(reached, earned)
    return earned


def times(value: Credits, count: int) -> Credits:
    """Give ``count`` times ``value``."""
    return Credits(value.amount * count)


def instruction_minutes(segments: Sequence[Segment], edition: Edition) -> int:
    """Give the minutes of all sessions added up, parallel ones too, as hours of instruction are reported (TRAP-14)."""
    return sum(total_minutes(each.certified) for each in segments if each.kind in edition.counted)


def _lines(segments: Sequence[Segment], edition: Edition) -> tuple[Line, ...]:
    """Go through the agenda in order of time; what an earlier row covered already is parallel in a later one."""
    lines: list[Line] = []
    covered: list[Interval] = []
    running = 0
    for each in sorted(segments, key=lambda segment: (segment.window, segment.label)):
        counts = each.kind in edition.counted
        certified = total_minutes(each.certified)
        if counts:
            covered += each.certified
        before, running = running, total_minutes(covered)
        counted = running - before
        lines.append(
            Line(
                label=each.label,
                kind=each.kind,
                window=each.window,
                minutes=each.window.whole_minutes,
                breaks=each.window.whole_minutes - certified,
                parallel=certified - counted if counts else 0,
                counted=counted,
                running=running,
            )
        )
    return tuple(lines)


def _from_minutes(minutes: int, rule: FormatRule, edition: Edition, lines: tuple[Line, ...] = ()) -> Working:
    multiplied = minutes * rule.ratio
    result = credits_for_minutes(multiplied, edition)
    length = (edition.unit_minutes * edition.step).quantize(HUNDREDTH).normalize()
    steps = int(result.amount / edition.step)
    whole = int(multiplied // length)
    return Working(
        basis=rule.basis,
        credits=result,
        lines=lines,
        minutes=minutes,
        step_minutes=f"{length:f}",
        steps=steps,
        rest=f"{(multiplied - whole * length).normalize():f}",
        is_rounded_up=steps > whole,
        ratio=rule.ratio,
    )
