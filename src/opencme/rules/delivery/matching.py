"""Who on the list of participants is meant by a name and an address in an attendance file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.delivery.names import ShownName, is_device, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which confidence (0 to 100) a match is taken without asking, and from which it is suggested at all."""

    sure: int = 90
    suggested: int = 50


THRESHOLDS: Final = Thresholds()
# Comparing spellings is the slow part: so many candidates for one row, and so many comparisons for a whole file.
MOST_CANDIDATES: Final = 200
MOST_COMPARISONS: Final = 300_000
_START: Final = 3

CONFIDENCE: Final[Mapping[str, int]] = {
    "email": 100,
    "decided": 98,
    "decided_single": 85,
    "name": 95,
    "name_other_order": 93,
    "original_name": 92,
    "name_other_email": 80,
    "name_unverified": 80,
    "name_shared": 60,
    "name_part": 75,
    "name_similar": 70,
    "name_single": 40,
    "device": 0,
    "nobody": 0,
}
WHY: Final[Mapping[str, str]] = {
    "email": _("Same e-mail address"),
    "decided": _("Somebody decided so in another file of this activity"),
    "decided_single": _("Somebody decided so in another file, but it is only one word of a name"),
    "name": _("Same name"),
    "name_other_order": _("Same name in another order"),
    "original_name": _("Same name before it was changed in the meeting"),
    "name_other_email": _("Same name, but another e-mail address"),
    "name_unverified": _("Same name, but the meeting marked it as unverified"),
    "name_shared": _("Two participants have this name"),
    "name_part": _("Part of the name is the same"),
    "name_similar": _("Similar name"),
    "name_single": _("Only one word of a name"),
    "device": _("The name of a device or a room, not of a person"),
    "nobody": _("Nobody registered has this name or address"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A participant as registered: any hashable key, the names and e-mail addresses known of the person."""

    key: int
    name: str
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row means (None: nobody), how sure that is, and why, as a key of ``WHY``."""

    key: int | None
    confidence: int
    why: str

    def is_sure(self, thresholds: Thresholds = THRESHOLDS) -> bool:
        """Say whether it may be taken without asking."""
        return self.key is not None and self.confidence >= thresholds.sure


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on an earlier row: who was meant by this name and address."""

    name: ShownName
    email: str
    key: int


class Matcher:
    """Finds participants for the rows of a file; built once per file from everybody registered."""

    def __init__(
        self, known: Iterable[Known], decided: Iterable[Decided] = (), thresholds: Thresholds = THRESHOLDS
    ) -> None:
        """Index the participants by address, by name and by word; ``decided`` in the order of the decisions."""
        self._thresholds = thresholds
        self._decided = {_told(each.name, each.email): each.key for each in decided if not is_device(each.name.shown)}
        self._by_email: dict[str, int] = {}
        self._by_name: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._by_words: dict[frozenset[str], set[int]] = defaultdict(set)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_start: dict[str, set[int]] = defaultdict(set)
        self._comparisons = 0
        self._names: dict[int, tuple[str, ...]] = {}
        self._keys = set[int]()
        for each in known:
            self._keys.add(each.key)
            for email in each.emails:
                self._by_email.setdefault(email.strip().casefold(), each.key)
            words = tokens(each.name)
            if not words:
                continue
            self._names[each.key] = words
            self._by_name[words].add(each.key)
            self._by_words[frozenset(words)].add(each.key)
            for word in words:
                self._by_word[word].add(each.key)
                self._by_start[word[:_START]].add(each.key)

    def match(self, name: ShownName, email: str) -> Match:
        """Judge one row: exact address, then exact name, then similar names; a device's name never."""
        if email and (key := self._by_email.get(email.strip().casefold())) is not None:
            return Match(key, CONFIDENCE["email"], "email")
        if (key := self._decided.get(_told(name, email))) is not None and key in self._keys:
            why = "decided" if email or len(tokens(name.shown)) > 1 else "decided_single"
            return Match(key, CONFIDENCE[why], why)
        if is_device(name.shown) and is_device(name.original or "-"):
            return Match(None, CONFIDENCE["device"], "device")
        return self._by_exact_name(name, email) or self._by_similar_name(name)

    def _by_exact_name(self, name: ShownName, email: str) -> Match | None:
        shown, original = tokens(name.shown), tokens(name.original)
        for why, keys in (
            ("name", self._by_name.get(shown)),
            ("name_other_order", self._by_words.get(frozenset(shown)) if len(shown) > 1 else None),
            ("original_name", self._by_words.get(frozenset(original)) if len(original) > 1 else None),
        ):
            if not keys:
                continue
            if len(keys) > 1:
                return Match(min(keys), CONFIDENCE["name_shared"], "name_shared")
            worse = self._doubt(name, email, shown if why != "original_name" else original)
            return Match(min(keys), CONFIDENCE[worse or why], worse or why)
        return None

    @staticmethod
    def _doubt(name: ShownName, email: str, words: tuple[str, ...]) -> str | None:
        if len(words) == 1:
            return "name_single"
        if email:
            return "name_other_email"
        return "name_unverified" if "unverified" in name.tags or "anonymous" in name.tags else None

    def _by_similar_name(self, name: ShownName) -> Match:
        best = Match(None, CONFIDENCE["nobody"], "nobody")
        for words in filter(None, (tokens(name.shown), tokens(name.original))):
            for key in self._candidates(words):
                confidence, why = _likeness(words, self._names[key])
                if (confidence, -key) > (best.confidence, -(best.key if best.key is not None else key + 1)):
                    best = Match(key, confidence, why)
        if best.confidence < self._thresholds.suggested:
            return Match(None, CONFIDENCE["nobody"], "nobody")
        return best

    def _candidates(self, words: tuple[str, ...]) -> list[int]:
        """Give participants who share a word of the name, else the first letters of one; none once a file cost enough.

        A row that gets none waits in the queue without a suggestion, which is always right.
        """
        if self._comparisons > MOST_COMPARISONS:
            return []
        near = set[int]().union(*(self._by_word.get(word, ()) for word in words))
        near = near or set[int]().union(*(self._by_start.get(word[:_START], ()) for word in words))
        found = sorted(near)[:MOST_CANDIDATES]
        self._comparisons += len(found)
        return found


def _told(name: ShownName, email: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return tokens(name.shown), tokens(name.original), email.strip().casefold()


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, str]:
    """Say how alike two names are, at most what ``CONFIDENCE`` allows for a likeness of that sort."""
    shared = set(one) & set(other)
    if len(shared) > 1 and (shared == set(one) or shared == set(other)):
        return CONFIDENCE["name_part"], "name_part"
    if len(one) == 1 or len(other) == 1:
        return (CONFIDENCE["name_single"], "name_single") if shared else (0, "nobody")
    if shared and _initials_fit(one, other):
        return CONFIDENCE["name_part"], "name_part"
    ratio = SequenceMatcher(None, " ".join(sorted(one)), " ".join(sorted(other)), autojunk=False).ratio()
    return (int(CONFIDENCE["name_similar"] * ratio), "name_similar") if ratio >= 0.8 else (0, "nobody")  # noqa: PLR2004 -- below it, names differ


def _initials_fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether the words that differ are initials of each other, as in "L. Vogt" and "Lena Vogt"."""
    left = [word for word in one if word not in other]
    right = [word for word in other if word not in one]
    return (
        bool(left)
        and len(left) == len(right)
        and all(a[0] == b[0] and 1 in {len(a), len(b)} for a, b in zip(left, right, strict=True))
    )
