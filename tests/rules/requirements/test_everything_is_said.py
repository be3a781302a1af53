"""Every key that a rule of the pack uses changes what is said of it, or is on the list of keys that are not for people."""

import copy
from collections.abc import Iterator
from typing import Any, Final

from opencme.catalog.requirement_sets import files_of, vocabulary
from opencme.catalog.requirement_sets.entries import names
from opencme.catalog.requirement_sets.located import Located, load
from opencme.catalog.requirement_sets.reading import read_loaded
from opencme.rules.requirements.spoken import clauses, mandates, rule_as_text, unknowns

#: Below these, keys are names that the rule itself gives.
FREE: Final = frozenset({"buckets", "caps", "by_subdivision", "parity_table", "unconfirmed"})
NOT_FOR_PEOPLE: Final = frozenset(
    {
        "family",  # joins the editions of one rule
        "kind",  # a chip of the page beside the authority's name
        "bonus.per",  # always the cycle, which the sentence says
        "buckets.*.axis",  # a code that the label of the bucket names in words
        "topics.share_base",  # always the total, which the sentence says
        "topics.extra_deadline.amount",  # always the amount of the mandate
        "topics.alternatives.deadline.next_renewal",  # the only deadline an alternative has; the sentence names it
    }
)

Path = tuple[str | int, ...]


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*path, key)
            yield from _paths(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _paths(each, (*path, index))


def _named(path: Path) -> str:
    words = [each for each in path if isinstance(each, str)]
    return ".".join("*" if index and words[index - 1] in FREE else word for index, word in enumerate(words))


def _said(head: Any, entry: Any) -> str | None:
    file, problems = Located(authority=head, rules=[entry]), list[str]()
    file.lines = {}
    ((rule, _),) = read_loaded(file, vocabulary(), problems)
    if problems:
        return None
    told, called = clauses(rule, names(), entry), names()
    text = rule_as_text(rule, told, unknowns(rule, called, entry))
    return text + "\n".join(map(str, mandates(rule, called)))


def _without(entry: Any, path: Path) -> Any:
    copied = copy.deepcopy(entry)
    held = copied
    for each in path[:-1]:
        held = held[each]
    del held[path[-1]]
    return copied


def test_every_key_a_rule_uses_is_said_or_is_not_for_people() -> None:
    uses: dict[str, list[tuple[Any, Any, Path]]] = {}
    for file in files_of():
        held = load(file.read_text(encoding="utf-8"))
        for entry in held["rules"]:
            for path in _paths(entry):
                uses.setdefault(_named(path), []).append((held["authority"], entry, path))

    unsaid = set[str]()
    for name, found in uses.items():
        if all(_said(head, _without(entry, path)) == _said(head, entry) for head, entry, path in found):
            unsaid.add(name)

    assert sorted(unsaid) == sorted(NOT_FOR_PEOPLE), "\n".join(sorted(unsaid))
