"""Keys and stored values as the history words them; what no list names is shown as it stands."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from opencme.catalog.accreditors import accreditors
from opencme.catalog.competencies import competencies
from opencme.catalog.content_standards import content_standards
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.exporters import exporters
from opencme.catalog.formats import formats
from opencme.catalog.organizations import organization_kinds
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.rules.activity.lifecycle import STATE_NAMES
from opencme.rules.delivery.exports.layouts import LAYOUT_NAMES

_KEY: Final = re.compile(r"(?<![\w.])[a-z]+(?:_[a-z0-9]+)+(?![\w.])")
_LABELS: Final = {"sha256": "Fingerprint (SHA-256)"}
_NAMED: Final = frozenset({"credit", "credit_systems", "format", "layout", "professions", "state"})
_EDITION: Final = re.compile(r"([a-z][a-z0-9_]*)[ @](\d{4}-\d\d-\d\d)")


def label_of(name: str) -> str:
    """Give a column's name as words: "practice_gap" gives "Practice gap"."""
    return _LABELS.get(name) or name.replace("_", " ").replace(".", " ").capitalize()


def value_in_words(value: object, name: str = "") -> str:
    """Give a stored value as a person reads it; ``name`` is the column it stands in."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_in_words(each, name) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{label_of(key).lower()}: {value_in_words(each, key)}" for key, each in value.items())
    text = str(value)
    return _short_words().get(text, text) if name in _NAMED else words_in(text)


def words_in(text: str) -> str:
    """Replace every key that stands alone in ``text`` by its name: "1.50 ama_pra_cat1"."""
    return _KEY.sub(lambda found: _names().get(found[0], found[0].replace("_", " ")), text)


def edition_in_words(text: str) -> str:
    """Give the rule editions a change was judged by: "AMA PRA Category 1 Credit™ (edition of 2017-09-29)"."""

    def told(found: re.Match[str]) -> str:
        return f"{words_in(found[1])} (edition of {found[2]})"

    return _EDITION.sub(told, text)


@cache
def _names() -> Mapping[str, str]:
    """Every key with an underscore that a catalog names, so that no ordinary word is taken for one."""
    return {key: name for key, name in _all() if "_" in key}


@cache
def _short_words() -> Mapping[str, str]:
    """Keys of the columns whose values come from one list, short ones too."""
    return dict(_all())


def _all() -> Iterator[tuple[str, str]]:
    yield from ((str(key), str(name)) for key, name in LAYOUT_NAMES.items())
    yield from ((key, each.name) for key, each in organization_kinds.items())
    yield from ((key, each.name) for key, each in accreditors.items())
    yield from ((key, f"Standard {key.rpartition('_')[2]}") for key in content_standards)
    yield from ((key, each.label) for key, each in credit_systems.items())
    yield from ((key, each.label) for key, each in exporters.items())
    yield from ((key, each.name) for key, each in competencies.items())
    yield from ((key, each.name) for key, each in formats.items())
    yield from ((str(key), str(name)) for key, name in (*PROFESSION_NAMES.items(), *STATE_NAMES.items()))
