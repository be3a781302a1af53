"""What an accreditor decides about a provider: statuses and their terms, the abstract's limits, the year's last day.

The entries stand in ``catalog.accreditors``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from opencme.kernel.registry import edition_on


class Kind(StrEnum):
    """Whom an accreditor accredits."""

    NATIONAL = "national"
    STATE = "state"
    JOINT = "joint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A decision about a provider.

    years: length of its term; None where none is set or known.
    new_joint: whether joint activities with non-accredited partners may be agreed on; None where no source says.
    """

    key: str
    name: str
    years: int | None
    new_joint: bool | None = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract:
    """The longest text, in words, of each field of the structured abstract; a longer one is advised against."""

    source: str
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditorEdition:
    """What the accreditor may change, from ``in_force_from`` on."""

    in_force_from: date
    source: str
    statuses: tuple[Status, ...]
    abstract: Abstract

    def status(self, key: str) -> Status | None:
        """Give the status; None for one this edition does not know."""
        return next((each for each in self.statuses if each.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """The last day on which the activities of ``year`` are reported."""

    year: int
    last_day: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditor:
    """An organization that accredits providers, as the statements name it.

    name and abbreviation: the slots of the accreditation statement.
    may_designate_ama: its providers designate AMA PRA credit.
    year_ends: the reporting days that are known; none is reckoned for a year the accreditor has not named.
    """

    key: str
    name: str
    abbreviation: str
    kind: Kind
    editions: Sequence[AccreditorEdition]
    may_designate_ama: bool = True
    year_ends: tuple[YearEnd, ...] = ()

    def on(self, day: date) -> AccreditorEdition:
        """Give the edition in force on ``day``; LookupError before the first."""
        return edition_on(self.editions, day)

    def year_end(self, year: int) -> YearEnd | None:
        """Give the last reporting day for activities of ``year``; None where the accreditor has named none yet."""
        return next((each for each in self.year_ends if each.year == year), None)
