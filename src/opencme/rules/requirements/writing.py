"""Rules a person writes in a form, put into the shape of the pack."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.typed import SOURCE

MOST_MONTHS: Final = 240
MOST_HOURS: Final = Decimal(5000)
MOST_TOPICS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTopic:
    """One topic that is asked.

    hours: how much, None for one course. every: "cycle", "year", "once" or a number of months.
    """

    topic: str
    hours: Decimal | None = None
    every: str = "cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """What a hospital, employer or society asks, as the form takes it. systems empty: any accredited credit.

    in_total: the topic hours lie inside the total. written: where it is written; seen_on: the day it was read.
    """

    name: str
    hours: Decimal
    unit: str = "hour"
    months: int
    systems: tuple[str, ...] = ()
    topics: tuple[OwnTopic, ...] = ()
    in_total: bool = True
    written: str = ""
    in_force_from: date | None = None
    seen_on: date


def findings_on_own(rule: OwnRule) -> Iterator[Finding]:
    """Say what is wrong with the rule, each at its field; topics are "topic_0", "hours_0" and so on."""
    if not rule.name.strip():
        yield _finding("name", _("Say whose rules these are."), "name")
    if not 0 <= rule.hours <= MOST_HOURS:
        yield _finding("hours", _("Hours lie between 0 and %(most)s."), "hours", most=str(MOST_HOURS))
    if not 1 <= rule.months <= MOST_MONTHS:
        yield _finding("months", _("A cycle lasts from 1 to %(most)s months."), "months", most=str(MOST_MONTHS))
    if not rule.hours and not rule.topics:
        yield _finding("empty", _("Give hours, or at least one topic."), "hours")
    seen: set[tuple[str, str]] = set()
    for place, topic in enumerate(rule.topics):
        if (topic.topic, topic.every) in seen:
            yield _finding("twice", _("This topic stands there twice."), f"topic_{place}")
        seen.add((topic.topic, topic.every))
        if topic.hours is not None and not 0 < topic.hours <= MOST_HOURS:
            yield _finding("topic_hours", _("Give hours above 0, or none for one course."), f"hours_{place}")
        elif topic.hours is not None and rule.in_total and topic.every == "cycle" and topic.hours > rule.hours > 0:
            yield _finding("more", _("This is more than the total it lies in."), f"hours_{place}")


def definition(rule: OwnRule, key: str, family: str) -> dict[str, Any]:
    """Give the rule in the pack's format: the same keys, read by the same reader."""
    bucket = {"accepted": {"label": "accepted credit", "systems": sorted(rule.systems or ("ANY_ACCEPTED",))}}
    source = {"title": rule.written.strip() or "As the person entered it", "checked": rule.seen_on.isoformat()}
    found: dict[str, Any] = {
        "id": key,
        "family": family,
        "title": rule.name.strip(),
        "status": "in_force",
        "cycle": {"months": rule.months, "anchor": "licence_expiry", "first_cycle": {"rule": "full"}},
        "total": {"amount": _number(rule.hours), "unit": rule.unit, "minutes_per_unit": 60},
        "buckets": bucket,
        "topics": [_topic(topic, place, rule) for place, topic in enumerate(rule.topics)],
        "sources": [source],
    }
    if rule.in_force_from is not None:
        found["version"] = {"effective_from": rule.in_force_from.isoformat()}
    return found


def _topic(topic: OwnTopic, place: int, rule: OwnRule) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{topic.topic}-{place + 1}",
        "topics": [topic.topic],
        "frequency": _frequency(topic.every),
        "counts_in_total": rule.in_total,
    }
    if topic.hours is None:
        return {**found, "unit": "course"}
    return {**found, "amount": _number(topic.hours)}


def _frequency(every: str) -> dict[str, Any]:
    if every.isdigit():
        return {"kind": "every_n_months", "n": int(every)}
    return {"kind": {"cycle": "every_cycle", "year": "per_year", "once": "once"}[every]}


def _number(value: Decimal) -> int | float:
    """Give a number as JSON has it; the reader makes it exact again from its text."""
    return int(value) if value == value.to_integral_value() else float(value)


def read_back(values: dict[str, Any]) -> OwnRule:
    """Give a definition as the form takes it; what the form cannot write is left out."""
    topics = tuple(
        OwnTopic(
            topic=each["topics"][0],
            hours=Decimal(str(each["amount"])) if "amount" in each else None,
            every=_every(each["frequency"]),
        )
        for each in values.get("topics", ())
    )
    systems = tuple(values["buckets"]["accepted"]["systems"])
    source = values["sources"][0]
    return OwnRule(
        name=values["title"],
        hours=Decimal(str(values["total"]["amount"])),
        unit=values["total"]["unit"],
        months=values["cycle"]["months"],
        systems=() if systems == ("ANY_ACCEPTED",) else systems,
        topics=topics,
        in_total=all(each["counts_in_total"] for each in values.get("topics", ())),
        written="" if source["title"] == "As the person entered it" else source["title"],
        in_force_from=date.fromisoformat(values["version"]["effective_from"]) if "version" in values else None,
        seen_on=date.fromisoformat(source["checked"]),
    )


def _every(frequency: dict[str, Any]) -> str:
    kinds = {"every_cycle": "cycle", "per_year": "year", "once": "once"}
    return kinds.get(frequency["kind"]) or str(frequency["n"])


def at_fields(problems: tuple[str, ...]) -> Iterator[Finding]:
    """Turn what the pack's reader complains of into findings at the fields of the form."""
    for problem in problems:
        words = re.sub(r"^line \d+: ", "", problem)
        key = found[1] if (found := re.search(r"“([a-z_]+)”", words)) else ""
        field = {"amount": "hours", "title": "name", "effective_from": "in_force_from"}.get(key, key)
        yield _finding("read", "%(problem)s", field, problem=words)


def _finding(code: str, message: str, field: str, **params: str) -> Finding:
    return Finding(code=f"wallet.rules.{code}", message=message, source=SOURCE, field=field, params=params)
