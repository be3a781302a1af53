"""What is proven of participants: the facts of claims, for one person or for everybody of an activity.

One query gives a person's evidence (disclosure shown, content, assessment, evaluation); what the format reckons from
(attendance, cycles) is one or three more. The number of queries does not grow with the number of people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, F, Max, Min, Model, OuterRef, QuerySet, Subquery

from opencme.apps.activities.models import Activity, Session
from opencme.apps.assessment.models import Assessment, Attempt
from opencme.apps.credit.models import Award
from opencme.apps.delivery.models import (
    Attendance,
    CompletedCycle,
    ContentItem,
    ContentProgress,
    DisclosureImpression,
    Registration,
)
from opencme.apps.delivery.selectors.attendance import presence
from opencme.apps.outcomes.models import EvaluationForm, EvaluationResponse
from opencme.kernel.periods import Interval, minus, total_minutes, union
from opencme.rules.activity.lifecycle import State
from opencme.rules.credit.claim import ClaimFacts, Offer
from opencme.rules.credit.earning import Participation
from opencme.rules.credit.systems import Basis

_WHY = "evidence of registrations already found"
CLAIMED_IN = frozenset({State.OPEN, State.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Certified time attended, by which kinds of sessions count, and the moment it last was."""

    minutes: Mapping[frozenset[str], int]
    until: datetime | None


