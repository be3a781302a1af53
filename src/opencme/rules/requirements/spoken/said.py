"""Sentences about a rule that can be translated: a message with named places, and what stands in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from opencme.kernel.i18n import gettext_noop as _

Word: TypeAlias = "str | date | Said | Listed"
Params: TypeAlias = "dict[str, Word]"


@dataclass(frozen=True, slots=True)
class Said:
    """A message with what stands in its places; with ``plural`` the number ``count`` chooses the form."""

    message: str
    params: Mapping[str, Word] = field(default_factory=dict)
    plural: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Give it in English."""
        return told(self)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several words joined: "a, b and c". joint: "and", "or" or "then"."""

    words: tuple[Word, ...]
    joint: str = "and"


JOINTS: Final = {
    "and": _("%(before)s and %(last)s"),
    "or": _("%(before)s or %(last)s"),
    "then": _("%(before)s, then %(last)s"),
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """How messages become a language: one form, one of two forms by a number, a day."""

    one: Callable[[str], str]
    many: Callable[[str, str, int], str]
    day: Callable[[date], str]


ENGLISH: Final = Tongue(
    one=lambda message: message,
    many=lambda one, many, count: one if count == 1 else many,
    day=lambda day: day.isoformat(),
)


def told(word: Word, tongue: Tongue = ENGLISH) -> str:
    """Give a word, sentence or list as text of a language."""
    if isinstance(word, str):
        return word
    if isinstance(word, date):
        return tongue.day(word)
    if isinstance(word, Listed):
        return _joined([told(each, tongue) for each in word.words], tongue.one(JOINTS[word.joint]))
    message = tongue.many(word.message, word.plural, word.count) if word.plural else tongue.one(word.message)
    return message % {name: told(value, tongue) for name, value in word.params.items()} if word.params else message


def _joined(words: list[str], joint: str) -> str:
    if len(words) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(words)
    return joint % {"before": ", ".join(words[:-1]), "last": words[-1]}


def listed(words: Iterable[Word], joint: str = "and") -> Listed:
    """Join words in the order given."""
    return Listed(tuple(words), joint)
