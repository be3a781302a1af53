"""Lines: what is said of one clause of one rule, and the proof behind it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """How a line stands. ``capped`` and ``applied`` only inform; ``unknown`` comes with the questions to ask."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    CAPPED = "capped"
    APPLIED = "applied"
    UNKNOWN = "unknown"

    __hash__ = str.__hash__  # an Enum's own hash is slow, and lines are looked up by it


@dataclass(frozen=True, slots=True)
class Because:
    """One step of a proof: what was looked at, by which clause, how much of it counted (thousandths), in words."""

    clause: str
    subject: str
    counted: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is said of one clause.

    required, counted, missing: thousandths of ``unit`` (or completions times 1000); None when not known.
    by: the day by which what is missing is due. note: a short reason. questions: facts to ask the clinician for.
    warnings: values it rests on that no source confirmed. why: the proof, empty unless it was recorded.
    """

    rule: str
    line: str
    verdict: Verdict
    required: int | None = None
    counted: int | None = None
    missing: int | None = None
    by: date | None = None
    unit: str = ""
    note: str = ""
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    why: tuple[Because, ...] = ()