def with_evidence(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Annotate registrations with what is proven of them; no further query per row."""
    required = _all(ContentItem).filter(activity_id=OuterRef("activity_id"), is_required=True)
    done = _all(ContentProgress).filter(item_id=OuterRef("pk"), registration_id=OuterRef(OuterRef("pk")))
    asked = _all(Assessment).filter(activity_id=OuterRef("activity_id"), kind="post")
    attempts = _all(Attempt).filter(registration_id=OuterRef("pk"), assessment__kind="post")
    return rows.annotate(
        shown_at=_one(_all(DisclosureImpression), Min("shown_at")),
        opened_at=_one(_all(ContentProgress), Min("opened_at")),
        finished_at=_one(_all(ContentProgress), Max("completed_at")),
        attempted_at=_one(attempts, Min("submitted_at"), is_filtered=True),
        passed_at=_one(attempts.filter(is_passed=True), Min("submitted_at"), is_filtered=True),
        evaluated_at=_one(_all(EvaluationResponse), Min("answered_at")),
        lacks_content=Exists(required.exclude(Exists(done.exclude(completed_at=None)))),
        is_assessed=Exists(asked.filter(questions__isnull=False, questions__retired_at=None)),
        has_pass_mark=Exists(asked.exclude(pass_percent=None)),
        wants_evaluation=Exists(_all(EvaluationForm).filter(activity_id=OuterRef("activity_id"), is_required=True)),
    )


def facts_for(
    activity: Activity, registrations: Sequence[Registration], offers: Iterable[Offer], now: datetime
) -> dict[tuple[int, str], ClaimFacts]:
    """Give the facts of each registration and credit system; registrations come from ``with_evidence``."""
    offered = tuple(offers)
    present = _presence(activity, registrations, offered)
    cycles = _cycles(registrations, offered)
    elsewhere = credited_elsewhere(activity, {each.person_id for each in registrations})
    found = {}
    for registration in registrations:
        base = _base(activity, registration, now)
        base = replace(base, credited_elsewhere=elsewhere.get(registration.person_id, {}))
        mine = present.get(registration.pk)
        for offer in offered:
            done = [each for each in cycles.get(registration.pk, ()) if each.kind == offer.rule.cycle]
            found[registration.pk, offer.system] = replace(
                base,
                participation=Participation(
                    attended_minutes=mine.minutes[offer.edition.counted] if mine else 0,
                    units_done=len(done),
                    stages_done=frozenset(each.reference for each in done),
                    teaching_minutes=sum(each.minutes or 0 for each in done),
                ),
                completed_on=_last_of(registration, offer, mine, done, now).astimezone(activity.zone).date(),
            )
    return found


def unregistered(activity: Activity, now: datetime) -> ClaimFacts:
    """Give the facts of somebody who is not registered."""
    return ClaimFacts(
        is_registered=False,
        is_open=State(activity.state) in CLAIMED_IN,
        today=now.astimezone(activity.zone).date(),
        degree="",
        printed_name="",
        participation=Participation(),
    )


def credited_elsewhere(activity: Activity, people: set[int]) -> dict[int, dict[str, str]]:
    """Give, by person and system, the activity of the same lineage in which the credit stands already (TRAP-24)."""
    root = activity.lineage_id
    family = _all(Activity).filter(provider_id=activity.provider_id).exclude(pk=activity.pk)
    relatives = family.filter(lineage_id=activity.pk)
    if root is not None:
        relatives = family.filter(pk=root) | family.filter(lineage_id=root) | relatives
    awards = (
        _all(Award)
        .filter(activity__in=relatives, person_id__in=people, replaced_by=None)
        .exclude(kind="revocation")
        .select_related("activity")
    )
    found: dict[int, dict[str, str]] = {}
    for award in awards:
        found.setdefault(award.person_id, {})[award.credit_system] = award.activity.title
    return found


def _base(activity: Activity, registration: Registration, now: datetime) -> ClaimFacts:
    row = cast("Any", registration)
    begun = [moment for moment in (row.opened_at, row.attempted_at) if moment]
    return ClaimFacts(
        is_registered=True,
        is_open=State(activity.state) in CLAIMED_IN,
        today=now.astimezone(activity.zone).date(),
        degree=registration.degree or registration.person.degree,
        printed_name=registration.person.name_with_credentials,
        participation=Participation(),
        claim_until=activity.claim_until,
        expires_on=activity.expires_on,
        shown_at=row.shown_at,
        engaged_at=min(begun) if begun else None,
        is_content_done=not row.lacks_content,
        is_passed=(row.passed_at is not None) if row.is_assessed else None,
        has_pass_mark=row.is_assessed and row.has_pass_mark,
        is_evaluated=(row.evaluated_at is not None) if row.wants_evaluation else None,
    )


def _last_of(
    registration: Registration, offer: Offer, present: Presence | None, done: Sequence[CompletedCycle], now: datetime
) -> datetime:
    """Give the moment at which the last of what counts was done; ``now`` while nothing is."""
    row = cast("Any", registration)
    if offer.rule.basis is Basis.SESSIONS:
        moments = [present.until if present else None]
    else:
        moments = [row.finished_at, row.passed_at, *(each.completed_at for each in done)]
    return max((moment for moment in moments if moment is not None), default=now)


def _presence(
    activity: Activity, registrations: Sequence[Registration], offers: tuple[Offer, ...]
) -> dict[int, Presence]:
    kinds = {offer.edition.counted for offer in offers if offer.rule.basis is Basis.SESSIONS}
    if not kinds or not registrations:
        return {}
    evidence: dict[int, dict[int, list[Attendance]]] = {}
    rows = _all(Attendance).filter(registration__in=[each.pk for each in registrations])
    for each in rows.select_related("row__attendance_import").order_by("recorded_at", "id"):
        evidence.setdefault(each.registration_id, {}).setdefault(each.session_id, []).append(each)
    if not evidence:
        return {}
    sessions = list(activity.sessions.prefetch_related("breaks"))
    return {pk: _present(by_session, sessions, kinds) for pk, by_session in evidence.items()}


def _present(
    by_session: Mapping[int, list[Attendance]], sessions: Sequence[Session], kinds: set[frozenset[str]]
) -> Presence:
    attended: dict[frozenset[str], list[Interval]] = {counted: [] for counted in kinds}
    for session in sessions:
        rows = by_session.get(session.pk)
        counting = [counted for counted in kinds if session.kind in counted]
        if not rows or not counting:
            continue
        breaks = [Interval(each.starts_at, each.ends_at) for each in session.breaks.all()]
        inside = presence(rows, minus([Interval(session.starts_at, session.ends_at)], breaks))
        for counted in counting:
            attended[counted] += inside
    merged = union(interval for intervals in attended.values() for interval in intervals)
    return Presence(
        minutes={counted: total_minutes(intervals) for counted, intervals in attended.items()},
        until=merged[-1].end if merged else None,
    )


def _cycles(registrations: Sequence[Registration], offers: tuple[Offer, ...]) -> dict[int, list[CompletedCycle]]:
    kinds = {offer.rule.cycle for offer in offers if offer.rule.cycle}
    found: dict[int, list[CompletedCycle]] = {}
    if kinds:
        standing = _all(CompletedCycle).filter(withdraws=None, withdrawn_by=None)
        rows = standing.filter(registration__in=[each.pk for each in registrations], kind__in=kinds)
        for each in rows:
            found.setdefault(each.registration_id, []).append(each)
    return found


def _all(model: type[Model]) -> Any:
    """Give a table's rows across providers: only rows of registrations already found are looked at."""
    return cast("Any", model).objects.across_providers(why=_WHY)


def _one(rows: Any, value: Min | Max, *, is_filtered: bool = False) -> Subquery:
    """Give one aggregate over the rows of a registration as a subquery."""
    mine = rows if is_filtered else rows.filter(registration_id=OuterRef("pk"))
    return Subquery(mine.order_by().annotate(owner=F("registration_id")).values("owner").annotate(x=value).values("x"))
