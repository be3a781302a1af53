"""What the gates ask about the people in control."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import ends_at, starts_at
from opencme.apps.faculty.selectors.people import edition_for, people_in_control, standing_exception
from opencme.kernel.findings import Finding
from opencme.rules.independence.gates import (
    findings_on_disclosures,
    findings_on_mitigation,
    findings_on_standard_exception,
    findings_on_starts,
)


def disclosures_planners(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask that planners are named and have disclosed before planning goes on."""
    return _disclosures(activity, now, planners_only=True)


def disclosures_all(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask that everybody in control has disclosed before their role began."""
    return _disclosures(activity, now, planners_only=False)


def mitigation_planners(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask that no planner is excluded and their relationships are judged and mitigated."""
    return _mitigation(activity, now, planners_only=True)


def mitigation_all(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask that nobody in control is excluded and all relationships are judged and mitigated."""
    return _mitigation(activity, now, planners_only=False)


def _disclosures(activity: Activity, now: datetime, *, planners_only: bool) -> tuple[Finding, ...]:
    edition = edition_for(now.astimezone(activity.zone).date())
    exception = standing_exception(activity, edition)
    rows = [(each.facts, each.status) for each in people_in_control(activity, now)]
    return (
        *findings_on_standard_exception(activity.std3_exception, activity.std3_justification, activity.format, edition),
        *findings_on_disclosures(rows, planners_only=planners_only, is_required=not exception),
        *(findings_on_starts(rows, starts_at(activity), ends_at(activity)) if not exception else ()),
    )


def _mitigation(activity: Activity, now: datetime, *, planners_only: bool) -> tuple[Finding, ...]:
    rows = [(each.facts, each.status) for each in people_in_control(activity, now)]
    return findings_on_mitigation(rows, planners_only=planners_only)
