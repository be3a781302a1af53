"""What a credit system is: its unit, its rounding, what each learning format earns, by date and with its source.

The entries stand in ``catalog.credit_systems``. Facts of grade A or B are hard; C and U are values that warn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.professions import Degree
from opencme.kernel.registry import edition_on
from opencme.kernel.text import RichText


class Rounding(StrEnum):
    """How minutes become steps of credit."""

    NEAREST = "nearest"
    DOWN = "down"


class Basis(StrEnum):
    """What the credit of a format is reckoned from."""

    SESSIONS = "sessions"
    ESTIMATE = "estimate"
    PER_UNIT = "per_unit"
    FLAT = "flat"
    STAGES = "stages"
    TEACHING = "teaching"


class Ask(StrEnum):
    """What a participant must have done before credit is awarded."""

    ATTENDANCE = "attendance"
    CONTENT = "content"
    PASS_MARK = "pass_mark"  # noqa: S105 -- the mark to reach, no secret
    UNITS = "units"
    STAGES = "stages"
    TEACHING = "teaching"


class Gives(StrEnum):
    """What a person gets: credit awarded, or participation recorded (TRAP-48)."""

    AWARDED = "awarded"
    PARTICIPATED = "participated"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRule:
    """What one learning format earns in one credit system.

    key: of ``catalog.formats``; other formats with the same ``learning_format`` use the same rule.
    learning_format: the words of the designation statement.
    value: credit per unit or flat; stages: credit after the stages done in order ("A", "AB", …);
    ratio: minutes are multiplied by it. cycle: ``CompletedCycle.kind`` that proves a unit.
    unit_limit: the most of one session or unit, where a source gives one.
    grade: of the value; a limit of grade C or U warns and never refuses.
    """

    key: str
    learning_format: str
    basis: Basis
    asks: tuple[Ask, ...]
    source: str
    grade: str
    value: Credits = ZERO
    stages: Mapping[str, Credits] = field(default_factory=lambda: MappingProxyType({}))
    ratio: int = 1
    cycle: str = ""
    needs_description: bool = False
    unit_limit: Credits | None = None
    unit_limit_source: str = ""

    @property
    def is_hard(self) -> bool:
        """Whether the value may refuse something."""
        return self.grade in "AB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A credit system as it stands from ``in_force_from`` on; never edited, the next one is added.

    name: the credit's name, italic where its owner wants it; unit and units: singular and plural in the same form.
    step: smallest amount; claim_step: step in which a participant claims. minimum: smallest designation.
    degrees: who may be awarded it; None where it is for everybody who is awarded nothing else.
    others: key of the system that those who may not be awarded get; follows: the system whose designation it shares.
    excluded: formats that earn nothing, though others of their learning format do. counted: kinds of sessions that
    count. retroactive_days: days after the activity in which credit may still be applied for; None: never after the
    start. by_letter: the owner approves each activity and sends the words.
    needs_ancc: the provider must hold that accreditation.
    designation: key in ``catalog.statements`` of its words; provider_statement: of the words about the provider;
    pending_statement: of the words allowed before approval; certificate: of what a certificate says of an award.
    unverified: sentences about facts that nobody checked yet, shown wherever the edition is used.
    """

    in_force_from: date
    source: str
    grade: str
    name: RichText
    unit: RichText
    units: RichText
    gives: Gives
    step: Decimal
    claim_step: Decimal
    rounding: Rounding
    minimum: Credits
    degrees: frozenset[Degree] | None
    rules: tuple[FormatRule, ...]
    excluded: frozenset[str] = frozenset()
    unit_minutes: int = 60
    counted: frozenset[str] = frozenset({"education"})
    others: str = ""
    follows: str = ""
    retroactive_days: int | None = None
    by_letter: bool = False
    needs_ancc: bool = False
    designation: str = ""
    provider_statement: str = ""
    pending_statement: str = ""
    certificate: str = "awarded"
    record_years: int = 6
    timing_source: str
    degrees_source: str
    unverified: tuple[str, ...] = ()

    def rule_for(self, format_key: str, learning_format: str) -> FormatRule | None:
        """Give the rule of a format: by its own key, else by its learning format; None when it earns nothing here."""
        if format_key in self.excluded:
            return None
        by_key = next((rule for rule in self.rules if rule.key == format_key), None)
        by_name = (rule for rule in self.rules if rule.learning_format == learning_format)
        return by_key or next(by_name, None)

    def amount(self, credits_: Credits) -> RichText:
        """Give an amount with its unit in the right number: "1 *AMA PRA Category 1 Credit*™"."""
        unit = self.unit if credits_.amount == 1 else self.units
        return RichText.parse(f"{credits_.short} {unit.marked}")

    def is_for(self, degree: str) -> bool:
        """Say whether a holder of ``degree`` may be awarded this credit."""
        return self.degrees is None or degree in self.degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditSystem:
    """A credit system with its editions in order of date; ``label`` is its short name on screens."""

    key: str
    label: str
    owner: str
    editions: Sequence[Edition]

    def on(self, day: date) -> Edition:
        """Give the edition in force on ``day``; LookupError before the first."""
        return edition_on(self.editions, day)
