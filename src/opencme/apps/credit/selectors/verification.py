"""Recomputing the whole ledger: every entry of every chain, and every day's seal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from opencme.apps.credit.models import Award, Chain, Seal
from opencme.rules.credit import chain as rules
from opencme.rules.credit.chain import Break, Entry, Linked

_FIELDS: Final = (
    "public_id",
    "number",
    "activity_id",
    "registration_id",
    "person_id",
    "kind",
    "credit_system",
    "edition_from",
    "basis",
    "amount",
    "completed_on",
    "printed_name",
    "reason",
    "replaces_id",
    "idempotency_key",
    "awarded_at",
    "by_label",
    "sequence",
)
_NAMES: Final = tuple(name if name == "public_id" else name.removesuffix("_id") for name in _FIELDS)
_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReport:
    """What the check of the ledger found. breaks: at most one per activity and per seal; empty means all holds."""

    entries: int
    chains: int
    seals: int
    breaks: tuple[Break, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every entry is what it was when it was written."""
        return not self.breaks

    @property
    def first(self) -> Break | None:
        """The first broken place."""
        return self.breaks[0] if self.breaks else None


def verify_ledger() -> LedgerReport:
    """Recompute every hash of every chain and every seal, in a few thousand rows at a time."""
    chains = {pk: (length, head) for pk, length, head in Chain.objects.values_list("activity_id", "length", "head")}
    seals = tuple(Seal.objects.order_by("day"))
    wanted = {(int(activity), head[0]) for seal in seals for activity, head in seal.heads.items()}
    stored: dict[tuple[int, int], str] = {}
    breaks: list[Break] = []
    entries, seen = 0, set[int]()

    def counted(rows: Iterator[Linked]) -> Iterator[Linked]:
        nonlocal entries
        for row in rows:
            entries += 1
            if (at := (row.entry.activity, row.entry.sequence)) in wanted:
                stored[at] = row.row_hash
            yield row

    for activity, rows in groupby(_rows(), key=lambda row: row.entry.activity):
        seen.add(activity)
        length, head = chains.get(activity, (0, ""))
        linked = counted(rows)
        if found := rules.first_break(activity, linked, length=length, head=head):
            breaks.append(found)
        for _rest in linked:  # what follows a break is counted, and not judged
            pass
    for activity, (length, _head) in chains.items():
        if length and activity not in seen:
            breaks.append(
                Break(kind="missing", activity=activity, sequence=1, number="", says="all of its entries are missing")
            )
    breaks += _broken_seals(seals, stored, {found.activity for found in breaks})
    return LedgerReport(entries=entries, chains=len(seen), seals=len(seals), breaks=tuple(breaks))


def _rows() -> Iterator[Linked]:
    rows = Award.objects.across_providers(why="the ledger is checked as a whole").order_by("activity_id", "sequence")
    for values in rows.values_list(*_FIELDS, "previous_hash", "row_hash").iterator(chunk_size=_CHUNK):
        named = {
            name.removesuffix("_id") if name != "public_id" else name: v
            for name, v in zip(_FIELDS, values[:-2], strict=True)
        }
        yield Linked(
            entry=Entry(**{**named, "public_id": str(named["public_id"])}),
            previous_hash=values[-2],
            row_hash=values[-1],
        )


def _broken_seals(
    seals: tuple[Seal, ...], stored: dict[tuple[int, int], str], broken: set[int | None]
) -> Iterator[Break]:
    """Say which seals do not fit: their own root, or an entry that was the head of its chain that day."""
    previous = ""
    for seal in seals:
        heads = {int(activity): (length, head) for activity, (length, head) in seal.heads.items()}
        if rules.root(seal.day, previous, heads) != seal.root:
            yield _seal_break(None, 0, f"the seal of {seal.day} does not fit its own words or the seal before it")
        previous = seal.root
        for activity, (length, head) in sorted(heads.items()):
            if activity not in broken and stored.get((activity, length)) != head:
                broken.add(activity)
                yield _seal_break(activity, length, f"entry {length} is not the one that was sealed on {seal.day}")


def _seal_break(activity: int | None, sequence: int, says: str) -> Break:
    return Break(kind="seal", activity=activity, sequence=sequence, number="", says=says)
