"""What stands in for credit or asks less of it, read from the pack: events, surplus, exemptions, alternatives."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from opencme.catalog.requirement_sets.located import Reader
from opencme.catalog.requirement_sets.parts import MOST_MONTHS, amount, condition
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements.definitions import Alternative, CarryOver, Equivalence, Exemption

LIFTS: Final[Mapping[str, bool | None]] = {"lifted": True, "due": False, "unknown": None}
UNITS: Final = ("hour", "day", "week", "month", "year")


def read_equivalence(r: Reader, words: Vocabulary) -> Equivalence:
    """Read what one event stands in for."""
    due = r.raw("topics_still_due")
    if due is not None and due != "all" and not isinstance(due, list):
        r.complain("topics_still_due", "must be “all” or a list of topic ids")
    found = Equivalence(
        event=r.one_of("event", words["equivalence_events"], required=True),
        effect=r.one_of("effect", words["equivalence_effects"], required=True),
        amount=amount(r, "amount"),
        bucket=r.text("bucket"),
        per=_per(r),
        part=_part(r),
        min_months=r.whole("min_months"),
        max_per_cycle=amount(r, "max_per_cycle"),
        spread_years=r.whole("spread_years", least=1, most=50),
        in_cycle_of_award=r.text("window") == "cycle of award",
        window_months=r.whole("window_months", least=1, most=MOST_MONTHS),
        within_months=r.whole("within_months", least=0, most=MOST_MONTHS),
        relative_to=r.text("relative_to"),
        topics_still_due=frozenset(map(str, due)) if isinstance(due, list) else None,
        is_discretionary=r.flag("discretionary") is True,
        note=r.text("note"),
    )
    r.finish()
    return found


def read_credit_rules(rows: Iterable[Reader], words: Vocabulary) -> Iterator[Equivalence]:
    """Read what an event is worth; one with a maximum or a weight of its own is told to people and not computed."""
    for r in rows:
        found = Equivalence(
            event=r.one_of("event", words["equivalence_events"], required=True),
            effect=r.one_of("effect", words["equivalence_effects"], default="counts_as"),
            amount=amount(r, "amount"),
            bucket=r.text("bucket"),
            per=_per(r),
            note=r.text("note"),
        )
        is_told = bool(r.text("op")) or r.raw("multiplier") is not None
        r.finish()
        if not is_told:
            yield found


def _per(r: Reader) -> tuple[int, str] | None:
    """Read "4 hours of service", "full_day_of_training", "full-time year" as a number and a unit of time."""
    text = r.text("per").replace("_", " ")
    if not text:
        return None
    unit = next((unit for unit in UNITS if re.search(rf"\b{unit}s?\b", text)), "")
    if not unit:
        r.complain("per", f"must name a unit of time: {', '.join(UNITS)}")
    number = re.match(r"\d+", text)
    return int(number.group()) if number else 1, unit


def _part(r: Reader) -> tuple[int, str] | None:
    """Read what one of a smaller unit earns where the whole is not reached."""
    part = r.part("per_part")
    if part is None:
        return None
    found = (amount(part, "amount") or 0, part.one_of("unit", frozenset(UNITS)))
    part.finish()
    return found


def read_carry_over(r: Reader | None) -> CarryOver:
    """Read whether surplus moves on."""
    if r is None:
        return CarryOver(allowed=None)
    found = CarryOver(
        allowed=r.flag("allowed"),
        maximum=amount(r, "max"),
        bucket=r.text("bucket"),
        excludes_topics=frozenset(r.texts("excludes_topics")),
    )
    for key in ("into_cycles", "must_report", "note"):
        r.raw(key)
    r.finish()
    return found


def read_exemption(r: Reader, words: Vocabulary) -> Exemption:
    """Read who owes nothing, or less."""
    when = condition(r, "when", words)
    if when is None:
        r.complain("when", "is missing")
    found = Exemption(
        when=when,  # type: ignore[arg-type]  # the complaint above refuses the file
        effect=r.one_of("effect", frozenset({"exempt", "reduce"}), required=True),
        amount=amount(r, "amount"),
        applies_to=frozenset(r.texts("applies_to")),
        lifts_topics=LIFTS.get(r.one_of("topics", LIFTS, default="lifted")),
        is_discretionary=r.flag("discretionary") is True,
        note=r.text("note"),
    )
    r.finish()
    return found


def read_alternative(r: Reader, words: Vocabulary) -> Alternative:
    """Read another way to meet the whole rule."""
    bucket = r.raw("bucket")
    caps = r.part("caps")
    found = Alternative(
        id=r.text("id", required=True),
        when=condition(r, "when", words),
        total=amount(r, "total"),
        bucket=bucket if isinstance(bucket, str) else "",
        bucket_systems=_systems(r, bucket, words),
        window_months=r.whole("window_months", least=1, most=MOST_MONTHS),
        minima={key: value for key in ("cat1", "cat3") if (value := amount(r, f"{key}_min")) is not None},
        caps={key: amount(caps, key) or 0 for key in caps.values} if caps else {},
        drops=frozenset(r.texts("drop_limits")),
        average_per_year=amount(r, "average_per_year"),
        floor_per_year=amount(r, "floor_per_year") or 0,
        is_discretionary=r.flag("discretionary") is True,
    )
    r.finish()
    return found


def _systems(r: Reader, bucket: object, words: Vocabulary) -> frozenset[str]:
    """Read the systems an alternative takes beside those of the rule, where it does not name a bucket."""
    if bucket is None or isinstance(bucket, str):
        return frozenset()
    part = r.part("bucket")
    if part is None:
        return frozenset()
    found = part.codes("systems", words.credit_systems)
    part.finish()
    return found
