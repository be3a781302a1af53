"""What the rules want to know of an activity, as plain facts."""

from datetime import date, datetime

from opencme.apps.activities.models import Activity, JointProvider, Session
from opencme.apps.activities.selectors.intervals import ends_at, starts_at
from opencme.catalog.accreditors import accreditors
from opencme.catalog.formats import formats
from opencme.catalog.organizations import organization_kinds
from opencme.kernel.findings import Finding
from opencme.kernel.periods import Interval
from opencme.rules.activity import accreditation
from opencme.rules.activity.accreditation import Joint, Standing
from opencme.rules.activity.accreditors import Abstract
from opencme.rules.activity.agenda import Agenda, SessionFacts
from opencme.rules.activity.editing import AGENDA_OPEN, BEING_PLANNED
from opencme.rules.activity.lifecycle import State, has_passed
from opencme.rules.activity.organizations import kind_named
from opencme.rules.activity.plan import FIELD_NAMES, Plan, findings_on_plan


def local_day(activity: Activity, moment: datetime) -> date:
    """Give the day at the venue."""
    return moment.astimezone(activity.zone).date()


def plan_facts(activity: Activity) -> Plan:
    """What the plan says; two queries, for the objectives and the evidence."""
    return Plan(
        title=activity.title,
        summary=activity.summary,
        format=formats.get(activity.format),
        other_format_description=activity.other_format_description,
        texts={name: getattr(activity, name) for name in FIELD_NAMES},
        objectives=activity.objectives.count(),
        evidence=activity.gap_evidence.count(),
        competencies=len(activity.competencies),
        audience=activity.audience,
        professions=tuple(activity.professions),
        credit_systems=tuple(activity.credit_systems),
        commercial_support=activity.commercial_support,
        support_sources=tuple(activity.support_sources),
        delivery_method=activity.delivery_method,
        city=activity.city,
        state_or_province=activity.state_or_province,
        country=activity.country,
        starts_at=starts_at(activity),
        release_on=activity.release_on,
        expires_on=activity.expires_on,
        estimated_minutes=activity.estimated_minutes,
        minutes_basis=activity.minutes_basis,
        units=activity.units,
        is_designated=is_designated(activity),
    )


def is_designated(activity: Activity) -> bool:
    """Whether credit has been designated."""
    return has_passed(State(activity.state), State.DESIGNATED)


def session_facts(session: Session, *, is_online: bool = False) -> SessionFacts:
    """One session; its breaks are read through the relation (prefetch them for many)."""
    return SessionFacts(
        title=session.title,
        kind=session.kind,
        time=Interval(session.starts_at, session.ends_at),
        breaks=tuple(Interval(each.starts_at, each.ends_at) for each in session.breaks.all()),
        room=session.room,
        is_reachable=bool(session.online_address) or not is_online,
    )


def agenda_facts(activity: Activity, now: datetime) -> Agenda | None:
    """The agenda; None while no format is chosen. Two queries, for the sessions and their breaks."""
    chosen = formats.get(activity.format)
    if chosen is None:
        return None
    is_online = activity.delivery_method == "Live-Streamed"
    sessions = tuple(session_facts(each, is_online=is_online) for each in activity.sessions.prefetch_related("breaks"))
    return Agenda(
        format=chosen,
        sessions=sessions,
        first_day=local_day(activity, min(each.time.start for each in sessions)) if sessions else None,
        last_day=local_day(activity, max(each.time.end for each in sessions)) if sessions else None,
        day=local_day(activity, now),
    )


def standing(activity: Activity, now: datetime) -> Standing:
    """The provider's accreditation and the days it must cover; no query beside the provider's row."""
    provider = activity.provider
    start, end = starts_at(activity), ends_at(activity)
    chosen = formats.get(activity.format)
    return Standing(
        accreditor=accreditors.get(provider.accreditor),
        status=provider.status,
        term_from=provider.term_from,
        term_to=provider.term_to,
        first_day=local_day(activity, start) if start else None,
        last_day=activity.expires_on if activity.ends_at is None else local_day(activity, end) if end else None,
        asks_whole=chosen is not None and chosen.is_live,
        day=local_day(activity, now),
    )


def joint_facts(rows: list[JointProvider]) -> tuple[Joint, ...]:
    """The joint providers; ``rows`` come with their partner."""
    return tuple(
        Joint(
            name=row.partner.name,
            kind=kind_named(organization_kinds, row.partner.kind),
            is_accredited=row.partner.is_accredited,
            checked_on=row.partner.checked_on,
            agreed_on=row.agreed_on,
            has_way_out=row.may_withdraw,
            is_watched=row.partner.is_watched,
        )
        for row in rows
    )


def joint_providers(activity: Activity) -> list[JointProvider]:
    """The activity's joint providers with their partner, by name; one query."""
    return list(activity.joint_providers.select_related("partner", "agreement").order_by("partner__name"))


def providership(activity: Activity) -> str:
    """Give "direct" or "joint", as statements and reports say it; one query."""
    return accreditation.providership(joint_facts(joint_providers(activity)))


def abstract_of(activity: Activity, now: datetime) -> Abstract:
    """Give the limits of the structured abstract of the provider's accreditor; none where its entry is gone."""
    accreditor = accreditors.get(activity.provider.accreditor)
    if accreditor is None:
        return Abstract(source="accme-structured-abstract")
    return accreditor.on(local_day(activity, now)).abstract


def plan_findings(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Say what the plan lacks."""
    today = local_day(activity, now)
    return findings_on_plan(plan_facts(activity), abstract_of(activity, now), now=now, today=today)


def may_change_agenda(activity: Activity) -> bool:
    """Whether sessions may change at all; after designation only what adds no time."""
    return State(activity.state) in AGENDA_OPEN


def is_being_planned(activity: Activity) -> bool:
    """Whether the plan may change as a whole."""
    return State(activity.state) in BEING_PLANNED
