"""The life of an activity as one table of steps; buttons, services, audit, diagram and tests are derived from it.

The order of the gates is the Standards' order of events: planners disclose and are mitigated before planning goes on,
everybody in control before approval; content is reviewed before approval; credit is designated before anything opens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from opencme.kernel.i18n import gettext_noop as _


class State(StrEnum):
    """Where an activity stands."""

    IDEA = "idea"
    PLANNING = "planning"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    DESIGNATED = "designated"
    OPEN = "open"
    DELIVERED = "delivered"
    CLOSED = "closed"
    REPORTED = "reported"
    CANCELLED = "cancelled"


STATE_NAMES: Final[Mapping[State, str]] = {
    State.IDEA: _("Idea"),
    State.PLANNING: _("Planning"),
    State.IN_REVIEW: _("In review"),
    State.APPROVED: _("Approved"),
    State.DESIGNATED: _("Designated"),
    State.OPEN: _("Open"),
    State.DELIVERED: _("Delivered"),
    State.CLOSED: _("Closed"),
    State.REPORTED: _("Reported"),
    State.CANCELLED: _("Cancelled"),
}

START: Final = State.IDEA
ENDS: Final = frozenset({State.REPORTED, State.CANCELLED})
MAIN_LINE: Final = tuple(state for state in State if state is not State.CANCELLED)
SEEN_BY_LEARNERS: Final = frozenset({State.OPEN, State.DELIVERED, State.CLOSED, State.REPORTED})
STATEMENTS_ALLOWED: Final = frozenset({State.DESIGNATED, *SEEN_BY_LEARNERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step from a state to another.

    permission: value of ``rules.access.Permission``; event: the audit event.
    checks: keys that ``apps.activities.checks`` answers, in the order of the gates.
    forward: belongs to the way from idea to report (False: back or aside); wants_note: a reason must be given.
    through: the workspace part whose own act takes this step; it has no button of its own.
    """

    name: str
    label: str
    from_states: tuple[State, ...]
    to: State
    permission: str
    event: str
    checks: tuple[str, ...] = ()
    forward: bool = True
    wants_note: bool = False
    through: str = ""
    says: str = ""


_PLANNERS: Final = ("joint_providers", "disclosures_planners", "mitigation_planners")
_EVERYBODY: Final = ("disclosures_all", "mitigation_all", "content_review")

