"""Registries: catalog entries by key, filled at start and never changed afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import entry_points
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """What a registry holds: an entry with a stable key."""

    @property
    def key(self) -> str:
        """The stable key that databases store."""


class Dated(Protocol):
    """One edition of something an authority can change."""

    @property
    def in_force_from(self) -> date:
        """First day on which it applies."""


Entry = TypeVar("Entry", bound=Keyed)
Edition = TypeVar("Edition", bound=Dated)


class Registry(Mapping[str, Entry], Generic[Entry]):
    """Entries by key: the built-in ones and those that installed packages offer under ``group``.

    Raises ValueError at start when two entries share a key.
    """

    def __init__(self, built_in: Sequence[Entry], *, group: str) -> None:
        """Read ``built_in`` and then the entry points of ``group``."""
        self._entries: dict[str, Entry] = {}
        offered = (point.load() for point in entry_points(group=group))
        for entry in (*built_in, *offered):
            if entry.key in self._entries:
                msg = f"two entries share the key {entry.key!r} in {group}"
                raise ValueError(msg)
            self._entries[entry.key] = entry

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def edition_on(editions: Sequence[Edition], day: date) -> Edition:
    """Give the edition in force on ``day``.

    editions: in order of ``in_force_from``, earliest first.
    Raises LookupError before the first edition.
    """
    for edition in reversed(editions):
        if edition.in_force_from <= day:
            return edition
    msg = f"no edition is in force on {day}"
    raise LookupError(msg)
