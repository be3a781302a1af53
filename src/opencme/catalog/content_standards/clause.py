"""What a content standard is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opencme.kernel.registry import edition_on
from opencme.rules.independence.review import ReviewItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: what it demands, in our words, and what shows that it was kept.

    code: the standard's own number. gate: key of the check of the life cycle that asks for it; record: the table
    whose rows are its evidence. question, help: set where a content reviewer answers it.
    """

    code: str
    title: str
    demand: str
    evidence: str
    gate: str
    record: str
    source: str
    question: str = ""
    help: str = ""

    @property
    def review_item(self) -> ReviewItem | None:
        """The question of the review form, where a person answers this clause."""
        if not self.question:
            return None
        key = "c" + self.code.replace(".", "_").replace(" ", "")
        return ReviewItem(key=key, clause=self.code, question=self.question, help=self.help, source=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardEdition:
    """One edition of a standard."""

    in_force_from: date
    source: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentStandard:
    """One standard with its editions, earliest first."""

    key: str
    number: str
    title: str
    editions: Sequence[StandardEdition]

    def on(self, day: date) -> StandardEdition:
        """Give the edition in force on ``day``. Raises LookupError before the first."""
        return edition_on(self.editions, day)
