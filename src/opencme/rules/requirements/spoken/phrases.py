"""Small phrases that sentences about rules are made of: amounts, spans of time, shares, conditions, deadlines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements import amounts
from opencme.rules.requirements.conditions import All, Any, Condition, Not, Test
from opencme.rules.requirements.definitions import Deadline
from opencme.rules.requirements.spoken.said import Listed, Said, listed
from opencme.rules.requirements.spoken.words import COMPLETIONS, EVENTS, ORDINALS, UNITS

YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the vocabulary calls topics, credit systems and facts. mandates: what each mandate of the pack is about."""

    topics: Mapping[str, str]
    systems: Mapping[str, str]
    facts: Mapping[str, str]
    mandates: Mapping[str, str] = field(default_factory=dict)


def amount(thousandths: int, unit: str) -> Said:
    """Say an amount: "50 credits"."""
    one, many = UNITS.get(unit, UNITS[""])
    return Said(one, {"n": amounts.text(thousandths)}, many, 1 if thousandths == amounts.ONE else 2)


def completion(unit: str) -> Said:
    """Say what is owed where no amount is: "one course"."""
    return Said(COMPLETIONS.get(unit, _("an amount no source gives")))


def percent(share: Fraction) -> str:
    """Say a share in hundredths: "20%"."""
    return f"{float(share * 100):g}%"


def span(months: int) -> Said:
    """Say a length of time: "2 years", "18 months"."""
    if months % YEAR == 0:
        return Said(_("%(n)s year"), {"n": str(months // YEAR)}, _("%(n)s years"), months // YEAR)
    return Said(_("%(n)s month"), {"n": str(months)}, _("%(n)s months"), months)


def every(months: int) -> Said:
    """Say how often: "every year", "every 2 years"."""
    return Said(_("every year")) if months == YEAR else Said(_("every %(time)s"), {"time": span(months)})


def code(text: str) -> str:
    """Say a code that needs no name of its own: "family medicine"."""
    return text.replace("_", " ")


def topics_named(codes: frozenset[str], names: Names) -> tuple[Said, ...]:
    """Give the names of topics in the order of their names."""
    return tuple(Said(name) for name in sorted((names.topics.get(each, code(each)) for each in codes), key=str.lower))


def some(ids: Iterable[str], called: Mapping[str, Said]) -> Listed:
    """Name several mandates, each name once."""
    found = {str(called[each]): called[each] for each in sorted(ids) if each in called}
    return listed(found.values())


def systems_named(codes: frozenset[str], names: Names) -> tuple[Said, ...]:
    """Give the names of credit systems in the order of their codes."""
    return tuple(Said(names.systems.get(each, code(each))) for each in sorted(codes))


def event(name: str) -> Said:
    """Say what happens: "initial certification by an ABMS board"."""
    return Said(EVENTS.get(name, code(name)))


# ── conditions ──

_COMPARED: Final = {
    "is": _("whose %(fact)s is %(value)s"),
    "in": _("whose %(fact)s is %(value)s"),
    "gte": _("whose %(fact)s is %(value)s or more"),
    "gt": _("whose %(fact)s is over %(value)s"),
    "lt": _("whose %(fact)s is under %(value)s"),
    "lte": _("whose %(fact)s is at most %(value)s"),
}
_DATED: Final = {
    "is": _("whose %(fact)s is %(value)s"),
    "gte": _("whose %(fact)s is %(value)s or later"),
    "gt": _("whose %(fact)s is after %(value)s"),
    "lt": _("whose %(fact)s is before %(value)s"),
    "lte": _("whose %(fact)s is %(value)s or earlier"),
}


def who(condition: Condition, names: Names) -> Said:
    """Say whom a condition means, to stand after "a clinician": "who holds a current US DEA registration"."""
    if isinstance(condition, Test):
        return _tested(condition, names, is_so=True)
    if isinstance(condition, Not):
        if isinstance(condition.part, Test):
            return _tested(condition.part, names, is_so=False)
        return Said(_("other than one %(who)s"), {"who": who(condition.part, names)})
    joint = "and" if isinstance(condition, All) else "or"
    parts = (
        Said("(%(inner)s)", {"inner": who(part, names)}) if isinstance(part, (All, Any)) else who(part, names)
        for part in condition.parts
    )
    return Said("%(who)s", {"who": listed(parts, joint)})


def _tested(test: Test, names: Names, *, is_so: bool) -> Said:
    label = names.facts.get(test.fact, code(test.fact)).removesuffix(" (0-1)")
    if isinstance(test.value, bool):
        message = _("who %(is)s") if test.value is is_so else _("other than one who %(is)s")
        return Said(message, {"is": Said(label)})
    table = _DATED if isinstance(test.value, date) else _COMPARED
    said = Said(table[test.operator], {"fact": Said(label), "value": _value(test)})
    return said if is_so else Said(_("other than one %(who)s"), {"who": said})


def _value(test: Test) -> str | date | Said:
    if isinstance(test.value, frozenset):
        return Said("%(any)s", {"any": listed(sorted(code(str(each)) for each in test.value), "or")})
    if isinstance(test.value, date):
        return test.value
    if isinstance(test.value, Decimal) and test.fact.endswith("_share"):
        return f"{test.value * 100:f}".rstrip("0").rstrip(".") + "%"
    return code(str(test.value))


# ── deadlines ──


def until(deadline: Deadline) -> Said:
    """Say by when something owed once is due."""
    if deadline.first_of:
        parts = listed((until(part) for part in deadline.first_of), "or")
        return Said(_("%(deadlines)s, whichever comes first"), {"deadlines": parts})
    if deadline.by is not None and deadline.not_before is not None:
        return Said(_("from %(first)s through %(last)s"), {"first": deadline.not_before, "last": deadline.by})
    if deadline.by is not None:
        return Said(_("by %(day)s"), {"day": deadline.by})
    if deadline.months_after_issue is not None:
        return Said(_("within %(time)s of the license being issued"), {"time": span(deadline.months_after_issue)})
    if deadline.renewal_number is not None:
        return Said(_("by the %(nth)s renewal"), {"nth": Said(ORDINALS.get(deadline.renewal_number, "next"))})
    if deadline.event:
        return _around(deadline)
    if deadline.next_renewal_after is not None:
        return Said(_("by the first renewal after %(day)s"), {"day": deadline.next_renewal_after})
    if deadline.application_on_or_after is not None:
        message = _("with the first application on or after %(day)s")
        return Said(message, {"day": deadline.application_on_or_after})
    return Said(_("by the next renewal"))


def _around(deadline: Deadline) -> Said:
    what = {"event": event(deadline.event)}
    if deadline.months_after_event:
        return Said(_("within %(time)s of %(event)s"), {**what, "time": span(deadline.months_after_event)})
    if deadline.on_or_after is not None:
        return Said(_("at the first %(event)s on or after %(day)s"), {**what, "day": deadline.on_or_after})
    return Said(_("at %(event)s"), what)
