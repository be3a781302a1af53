"""The pack of requirements: one YAML file per authority below this folder, each rule with its sources.

An amended rule is a new edition with its own dates in the same ``family``; nothing is edited in place.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path

from opencme.catalog.requirement_sets.located import BadFile
from opencme.catalog.requirement_sets.reading import read_with_lines
from opencme.catalog.requirement_sets.vocabulary import Vocabulary, vocabulary
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.editions import in_force
from opencme.rules.requirements.prepare import Prepared, prepare

__all__ = [
    "BadFile",
    "Vocabulary",
    "edition_on",
    "editions_of",
    "files_of",
    "pack",
    "pack_digest",
    "prepared",
    "read_pack",
    "vocabulary",
]


@cache
def pack() -> Mapping[str, Rule]:
    """Give every rule that ships with OpenCME, by id. Raises BadFile that names file and line."""
    return read_pack(files(__package__))


@cache
def pack_digest() -> str:
    """Give a digest of every file of the pack: what was judged by another pack must be judged again."""
    found = hashlib.sha256()
    for path in sorted(files_of(), key=lambda each: each.name):
        found.update(path.read_bytes())
    return found.hexdigest()


def read_pack(folder: Traversable | Path, words: Vocabulary | None = None) -> Mapping[str, Rule]:
    """Read every authority's file below ``folder``. Raises BadFile with all that is wrong, "file, line N: …" each."""
    problems: list[str] = []
    rules: dict[str, Rule] = {}
    places: dict[str, str] = {}
    for path in sorted(_files(folder), key=lambda each: each.name):
        found: list[str] = []
        try:
            for rule, line in read_with_lines(path.read_text(encoding="utf-8"), words or vocabulary(), found):
                if rule.id in rules:
                    found.append(f"line {line}: two rules are called “{rule.id}”; the other is at {places[rule.id]}")
                found.extend(f"line {line}: {rule.id}: “{key}” is missing" for key in _unnamed(rule))
                rules[rule.id] = rule
                places[rule.id] = f"{path.name}, line {line}"
        except BadFile as fault:
            found.extend(fault.problems)
        except UnicodeDecodeError:
            found.append("line 1: the file is not UTF-8")
        problems.extend(f"{path.name}, {each}" for each in found)
    problems.extend(_overlaps(rules, places))
    if problems:
        raise BadFile(*problems)
    return rules


def files_of() -> tuple[Traversable | Path, ...]:
    """Give the authorities' files that ship with OpenCME."""
    return tuple(_files(files(__package__)))


def _files(folder: Traversable | Path) -> Iterator[Traversable | Path]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _files(each)
        elif each.name.endswith(".yaml") and each.name != "vocabulary.yaml":
            yield each


def _unnamed(rule: Rule) -> Iterator[str]:
    """Name what an authority's rule says of itself and this one does not; a hospital's own rule need not."""
    held = {"kind": rule.authority.kind, "licence_types": rule.authority.licence_types, "confidence": rule.confidence}
    return (key for key, value in held.items() if not value)


def _overlaps(rules: Mapping[str, Rule], places: Mapping[str, str]) -> Iterator[str]:
    """Say which editions of one family are in force on the same day."""
    by_family: dict[str, list[Rule]] = {}
    for rule in rules.values():
        by_family.setdefault(rule.family, []).append(rule)
    for family, editions in by_family.items():
        ordered = sorted(editions, key=lambda rule: rule.in_force_from or date.min)
        for earlier, later in pairwise(ordered):
            if (earlier.in_force_to or date.max) >= (later.in_force_from or date.min):
                both = f"editions “{earlier.id}” and “{later.id}” of “{family}” are in force on the same days"
                remedy = "give the older one a “version: effective_to” before the newer one's “effective_from”"
                yield f"{places[later.id]}: {both}; the other is at {places[earlier.id]}; {remedy}"


@cache
def prepared(rule_id: str) -> Prepared:
    """Give a rule of the pack bound to the topic tree; LookupError for an unknown id."""
    return prepare(pack()[rule_id], vocabulary().narrower)


@cache
def editions_of(family: str) -> tuple[Rule, ...]:
    """Give the editions of a family, earliest first."""
    found = (rule for rule in pack().values() if rule.family == family)
    return tuple(sorted(found, key=lambda rule: rule.in_force_from or date.min))


@lru_cache(maxsize=50_000)
def edition_on(rule_id: str, day: date) -> Rule | None:
    """Give the edition of the rule's family in force on ``day``, or the one that remembers that day's total."""
    return in_force(editions_of(pack()[rule_id].family), day)
