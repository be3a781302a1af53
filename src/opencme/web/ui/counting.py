"""What an activity does before somebody's authorities, in sentences: on its own page, and when described by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from opencme.apps.wallet.selectors.plans import ForMe
from opencme.apps.wallet.selectors.standing import Standing
from opencme.catalog.outside_credit import kind_of
from opencme.rules.requirements import Rule, Verdict, amounts
from opencme.rules.requirements.shortest import Counted, Effect
from opencme.web.ui.lines import amount_words, line_title, small, warning_words

TOTAL: Final = "total"
OF_THE_RULE: Final = ("an exemption may apply", "not confirmed by a source")
"""Beginnings of warnings that hold whatever is taken: the authority's own page tells them."""
LATE: Final = _("The present cycle ends on %(day)s, before it can be completed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One authority's answer. url: of the person's page about it. closes, adds, against: whole sentences."""

    id: str
    title: str
    kind: str
    word: str
    counted_as: str
    closes: tuple[str, ...]
    adds: tuple[str, ...]
    against: tuple[str, ...]
    asks: int
    warnings: tuple[str, ...]


def told_for(found: Iterable[ForMe]) -> tuple[Told, ...]:
    """Give the answers, those that close something first."""
    return tuple(sorted((_told(each) for each in found), key=lambda each: (not each.closes, not each.adds)))


def verdict_in_short(told: tuple[Told, ...]) -> str:
    """Say it in one line: "Closes something for 1 of 3, counts for 2 of 3."."""
    closing, counting = sum(bool(each.closes) for each in told), sum(bool(each.closes or each.adds) for each in told)
    places = {"closing": closing, "counting": counting, "all": len(told)}
    if closing:
        return gettext("Counts for %(counting)s of your %(all)s, and closes something for %(closing)s.") % places
    if counting:
        return gettext("Counts for %(counting)s of your %(all)s.") % places
    return gettext("Counts for none of your %(all)s.") % places


def _told(found: ForMe) -> Told:
    standing, counted = found.standing, found.counted
    given = without_repeats(standing.rule, counted.effects)
    closing = {line_title(standing.rule, effect.line): effect for effect in reversed(given) if effect.closes}
    closes = tuple(_closes(standing, effect) for effect in reversed(closing.values()))
    adds = tuple(_adds(standing, counted, effect) for effect in given if not effect.closes)
    kind, word = _status(counted)
    return Told(
        id=str(standing.obligation.public_id),
        title=standing.obligation.label,
        kind=kind,
        word=word,
        counted_as=gettext(kind_of(counted.system).label) if counted.effects else "",
        closes=closes,
        adds=adds,
        against=tuple(_against(standing.rule, counted)),
        asks=len(counted.questions),
        warnings=tuple(_sentence(warning_words(each)) for each in counted.warnings if not each.startswith(OF_THE_RULE)),
    )


def _status(counted: Counted) -> tuple[str, str]:
    if counted.closes:
        return "met", gettext("Closes something")
    if counted.helps:
        return "good", gettext("Counts")
    if counted.effects:
        return "info", gettext("Counts, nothing is open")
    if not counted.is_judged:
        return "cannot_decide", gettext("Cannot decide")
    return "not_applicable", gettext("Does not count")


def without_repeats(rule: Rule | None, effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Leave out, of one authority's effects, what only repeats its total: a minimum that is the whole of it.

    Where the total itself is not among them (it waits for an answer), the minimum is what tells.
    """
    found = tuple(effects)
    if rule is None or all(each.line != TOTAL for each in found):
        return found
    whole = {limit.id for limit in rule.limits if limit.share == 1}
    return tuple(each for each in found if each.line not in whole)


def effect_amount(rule: Rule | None, effect: Effect) -> str:
    """Give what an effect brings, in words; of a course that is owed once, nothing."""
    topic = next((each for each in rule.topics if each.id == effect.line), None) if rule else None
    return "" if topic is not None and topic.is_counted_by_completion else amount_words(effect.amount, effect.unit)


def _closes(standing: Standing, effect: Effect) -> str:
    title = small(line_title(standing.rule, effect.line))
    before = next((line.missing for line in standing.lines if line.line == effect.line), None)
    much = effect_amount(standing.rule, effect)
    if not much or not before or before < 0:
        return gettext("Closes %(line)s.") % {"line": title}
    places = {"line": title, "much": much, "missing": amounts.text(before)}
    return gettext("Closes %(line)s: gives %(much)s, %(missing)s were missing.") % places


def _adds(standing: Standing, counted: Counted, effect: Effect) -> str:
    title = small(line_title(standing.rule, effect.line))
    much = effect_amount(standing.rule, effect) or gettext("one")
    missing = counted.needed.get(effect.line, 0)
    places = {"line": title, "much": much, "missing": amounts.text(missing)}
    if missing:
        return gettext("%(much)s toward %(line)s; %(missing)s then still missing.") % places
    was_met = any(line.line == effect.line and line.verdict is Verdict.MET for line in standing.lines)
    if was_met:
        return gettext("%(much)s toward %(line)s, which is met already.") % places
    return gettext("%(much)s toward %(line)s.") % places


def _against(rule: Rule | None, counted: Counted) -> Iterable[str]:
    if counted.is_late:
        yield gettext(LATE) % {"day": f"{counted.last_day:%b} {counted.last_day.day}, {counted.last_day.year}"}
        return
    for step in counted.against:
        if step.clause in {TOTAL, "cycle", "duplicates"}:
            yield _sentence(step.words)
        else:
            yield f"{line_title(rule, step.clause)}: {gettext(step.words)}."


def _sentence(words: str) -> str:
    text = gettext(words)
    return f"{text[:1].upper()}{text[1:]}."
