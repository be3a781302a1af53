"""Topic mandates in plain words."""

from collections.abc import Iterator, Mapping
from datetime import date

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.definitions import Part, Rule, Topic
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.clause import Clause, Mandate
from opencme.rules.requirements.spoken.named import mandates_named, much, often
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.remarks import in_words
from opencme.rules.requirements.spoken.said import Params, Said, listed


def mandates(rule: Rule, names: Names, day: date | None = None) -> tuple[Mandate, ...]:
    """Give the topic mandates of a rule in its order. day: what ended before it is marked as over."""
    called = mandates_named(rule, names)
    return tuple(_mandate(rule, topic, names, called, day) for topic in rule.topics)


def topic_clauses(rule: Rule, names: Names) -> Iterator[Clause]:
    """Give each mandate as a clause."""
    for held in mandates(rule, names):
        head = Said(
            "%(topics)s: %(much)s, %(often)s.",
            {"topics": listed(held.names, "or"), "much": held.much, "often": held.often},
        )
        who = (Said(_("Only for a clinician %(who)s."), {"who": held.who}),) if held.who else ()
        yield Clause(
            section="topics",
            kind="topic",
            key=held.id,
            words=(head, *who, held.inside, *held.further),
            note=held.note,
            amount=held.amount,
            share=held.share,
            unit=held.unit,
            topics=held.topics,
            frequency=held.frequency,
        )


def _mandate(rule: Rule, topic: Topic, names: Names, called: Mapping[str, Said], day: date | None) -> Mandate:
    unit = topic.unit or rule.unit
    return Mandate(
        id=topic.id,
        topics=topic.topics,
        names=phrases.topics_named(topic.topics, names),
        much=much(topic, unit),
        often=often(topic.frequency),
        who=phrases.who(topic.applies_if, names) if topic.applies_if is not None else None,
        inside=_inside(topic),
        further=tuple(_further(rule, topic, names, called)),
        note=in_words(topic.note, names),
        is_over=day is not None and topic.in_force_to is not None and topic.in_force_to < day,
        amount=topic.amount,
        share=topic.share,
        unit=unit,
        frequency=topic.frequency.kind,
    )


def _inside(topic: Topic) -> Said:
    if topic.counts_in_total is None:
        return Said(_("No source says whether it counts inside the total."))
    return Said(_("Counts inside the total.") if topic.counts_in_total else _("Owed on top of the total."))


def _further(rule: Rule, topic: Topic, names: Names, called: Mapping[str, Said]) -> Iterator[Said]:
    if topic.bucket:
        label = next((bucket.label for bucket in rule.buckets if bucket.key == topic.bucket), topic.bucket)
        yield Said(_("The credit must be of this kind: %(kind)s."), {"kind": label})
    if topic.approved_course:
        yield Said(_("The course must be one the authority approved."))
    if topic.interactive:
        yield Said(_("The activity must be interactive."))
    yield from _parts(topic, names)
    for other in topic.alternatives:
        told: Params = {
            "much": phrases.amount(other.amount, topic.unit or rule.unit),
            "topics": listed(phrases.topics_named(other.topics, names), "or"),
        }
        yield Said(_("Instead one may take %(much)s on %(topics)s."), told)
        yield from (_included(part, names, rule.unit) for part in other.must_include)
    yield from _relations(topic, called)
    if topic.extra_deadline is not None:
        yield Said(_("The first time is due %(when)s."), {"when": phrases.until(topic.extra_deadline)})
    for months, amount in topic.milestones:
        told = {"much": phrases.amount(amount, topic.unit or rule.unit), "time": phrases.span(months)}
        yield Said(_("%(much)s of it within the first %(time)s."), told)
    if topic.in_force_from is not None:
        yield Said(_("In force from %(day)s."), {"day": topic.in_force_from})
    if topic.in_force_to is not None:
        yield Said(_("In force until %(day)s."), {"day": topic.in_force_to})


def _parts(topic: Topic, names: Names) -> Iterator[Said]:
    yield from (_included(part, names, "hour") for part in topic.must_include)
    for part in topic.max_from:
        told: Params = {
            "much": phrases.amount(part.amount or 0, "hour"),
            "topic": Said(names.topics.get(part.topic, part.topic)),
        }
        yield Said(_("At most %(much)s of it may be on %(topic)s."), told)


def _included(part: Part, names: Names, unit: str) -> Said:
    topic = Said(names.topics.get(part.topic, part.topic))
    if part.amount is None:
        return Said(_("It must cover %(topic)s."), {"topic": topic})
    return Said(_("%(much)s of it must be on %(topic)s."), {"much": phrases.amount(part.amount, unit), "topic": topic})


def _relations(topic: Topic, called: Mapping[str, Said]) -> Iterator[Said]:
    if topic.satisfied_by:
        what = listed((called.get(each, phrases.event(each)) for each in topic.satisfied_by), "or")
        in_cycle = _("Also met by %(what)s in the same cycle.")
        yield Said(in_cycle if topic.satisfied_in_cycle else _("Also met by %(what)s."), {"what": what})
    if topic.no_overlap_with:
        what = phrases.some(topic.no_overlap_with, called)
        yield Said(_("The same hours may not also count for %(what)s."), {"what": what})
    if topic.absorbs:
        what = phrases.some(topic.absorbs, called)
        yield Said(_("Hours on these topics count here too: %(what)s."), {"what": what})
