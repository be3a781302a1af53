"""What an activity's credit counts for before an authority, in sentences, for a reader whose history nobody knows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext

from opencme.catalog.outside_credit import kind_of
from opencme.catalog.requirement_sets import prepared
from opencme.catalog.requirement_sets.entries import names
from opencme.rules.requirements.shortest import Offer
from opencme.rules.requirements.shortest.general import General, in_general
from opencme.rules.requirements.spoken.clause import Clause
from opencme.rules.requirements.spoken.credit import credit_clauses
from opencme.web.public.explorer.rows import Row, row_of, rows
from opencme.web.public.offers import Choice
from opencme.web.ui.lines import amount_words, line_title, small
from opencme.web.ui.telling import spoken

MOST: Final = 5
"""So many authorities are shown beside one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One authority's answer: counts and limits are whole sentences. without: the families chosen beside it."""

    row: Row
    title: str
    kind: str
    word: str
    counted_as: str
    counts: tuple[str, ...]
    limits: tuple[str, ...]
    against: str
    without: tuple[str, ...]


@lru_cache(maxsize=4)
def sorted_rows(day: date) -> tuple[Row, ...]:
    """Give the authorities to choose from, by place and name; what is no longer in force is left out."""
    return tuple(sorted((each for each in rows(day) if each.status != "ended"), key=lambda row: row.label))


def authority_choices(counts: Mapping[str, int], chosen: Row | None, day: date) -> tuple[Choice, ...]:
    """Give the authorities before which something listed counts, with how much, and the chosen one in any case."""
    family = chosen.family if chosen is not None else ""
    return tuple(
        Choice(each.family, each.label, counts.get(each.family), each.family == family)
        for each in sorted_rows(day)
        if each.family in counts or each.family == family
    )


def told_in_general(families: Iterable[str], offer: Offer, day: date) -> tuple[Told, ...]:
    """Give the answers of the authorities that exist, at most ``MOST``, in the order they were chosen."""
    chosen = [row for family in dict.fromkeys(families) if (row := row_of(family, day)) is not None][:MOST]
    return tuple(
        _told(row, in_general(prepared(row.rule.id), offer, day), tuple(o.family for o in chosen if o is not row))
        for row in chosen
    )


def _told(row: Row, found: General, without: tuple[str, ...]) -> Told:
    clauses = {clause.key: clause for clause in credit_clauses(row.rule, names())}
    kind, word = _status(row, found)
    counts = found.counts and not row.rule.is_undecided
    return Told(
        row=row,
        title=_title(row),
        kind=kind,
        word=word,
        counted_as=gettext(kind_of(found.system).label) if counts else "",
        counts=tuple(_counts(row, found)) if counts else (),
        limits=tuple(_limits(clauses, found)) if counts else (),
        against=_against(row, found),
        without=without,
    )


def _title(row: Row) -> str:
    """Name an authority, with its place or profession only where its own name does not tell them."""
    name = row.rule.authority.name
    return name if gettext(row.place.name) in name and not row.apart else row.label


def _status(row: Row, found: General) -> tuple[str, str]:
    if row.status == "ended":
        return "not_applicable", gettext("No longer in force")
    if row.rule.is_undecided:
        return "cannot_decide", gettext("Cannot be decided")
    if found.total:
        return "good", gettext("Counts")
    if found.topics:
        return "good", gettext("Counts for a topic")
    if row.rule.total is None and not row.rule.topics:
        return "cannot_decide", gettext("No amount is known")
    return "not_applicable", gettext("Does not count")


def _counts(row: Row, found: General) -> Iterator[str]:
    if found.total:
        yield gettext("%(much)s toward all that it asks for.") % {"much": amount_words(found.total, row.rule.unit)}
    mandates = {each.id: each for each in row.mandates if not each.is_over}
    for name, part in found.topics:
        mandate = mandates.get(name)
        if mandate is None:
            continue
        places = {
            "part": amount_words(part, mandate.unit or row.rule.unit),
            "topic": small(line_title(row.rule, name)),
            "much": spoken(mandate.much),
            "often": spoken(mandate.often),
        }
        if mandate.who is None:
            yield gettext("%(part)s on %(topic)s, of which it asks for %(much)s, %(often)s.") % places
        else:
            places["who"] = spoken(mandate.who)
            words = gettext("%(part)s on %(topic)s, of which it asks for %(much)s, %(often)s, of a clinician %(who)s.")
            yield words % places


def _limits(clauses: Mapping[str, Clause], found: General) -> Iterator[str]:
    for key in (*found.maxima, *found.minima, *(f"weight-{at + 1}" for at in found.weights)):
        if key in clauses:
            yield " ".join(spoken(word) for word in clauses[key].words)


def _against(row: Row, found: General) -> str:
    if row.rule.is_undecided:
        return gettext("No source settles what this authority counts.")
    if found.refused and row.rule.total:
        text = gettext(found.refused)
        return f"{text[:1].upper()}{text[1:]}."
    if not found.counts and not row.rule.total and row.rule.total is not None and not row.rule.topics:
        return gettext("This authority asks for no credit.")
    return ""
