"""The page of one rule: every clause, what is unknown, its editions and what changed between them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from django.urls import reverse

from opencme.catalog.requirement_sets import editions_of, pack
from opencme.catalog.requirement_sets.entries import entries, names
from opencme.catalog.requirement_sets.places import Place, place
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken import (
    SECTIONS,
    Change,
    Clause,
    Said,
    about,
    changes,
    clauses,
    headline,
    in_words,
    mandates,
    unknowns,
)
from opencme.rules.requirements.spoken.words import CONFIDENCE
from opencme.web.public.explorer.links import Linked, linked
from opencme.web.public.explorer.professions import types_named
from opencme.web.public.explorer.rows import CONFIDENCE_WORDS, STATUSES, status_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition in the list of a family. is_current: in force on the day; is_shown: this page is about it."""

    rule: Rule
    url: str
    is_current: bool
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What one edition changed against the one before."""

    before: Rule
    after: Rule
    changes: tuple[tuple[str, Change], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One edition as its page tells it."""

    family: str
    rule: Rule
    place: Place
    head: Said
    status: str
    cycle: Clause
    sections: tuple[tuple[str, str, tuple[Clause, ...]], ...]
    mandates: tuple[Linked, ...]
    unknowns: tuple[Said, ...]
    editions: tuple[Edition, ...]
    amendments: tuple[Amendment, ...]
    checked: date

    @property
    def status_shown(self) -> tuple[str, str, str]:
        """Kind, word and icon of the status."""
        return STATUSES[self.status]

    @property
    def confidence(self) -> tuple[str, str]:
        """How sure, in a word and in a sentence."""
        return CONFIDENCE_WORDS[self.rule.confidence], CONFIDENCE.get(self.rule.confidence, "")

    @property
    def types(self) -> tuple[str, ...]:
        """For whom."""
        return types_named(self.rule.authority.licence_types)

    @property
    def conflicts(self) -> tuple[tuple[Said, str, str], ...]:
        """Where sources disagree: what about, what was kept, what another says."""
        return tuple(
            (about(field, names()), in_words(kept, names()), in_words(other, names()))
            for field, kept, other in self.rule.conflicts
        )

    @property
    def standing(self) -> int:
        """How many topics are asked for today; those that are over are not among them."""
        return sum(not each.mandate.is_over for each in self.mandates)

    @property
    def remarks(self) -> str:
        """What else is said about the rule."""
        return in_words(self.rule.notes, names())

    @property
    def is_shown_current(self) -> bool:
        """Whether the page is about the edition in force."""
        return any(each.is_shown and each.is_current for each in self.editions)


@lru_cache(maxsize=1024)
def sheet(rule_id: str, day: date) -> Sheet:
    """Put the page of one edition together. LookupError for an id the pack does not hold."""
    rule = pack()[rule_id]
    editions = editions_of(rule.family)
    current = _current(editions, day)
    told = clauses(rule, names(), entries()[rule_id])
    ended = rule.in_force_to is not None and rule.in_force_to < day
    return Sheet(
        family=rule.family,
        rule=rule,
        place=place(rule.authority.jurisdiction),
        head=headline(rule),
        status="ended" if ended else status_of(rule),
        cycle=next(each for each in told if each.kind == "cycle"),
        sections=tuple((key, title, _of(told, key)) for key, title in SECTIONS.items() if _of(told, key)),
        mandates=tuple(linked(each) for each in mandates(rule, names(), day)),
        unknowns=unknowns(rule, names(), entries()[rule_id]),
        editions=tuple(
            Edition(
                rule=each,
                url=reverse("public:requirement-edition", args=[rule.family, each.id]),
                is_current=each is current,
                is_shown=each is rule,
            )
            for each in reversed(editions)
        ),
        amendments=tuple(_amendment(before, after) for before, after in reversed(list(pairwise(editions)))),
        checked=max(source.checked for source in rule.sources),
    )


def _current(editions: tuple[Rule, ...], day: date) -> Rule | None:
    for each in editions:
        if (each.in_force_from or date.min) <= day <= (each.in_force_to or date.max):
            return each
    return None


def shown_edition(family: str, day: date) -> Rule | None:
    """Give the edition in force on ``day``, else the last one; None for a family the pack does not hold."""
    editions = editions_of(family)
    return (_current(editions, day) or editions[-1]) if editions else None


def _of(told: tuple[Clause, ...], section: str) -> tuple[Clause, ...]:
    return tuple(each for each in told if each.section == section)


def _amendment(before: Rule, after: Rule) -> Amendment:
    old, new = (clauses(each, names(), entries()[each.id]) for each in (before, after))
    found = changes(old, new)
    return Amendment(before=before, after=after, changes=tuple((SECTIONS[each.section], each) for each in found))
