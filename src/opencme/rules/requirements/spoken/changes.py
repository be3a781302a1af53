"""What an amended edition asks for differently, clause by clause in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opencme.rules.requirements.spoken.clause import Clause
from opencme.rules.requirements.spoken.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause that differs. before empty: it is new; after empty: it is gone."""

    section: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]


def changes(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Change, ...]:
    """Give what differs between two editions, in the order of the new one; empty when they ask the same.

    A clause that only got another key is the same. What is open in one edition and unsaid in the other is no change.
    """
    return tuple(_changes(list(old), list(new)))


def _changes(old: list[Clause], new: list[Clause]) -> Iterator[Change]:
    left = list(old)
    for each in new:
        earlier = _counterpart(each, left, new)
        if earlier is not None:
            left.remove(earlier)
        if earlier is None and (each.is_open or not each.words):
            continue
        if earlier is None or earlier.words != each.words:
            yield Change(section=each.section, before=earlier.words if earlier else (), after=each.words)
    for each in left:
        if each.words and not each.is_open:
            yield Change(section=each.section, before=each.words, after=())


def _counterpart(clause: Clause, left: list[Clause], new: list[Clause]) -> Clause | None:
    """Find what ``clause`` was before: by its key, else by its words or its topics under a key that is gone."""
    kept = {(each.kind, each.key) for each in new}
    same_kind = [each for each in left if each.kind == clause.kind]
    for each in same_kind:
        if each.key == clause.key:
            return each
    gone = [each for each in same_kind if (each.kind, each.key) not in kept]
    for each in gone:
        if each.words == clause.words:
            return each
    return next((each for each in gone if clause.topics and each.topics == clause.topics), None)
