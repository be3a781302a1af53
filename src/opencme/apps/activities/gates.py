"""What this app itself answers to the gates: plan, agenda, accreditation, joint providers, and the time."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import facts
from opencme.apps.activities.selectors.intervals import ends_at, local, starts_at
from opencme.kernel.findings import Finding
from opencme.rules.activity import timing
from opencme.rules.activity.accreditation import findings_on_accreditation, findings_on_joint_providers, status_of
from opencme.rules.activity.agenda import findings_on_agenda
from opencme.rules.activity.editing import BEING_PLANNED
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS, State


def plan(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say what the plan lacks."""
    return facts.plan_findings(activity, now)


def agenda(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say what stands against the agenda."""
    known = facts.agenda_facts(activity, now)
    return findings_on_agenda(known) if known is not None else ()


def accreditation(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say why the provider's own accreditation does not carry this activity."""
    return findings_on_accreditation(facts.standing(activity, now))


def joint_providers(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say what stands against the joint providers; an agreement is due once the plan is in review."""
    rows = facts.joint_providers(activity)
    if not rows:
        return ()
    return findings_on_joint_providers(
        facts.joint_facts(rows),
        status_of(facts.standing(activity, now)),
        activity.provider.decided_on,
        must_be_agreed=State(activity.state) not in BEING_PLANNED,
    )


def ended(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say that it still runs."""
    end = ends_at(activity)
    there = local(activity, end) if end else None
    shown = f"{there:%b} {there.day}, {there.year}, {there:%I:%M %p}" if there else ""
    return timing.findings_on_ended(end, now, shown=shown)


def started(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say that it has not started."""
    return timing.findings_on_started(starts_at(activity), now)


def not_started(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say that participants could already take part."""
    is_open = State(activity.state) in SEEN_BY_LEARNERS
    return timing.findings_on_not_started(starts_at(activity), now, is_open=is_open)
