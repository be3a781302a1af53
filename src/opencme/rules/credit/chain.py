"""The chain of an activity's ledger: the bytes of an entry, its hash, and the daily root over the heads of all chains.

Each entry's hash covers the one before, so a changed, missing or inserted entry breaks every hash after it. A day's
root covers the heads that grew since the last seal, and that seal; so a chain rewritten to its end no longer fits.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final

GENESIS: Final = "0" * 64
_VERSION: Final = "opencme-ledger-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an entry of the ledger says, apart from its hashes; ``replaces``: id of the entry it replaces."""

    public_id: str
    number: str
    activity: int
    registration: int
    person: int
    kind: str
    credit_system: str
    edition_from: date
    basis: str
    amount: Decimal
    completed_on: date
    printed_name: str
    reason: str
    replaces: int | None
    idempotency_key: str
    awarded_at: datetime
    by_label: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An entry with the hashes that are stored beside it."""

    entry: Entry
    previous_hash: str
    row_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where a chain or a seal does not hold; number: of the entry, empty where there is none.

    kind: ``changed``, ``order``, ``link``, ``head``, ``missing``, ``seal``.
    """

    kind: str
    activity: int | None
    sequence: int
    number: str
    says: str


def canonical(entry: Entry) -> bytes:
    """Give the bytes that are hashed: JSON with sorted keys; amounts with two decimals, moments in UTC."""
    values = asdict(entry)
    values |= {
        "version": _VERSION,
        "amount": f"{entry.amount:.2f}",
        "edition_from": entry.edition_from.isoformat(),
        "completed_on": entry.completed_on.isoformat(),
        "awarded_at": entry.awarded_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def row_hash(previous: str, entry: Entry) -> str:
    """Give the hash of ``entry`` after ``previous`` (``GENESIS`` for the first)."""
    return sha256(previous.encode() + b"\n" + canonical(entry)).hexdigest()


def root(day: date, previous_root: str, heads: Mapping[int, tuple[int, str]]) -> str:
    """Give the root of a day. heads: activity -> length and head of each chain that grew since the last seal."""
    lines = [f"{activity} {length} {head}" for activity, (length, head) in sorted(heads.items())]
    return sha256("\n".join(["opencme-seal-1", previous_root or GENESIS, day.isoformat(), *lines]).encode()).hexdigest()


def first_break(activity: int, entries: Iterable[Linked], *, length: int, head: str) -> Break | None:
    """Recompute one activity's chain in order of sequence; None means that every entry is what it was.

    length, head: as the chain's own row says.
    """
    previous, at = GENESIS, 0
    for at, each in enumerate(entries, start=1):
        entry = each.entry
        if entry.sequence != at:
            return _broken("missing", activity, at, "", f"entry {at} is missing, {entry.number} stands in its place")
        if each.previous_hash != previous:
            return _broken("link", activity, at, entry.number, "it does not follow the entry before it")
        if row_hash(previous, entry) != each.row_hash:
            return _broken("changed", activity, at, entry.number, "it was changed after it was written")
        previous = each.row_hash
    if (at, previous) != (length, head or GENESIS):
        return _broken("head", activity, at + 1, "", f"the chain says it has {length} entries, {at} fit it")
    return None


def _broken(kind: str, activity: int, sequence: int, number: str, says: str) -> Break:
    return Break(kind=kind, activity=activity, sequence=sequence, number=number, says=says)


def idempotency_key(*parts: object) -> str:
    """Give the key of a claim or a replacement: the same act twice has the same key, which the database takes once."""
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
