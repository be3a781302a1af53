"""Adding, changing, renewing and ending what a person must renew."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from opencme.apps.audit.services import record
from opencme.apps.wallet.models import Earlier, Obligation
from opencme.apps.wallet.selectors.standing import stand, wallet_of
from opencme.apps.wallet.services.opening import open_wallet, own_obligation
from opencme.catalog.requirement_sets import editions_of
from opencme.catalog.requirement_sets.own import read_own
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.requirements import amounts
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.typed import SOURCE, Held, findings_on_held, findings_on_length

#: Kind of an obligation by the pack's kind of authority.
KINDS: Final = {
    "licence": "licence",
    "federal_registration": "federal",
    "federal_programme": "federal",
    "board_certification": "board",
    "society_membership": "society",
    "professional_college": "society",
}
CHANGEABLE: Final = (
    "label",
    "number",
    "issued_on",
    "cycle_start",
    "cycle_end",
    "renewal_number",
    "attested_before",
)
DATES: Final = ("issued_on", "cycle_start", "cycle_end", "renewal_number")


@transaction.atomic
def add_obligation(
    *,
    by: Actor,
    family: str,
    values: Mapping[str, Any] | None = None,
    days: Mapping[str, date] | None = None,
    now: datetime,
) -> Obligation:
    """Add a license, board, registration or membership by the family of its rule; what stands already is given back.

    values: what is known of it, by the names in ``CHANGEABLE``; days: further days by the pack's name.
    Raises DomainError for a family the pack does not hold and for dates that cannot be.
    """
    person_id = open_wallet(by).person_id
    rule = _rule_of(family)
    held = Obligation.objects.filter(person_id=person_id, family=family, ended_at=None).first()
    if held is not None:
        return held
    made = Obligation(
        person_id=person_id,
        kind=KINDS[rule.authority.kind],
        family=family,
        label=rule.authority.name[:200],
        position=next_position(person_id),
        dates={name: day.isoformat() for name, day in (days or {}).items()},
        added_at=now,
    )
    _take(made, values or {}, by.today(now))
    made.save()
    record("wallet.obligation_added", by=by, subject=made, at=now, after={"kind": made.kind})
    return made


@transaction.atomic
def add_obligations(*, by: Actor, families: Sequence[str], now: datetime) -> tuple[Obligation, ...]:
    """Add several at once, in their order; all or none."""
    return tuple(add_obligation(by=by, family=family, now=now) for family in families)


def _rule_of(family: str) -> Rule:
    editions = editions_of(family)
    if not editions:
        message = _("Choose an authority from the list.")
        raise DomainError(Finding(code="wallet.obligation.family", message=message, source=SOURCE, field="family"))
    return editions[-1]


def next_position(person_id: int) -> int:
    """Give the place after everything that stands in the wallet."""
    last = Obligation.objects.filter(person_id=person_id).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _take(row: Obligation, values: Mapping[str, Any], today: date) -> None:
    """Put values into the row; DomainError with all that cannot be."""
    for name in CHANGEABLE:
        if name in values:
            value = values[name]
            setattr(row, name, value.strip() if isinstance(value, str) else value)
    held = Held(**{name: getattr(row, name) for name in DATES})
    found = tuple(findings_on_held(held, today)) or tuple(_on_length(row, held))
    if found:
        raise DomainError(*found)


def _on_length(row: Obligation, held: Held) -> Iterator[Finding]:
    """Judge the length by the latest edition; a rule that the pack no longer holds says none."""
    if row.own_rules is not None:
        yield from findings_on_length(held, read_own(row.own_rules.name, row.own_rules.definition).cycle)
    elif editions := editions_of(row.family):
        yield from findings_on_length(held, editions[-1].cycle)


@transaction.atomic
def change_obligation(*, by: Actor, obligation_id: UUID, values: Mapping[str, Any], now: datetime) -> Obligation:
    """Change what is known of one obligation: the names in ``CHANGEABLE``."""
    open_wallet(by)
    row = own_obligation(by, obligation_id)
    before = {name: getattr(row, name) for name in CHANGEABLE}
    _take(row, values, by.today(now))
    changed = [name for name in CHANGEABLE if getattr(row, name) != before[name]]
    if changed:
        row.save(update_fields=changed)
        record("wallet.obligation_changed", by=by, subject=row, at=now, after={"changed": changed})
    return row


@transaction.atomic
def renew_obligation(
    *, by: Actor, obligation_id: UUID, cycle_end: date | None = None, ended: date | None = None, now: datetime
) -> Obligation:
    """Note that the cycle was renewed: the next one begins, and surplus that may move on is noted as such.

    cycle_end: the last day of the next cycle where it is not the regular one. ended: the last day of the cycle that the
    form was about; a cycle that was renewed already is not renewed again. Raises DomainError where the present cycle
    has no dates to go on from, and where the next one would be longer than it can be.
    """
    open_wallet(by)
    row = own_obligation(by, obligation_id)
    if ended is not None and row.cycle_end not in {None, ended}:
        return row
    wallet = wallet_of(row.person_id)
    day = row.cycle_end or by.today(now)
    standing = stand(wallet, row, day)
    if standing.cycle is None:
        message = _("Give the last day of the present cycle first.")
        raise DomainError(Finding(code="wallet.renewal.cycle", message=message, source=SOURCE, field="cycle_end"))
    over = standing.cycle
    row.cycle_start = over.end + timedelta(days=1)
    row.cycle_end = cycle_end or over.end_after(1)
    row.renewal_number = over.renewal + 1 if over.renewal is not None else None
    if standing.rule is not None and standing.rule.is_once:
        row.attested_before = True
    _take(row, {}, by.today(now))
    row.save(update_fields=["cycle_start", "cycle_end", "renewal_number", "attested_before"])
    total, rule = standing.total, standing.rule
    Earlier.objects.filter(obligation=row, kind__in=("surplus", "surplus_topic")).delete()
    if rule and rule.carry_over.allowed and total and total.required and (total.counted or 0) > total.required:
        surplus = amounts.shown((total.counted or 0) - total.required)
        Earlier.objects.create(person_id=row.person_id, obligation=row, kind="surplus", name="total", quantity=surplus)
    record("wallet.obligation_changed", by=by, subject=row, at=now, after={"changed": ["renewed"]})
    return row


@transaction.atomic
def end_obligation(*, by: Actor, obligation_id: UUID, now: datetime) -> Obligation:
    """End one: it is no longer judged and no longer reminded of; its history stays. Twice is once."""
    open_wallet(by)
    row = own_obligation(by, obligation_id, ended=True)
    if row.ended_at is not None:
        return row
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    record("wallet.obligation_ended", by=by, subject=row, at=now, after={"kind": row.kind})
    return row


@transaction.atomic
def restore_obligation(*, by: Actor, obligation_id: UUID, now: datetime) -> Obligation:
    """Bring back one that was ended; where the same was added again meanwhile, that one stays and is given."""
    open_wallet(by)
    row = own_obligation(by, obligation_id, ended=True)
    if row.ended_at is None:
        return row
    if row.family:
        again = Obligation.objects.filter(person_id=row.person_id, family=row.family, ended_at=None).first()
        if again is not None:
            return again
    row.ended_at = None
    row.save(update_fields=["ended_at"])
    record("wallet.obligation_added", by=by, subject=row, at=now, after={"kind": row.kind})
    return row
