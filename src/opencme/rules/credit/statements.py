"""Statements whose words somebody else fixed: versioned templates with named places, and nothing else to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from opencme.kernel.registry import edition_on
from opencme.kernel.text import RichText, Run

_READ: Final = Formatter()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEdition:
    """The words from ``in_force_from`` on; never edited, the next edition is added (TRAP-60).

    text: in the marked form of ``RichText`` with ``{places}``. is_mandated: the words are the accreditor's own formula.
    """

    in_force_from: date
    text: str
    source: str
    grade: str
    is_mandated: bool = True

    @property
    def places(self) -> frozenset[str]:
        """The names of the places that are filled in."""
        return frozenset(name for _text, name, _spec, _how in _READ.parse(self.text) if name)

    def fill(self, **values: str | RichText) -> RichText:
        """Give the words with every place filled; italic inside a value stays italic.

        Raises ValueError when a place is left open or a value has no place (a bug).
        """
        if self.places != set(values):
            msg = f"the statement has the places {sorted(self.places)}, not {sorted(values)}"
            raise ValueError(msg)
        runs: list[Run] = []
        for run in RichText.parse(self.text).runs:
            for literal, name, _spec, _how in _READ.parse(run.text):
                runs.append(Run(literal, run.italic))
                if name:
                    value = values[name]
                    runs += value.runs if isinstance(value, RichText) else (Run(value, run.italic),)
        return _joined(runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTemplate:
    """One statement with its editions in order of date; ``label`` names it on screens."""

    key: str
    label: str
    editions: Sequence[StatementEdition]

    def on(self, day: date) -> StatementEdition:
        """Give the edition in force on ``day``; LookupError before the first."""
        return edition_on(self.editions, day)


def accreditation_key(*, accreditor_kind: str, is_joint: bool) -> str:
    """Give the key of the accreditation statement, by who accredits and whether partners take part (STMT-1, STMT-3).

    accreditor_kind: ``national``, ``state`` or ``joint`` (``rules.activity.accreditors.Kind``).
    is_joint: a partner that is not accredited provides the activity too. Two accredited providers use the direct form:
    no co-provided statement exists (TRAP-04).
    """
    family = {"national": "accme", "state": "state", "joint": "ja"}[accreditor_kind]
    return f"{family}_{'joint' if is_joint else 'direct'}"


def named(organization: str) -> str:
    """Give an organization's name as it follows "The": a leading "The" is not said twice."""
    return organization.removeprefix("The ").removeprefix("the ").strip()


def listed(names: Sequence[str]) -> str:
    """Give names as a sentence lists them: "A", "A and B", "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _joined(runs: Sequence[Run]) -> RichText:
    """Join neighbours of one style; an asterisk in a name becomes ∗, because the marked form uses it."""
    found: list[Run] = []
    for run in runs:
        text = run.text.replace("*", "∗")
        if found and found[-1].italic == run.italic:
            found[-1] = Run(found[-1].text + text, run.italic)
        elif text:
            found.append(Run(text, run.italic))
    return RichText(tuple(found))
