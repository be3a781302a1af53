"""Writing the ledger: entries are appended to their activity's chain, never changed; days are sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction

from opencme.apps.audit import services as audit
from opencme.apps.credit.models import Award, Chain, Seal
from opencme.apps.credit.selectors.ledger import award_to_change, entry_of, findings_on_replacement, last_seal
from opencme.apps.credit.tasks import issue_certificate
from opencme.apps.providers.permissions import require
from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import DomainError
from opencme.rules.access import Actor, Permission
from opencme.rules.credit import chain as rules
from opencme.rules.credit.numbers import ledger_number

_LOCK: Final = "SELECT id, activity_id, length, head FROM credit_chain WHERE activity_id = %s FOR UPDATE"
_COLUMNS: Final = tuple(
    field
    for field in Award._meta.concrete_fields  # noqa: SLF001 -- Django's documented way to a model's columns
    if not field.primary_key
)
_APPEND: Final = (
    "WITH chain AS (UPDATE credit_chain SET length = %s, head = %s WHERE id = %s) INSERT INTO credit_award ("  # noqa: S608 -- names of columns
    + ", ".join(str(field.column) for field in _COLUMNS)
    + ") VALUES "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that is to be appended."""

    registration_id: int
    person_id: int
    kind: str
    credit_system: str
    edition_from: date
    basis: str
    amount: Decimal
    completed_on: date
    printed_name: str
    idempotency_key: str
    reason: str = ""
    replaces_id: int | None = None


def chain_of(activity_id: int) -> Chain:
    """Give the activity's chain with its row locked, made where there is none; the caller holds the transaction.

    Everything that appends takes this lock first, so entries follow each other without a fork.
    """
    found = next(iter(Chain.objects.raw(_LOCK, [activity_id])), None)
    if found is None:
        Chain.objects.get_or_create(activity_id=activity_id)
        (found,) = Chain.objects.raw(_LOCK, [activity_id])
    return found


def append(chain: Chain, drafts: Sequence[Draft], *, by: Actor, now: datetime) -> tuple[Award, ...]:
    """Append entries to a locked chain: the rows and the new head by one statement."""
    rows: list[Award] = []
    sequence, head = chain.length, chain.head or rules.GENESIS
    for draft in drafts:
        sequence += 1
        row = Award(
            public_id=uuid4(),
            activity_id=chain.activity_id,
            number=ledger_number(chain.activity_id, sequence),
            awarded_at=now,
            by_label=by.label,
            sequence=sequence,
            previous_hash=head,
            registration_id=draft.registration_id,
            person_id=draft.person_id,
            kind=draft.kind,
            credit_system=draft.credit_system,
            edition_from=draft.edition_from,
            basis=draft.basis,
            amount=draft.amount,
            completed_on=draft.completed_on,
            printed_name=draft.printed_name,
            reason=draft.reason,
            replaces_id=draft.replaces_id,
            idempotency_key=draft.idempotency_key,
        )
        head = row.row_hash = rules.row_hash(head, entry_of(row))
        rows.append(row)
    _insert(chain, rows, length=sequence, head=head)
    chain.length, chain.head = sequence, head
    return tuple(rows)


def _insert(chain: Chain, rows: Sequence[Award], *, length: int, head: str) -> None:
    """Write the rows and the chain's new head, and give the rows their ids."""
    if not rows:
        return
    places = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * len(rows))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND + places + " RETURNING sequence, id", [length, head, chain.pk, *values])
        found = dict(cursor.fetchall())
    for row in rows:
        row.pk = found[row.sequence]


@transaction.atomic
def correct_award(*, by: Actor, award_id: UUID, amount: Credits, reason: str, now: datetime) -> Award:
    """Put a new entry in the place of one that stands, with the reason; the old one stays in the ledger.

    Refused above what is designated or what the evidence supports. The certificate follows by a job.
    """
    return _replace(by=by, award_id=award_id, amount=amount, reason=reason, now=now)


@transaction.atomic
def revoke_award(*, by: Actor, award_id: UUID, reason: str, now: datetime) -> Award:
    """Take an award back, with the reason; the entry and its revocation stay, certificates show it as revoked."""
    return _replace(by=by, award_id=award_id, amount=ZERO, reason=reason, now=now)


def _replace(*, by: Actor, award_id: UUID, amount: Credits, reason: str, now: datetime) -> Award:
    award = award_to_change(actor=by, award_id=award_id)
    activity = award.activity
    require(by, Permission.CREDIT_CORRECT, on=activity.provider_id)
    chain = chain_of(activity.pk)
    if findings := findings_on_replacement(award, amount, reason, now):
        raise DomainError(*findings)
    kind = "correction" if amount else "revocation"
    (row,) = append(
        chain,
        [
            Draft(
                registration_id=award.registration_id,
                person_id=award.person_id,
                kind=kind,
                credit_system=award.credit_system,
                edition_from=award.edition_from,
                basis=award.basis,
                amount=amount.amount,
                completed_on=award.completed_on,
                printed_name=award.printed_name,
                idempotency_key=rules.idempotency_key("replace", award.pk),
                reason=reason.strip(),
                replaces_id=award.pk,
            )
        ],
        by=by,
        now=now,
    )
    audit.record(
        "credit.corrected" if amount else "credit.revoked",
        by=by,
        subject=row,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before={"number": award.number, "amount": str(award.amount)},
        after={"number": row.number, "amount": str(row.amount), "reason": row.reason},
        rule_edition=f"{award.credit_system} {award.edition_from.isoformat()}",
    )
    issue_certificate.defer(registration_id=award.registration_id)
    return row


@transaction.atomic
def seal_day(*, by: Actor, day: date | None = None, now: datetime) -> Seal:
    """Seal the heads of all chains that grew since the last seal under ``day``; a second call gives the same seal.

    day: the UTC day that ended before ``now`` unless given. The root covers the seal before, so it covers every chain.
    """
    sealed = day or (now.astimezone(UTC) - timedelta(days=1)).date()
    made = Seal.objects.filter(day=sealed).first()
    if made is not None:
        return made
    previous, known = last_seal()
    heads = {
        activity: (length, head)
        for activity, length, head in Chain.objects.filter(length__gt=0).values_list("activity_id", "length", "head")
        if known.get(activity) != length
    }
    seal, is_new = Seal.objects.get_or_create(
        day=sealed,
        defaults={
            "root": rules.root(sealed, previous, heads),
            "heads": {str(activity): list(head) for activity, head in sorted(heads.items())},
            "sealed_at": now,
        },
    )
    if is_new:
        audit.record("ledger.sealed", by=by, subject=seal, at=now, after={"root": seal.root, "chains": len(heads)})
    return seal
