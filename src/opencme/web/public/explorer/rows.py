"""One row per requirement: the edition in force, what it asks for in one phrase, where, for whom, how sure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from opencme.catalog.requirement_sets import edition_on, editions_of, pack, vocabulary
from opencme.catalog.requirement_sets.entries import entries, names
from opencme.catalog.requirement_sets.places import KINDS, Place, place, places
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements import amounts
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken import Mandate, Said, clauses, headline, mandates, unknowns
from opencme.rules.requirements.spoken.words import CONFIDENCE
from opencme.web.public.explorer.professions import BY_KEY, TYPE_NAMES, types_named

#: Status of a rule as shown: kind of ``{% status %}``, word, icon.
STATUSES: Final = {
    "in_force": ("info", _("In force"), "circle-check"),
    "none": ("calm", _("No set amount"), "circle-minus"),
    "ended": ("calm", _("No longer in force"), "history"),
    "recommended": ("calm", _("Recommended only"), "circle-dashed"),
    "voluntary": ("calm", _("Voluntary"), "circle-dashed"),
    "undecided": ("cannot_decide", _("Cannot be decided"), "circle-question-mark"),
}
CONFIDENCE_WORDS: Final = {"high": _("high"), "medium": _("medium"), "low": _("low"), "": _("not said")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A requirement as lists show it. per_year: hours or credits a year, None where they cannot be said.

    apart: what tells it from another of the same name: "types", "title", or empty where the name does.
    """

    family: str
    rule: Rule
    place: Place
    head: Said
    status: str
    mandates: tuple[Mandate, ...]
    per_year: Decimal | None
    checked: date
    search: str
    apart: str = ""

    @property
    def label(self) -> str:
        """The authority with its place, found by either: "California: Dental Board"; no two are the same."""
        name = f"{gettext(self.place.name)}: {self.rule.authority.name}"
        more = {"types": self.types, "title": self.rule.title}.get(self.apart)
        return f"{name} ({more})" if more else name

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("public:requirement", args=[self.family])

    @property
    def status_shown(self) -> tuple[str, str, str]:
        """Kind, word and icon of the status."""
        return STATUSES[self.status]

    @property
    def confidence(self) -> str:
        """How sure, in a word."""
        return CONFIDENCE_WORDS[self.rule.confidence]

    @property
    def types(self) -> str:
        """For whom, as the pack's license types."""
        return ", ".join(gettext(each) for each in types_named(self.rule.authority.licence_types))

    @property
    def standing(self) -> int:
        """How many topics are asked for today."""
        return sum(not each.is_over for each in self.mandates)

    def is_for(self, profession: str) -> bool:
        """Say whether it binds somebody of a profession; "" means everybody."""
        return not profession or bool(BY_KEY[profession].types & set(self.rule.authority.licence_types))

    def asks_for(self, topics: frozenset[str]) -> tuple[Mandate, ...]:
        """Give the mandates in force that name one of ``topics``."""
        return tuple(each for each in self.mandates if each.topics & topics and not each.is_over)


@lru_cache(maxsize=4)
def rows(day: date) -> tuple[Row, ...]:
    """Give every requirement with the edition in force on ``day``, or its last where none is."""
    families = dict.fromkeys(rule.family for rule in pack().values())
    found = [_row(family, day) for family in families]
    for apart in ("types", "title"):
        times = Counter(row.label for row in found)
        found = [replace(row, apart=apart) if times[row.label] > 1 else row for row in found]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda row: (order.index(row.place.kind), row.place.name, *_rank(row))))


def _rank(row: Row) -> tuple[int, str]:
    """Put physicians before other professions, and each profession by the name of its authority."""
    professions = list(TYPE_NAMES)
    return min(professions.index(each) for each in row.rule.authority.licence_types), row.rule.authority.name


def _row(family: str, day: date) -> Row:
    editions = editions_of(family)
    current = edition_on(editions[-1].id, day)
    rule = current or editions[-1]
    status = status_of(rule) if current else "ended"
    where = place(rule.authority.jurisdiction)
    held = mandates(rule, names(), day)
    told = clauses(rule, names(), entries()[rule.id])
    words = " ".join(str(said) for each in told for said in each.words)
    return Row(
        family=family,
        rule=rule,
        place=where,
        head=headline(rule),
        status=status,
        mandates=held,
        per_year=_per_year(rule) if status in {"in_force", "none", "recommended"} else None,
        checked=max(source.checked for source in rule.sources),
        search=f"{rule.title} {rule.authority.name} {where.name} {where.code} {words} {rule.notes}".casefold(),
    )


def status_of(rule: Rule) -> str:
    """Give the status of one edition as lists show it: a key of ``STATUSES``."""
    if rule.is_undecided:
        return "undecided"
    return "ended" if rule.status == "superseded" else rule.status


def _per_year(rule: Rule) -> Decimal | None:
    months = rule.cycle.window_months or rule.cycle.months
    if rule.total is None or not months or rule.is_once:
        return None
    return amounts.shown(rule.total) * 12 / months


def row_of(family: str, day: date) -> Row | None:
    """Give the row of a family; None for one the pack does not hold."""
    return next((row for row in rows(day) if row.family == family), None)


def topics_below(topic: str) -> frozenset[str]:
    """Give a topic with everything narrower; only itself when the vocabulary does not know it."""
    return vocabulary().narrower.get(topic, frozenset({topic}))


def chosen(found: Iterable[Row], *, profession: str, topic: str, words: str) -> tuple[Row, ...]:
    """Keep the rows for a profession that ask for a topic and hold all of the words."""
    below = topics_below(topic) if topic else frozenset()
    wanted = words.casefold().split()
    return tuple(
        row
        for row in found
        if row.is_for(profession) and (not topic or row.asks_for(below)) and all(word in row.search for word in wanted)
    )


def jump_places() -> tuple[tuple[str, list[Place]], ...]:
    """Give the jurisdictions one chooses from, by name, in groups."""
    return tuple(
        (title, sorted((each for each in places.values() if each.kind == kind), key=lambda each: each.name))
        for kind, title in KINDS.items()
        if kind != "nation"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How sure the pack is of itself: rules by confidence, and how many of them leave something open."""

    levels: tuple[tuple[str, str, int], ...]
    undecided: int
    disagreeing: int
    open: int


@lru_cache(maxsize=4)
def sureness(day: date) -> Sureness:
    """Count over what lists show: confidence with its meaning, rules nobody can decide, sources that disagree."""
    found = rows(day)
    return Sureness(
        levels=tuple(
            (CONFIDENCE_WORDS[key], CONFIDENCE[key], sum(row.rule.confidence == key for row in found))
            for key in ("high", "medium", "low")
        ),
        undecided=sum(row.status == "undecided" for row in found),
        disagreeing=sum(bool(row.rule.conflicts) for row in found),
        open=sum(bool(unknowns(row.rule, names(), entries()[row.rule.id])) for row in found),
    )
