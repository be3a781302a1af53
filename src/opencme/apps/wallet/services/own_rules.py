"""Rules of a hospital, employer or society: written in a form, kept in the pack's format, amended by a new edition."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from opencme.apps.audit.services import record
from opencme.apps.wallet.models import Obligation, OwnRules
from opencme.apps.wallet.services.obligations import next_position
from opencme.apps.wallet.services.opening import open_wallet, own_obligation
from opencme.catalog.requirement_sets import BadFile
from opencme.catalog.requirement_sets.own import read_own
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.requirements.typed import SOURCE, Held, findings_on_held
from opencme.rules.requirements.writing import OwnRule, at_fields, definition, findings_on_own

KINDS: Final = {"hospital": "hospital", "employer": "hospital", "society": "society", "other": "hospital"}


@transaction.atomic
def add_own_rules(*, by: Actor, kind: str, rule: OwnRule, cycle_end: date, now: datetime) -> Obligation:
    """Keep what a hospital, employer or society asks and add it to what the person renews.

    kind: of ``KINDS``; cycle_end: the last day of the present cycle. The same name again gives the first back.
    Raises DomainError with every finding at its field of the form.
    """
    settings = open_wallet(by)
    _judge(rule, kind, cycle_end, by.today(now))
    mine = Obligation.objects.filter(person_id=settings.person_id, ended_at=None)
    again = mine.filter(own_rules__name=rule.name.strip()[:200], own_rules__kind=kind).first()
    if again is not None:
        return again
    family = f"own-{uuid4().hex[:16]}"
    row = _keep(settings.person_id, family, kind, rule, now)
    made = Obligation.objects.create(
        person_id=settings.person_id,
        kind=KINDS[kind],
        own_rules=row,
        label=row.name,
        cycle_end=cycle_end,
        position=next_position(settings.person_id),
        added_at=now,
    )
    record("wallet.rules_changed", by=by, subject=row, at=now, after={"kind": kind})
    record("wallet.obligation_added", by=by, subject=made, at=now, after={"kind": made.kind})
    return made


@transaction.atomic
def amend_own_rules(*, by: Actor, obligation_id: UUID, rule: OwnRule, now: datetime) -> OwnRules:
    """Add a new edition, in force from ``rule.in_force_from``; cycles that end before it keep the edition before.

    Without that day the new edition replaces the present one from its own first day: a slip of the pen put right.
    """
    settings = open_wallet(by)
    obligation = own_obligation(by, obligation_id)
    before = obligation.own_rules
    if before is None:
        raise NotFound
    _judge(rule, before.kind, obligation.cycle_end, by.today(now))
    dated = rule if rule.in_force_from else replace(rule, in_force_from=before.in_force_from)
    row = _keep(settings.person_id, before.family, before.kind, dated, now)
    obligation.own_rules = row
    obligation.label = row.name
    obligation.save(update_fields=["own_rules", "label"])
    record("wallet.rules_changed", by=by, subject=row, at=now, after={"kind": row.kind, "amended": True})
    return row


def _judge(rule: OwnRule, kind: str, cycle_end: date | None, today: date) -> None:
    found = [*findings_on_own(rule), *findings_on_held(Held(cycle_end=cycle_end), today)]
    if kind not in KINDS:
        message = _("Choose whose rules these are.")
        found.append(Finding(code="wallet.rules.kind", message=message, source=SOURCE, field="kind"))
    if found:
        raise DomainError(*found)


def _keep(person_id: int, family: str, kind: str, rule: OwnRule, now: datetime) -> OwnRules:
    key = f"{family}-{now:%Y%m%d%H%M%S}"
    written = definition(rule, key, family)
    try:
        read_own(rule.name.strip(), written)
    except BadFile as fault:
        raise DomainError(*at_fields(fault.problems)) from None
    return OwnRules.objects.create(
        person_id=person_id,
        family=family,
        name=rule.name.strip()[:200],
        kind=kind,
        in_force_from=rule.in_force_from,
        definition=written,
        made_at=now,
    )
