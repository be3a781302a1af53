"""What the lines of a requirement are called, wherever they are shown."""

from typing import Final

from django.utils.translation import gettext

from opencme.catalog.requirement_sets.entries import names
from opencme.rules.requirements import Rule
from opencme.rules.requirements.definitions import Limit
from opencme.rules.requirements.spoken import in_words, open_field, phrases
from opencme.rules.requirements.spoken.named import mandates_named
from opencme.web.ui.telling import spoken

UNSAID: Final = "it must cover, and no credit says that it does: "
"""Beginning of the warning that goes on with topics: the engine has their codes, pages say their names."""
UNCONFIRMED: Final = "not confirmed by a source: "
"""Beginning of the warning that goes on with an open point of the pack."""


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


def warning_words(warning: str) -> str:
    """Give a warning of the engine as pages show it, topics by their names."""
    if warning.startswith(UNCONFIRMED):
        text = warning.removeprefix(UNCONFIRMED)
        said = open_field(text, names())
        what = small(spoken(said)) if said else in_words(text, names())
        return gettext("not confirmed by a source: %(what)s") % {"what": what}
    if not warning.startswith(UNSAID):
        return gettext(warning)
    called = names().topics
    codes = (each.replace(" ", "_") for each in warning.removeprefix(UNSAID).split(", "))
    told = ", ".join(gettext(called.get(code, code.replace("_", " "))) for code in codes)
    return gettext("it must cover, and no credit says that it does: %(topics)s") % {"topics": told}
