"""Starting an activity: from nothing, as a copy, or to offer recorded content again."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.models import Activity, GapEvidence, JointProvider, Objective
from opencme.apps.activities.selectors.scope import activity_anywhere
from opencme.apps.activities.services.agenda import SessionToSave, as_typed, save_session, save_sessions
from opencme.apps.activities.services.changing import plain
from opencme.apps.audit.services import record
from opencme.apps.providers.permissions import require
from opencme.apps.providers.services import next_activity_number
from opencme.catalog.formats import formats
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import START

COPIED: Final = (
    "format",
    "other_format_description",
    "summary",
    "practice_gap",
    "need_knowledge",
    "need_competence",
    "need_performance",
    "designed_to_change",
    "format_rationale",
    "competencies",
    "audience",
    "professions",
    "credit_systems",
    "time_zone",
    "delivery_method",
    "venue",
    "city",
    "state_or_province",
    "country",
    "estimated_minutes",
    "units",
    "minutes_basis",
    "registration_open_to",
    "fee",
    "fee_text",
    "price",
    "requirement_topics",
    "public_listing",
)
RECORDED: Final = frozenset({"enduring", "enduring_internet"})


@transaction.atomic
def create_activity(
    *,
    by: Actor,
    provider_id: int,
    title: str,
    format: str = "",  # noqa: A002 -- the column's name
    activity_id: UUID | None = None,
    session: SessionToSave | None = None,
    release_on: date | None = None,
    now: datetime,
) -> Activity:
    """Start an activity as an idea, with the provider's next number; the first session or the release may come along.

    activity_id: chosen by the page that asks; sending it twice gives the activity that stands.
    """
    require(by, Permission.ACTIVITY_PLAN, on=provider_id)
    there = Activity.objects.of(provider_id).filter(public_id=activity_id).first() if activity_id else None
    if there is not None:
        return _made(there)
    found: list[Finding] = []
    if not title.strip():
        found.append(_finding("activity.title", _("Give the activity a title."), field="title"))
    if format and format not in formats:
        found.append(_finding("activity.format", _("Choose one of the formats."), field="format"))
    if found:
        raise DomainError(*found)
    chosen = formats.get(format)
    methods = chosen.delivery_methods if chosen else ()
    values: dict[str, Any] = {
        "title": title.strip(),
        "format": format,
        "delivery_method": methods[0] if methods else "",
        "release_on": release_on,
        **({"public_id": activity_id} if activity_id else {}),
    }
    activity = _start(by, provider_id, values, event="activity.created", now=now)
    if session is not None:
        save_session(by=by, activity_id=activity.public_id, session=session, now=now)
        activity.refresh_from_db()
    return activity


@transaction.atomic
def duplicate_activity(
    *, by: Actor, activity_id: UUID, title: str = "", moved_by_days: int | None = None, now: datetime
) -> Activity:
    """Start a copy of the plan: objectives, evidence and partners too; people, disclosures and credit start anew.

    moved_by_days: copies the sessions as well, so many days later at the same time of day; None leaves them out.
    """
    source = activity_anywhere(actor=by, activity_id=activity_id)
    require(by, Permission.ACTIVITY_PLAN, on=source.provider_id)
    values = {name: getattr(source, name) for name in COPIED}
    values["title"] = title.strip() or source.title
    copy = _start(by, source.provider_id, values, event="activity.duplicated", now=now, origin=source)
    _copy_plan(source, copy)
    if moved_by_days is not None:
        _copy_sessions(by, source, copy, moved_by_days, now)
    copy.refresh_from_db()
    return copy


@transaction.atomic
def offer_again(
    *,
    by: Actor,
    activity_id: UUID,
    format: str = "enduring_internet",  # noqa: A002 -- the column's name
    title: str = "",
    now: datetime,
) -> Activity:
    """Start an enduring material from recorded content of an activity; two activities (PARS-2), one lineage (TRAP-24).

    An enduring material that was offered before is renewed the same way: a new activity, never a later date (TRAP-30).
    """
    source = activity_anywhere(actor=by, activity_id=activity_id)
    require(by, Permission.ACTIVITY_PLAN, on=source.provider_id)
    if format not in RECORDED:
        raise DomainError(
            _finding("activity.recorded", _("Recorded content is offered as an enduring material."), field="format")
        )
    values = {name: getattr(source, name) for name in COPIED}
    values |= {
        "title": title.strip() or source.title,
        "format": format,
        "delivery_method": formats[format].delivery_methods[0],
        "format_rationale": "",
        "venue": "",
        "city": "",
        "state_or_province": "",
        "country": "",
        "estimated_minutes": None,
        "minutes_basis": "",
        "units": None,
        "lineage": source.lineage or source,
    }
    again = _start(by, source.provider_id, values, event="activity.duplicated", now=now, origin=source)
    _copy_plan(source, again)
    return again


def _made(activity: Activity) -> Activity:
    return activity


def _start(
    by: Actor,
    provider_id: int,
    values: dict[str, Any],
    *,
    event: str,
    now: datetime,
    origin: Activity | None = None,
) -> Activity:
    number = next_activity_number(by=by, provider_id=provider_id, now=now)
    activity: Activity = Activity.objects.create(
        provider_id=provider_id, number=number, state=START, created_at=now, **values
    )
    after: dict[str, Any] = {"number": number, "title": activity.title}
    if activity.format:
        after["format"] = activity.format
    if origin is not None:
        after["copied_from"] = f"{origin.number} {origin.title}"
    record(
        event,
        by=by,
        subject=activity,
        at=now,
        provider_id=provider_id,
        activity_id=activity.pk,
        after={name: plain(value) for name, value in after.items()},
    )
    return activity


def _copy_plan(source: Activity, copy: Activity) -> None:
    Objective.objects.bulk_create(
        Objective(activity=copy, text=row.text, position=row.position) for row in source.objectives.all()
    )
    GapEvidence.objects.bulk_create(
        GapEvidence(activity=copy, text=row.text, address=row.address, file_id=row.file_id, position=row.position)
        for row in source.gap_evidence.all()
    )
    JointProvider.objects.bulk_create(
        JointProvider(activity=copy, partner_id=row.partner_id) for row in source.joint_providers.all()
    )


def _copy_sessions(by: Actor, source: Activity, copy: Activity, days: int, now: datetime) -> None:
    zone = source.zone

    def moved(moment: datetime) -> datetime:
        return (moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone)

    sessions = [as_typed(row).moved(moved) for row in source.sessions.prefetch_related("breaks")]
    save_sessions(by=by, activity_id=copy.public_id, sessions=sessions, now=now)


def _finding(code: str, message: str, *, field: str) -> Finding:
    return Finding(code=code, message=message, source="opencme-planning", field=field)
