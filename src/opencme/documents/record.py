"""A person's own record on paper: a heading, facts, and tables with their sums, as a tagged PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from opencme.documents.typeset import typeset
from opencme.kernel.text import RichText, Run

Cell = str | RichText


class Paper(StrEnum):
    """The sheet it is laid out for."""

    LETTER = "us-letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its head, its share of the line, and whether it holds figures (aligned at the end)."""

    title: str
    width: int
    is_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled table with words before it; ``total`` is its last row, and ``empty`` is said where no row is."""

    title: str
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()
    total: Sequence[str] = ()
    words: Sequence[str] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything the paper says. who: whose record it is; signature: draws a line to sign on, with these words."""

    heading: str
    title: str
    who: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    made: str
    signature: str = ""
    paper: Paper = Paper.LETTER


def record_pdf(record: Record, *, made_at: datetime) -> bytes:
    """Typeset a record. Raises DomainError that names each character no font can print."""
    return typeset(
        "record",
        {
            "paper": str(record.paper),
            "heading": record.heading,
            "title": record.title,
            "who": record.who,
            "facts": [{"label": label, "value": value} for label, value in record.facts],
            "parts": [_part(part) for part in record.parts],
            "made": record.made,
            "signature": record.signature,
        },
        made_at=made_at,
    )


def _part(part: Part) -> dict[str, object]:
    wide = len(part.columns)
    if any(len(row) != wide for row in (*part.rows, *([part.total] if part.total else []))):
        msg = f"{part.title}: every row has as many cells as there are columns"
        raise ValueError(msg)
    return {
        "title": part.title,
        "words": list(part.words),
        "empty": part.empty,
        "columns": [{"title": each.title, "width": each.width, "end": each.is_end} for each in part.columns],
        "rows": [[cell if isinstance(cell, RichText) else RichText((Run(cell),)) for cell in row] for row in part.rows],
        "total": list(part.total),
    }
