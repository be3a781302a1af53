"""What the lines of a requirement are called, wherever they are shown."""

from typing import Final

from django.utils.translation import gettext

from opencme.apps.wallet.selectors.line_words import amount_words, limit_label, line_title, small, spoken
from opencme.catalog.requirement_sets.entries import names
from opencme.rules.requirements.spoken import in_words, open_field

__all__ = ["UNCONFIRMED", "UNSAID", "amount_words", "limit_label", "line_title", "small", "warning_words"]

UNSAID: Final = "it must cover, and no credit says that it does: "
"""Beginning of the warning that goes on with topics: the engine has their codes, pages say their names."""
UNCONFIRMED: Final = "not confirmed by a source: "
"""Beginning of the warning that goes on with an open point of the pack."""


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