STEPS: Final = (
    Step(
        name="start_planning",
        label=_("Start planning"),
        says=_("The planners have disclosed and any relevant relationship is mitigated."),
        from_states=(State.IDEA,),
        to=State.PLANNING,
        permission="activity.plan",
        event="activity.planning_started",
        checks=_PLANNERS,
    ),
    Step(
        name="submit",
        label=_("Submit for review"),
        says=_("The plan is complete; from here on reviewers read it and it does not change under them."),
        from_states=(State.PLANNING,),
        to=State.IN_REVIEW,
        permission="activity.submit",
        event="activity.submitted",
        checks=("plan", "agenda", "accreditation", *_PLANNERS),
    ),
    Step(
        name="return_for_changes",
        label=_("Return for changes"),
        says=_("The plan goes back to its planners with your note."),
        from_states=(State.IN_REVIEW,),
        to=State.PLANNING,
        permission="activity.approve",
        event="activity.returned",
        forward=False,
        wants_note=True,
    ),
    Step(
        name="approve",
        label=_("Approve"),
        says=_("Everybody in control has disclosed, relationships are mitigated and the content was reviewed."),
        from_states=(State.IN_REVIEW,),
        to=State.APPROVED,
        permission="activity.approve",
        event="activity.approved",
        checks=("plan", "agenda", "accreditation", "joint_providers", *_EVERYBODY),
    ),
    Step(
        name="revise",
        label=_("Reopen the plan"),
        says=_("The approval is given up; the plan is submitted, approved and designated again."),
        from_states=(State.APPROVED, State.DESIGNATED),
        to=State.PLANNING,
        permission="activity.submit",
        event="activity.revised",
        checks=("not_started",),
        forward=False,
        wants_note=True,
    ),
    Step(
        name="designate",
        label=_("Designate credit"),
        says=_("The maximum of each credit system is fixed, in advance."),
        from_states=(State.APPROVED,),
        to=State.DESIGNATED,
        permission="activity.designate",
        event="activity.designated",
        checks=("accreditation", *_EVERYBODY, "designated"),
        through="credit",
    ),
    Step(
        name="open",
        label=_("Open to participants"),
        says=_("It is announced with its statements; participants can register and take part."),
        from_states=(State.DESIGNATED,),
        to=State.OPEN,
        permission="activity.run",
        event="activity.opened",
        checks=("agenda", "accreditation", *_EVERYBODY, "designated", "content", "assessment", "evaluation"),
    ),
    Step(
        name="mark_delivered",
        label=_("Mark as delivered"),
        says=_("It is over: nobody joins any more; those who took part can still claim."),
        from_states=(State.OPEN,),
        to=State.DELIVERED,
        permission="activity.run",
        event="activity.delivered",
        checks=("ended",),
    ),
    Step(
        name="withdraw",
        label=_("Stop offering it"),
        says=_("It ends before its date, for a reason you give; those who took part can still claim."),
        from_states=(State.OPEN,),
        to=State.DELIVERED,
        permission="activity.run",
        event="activity.withdrawn",
        checks=("started",),
        forward=False,
        wants_note=True,
    ),
    Step(
        name="close",
        label=_("Close"),
        says=_("Attendance is settled and no further credit is claimed."),
        from_states=(State.DELIVERED,),
        to=State.CLOSED,
        permission="activity.run",
        event="activity.closed",
        checks=("nothing_doubtful",),
    ),
    Step(
        name="reopen",
        label=_("Reopen"),
        says=_("Attendance and claims are taken again, for a reason you give."),
        from_states=(State.CLOSED,),
        to=State.DELIVERED,
        permission="activity.run",
        event="activity.reopened",
        forward=False,
        wants_note=True,
    ),
    Step(
        name="mark_reported",
        label=_("Mark as reported"),
        says=_("The accreditor has the activity and its completions."),
        from_states=(State.CLOSED,),
        to=State.REPORTED,
        permission="reports.make",
        event="activity.reported",
        checks=("reported",),
    ),
    Step(
        name="cancel",
        label=_("Cancel the activity"),
        says=_("It will not take place; its file is kept."),
        from_states=(
            State.IDEA,
            State.PLANNING,
            State.IN_REVIEW,
            State.APPROVED,
            State.DESIGNATED,
            State.OPEN,
        ),
        to=State.CANCELLED,
        permission="activity.run",
        event="activity.cancelled",
        checks=("not_started",),
        forward=False,
        wants_note=True,
    ),
)

_BY_NAME: Final = {step.name: step for step in STEPS}


def step_named(name: str) -> Step:
    """Give the step; LookupError for a name the table does not hold (a bug)."""
    return _BY_NAME[name]


def steps_from(state: State) -> tuple[Step, ...]:
    """Give every step that may be taken from ``state``, the one along the main line first."""
    found = (step for step in STEPS if state in step.from_states)
    return tuple(sorted(found, key=lambda step: not step.forward))


def next_step(state: State) -> Step | None:
    """Give the step along the main line; None at an end."""
    return next((step for step in steps_from(state) if step.forward), None)


def steps_ahead(state: State) -> tuple[Step, ...]:
    """Give the steps of the main line from ``state`` to the end, in order."""
    found: list[Step] = []
    step = next_step(state)
    while step is not None:
        found.append(step)
        step = next_step(step.to)
    return tuple(found)


def has_passed(state: State, milestone: State) -> bool:
    """Say whether an activity in ``state`` has reached ``milestone`` on the main line; a cancelled one has not."""
    return state is not State.CANCELLED and MAIN_LINE.index(state) >= MAIN_LINE.index(milestone)


def checks_used(steps: Iterable[Step] = STEPS) -> frozenset[str]:
    """Give the keys of all checks the table asks."""
    return frozenset(check for step in steps for check in step.checks)


def diagram() -> str:
    """Draw the table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {START}"]
    lines += [f"    {state} : {STATE_NAMES[state]}" for state in State]
    lines += [f"    {origin} --> {step.to} : {step.label}" for step in STEPS for origin in step.from_states]
    lines += [f"    {end} --> [*]" for end in State if end in ENDS]
    return "\n".join(lines) + "\n"


def table() -> str:
    """Give the table as Markdown, for the documentation: step, from, to, permission, checks, note."""
    rows = ["| step | from | to | permission | checks | reason asked |", "| --- | --- | --- | --- | --- | --- |"]
    rows += [
        f"| {step.label} | {', '.join(STATE_NAMES[each] for each in step.from_states)} | {STATE_NAMES[step.to]} "
        f"| `{step.permission}` | {', '.join(f'`{check}`' for check in step.checks) or '–'} "
        f"| {'yes' if step.wants_note else 'no'} |"
        for step in STEPS
    ]
    return "\n".join(rows) + "\n"
