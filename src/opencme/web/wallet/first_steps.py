"""The newcomer's path with a person's own licenses in it: which steps are done, which is next, what each means here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext

from opencme.apps.wallet.selectors.pages import StandingPage
from opencme.apps.wallet.selectors.persons import DEA
from opencme.apps.wallet.selectors.standing import Standing
from opencme.rules.requirements import Verdict
from opencme.rules.requirements.spoken import headline
from opencme.web.ui.first_steps import MISTAKES, STEPS, Entry
from opencme.web.ui.lines import limit_label, line_title
from opencme.web.ui.telling import spoken

OPEN: Final = {Verdict.NOT_MET, Verdict.UNKNOWN}
SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class Own:
    """One line about the person's own: words, and the page it leads to (may be empty)."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """One entry of the path with what it means for this person. state: "done", "current" or "todo"."""

    entry: Entry
    state: str
    own: tuple[Own, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the path looks at. documents: how many are kept of each credit."""

    shown: StandingPage
    documents: Mapping[str, int]

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Everything the person renews."""
        return self.shown.standings

    @property
    def bare(self) -> int:
        """How many credits from elsewhere have no document."""
        return sum(not each.is_award and not self.documents.get(each.key) for each in self.shown.held)


def steps(facts: Facts) -> tuple[Tied, ...]:
    """Give the first steps; the first one that is not done is the next."""
    told = [(entry, *_STEPS[entry.key](facts)) for entry in STEPS if entry.key in _STEPS]
    first = next((place for place, (_entry, is_done, _own) in enumerate(told) if not is_done), None)
    return tuple(
        Tied(entry=entry, state="done" if is_done else "current" if place == first else "todo", own=tuple(own))
        for place, (entry, is_done, own) in enumerate(told)
    )


def mistakes(facts: Facts) -> tuple[Tied, ...]:
    """Give the common mistakes that this wallet shows signs of."""
    found = ((entry, tuple(_MISTAKES[entry.key](facts))) for entry in MISTAKES if entry.key in _MISTAKES)
    return tuple(Tied(entry=entry, state="todo", own=own) for entry, own in found if own)


Told = tuple[bool, Iterable[Own]]


def _of(standing: Standing, words: str) -> Own:
    row = standing.obligation
    return Own(f"{row.label}: {words}", reverse("wallet:authority", args=[row.public_id]))


def _day(day: date) -> str:
    return formats.date_format(day, "M j, Y")


def _list(facts: Facts) -> Told:
    return bool(facts.standings), [_of(each, spoken(headline(each.rule))) for each in facts.standings if each.rule]


def _dates(facts: Facts) -> Told:
    dated = [each for each in facts.standings if each.rule and each.rule.cycle.months]
    own = [
        _of(each, gettext("ends %(day)s") % {"day": _day(each.term.last)})
        if each.term and each.term.last
        else _of(each, gettext("not known yet"))
        for each in dated
    ]
    return bool(dated) and all(each.term for each in dated), own


def _topics(facts: Facts) -> Told:
    own = []
    for each in facts.standings:
        names = [line_title(each.rule, line.line) for line in each.mandates if line.verdict in OPEN]
        if names:
            own.append(_of(each, ", ".join(dict.fromkeys(names))))
    return bool(facts.standings) and not own, own


def _federal(facts: Facts) -> Told:
    held = [each for each in facts.standings if each.obligation.family == DEA]
    if not held:
        return False, [Own(gettext("No DEA registration is in your wallet."), reverse("wallet:set-up"))]
    own = [_of(each, gettext("done") if each.verdict is Verdict.MET else gettext("still open")) for each in held]
    return all(each.verdict is Verdict.MET for each in held), own


def _choose(facts: Facts) -> Told:
    count = sum(len(each.missing) for each in facts.standings)
    said = ngettext("%(count)s line is still open.", "%(count)s lines are still open.", count) % {"count": count}
    return bool(facts.standings) and not count, [Own(said, reverse("wallet:standing"))] if count else []


def _claim(facts: Facts) -> Told:
    count = len(facts.shown.held)
    said = ngettext("%(count)s credit is held.", "%(count)s credits are held.", count) % {"count": count}
    return bool(count), [Own(said, reverse("wallet:transcript"))] if count else []


def _keep(facts: Facts) -> Told:
    return bool(facts.shown.held) and not facts.bare, list(_without(facts))


def _without(facts: Facts) -> Iterator[Own]:
    if facts.bare:
        said = ngettext(
            "%(count)s credit from elsewhere has no document.",
            "%(count)s credits from elsewhere have no document.",
            facts.bare,
        )
        yield Own(said % {"count": facts.bare}, reverse("wallet:transcript"))


def _late(facts: Facts) -> Iterator[Own]:
    for each in facts.standings:
        if each.due is not None and each.missing:
            yield _of(each, gettext("missing by %(day)s") % {"day": _day(each.due)})


def _only_hours(facts: Facts) -> Iterator[Own]:
    for each in facts.standings:
        total = each.total
        is_full = total is not None and total.verdict is Verdict.MET and total.required
        open_ = [line_title(each.rule, line.line) for line in each.mandates if line.verdict is Verdict.NOT_MET]
        if is_full and open_:
            yield _of(each, gettext("the total is met, and still missing: %(what)s") % {"what": ", ".join(open_)})


def _wrong_kind(facts: Facts) -> Iterator[Own]:
    for each in facts.standings:
        total, rule = each.total, each.rule
        if rule is None or total is None or total.verdict is not Verdict.MET or not total.required:
            continue
        short = {line.line for line in each.lines if line.verdict is Verdict.NOT_MET}
        kinds = [limit_label(rule, limit) for limit in rule.limits if limit.operator == "min" and limit.id in short]
        if kinds:
            yield _of(each, gettext("the total is met, but too little of it is %(what)s") % {"what": ", ".join(kinds)})


def _one_state(facts: Facts) -> Iterator[Own]:
    states = [each for each in facts.standings if each.obligation.kind == "licence" and each.rule]
    if len(states) >= SEVERAL:
        yield from (_of(each, spoken(headline(each.rule))) for each in states if each.rule)


def _first(facts: Facts) -> Iterator[Own]:
    for each in facts.standings:
        if each.cycle is not None and each.cycle.is_first:
            yield _of(each, gettext("this is the first cycle"))


def _twice(facts: Facts) -> Iterator[Own]:
    for each in facts.shown.held:
        if not each.counts:
            yield Own(gettext("“%(title)s” does not count.") % {"title": each.title}, reverse("wallet:transcript"))


_STEPS: Final[Mapping[str, Callable[[Facts], Told]]] = {
    "list": _list,
    "dates": _dates,
    "topics": _topics,
    "federal": _federal,
    "choose": _choose,
    "claim": _claim,
    "keep": _keep,
}
_MISTAKES: Final[Mapping[str, Callable[[Facts], Iterable[Own]]]] = {
    "late": _late,
    "only-hours": _only_hours,
    "wrong-kind": _wrong_kind,
    "one-state": _one_state,
    "first": _first,
    "twice": _twice,
    "proof": _without,
}
