"""Words about credit: amounts without idle zeros, the name of a kind, topics by their labels."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opencme.apps.wallet.selectors.held import Held
from opencme.catalog.outside_credit import kind_of
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.reading import written
from opencme.rules.credit.transcripts import MEANINGS

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """Write an amount as people do: 2, 1.5."""
    return written(value) if value is not None else ""


@register.filter
def name_of(system: str) -> str:
    """Name a kind of credit by its code."""
    return gettext(kind_of(system).label)


@register.filter
def topic_name(code: str) -> str:
    """Name a topic, with a capital."""
    text = gettext(vocabulary().topics.get(code, code))
    return text[:1].upper() + text[1:]


@register.filter
def said(finding: Any) -> str:
    """Give a message with its places, translated: (msgid, places), as doubts come."""
    text, params = finding
    return gettext(text) % dict(params)


@register.filter
def why_not(held: Held) -> str:
    """Say why a credit does not count."""
    return gettext(held.because) % dict(held.because_of) if held.because else ""


_DETAILS = {
    "in_practice_area": _("In your practice area"),
    "assessed": _("Assessment passed"),
    "score": _("Score"),
    "approved_course": _("Course approved by the board"),
    "interactive": _("Interactive"),
    "axis": _("Axis"),
    "approved_list": _("On the approved list of"),
}


@register.filter
def details(held: Held) -> list[tuple[str, str]]:
    """Give what else is said of a credit, as label and words."""
    words = {True: gettext("Yes"), False: gettext("No")}
    found = []
    for name, label in _DETAILS.items():
        value = held.details.get(name)
        if value in {None, ""} or (name == "assessed" and value is False):
            continue
        text = words.get(value, f"{value} %" if name == "score" else str(value))
        found.append((gettext(label), text))
    return found


@register.filter
def meaning(name: str) -> str:
    """Name a column by what it means."""
    return gettext(MEANINGS.get(name, name))


@register.filter
def refused_rows(made: Any) -> list[dict[str, Any]]:
    """Give the rows of an import that could not be read."""
    return [dict(zip(("line", "column", "text", "why"), row, strict=False)) for row in made.refused]


@register.filter
def credit_title(system: str) -> SafeString:
    """Name a kind of credit as its owner wants it written: the AMA's italic and with the sign (TRAP-01)."""
    name = name_of(system)
    if system in {"AMA_PRA_1", "AMA_PRA_2"}:
        return format_html("<em>{}</em>™", name)
    return format_html("{}", name)


@register.filter
def unit_title(held: Held) -> SafeString:
    """Name the credit behind its amount: 1 *AMA PRA Category 1 Credit*™, 1.5 *AMA PRA Category 1 Credits*™."""
    if held.system in {"AMA_PRA_1", "AMA_PRA_2"} and held.amount != 1:
        return format_html("<em>{}s</em>™", name_of(held.system))
    return credit_title(held.system)
