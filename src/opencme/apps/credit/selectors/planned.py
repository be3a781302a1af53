"""What an activity's plan comes to in each credit system, and what stands designated."""

from collections.abc import Mapping
from datetime import date

from opencme.apps.activities.models import Activity, Designation
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.kernel.credits import Credits
from opencme.kernel.periods import Interval
from opencme.rules.credit.arithmetic import PlannedTime, Segment, Working, maximum_for
from opencme.rules.credit.systems import Edition, FormatRule


def planned_time(activity: Activity) -> PlannedTime:
    """Give the plan's time as the arithmetic reads it: one query for the sessions, one for their breaks."""
    format_ = formats.get(activity.format)
    return PlannedTime(
        segments=segments(activity) if format_ is None or format_.has_sessions else (),
        estimated_minutes=activity.estimated_minutes,
        units=activity.units,
    )


def segments(activity: Activity) -> tuple[Segment, ...]:
    """Give the agenda as the arithmetic reads it."""
    return tuple(
        Segment(
            label=session.title,
            kind=session.kind,
            window=Interval(session.starts_at, session.ends_at),
            breaks=tuple(Interval(each.starts_at, each.ends_at) for each in session.breaks.all()),
        )
        for session in activity.sessions.prefetch_related("breaks")
    )


def rule_of(activity: Activity, edition: Edition) -> FormatRule | None:
    """Give what the activity's format earns; None when it earns nothing, or no format is chosen."""
    format_ = formats.get(activity.format)
    return edition.rule_for(activity.format, format_.ama_format) if format_ else None


def learning_format(activity: Activity) -> str:
    """Give the words for the designation statement: "live activity", "Other activity (blended learning)"."""
    format_ = formats.get(activity.format)
    if format_ is None:
        return ""
    description = activity.other_format_description.strip() or format_.description
    return f"{format_.ama_format} ({description})" if format_.ama_format == "Other activity" else format_.ama_format


def standing_designations(activity: Activity) -> dict[str, Designation]:
    """Give the designations that stand, by credit system, in the order of the catalog."""
    found = {each.credit_system: each for each in activity.designations.filter(replaced_by=None)}
    order = list(credit_systems)
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))


def edition_of(system: str, day: date) -> Edition | None:
    """Give a system's edition; None when the catalog no longer knows the system, or not yet on that day."""
    try:
        return credit_systems[system].on(day)
    except LookupError:
        return None


def workings(activity: Activity, day: date) -> Mapping[str, Working]:
    """Give what the plan comes to in each system the activity may be designated for, under the edition of ``day``."""
    planned = planned_time(activity)
    found = {}
    for key, system in credit_systems.items():
        edition = edition_of(key, day)
        if edition is None or edition.follows:
            continue
        rule = rule_of(activity, edition)
        if rule is not None:
            found[system.key] = maximum_for(planned, rule, edition)
    return found


def suggested_maximum(activity: Activity, day: date | None = None) -> Mapping[str, Credits]:
    """Give the most each credit system may be designated for, by the plan as it stands.

    day: whose edition counts; left out, the day the activity is dated.
    """
    counted = day or activity.created_at.astimezone(activity.zone).date()
    return {key: working.credits for key, working in workings(activity, counted).items()}
