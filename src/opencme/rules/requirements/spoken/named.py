"""What mandates are called; two of a rule on the same topics are told apart by what the pack says of them."""

from collections.abc import Iterator, Mapping, Sequence

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.conditions import Test
from opencme.rules.requirements.definitions import Frequency, Rule, Topic
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.said import Said, listed


def mandates_named(rule: Rule, names: Names) -> Mapping[str, Said]:
    """Give what each mandate of a rule is called, by its id: "child abuse", "child abuse (once, by 2025-04-01)"."""
    alike: dict[frozenset[str], list[Topic]] = {}
    for topic in rule.topics:
        alike.setdefault(topic.topics, []).append(topic)
    found = {}
    for topics, group in alike.items():
        name = Said("%(any)s", {"any": listed(phrases.topics_named(topics, names), "or")})
        marks = _apart(group, rule, names) if len(group) > 1 else ()
        found.update({topic.id: name for topic in group})
        for topic, mark in zip(group, marks, strict=False):
            found[topic.id] = Said("%(topic)s (%(which)s)", {"topic": name, "which": mark})
    return {topic.id: found[topic.id] for topic in rule.topics}


def _apart(group: Sequence[Topic], rule: Rule, names: Names) -> Sequence[Said]:
    """Give what tells mandates on the same topics apart: how often, whom they bind, else how much they ask."""
    tried = list(_marks(group, rule, names))
    return next((marks for marks in tried if len({str(each) for each in marks}) == len(group)), ())


def _marks(group: Sequence[Topic], rule: Rule, names: Names) -> Iterator[Sequence[Said]]:
    yield [often(topic.frequency) for topic in group]
    conditions = [topic.applies_if for topic in group]
    whom = [
        Said(_("for a clinician %(who)s"), {"who": phrases.who(each, names)}) for each in conditions if each is not None
    ]
    if all(isinstance(each, Test) for each in conditions):
        yield whom
    yield [much(topic, topic.unit or rule.unit) for topic in group]
    if None not in conditions:
        yield whom
    yield [Said("%(id)s", {"id": phrases.code(topic.id)}) for topic in group]


def much(topic: Topic, unit: str) -> Said:
    """Say how much a mandate asks for: "2 hours", "20% of the total", "one course"."""
    if topic.amount is not None:
        return phrases.amount(topic.amount, unit)
    if topic.share is not None:
        return Said(_("%(share)s of the total"), {"share": phrases.percent(topic.share)})
    return phrases.completion(topic.unit)


def often(frequency: Frequency) -> Said:
    """Say how often a mandate is owed: "every cycle", "once, by the first renewal"."""
    if frequency.kind == "every_n_cycles":
        return Said(_("every %(n)s cycles"), {"n": str(frequency.n)})
    if frequency.kind == "every_n_months":
        told = phrases.every(frequency.n or 0)
        if frequency.first_at is None:
            return told
        return Said(_("%(often)s, first %(when)s"), {"often": told, "when": phrases.until(frequency.first_at)})
    if frequency.kind == "once" and frequency.deadline is not None:
        return Said(_("once, %(when)s"), {"when": phrases.until(frequency.deadline)})
    if frequency.kind == "within_years":
        return Said(
            _("in years %(first)s to %(last)s"), {"first": str(frequency.from_year), "last": str(frequency.to_year)}
        )
    if frequency.kind == "first_n_cycles":
        return Said(_("in each of the first %(n)s cycles"), {"n": str(frequency.n)})
    if frequency.kind == "sequence":
        return Said("%(steps)s", {"steps": listed((often(step) for step in frequency.steps), "then")})
    return Said(_FREQUENCIES.get(frequency.kind, phrases.code(frequency.kind)))


_FREQUENCIES = {
    "every_cycle": _("every cycle"),
    "once": _("once"),
    "first_renewal": _("at the first renewal"),
    "first_cycle": _("in the first cycle"),
    "per_year": _("every year of the cycle"),
    "none": _("with no fixed time"),
}
