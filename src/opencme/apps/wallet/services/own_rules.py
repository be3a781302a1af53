"""Rules of a hospital, employer or society: written in a form, kept in the pack's format, amended by a new edition."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
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
from opencme.rules.requirements.typed import EARLIEST, LATEST, SOURCE, Held, findings_on_held
from opencme.rules.requirements.writing import OwnRule, at_fields, definition, findings_on_own

KINDS: Final = {"hospital": "hospital", "employer": "hospital", "society": "society", "other": "hospital"}


@transaction.atomic
def add_own_rules(*, by: Actor, kind: str, rule: OwnRule, cycle_end: date, now: datetime) -> Obligation:
    """Keep what a hospital, employer or society asks and add it to what the person renews.

    kind: of ``KINDS``; cycle_end: the last day of the present cycle. The very same again gives the first back; other
    rules under the same name are refused. Raises DomainError with every finding at its field of the form.
    """
    settings = open_wallet(by)
    _judge(rule, kind, cycle_end, by.today(now))
    mine = Obligation.objects.filter(person_id=settings.person_id, ended_at=None)
    named = mine.filter(own_rules__name=rule.name.strip()[:200], own_rules__kind=kind).select_related("own_rules")
    if (again := named.first()) is not None:
        if again.own_rules is None or not _says_the_same(again.own_rules, rule) or again.cycle_end != cycle_end:
            raise DomainError(_refusal("name", _("Rules of this name are in your wallet already: amend those there.")))
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

    Without that day the new edition replaces the present one from its own first day: a slip of the pen put right. What
    says the same as the present one is the present one: a form sent twice. Raises DomainError for a day before the
    present edition's, which nothing would follow, and for a year that cannot be.
    """
    settings = open_wallet(by)
    obligation = own_obligation(by, obligation_id)
    before = obligation.own_rules
    if before is None:
        raise NotFound
    _judge(rule, before.kind, obligation.cycle_end, by.today(now))
    dated = rule if rule.in_force_from else replace(rule, in_force_from=before.in_force_from)
    if found := tuple(_against_day(dated.in_force_from, before.in_force_from)):
        raise DomainError(*found)
    if _says_the_same(before, dated):
        return before
    row = _keep(settings.person_id, before.family, before.kind, dated, now)
    obligation.own_rules = row
    obligation.label = row.name
    obligation.save(update_fields=["own_rules", "label"])
    record("wallet.rules_changed", by=by, subject=row, at=now, after={"kind": row.kind, "amended": True})
    return row


def _says_the_same(kept: OwnRules, rule: OwnRule) -> bool:
    """Say whether an edition asks what ``rule`` asks, from the same day; when it was seen makes no difference."""
    return _core(kept.definition) == _core(definition(rule, "", ""))


def _core(written: Mapping[str, Any]) -> dict[str, Any]:
    sources = [{**each, "checked": ""} for each in written["sources"]]
    return {**written, "id": "", "family": "", "sources": sources}


def _against_day(first: date | None, present: date | None) -> Iterator[Finding]:
    if first is not None and not EARLIEST <= first <= LATEST:
        yield _refusal("in_force_from", _("This year cannot be right: %(year)s."), year=str(first.year))
    elif first is not None and present is not None and first < present:
        message = _(
            "The present edition is in force from %(day)s, and nothing would follow an earlier one. Give that day or a "
            "later one, or none to put the present edition right."
        )
        yield _refusal("in_force_from", message, day=present.isoformat())


def _refusal(field: str, message: str, **params: str) -> Finding:
    return Finding(code=f"wallet.rules.{field}", message=message, source=SOURCE, field=field, params=params)


def _judge(rule: OwnRule, kind: str, cycle_end: date | None, today: date) -> None:
    found = [*findings_on_own(rule), *findings_on_held(Held(cycle_end=cycle_end), today)]
    if kind not in KINDS:
        found.append(_refusal("kind", _("Choose whose rules these are.")))
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
