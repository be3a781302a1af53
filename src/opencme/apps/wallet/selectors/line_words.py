"""What lines of requirements are called, in the reader's language: on pages, and in mail that no page sends."""

from datetime import date
from typing import Final

from django.utils import formats
from django.utils.translation import gettext, ngettext

from opencme.apps.wallet.selectors.standing import Standing
from opencme.catalog.requirement_sets.entries import names
from opencme.rules.requirements import Line, Rule, amounts
from opencme.rules.requirements.definitions import Limit
from opencme.rules.requirements.spoken import Tongue, phrases, told
from opencme.rules.requirements.spoken.named import mandates_named
from opencme.rules.requirements.spoken.said import Word


def _one(message: str) -> str:
    return gettext(message) if message else ""


def _day(day: date) -> str:
    return formats.date_format(day, "M j, Y")


HERE: Final = Tongue(one=_one, many=ngettext, day=_day)


def spoken(word: Word) -> str:
    """Give a sentence, list, day or name in the language of the page."""
    return told(word, HERE)


def line_title(rule: Rule | None, name: str) -> str:
    """Give what a line is about: "Risk management", "At least: Category 1", "All credit"."""
    fixed = {"total": gettext("All credit"), "carry_over": gettext("Surplus of the cycle before")}
    if name in fixed or rule is None:
        return fixed.get(name, name)
    called = mandates_named(rule, names())
    if name in called:
        text = spoken(called[name])
        return text[:1].upper() + text[1:]
    limit = next((each for each in rule.limits if each.id == name), None)
    return _limit_title(rule, limit) if limit else phrases.code(name)


def _limit_title(rule: Rule, limit: Limit) -> str:
    label = limit_label(rule, limit)
    if limit.operator == "max":
        return gettext("At most: %(kind)s") % {"kind": label}
    return gettext("At least: %(kind)s") % {"kind": label}


def limit_label(rule: Rule, limit: Limit) -> str:
    """Give what a minimum or maximum is of: "Category 1"."""
    return next((bucket.label for bucket in rule.buckets if bucket.key == limit.bucket), limit.bucket)


def amount_words(amount: int | None, unit: str) -> str:
    """Give an amount with its unit: "7 credits"; nothing for None."""
    return "" if amount is None else spoken(phrases.amount(amount, unit))


def small(title: str) -> str:
    """Give a title inside a sentence: begin small unless the word is written in capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def missing_words(rule: Rule | None, line: Line) -> str:
    """Say what a line lacks: "7 credits in all", "2 hours: board regulations", "one course: infection control"."""
    if line.line == "total":
        much = amount_words(line.missing, line.unit)
        return gettext("%(much)s in all") % {"much": much} if much else gettext("an amount no source gives")
    title = line_title(rule, line.line)
    topic = next((each for each in rule.topics if each.id == line.line), None) if rule else None
    if topic is not None and topic.is_counted_by_completion:
        return gettext("%(much)s: %(topic)s") % {"much": spoken(phrases.completion(topic.unit)), "topic": small(title)}
    if not line.missing:
        return f"{title}: {gettext(line.note)}" if line.note else title
    limit = next((each for each in rule.limits if each.id == line.line), None) if rule else None
    if limit is not None and line.missing < amounts.ONE:
        return f"{title}: {gettext(limit.note)}" if limit.note else title
    about = limit_label(rule, limit) if rule and limit else small(title)
    unit = amount_words(line.missing, line.unit).partition(" ")[2]
    if unit and about.casefold().rstrip("s").endswith(unit.casefold().rstrip("s")):
        return gettext("%(about)s: %(n)s more") % {"about": about, "n": amounts.text(line.missing)}
    return gettext("%(much)s: %(topic)s") % {"much": amount_words(line.missing, line.unit), "topic": about}


def repeats_total(standing: Standing, line: Line) -> bool:
    """Say whether a line only repeats what the total says: a minimum that is the whole of it."""
    rule, total = standing.rule, standing.total
    limit = next((each for each in rule.limits if each.id == line.line), None) if rule else None
    return limit is not None and limit.share == 1 and total is not None and total.verdict is line.verdict
