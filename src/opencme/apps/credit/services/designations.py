"""Designating credit: the maximum of each system fixed in advance, with its words locked."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.activities.selectors import activity_anywhere
from opencme.apps.activities.services import take_step
from opencme.apps.audit import services as audit
from opencme.apps.credit.models import CreditApplication, LockedStatement
from opencme.apps.credit.selectors.designation import STEPPING, DesignationLine, designation_page
from opencme.apps.credit.selectors.statements import Statement
from opencme.apps.credit.services.ledger import chain_of
from opencme.apps.providers.permissions import require
from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.credit.designation import OWN


@transaction.atomic
def designate(
    *,
    by: Actor,
    activity_id: UUID,
    maxima: Mapping[str, Credits],
    letters: Mapping[str, str] | None = None,
    now: datetime,
) -> tuple[Designation, ...]:
    """Fix the maximum of each system in ``maxima``, lock the words and, from approved, take the step to designated.

    Later calls change a maximum (after the start only downwards), add a system, or lock the words of a changed
    partnership; the same amounts again change nothing. letters: the owner's words, by system, where it approves each
    activity. Raises DomainError with everything that stands against any of it. Gives what stands afterwards.
    """
    activity = activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.ACTIVITY_DESIGNATE, on=activity.provider_id)
    page = designation_page(activity, now, asked=maxima, letters=letters)
    asked = [line for line in page.lines if line.system in maxima]
    if unknown := set(maxima) - {line.system for line in asked}:
        msg = f"unknown credit systems {sorted(unknown)}"
        raise ValueError(msg)
    changed = [line for line in asked if not line.is_kept]
    if findings := _findings(asked, changed):
        raise DomainError(*findings)
    words = {each.kind: each for each in page.previews}
    for line in changed:
        _write(line, words[f"designation:{line.system}"], activity=activity, by=by, now=now)
    _lock_words(activity, page.previews, by=by, now=now)
    chain_of(activity.pk)
    if activity.state == STEPPING:
        take_step(by=by, activity_id=activity_id, step="designate", now=now)
    return tuple(activity.designations.filter(replaced_by=None).order_by("id"))


@transaction.atomic
def record_application(
    *, by: Actor, activity_id: UUID, credit_system: str, filed_on: date, now: datetime
) -> CreditApplication:
    """Record that credit was applied for with a system's owner; its pending words may be printed from then on.

    A second call gives the application recorded already. Refused for systems whose owners take no applications: their
    providers print nothing before approval (TRAP-09).
    """
    activity = activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.ACTIVITY_DESIGNATE, on=activity.provider_id)
    kept = CreditApplication.objects.of(activity.provider_id).filter(activity=activity, credit_system=credit_system)
    if (found := kept.first()) is not None:
        return found  # type: ignore[no-any-return]  # the scoped manager is Manager[Any]
    today = now.astimezone(activity.zone).date()
    if not credit_systems[credit_system].on(today).by_letter:
        raise DomainError(
            Finding(code="credit.application.none", source=OWN, message=_("This credit is not applied for."))
        )
    if filed_on > today:
        raise DomainError(
            Finding(
                code="credit.application.future",
                source=OWN,
                field="filed_on",
                message=_("Give the day it was filed, not a day to come."),
            )
        )
    made: CreditApplication = CreditApplication.objects.create(
        activity=activity, credit_system=credit_system, filed_on=filed_on, recorded_at=now, by_label=by.label
    )
    audit.record(
        "credit.applied",
        by=by,
        subject=made,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        after={"credit": credit_system, "filed_on": filed_on.isoformat()},
    )
    return made


def _findings(asked: list[DesignationLine], changed: list[DesignationLine]) -> tuple[Finding, ...]:
    if not asked:
        return (
            Finding(
                code="credit.designation.nothing", source=OWN, message=_("Choose at least one credit to designate.")
            ),
        )
    found: dict[tuple[str, str], Finding] = {}
    for line in changed:
        for finding in line.blocking:
            place = "" if not finding.field else f"{line.system}-{finding.field}"
            named = Finding(
                code=finding.code,
                message=finding.message,
                source=finding.source,
                params=finding.params,
                field=place,
                fix=finding.fix,
            )
            found.setdefault((named.code, str(named)), named)
    return tuple(found.values())


def _write(line: DesignationLine, words: Statement, *, activity: Activity, by: Actor, now: datetime) -> None:
    row = Designation.objects.create(
        activity=activity,
        credit_system=line.system,
        edition_from=line.edition.in_force_from,
        maximum=line.asked.amount,
        minutes=line.working.minutes if line.working else None,
        statement=words.text.marked,
        statement_key=words.key,
        statement_edition=words.edition,
        designated_at=now,
        by_id=by.person_id,
        by_label=by.label,
        replaces=line.standing,
    )
    audit.record(
        "credit.designated",
        by=by,
        subject=row,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before={"maximum": str(line.standing.maximum)} if line.standing else {},
        after={"credit": line.system, "maximum": str(line.asked.amount), "statement": words.text.plain},
        rule_edition=f"{line.system} {line.edition.in_force_from.isoformat()}",
    )


def _lock_words(activity: Activity, previews: tuple[Statement, ...], *, by: Actor, now: datetime) -> None:
    """Lock the words about the provider that are not locked yet in this very wording; older rows stay."""
    kept = {row.kind: row.text for row in activity.locked_statements.all()}
    for each in previews:
        if each.kind.startswith(("designation", "pending")) or kept.get(each.kind) == each.text.marked:
            continue
        LockedStatement.objects.create(
            activity=activity,
            kind=each.kind,
            statement_key=each.key,
            statement_edition=each.edition,
            text=each.text.marked,
            locked_at=now,
            by_label=by.label,
        )
