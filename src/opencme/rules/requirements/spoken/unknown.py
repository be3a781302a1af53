"""What no source gives, said as clearly as what one does."""

from collections.abc import Iterator, Mapping
from typing import Any

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.definitions import UNDECIDED, Rule
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.remarks import open_point
from opencme.rules.requirements.spoken.said import Params, Said, listed
from opencme.rules.requirements.spoken.words import UNCONFIRMED

_STATUSES = {
    "competency_options": _(
        "The authority lets one choose how to show competence. What is owed cannot be decided from the sources."
    ),
    "varies": _(
        "What is owed differs from place to place inside this jurisdiction. It cannot be decided from the sources."
    ),
    "unsettled": _("Whether this duty is in force is not settled. It cannot be decided from the sources."),
    "unverified": _("No source that could be read gives the amounts. It cannot be decided from the sources."),
}


def unknowns(rule: Rule, names: Names, entry: Mapping[str, Any]) -> tuple[Said, ...]:
    """Give everything about a rule that is open, once each. entry: the rule as it is written in its file."""
    return tuple({str(said): said for said in _unknowns(rule, names, entry)}.values())


def _unknowns(rule: Rule, names: Names, entry: Mapping[str, Any]) -> Iterator[Said]:
    if rule.status in UNDECIDED:
        yield Said(_STATUSES[rule.status])
    elif rule.total is None:
        yield Said(_("How much is owed in all"))
    for key, value in ((entry.get("cycle") or {}).get("unconfirmed") or {}).items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else phrases.code(str(value))
        what: Params = {"what": Said(UNCONFIRMED.get(key, phrases.code(key))), "value": shown}
        message = _(
            "The cycle, %(what)s: “%(value)s” was remembered but found in no source; it is never computed with."
        )
        yield Said(message, what)
    for field in rule.unverified:
        yield open_point(field, names)
    for topic in rule.topics:
        named = {"topic": listed(phrases.topics_named(topic.topics, names), "or")}
        if topic.counts_in_total is None:
            yield Said(_("Whether the topic %(topic)s counts inside the total"), named)
        if topic.amount is None and topic.share is None and topic.unit in {"", "unquantified"}:
            yield Said(_("How much the topic %(topic)s asks for"), named)
