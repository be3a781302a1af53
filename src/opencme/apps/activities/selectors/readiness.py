"""Readiness: what stands between an activity and its next steps, who owes it and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from opencme.apps.activities import checks
from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import ends_at, starts_at
from opencme.kernel.findings import Finding
from opencme.rules.access import Actor, Permission
from opencme.rules.activity import lifecycle
from opencme.rules.activity.lifecycle import State, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One finding against a step, with the day by which it must be settled; ``day`` None when no date is set yet."""

    finding: Finding
    day: date | None
    check: str

    @property
    def owes(self) -> str:
        """Who must act; empty means the planning office."""
        return self.finding.owes

    @property
    def told(self) -> tuple[str, str]:
        """What makes it the same finding wherever it is asked."""
        return self.finding.code, str(self.finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as a button: what stands against it, and whether the actor's roles allow it."""

    step: Step
    findings: tuple[Due, ...]
    may: bool

    @property
    def blocking(self) -> tuple[Due, ...]:
        """The findings that refuse the step."""
        return tuple(each for each in self.findings if each.finding.blocking)

    @property
    def advice(self) -> tuple[Due, ...]:
        """The findings that only advise."""
        return tuple(each for each in self.findings if not each.finding.blocking)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against it."""
        return not self.blocking


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The next step with its findings, and what later steps of the main line will ask that is not yet settled."""

    state: State
    next: StepView | None
    later: tuple[StepView, ...]

    @property
    def blocking(self) -> tuple[Due, ...]:
        """What refuses the next step."""
        return self.next.blocking if self.next else ()

    @property
    def advice(self) -> tuple[Due, ...]:
        """What the next step advises."""
        return self.next.advice if self.next else ()


def findings_on_step(activity: Activity, step: Step, now: datetime) -> Iterator[tuple[str, Finding]]:
    """Ask every check of the step, in the order of the gates; the same finding is told once."""
    seen: set[tuple[str, str]] = set()
    for key in step.checks:
        if not checks.is_registered(key):
            continue
        for finding in checks.findings(key, activity, now):
            told = (finding.code, str(finding))
            if told not in seen:
                seen.add(told)
                yield key, finding


def step_view(activity: Activity, step: Step, now: datetime, actor: Actor | None = None) -> StepView:
    """Give one step with everything that stands against it."""
    day = due_day(activity, step)
    with checks.one_round():
        found = tuple(findings_on_step(activity, step, now))
    return StepView(
        step=step,
        findings=tuple(Due(finding=finding, day=day, check=key) for key, finding in found),
        may=actor is None or actor.may(Permission(step.permission), on=activity.provider_id),
    )


def due_day(activity: Activity, step: Step) -> date | None:
    """Give the local day by which the step must be taken: before the start for every step up to opening."""
    if not step.forward:
        return None
    moment = starts_at(activity) if lifecycle.has_passed(State.OPEN, step.to) else ends_at(activity)
    return moment.astimezone(activity.zone).date() if moment else None


def readiness(activity: Activity, now: datetime, actor: Actor | None = None, *, with_later: bool = False) -> Readiness:
    """Give the next step and what stands against it.

    with_later: also the open questions of the steps after it up to opening, each at the first step that asks it.
    """
    with checks.one_round():
        return _readiness(activity, now, actor, with_later=with_later)


def _readiness(activity: Activity, now: datetime, actor: Actor | None, *, with_later: bool) -> Readiness:
    state = State(activity.state)
    ahead = lifecycle.steps_ahead(state)
    if not ahead:
        return Readiness(state=state, next=None, later=())
    first, *rest = ahead
    upcoming = step_view(activity, first, now, actor)
    later: list[StepView] = []
    told = {each.told for each in upcoming.findings}
    for step in rest if with_later else ():
        if not lifecycle.has_passed(State.OPEN, step.to):
            break
        view = step_view(activity, step, now, actor)
        fresh = tuple(each for each in view.findings if each.told not in told)
        told |= {each.told for each in fresh}
        later.append(StepView(step=view.step, findings=fresh, may=view.may))
    return Readiness(state=state, next=upcoming, later=tuple(later))
