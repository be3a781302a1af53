"""Completed units of participation that are not time: what must be known of each before it is recorded.

Which facts make a unit complete comes from the AMA's format rules; who records them is the provider's office.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

LONGEST_FACT: Final = 2_000
LONGEST_REFERENCE: Final = 120
MOST_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that must be told of a unit. is_confirmed: a statement to be confirmed, not a text to write."""

    key: str
    label: str
    help: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleKind:
    """One kind of unit.

    format: key of the activity format that asks for it; reference: what tells one unit from another, empty where
    nothing does; choices: the only references there are, in the order in which they are completed.
    """

    key: str
    format: str
    name: str
    source: str
    facts: tuple[Fact, ...]
    reference: str = ""
    reference_help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    has_minutes: bool = False


KINDS: Final = (
    CycleKind(
        key="pi_stage",
        format="pi_cme",
        name=_("Stage of the improvement project"),
        source="ama-pi-cme",
        reference=_("Stage"),
        choices=(
            ("A", _("A: practice was assessed")),
            ("B", _("B: the change was made")),
            ("C", _("C: practice was measured again")),
        ),
        facts=(
            Fact(
                key="measures",
                label=_("What was measured or done"),
                help=_("Stage C measures the same as stage A."),
            ),
            Fact(key="depth", label=_("The depth of participation was checked"), is_confirmed=True),
        ),
    ),
    CycleKind(
        key="manuscript",
        format="manuscript_review",
        name=_("Review of a manuscript"),
        source="ama-manuscript-review",
        reference=_("Manuscript"),
        reference_help=_("The journal's number. One manuscript counts once, its revisions do not count again."),
        facts=(
            Fact(key="journal", label=_("Journal")),
            Fact(key="accepted", label=_("The editor accepted the review"), is_confirmed=True),
        ),
    ),
    CycleKind(
        key="poc_cycle",
        format="poc",
        name=_("Search at the point of care"),
        source="ama-point-of-care",
        facts=(
            Fact(key="question", label=_("Clinical question")),
            Fact(key="sources", label=_("Sources consulted")),
            Fact(key="application", label=_("How it was applied")),
        ),
    ),
    CycleKind(
        key="test_items",
        format="test_items",
        name=_("Writing of test items"),
        source="ama-test-items",
        reference=_("Examination"),
        reference_help=_("Whose examination or self-assessment the items are for."),
        facts=(Fact(key="defended", label=_("The items were defended in group peer review"), is_confirmed=True),),
    ),
    CycleKind(
        key="teaching",
        format="teaching",
        name=_("Teaching with new learning"),
        source="ama-learning-from-teaching",
        has_minutes=True,
        facts=(
            Fact(
                key="learned",
                label=_("What was newly learned for it"),
                help=_("Preparation is not counted, nor a talk given before without new learning."),
            ),
            Fact(key="verified", label=_("The education office verified the teaching"), is_confirmed=True),
        ),
    ),
)
BY_KEY: Final[Mapping[str, CycleKind]] = {kind.key: kind for kind in KINDS}
BY_FORMAT: Final[Mapping[str, CycleKind]] = {kind.format: kind for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A unit as somebody wants to record it, on the local ``day`` of the activity."""

    kind: CycleKind
    reference: str
    minutes: int | None
    facts: Mapping[str, str | bool]
    day: date


@dataclass(frozen=True, slots=True)
class Done:
    """A unit that stands for the same participant."""

    reference: str
    day: date


def findings_on_cycle(cycle: Cycle, done: Sequence[Done], *, today: date) -> tuple[Finding, ...]:
    """Say everything that stands against recording ``cycle`` after what is ``done``."""

    def find() -> Iterator[Finding]:
        yield from _reference(cycle, done)
        if cycle.day > today:
            yield _against(cycle, "day", "completed_on", _("The day lies in the future."))
        if cycle.kind.has_minutes and not 1 <= (cycle.minutes or 0) <= MOST_MINUTES:
            text = _("Give the minutes of teaching in which the new learning was used.")
            yield _against(cycle, "minutes", "minutes", text)
        for fact in cycle.kind.facts:
            value = cycle.facts.get(fact.key)
            if fact.is_confirmed and value is not True:
                yield _against(cycle, fact.key, fact.key, _("Without this the unit is not complete."))
            elif not fact.is_confirmed and not str(value or "").strip():
                yield _against(cycle, fact.key, fact.key, _("Write this down; it is part of the record."))

    return tuple(find())


def _reference(cycle: Cycle, done: Sequence[Done]) -> Iterator[Finding]:
    kind = cycle.kind
    if not kind.reference:
        return
    known = [value for value, _words in kind.choices]
    if not cycle.reference or (known and cycle.reference not in known):
        yield _against(cycle, "reference", "reference", _("Say which one it is."))
        return
    if any(each.reference.casefold() == cycle.reference.casefold() for each in done):
        yield _against(cycle, "again", "reference", _("This one is recorded already; it counts once."))
        return
    days = {each.reference: each.day for each in done}
    before = known[: known.index(cycle.reference)] if known else []
    if missing := [each for each in before if each not in days]:
        text = _("Stage %(missing)s comes first; a later stage counts only after it.")
        yield _against(cycle, "sequence", "reference", text, missing=missing[0])
    elif before and cycle.day < max(days[each] for each in before):
        yield _against(cycle, "order", "completed_on", _("A stage is not completed before the one it follows."))


def _against(cycle: Cycle, code: str, field: str, message: str, **params: str) -> Finding:
    return Finding(code=f"cycle.{code}", message=message, source=cycle.kind.source, params=params, field=field)


def clean_facts(kind: CycleKind, given: Mapping[str, object]) -> dict[str, str | bool]:
    """Keep what the kind asks for: texts cut to their limit, confirmations as true or false."""
    return {
        fact.key: bool(given.get(fact.key))
        if fact.is_confirmed
        else str(given.get(fact.key) or "").replace("\x00", "").strip()[:LONGEST_FACT]
        for fact in kind.facts
    }
