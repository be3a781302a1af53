"""Every rule text OpenCME relies on, by key: one TOML file per area beside this module.

A file holds tables ``[key]`` with title, publisher, address (may be empty), date ("2020-12" or "unknown") and grade
(A, B: may be a hard rule; C: a dated value shown with a warning; U: unverified, never a hard rule, said so; own: a rule
of OpenCME itself, not of an authority).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Final

GRADES: Final = frozenset({"A", "B", "C", "U", "own"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text a rule stands on.

    date: as the publisher gives it, or "unknown"; grade: A, B, C, U or own (see the module).
    """

    key: str
    title: str
    publisher: str
    address: str
    date: str
    grade: str

    @property
    def is_verified(self) -> bool:
        """Whether a hard rule may stand on it."""
        return self.grade in {"A", "B", "own"}


def read() -> Mapping[str, Source]:
    """Read every file of this folder. Raises ValueError that names file and key for a bad or doubled entry."""
    found: dict[str, Source] = {}
    for path in sorted(files(__name__).iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".toml"):
            continue
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in found or entry.get("grade") not in GRADES:
                msg = f"{path.name}: [{key}] is there twice or has no grade of A, B, C, U, own"
                raise ValueError(msg)
            found[key] = Source(key=key, **entry)
    return MappingProxyType(found)


sources: Final = read()
