"""The facts a report is made of, read from the activity, its people and the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import (
    certified_intervals,
    ends_at,
    local,
    session_intervals,
    starts_at,
)
from opencme.apps.assessment.models import Attempt
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.planned import standing_designations
from opencme.apps.delivery.models import Attendance, CompletedCycle, ContentProgress, Registration
from opencme.apps.delivery.selectors.attendance import presence
from opencme.catalog.formats import formats
from opencme.kernel.periods import total_minutes
from opencme.kernel.professions import Degree, Profession
from opencme.rules.activity.formats import Counted, Format
from opencme.rules.activity.lifecycle import State, has_passed
from opencme.rules.activity.support import supporters
from opencme.rules.reporting.activity import ActivityReport, Outcome, Status, status
from opencme.rules.reporting.counting import Counts, Taker, count, hours_of_instruction

PARS_SYSTEM: Final = "ama_pra_cat1"
PARS_CERTIFICATION: Final = "AMA PRA Category 1"
PHYSICIAN_DEGREES: Final = frozenset({Degree.MD, Degree.DO, Degree.MD_EQUIVALENT})


def activity_report(activity: Activity, *, today: date, until: date | None = None) -> ActivityReport:
    """Give everything a report says of the activity.

    today: local to the venue. until: last day whose participation counts (31 December for the year's total of an
    enduring material); None: all there is. The record closes when the activity is closed here and nothing is missing.
    """
    found = formats.get(activity.format)
    first, last = days(activity)
    counts = learners(activity, found, until=until)
    edition = found.on(first) if found and first else None
    partners = tuple(
        joint.partner.name
        for joint in activity.joint_providers.select_related("partner").order_by("partner__name")
        if not joint.partner.is_accredited
    )
    given = supporters(activity.support_sources)
    report = ActivityReport(
        number=activity.number,
        accreditor_activity_id=activity.accreditor_activity_id,
        provider_id=activity.provider.accreditor_provider_id,
        provider_name=activity.provider.name,
        address=f"{settings.BASE_URL}/activities/{activity.public_id}/",
        title=activity.title,
        description=activity.summary,
        format=found.pars_format if found else "",
        delivery_methods=found.delivery_methods if found else (),
        delivery_method=_delivery(activity, found),
        city=activity.city,
        state=activity.state_or_province,
        country=activity.country,
        first_day=first,
        last_day=last,
        is_joint=bool(partners),
        partners=partners,
        certification=PARS_CERTIFICATION,
        credits=reported_credits(activity, found),
        hours=_hours(activity, found),
        commercial_support=activity.commercial_support,
        support_amounts=tuple((each.name, each.dollars) for each in given if each.dollars is not None),
        support_in_kind=tuple(each.name for each in given if each.dollars is None),
        outcomes=tuple(Outcome.parse(each) for each in activity.outcomes_measured),
        is_public=activity.public_listing,
        fee=activity.fee,
        registration=activity.registration_open_to,
        physicians=counts.physicians,
        others=counts.others,
        longest_years=edition.offered_years if edition else None,
        longest_months=edition.period_months if edition else None,
    )
    is_closed = has_passed(State(activity.state), State.CLOSED)
    return replace(report, closes=is_closed and status(report, today=today) == Status.CLOSED)


def days(activity: Activity) -> tuple[date | None, date | None]:
    """Give the first and last day on the venue's clock; an enduring material's are its release and expiration."""
    if activity.starts_at is None and activity.release_on is not None:
        return activity.release_on, activity.expires_on
    start, end = starts_at(activity), ends_at(activity)
    return (
        local(activity, start).date() if start else None,
        local(activity, end).date() if end else None,
    )


def reported_credits(activity: Activity, found: Format | None) -> Decimal | None:
    """Give the credits the report shows: designated; of a series the whole series, not one session (TRAP-10)."""
    designation = standing_designations(activity).get(PARS_SYSTEM)
    if designation is None:
        return None
    if found is None or not found.is_series:
        return designation.maximum
    whole = hours_of_instruction([total_minutes(certified_intervals(activity))])
    return max(whole, designation.maximum)


def learners(activity: Activity, found: Format | None, *, until: date | None = None) -> Counts:
    """Count the learners in the way of the activity's format."""
    if found is None:
        return Counts(physicians=0, others=0)
    return count(takers(activity, found, until=until), str(found.counted))


def takers(activity: Activity, found: Format, *, until: date | None = None) -> Iterator[Taker]:
    """Give everybody registered and not withdrawn, one at a time, with what counts of their participation."""
    attended = _attended_sessions(activity) if found.counted is Counted.ATTENDANCES else {}
    own: dict[str, Any] = {"registration": OuterRef("pk")}
    awards = Award.objects.of(activity.provider_id).filter(**own, replaced_by=None).exclude(kind="revocation")
    progress = ContentProgress.objects.of(activity.provider_id).filter(**own, completed_at__isnull=False)
    attempts = Attempt.objects.of(activity.provider_id).filter(**own)
    cycles = CompletedCycle.objects.of(activity.provider_id).filter(**own)
    if until is not None:
        awards = awards.filter(completed_on__lte=until)
        progress = progress.filter(completed_at__date__lte=until)
        attempts = attempts.filter(submitted_at__date__lte=until)
        cycles = cycles.filter(completed_at__date__lte=until)
    rows = (
        Registration.objects.of(activity.provider_id)
        .filter(activity=activity, withdrawn_at=None)
        .annotate(
            completed=Exists(awards),
            began=Exists(progress) | Exists(attempts) | Exists(cycles),
        )
        .values_list("pk", "degree", "profession", "completed", "began")
    )
    for pk, degree, profession, completed, began in rows.iterator(chunk_size=2000):
        sessions = attended.get(pk, 0)
        yield Taker(
            is_physician=degree in PHYSICIAN_DEGREES or profession == Profession.PHYSICIAN,
            attendances=sessions,
            took_part=began or sessions > 0,
            completed=completed,
        )


def _attended_sessions(activity: Activity) -> dict[int, int]:
    """Give per registration the number of sessions with any presence."""
    sessions = activity.sessions.prefetch_related("breaks")
    windows = {session.pk: session_intervals(session) for session in sessions}
    rows: Iterable[Attendance] = (
        Attendance.objects.of(activity.provider_id)
        .filter(session__activity=activity)
        .select_related("row__attendance_import")
        .order_by("registration_id", "session_id", "recorded_at", "pk")
        .iterator(chunk_size=2000)
    )
    found: dict[int, int] = {}
    for (registration, session), evidence in groupby(rows, key=lambda row: (row.registration_id, row.session_id)):
        if presence(evidence, windows.get(session, ())):
            found[registration] = found.get(registration, 0) + 1
    return found


def _delivery(activity: Activity, found: Format | None) -> str:
    if found is None or not found.delivery_methods:
        return ""
    if activity.delivery_method in found.delivery_methods:
        return activity.delivery_method
    return found.delivery_methods[0] if len(found.delivery_methods) == 1 else ""


def _hours(activity: Activity, found: Format | None) -> Decimal:
    if found is not None and found.has_sessions:
        sessions = activity.sessions.prefetch_related("breaks")
        return hours_of_instruction(total_minutes(session_intervals(session)) for session in sessions)
    return hours_of_instruction([activity.estimated_minutes or 0])
