"""What lines, verdicts and questions are called on the wallet's pages."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from opencme.catalog.requirement_sets.asking import Question
from opencme.rules.requirements import Verdict, amounts
from opencme.rules.requirements.spoken import phrases

SOON: Final = timedelta(days=90)
VERDICTS: Final = {
    Verdict.MET: ("met", _("Met")),
    Verdict.NOT_MET: ("short", _("Missing")),
    Verdict.UNKNOWN: ("cannot_decide", _("Cannot decide")),
    Verdict.NOT_DUE: ("not_applicable", _("Not due yet")),
    Verdict.NOT_APPLICABLE: ("not_applicable", _("Does not apply")),
    Verdict.CAPPED: ("info", _("Maximum reached")),
    Verdict.APPLIED: ("info", _("Moved on")),
}
KINDS: Final = {
    "licence": _("State license"),
    "federal": _("Federal registration"),
    "board": _("Board certification"),
    "society": _("Society membership"),
    "hospital": _("Hospital or employer"),
}
MANY: Final = 2


def verdict_words(verdict: Verdict, by: date | None, today: date) -> tuple[str, str]:
    """Give the kind and the word of a status; what is missing is overdue or due soon by its day."""
    if verdict is Verdict.NOT_MET and by is not None:
        if by < today:
            return "overdue", gettext("Overdue")
        if by - today <= SOON:
            return "due_soon", gettext("Due soon")
    kind, word = VERDICTS[verdict]
    return kind, gettext(word)


WAS: Final = {
    Verdict.MET: _("Was met"),
    Verdict.NOT_MET: _("Was not met"),
    Verdict.NOT_DUE: _("Was not due"),
    Verdict.NOT_APPLICABLE: _("Did not apply"),
}


def past_words(verdict: Verdict, missing: int | None = None, *, is_noted: bool = True) -> tuple[str, str]:
    """Give kind and word of a status in a cycle that is over; what was missing has no day by which it could be made up.

    missing: thousandths that were short. is_noted: False where nobody noted whether it was done.
    """
    kind, word = VERDICTS[verdict]
    if verdict is Verdict.UNKNOWN and not is_noted:
        return kind, gettext("Not noted")
    if verdict is Verdict.NOT_MET and missing:
        return kind, gettext("%(much)s short") % {"much": amounts.text(missing)}
    return kind, gettext(WAS.get(verdict, word))


def within_words(*, is_over: bool) -> tuple[str, str]:
    """Give kind and word of a maximum that is not reached: nothing is asked, so nothing is met."""
    return "info", gettext("Was within the limit") if is_over else gettext("Within the limit")


def asked_words(question: Question) -> str:
    """Give the statement or the name of what is asked, with a capital."""
    text = gettext(question.words)
    return text[:1].upper() + text[1:]


def choice_words(code: str) -> str:
    """Give a choice's name: "Family medicine"."""
    text = phrases.code(code)
    return text[:1].upper() + text[1:]
