"""Putting the activity file together."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.reporting.selectors.activity_file import independence, plan, results
from opencme.apps.reporting.selectors.activity_file.evidence import Evidence, evidence_of
from opencme.apps.reporting.selectors.facts import days
from opencme.apps.reporting.selectors.retention import retention
from opencme.catalog.formats import formats
from opencme.documents.activity_file import ActivityFile, EvidenceLine
from opencme.documents.certificate import days_in_words
from opencme.rules.activity.lifecycle import STATE_NAMES, State


def activity_file(activity: Activity, now: datetime) -> ActivityFile:
    """Give the file as it stands; what is missing is part of it."""
    return ActivityFile(
        provider=activity.provider.name,
        title=activity.title,
        facts=_facts(activity),
        sections=(*plan.sections(activity), *independence.sections(activity, now), *results.sections(activity)),
        evidence=tuple(_line(each) for each in evidence_of(activity)),
        retention=retention(activity).words,
    )


def _facts(activity: Activity) -> list[tuple[str, str]]:
    found = formats.get(activity.format)
    first, last = days(activity)
    partners = [str(each) for each in activity.joint_providers.select_related("partner")]
    support = {None: "not said", True: "yes", False: "no"}[activity.commercial_support]
    facts = [
        ("Provider", f"{activity.provider.name} ({activity.provider.accreditor_provider_id or 'ID not known'})"),
        ("Activity", activity.title),
        ("Number", activity.number),
        ("Number at the accreditor", activity.accreditor_activity_id or "not known yet"),
        ("Date", days_in_words(first, last) if first and last else "not set"),
        ("Type", found.pars_format if found else "not set"),
        ("Providership", f"joint with {', '.join(partners)}" if partners else "direct"),
        ("Commercial support", support),
        ("Stands at", STATE_NAMES[State(activity.state)]),
    ]
    place = ", ".join(
        part for part in (activity.venue, activity.city, activity.state_or_province, activity.country) if part
    )
    return [*facts[:6], *([("Place", place)] if place else []), *facts[6:]]


def _line(evidence: Evidence) -> EvidenceLine:
    where = "joined below" if evidence.is_pdf else "named only (large)" if evidence.is_too_large else "in the ZIP"
    return EvidenceLine(
        number=evidence.number,
        name=evidence.file.name,
        shows=evidence.shows,
        where=where,
        sha256=evidence.file.sha256,
    )
