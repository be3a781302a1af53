"""What was noted of the time before the credits here, and what can be noted for one authority's rules."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from opencme.apps.wallet.selectors.pages import AuthorityPage
from opencme.apps.wallet.selectors.standing import Standing
from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken import phrases
from opencme.web.ui.lines import line_title
from opencme.web.ui.telling import spoken

Options = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One thing noted, as the page shows it."""

    id: str
    title: str
    kind: str
    day: date | None
    quantity: str


def kind_of(frequency: str) -> str:
    """Give how a completion of a topic is noted: the last time, where it recurs by months; else that it was done."""
    return "last_done" if frequency == "every_n_months" else "completed"


def options_for(standing: Standing) -> Options:
    """Give what the rules of one authority look at beside credits, in groups."""
    rule = standing.rule
    if rule is None:
        return []
    found: Options = []
    topics = [
        (f"{kind_of(topic.frequency.kind)}:{topic.id}", line_title(rule, topic.id))
        for topic in rule.topics
        if line_of(standing, topic.id) != "not_applicable"
    ]
    if topics:
        found.append((gettext("Done already"), topics))
    events = [(f"event:{each}", _event(each)) for each in dict.fromkeys(clause.event for clause in rule.equivalences)]
    if events:
        found.append((gettext("Happened, and stands in for credit"), events))
    if rule.carry_over.allowed:
        found.append((gettext("Moved on from the cycle before"), _surplus(rule)))
    return found


def line_of(standing: Standing, name: str) -> str:
    """Give the verdict of a line."""
    return next((str(line.verdict) for line in standing.lines if line.line == name), "")


def _event(name: str) -> str:
    text = spoken(phrases.event(name))
    return text[:1].upper() + text[1:]


def _surplus(rule: Rule) -> list[tuple[str, str]]:
    labels = {bucket.key: bucket.label for bucket in rule.buckets}
    if rule.carry_over.bucket:
        key = rule.carry_over.bucket
        return [(f"surplus:{key}", gettext("Surplus: %(kind)s") % {"kind": labels.get(key, key)})]
    return [("surplus:total", gettext("Surplus"))]


def noted_rows(shown: AuthorityPage) -> tuple[Noted, ...]:
    """Give what was noted for this authority and for all."""
    rule, topics = shown.standing.rule, vocabulary().topics
    kinds = {
        "completed": gettext("Done"),
        "last_done": gettext("Last done"),
        "surplus": gettext("Surplus"),
        "surplus_topic": gettext("Surplus on a topic"),
        "event": gettext("Happened"),
    }
    return tuple(
        Noted(
            id=str(row.public_id),
            title=_event(row.name)
            if row.kind == "event"
            else gettext("All credit")
            if row.name == "total"
            else topics.get(row.name, line_title(rule, row.name)),
            kind=kinds[row.kind],
            day=row.day,
            quantity=f"{row.quantity.normalize():f}" if row.quantity is not None else "",
        )
        for row in shown.earlier
    )
