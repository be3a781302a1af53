"""Recording completed units of participation that are not time, and taking a mistake back."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import CompletedCycle, Registration
from opencme.apps.delivery.selectors.cycles import completed_cycles
from opencme.apps.delivery.services.attendance.scope import ask_running
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.delivery.cycles import BY_FORMAT, LONGEST_REFERENCE, Cycle, Done, clean_facts, findings_on_cycle


@transaction.atomic
def record_cycle(
    *,
    by: Actor,
    registration_id: UUID,
    reference: str = "",
    minutes: int | None = None,
    facts: Mapping[str, object],
    completed_on: date,
    now: datetime,
) -> CompletedCycle:
    """Record one unit that a participant completed: a stage, a review, a search cycle, items, teaching.

    Which kind follows from the activity's format. completed_on: local day at the activity.
    Raises DomainError with everything that is missing or out of order.
    """
    registration = _registration_to_change(by, registration_id)
    activity = registration.activity
    kind = BY_FORMAT.get(activity.format)
    if kind is None:
        raise DomainError(
            Finding(
                code="cycle.format",
                message=_("This format is not reckoned from completed units."),
                source="opencme-delivery",
            )
        )
    standing = completed_cycles(registration, kind.key)
    cycle = Cycle(
        kind=kind,
        reference=" ".join(reference.split())[:LONGEST_REFERENCE],
        minutes=minutes if kind.has_minutes else None,
        facts=clean_facts(kind, facts),
        day=completed_on,
    )
    done = [Done(each.reference, each.completed_at.astimezone(activity.zone).date()) for each in standing]
    if findings := findings_on_cycle(cycle, done, today=now.astimezone(activity.zone).date()):
        raise DomainError(*findings)
    same = registration.cycles.filter(kind=kind.key, reference=cycle.reference, withdraws=None)
    made: CompletedCycle = CompletedCycle.objects.create(
        registration=registration,
        kind=kind.key,
        reference=cycle.reference,
        revision=same.count() + 1,
        minutes=cycle.minutes,
        facts=dict(cycle.facts),
        completed_at=datetime.combine(completed_on, time(12), tzinfo=activity.zone),
        recorded_at=now,
        by_label=by.label,
    )
    _note("cycle.recorded", made, by=by, now=now)
    return made


@transaction.atomic
def withdraw_cycle(*, by: Actor, cycle_id: UUID, note: str, now: datetime) -> CompletedCycle:
    """Take a unit back that was recorded by mistake; the first row stays, a second one says that it does not count.

    A stage that a later stage follows stays until that one is taken back.
    """
    rows = CompletedCycle.objects.across_providers(why="the actor's roles are asked next")
    made: CompletedCycle | None = rows.filter(public_id=cycle_id, withdraws=None).first()
    if made is None:
        raise NotFound
    registration = _registration_to_change(by, made.registration.public_id)
    standing = completed_cycles(registration, made.kind)
    findings = []
    if made not in standing:
        findings.append(_refusal("gone", _("This was taken back already.")))
    if made.kind == "pi_stage" and any(each.reference > made.reference for each in standing):
        findings.append(_refusal("followed", _("A later stage follows this one; take that back first.")))
    if not note.strip():
        findings.append(_refusal("note", _("Say why; the reason is kept with the record."), field="note"))
    if findings:
        raise DomainError(*findings)
    taken_back: CompletedCycle = CompletedCycle.objects.create(
        registration=registration,
        kind=made.kind,
        reference=made.reference,
        revision=made.revision,
        completed_at=made.completed_at,
        recorded_at=now,
        by_label=by.label,
        withdraws=made,
        note=note.strip()[:300],
    )
    _note("cycle.withdrawn", taken_back, by=by, now=now)
    return taken_back


def _registration_to_change(by: Actor, registration_id: UUID) -> Registration:
    rows = Registration.objects.across_providers(why="the actor's roles are asked next")
    found: Registration | None = (
        rows.select_related("activity__provider", "person")
        .select_for_update(of=("self",))
        .filter(public_id=registration_id, withdrawn_at=None)
        .first()
    )
    if found is None:
        raise NotFound
    require(by, Permission.ATTENDANCE_RECORD, on=found.activity.provider_id)
    ask_running(found.activity)
    return found


def _refusal(code: str, message: str, field: str = "") -> Finding:
    return Finding(code=f"cycle.{code}", message=message, source="opencme-delivery", field=field)


def _note(event: str, made: CompletedCycle, *, by: Actor, now: datetime) -> None:
    activity = made.registration.activity
    audit.record(
        event,
        by=by,
        subject=made,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        after={
            "participant": str(made.registration.person),
            "kind": made.kind,
            "reference": made.reference,
            "minutes": made.minutes,
            "note": made.note,
        },
    )
