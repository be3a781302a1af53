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
    """Give what differs between two editions, in the order of the new one; empty when they ask the same."""
    return tuple(_changes(old, new))


def _changes(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Change]:
    before = {(each.kind, each.key): each for each in old}
    after = {(each.kind, each.key): each for each in new}
    for key, each in after.items():
        earlier = before.get(key)
        if earlier is None:
            yield Change(section=each.section, before=(), after=each.words)
        elif earlier.words != each.words:
            yield Change(section=each.section, before=earlier.words, after=each.words)
    for key, each in before.items():
        if key not in after:
            yield Change(section=each.section, before=each.words, after=())
