"""The page of one topic: who asks for it with which amounts, and where an activity on it counts for a broader one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.requirements.spoken import Mandate
from opencme.web.public.explorer.links import url
from opencme.web.public.explorer.rows import Row, rows


@dataclass(frozen=True, slots=True)
class Asked:
    """One mandate with the rule it stands in."""

    row: Row
    mandate: Mandate


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSheet:
    """One topic. asked: mandates that name it or something narrower; wider: those that name something broader."""

    code: str
    name: str
    broader: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    wider: tuple[Asked, ...]
    checked: date | None


@lru_cache(maxsize=256)
def topic_sheet(code: str, day: date) -> TopicSheet | None:
    """Put the page together; None for a topic the vocabulary does not list."""
    words = vocabulary()
    if code not in words.topics:
        return None
    below, above = words.narrower[code], _above(code)
    asked = _mandates(day, below)
    wider = tuple(each for each in _mandates(day, above) if each not in asked)
    return TopicSheet(
        code=code,
        name=words.topics[code],
        broader=tuple((words.topics[each], url(each)) for each in words.broader[code]),
        narrower=tuple((words.topics[each], url(each)) for each in sorted(below - {code})),
        asked=asked,
        wider=wider,
        checked=max((each.row.checked for each in asked), default=None),
    )


def _above(code: str) -> frozenset[str]:
    words = vocabulary()
    found: set[str] = set()
    ahead = list(words.broader[code])
    while ahead:
        each = ahead.pop()
        found.add(each)
        ahead.extend(words.broader[each])
    return frozenset(found)


def _mandates(day: date, topics: frozenset[str]) -> tuple[Asked, ...]:
    return tuple(Asked(row, mandate) for row in rows(day) if row.status != "ended" for mandate in row.asks_for(topics))


@dataclass(frozen=True, slots=True)
class Counted:
    """A topic in the list: how many jurisdictions and authorities ask for it."""

    code: str
    name: str
    url: str
    places: int


@lru_cache(maxsize=4)
def topics_counted(day: date) -> tuple[Counted, ...]:
    """Give every topic some rule in force asks for, by name, with the number of authorities that do."""
    found = []
    for code, name in vocabulary().topics.items():
        asking = {each.row.family for each in _mandates(day, vocabulary().narrower[code])}
        if asking:
            found.append(Counted(code, name, url(code), len(asking)))
    return tuple(sorted(found, key=lambda each: each.name.casefold()))
