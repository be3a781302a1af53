"""The activity file: sections of a structured abstract with what shows them, as one tagged PDF with bookmarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from opencme.documents.typeset import typeset
from opencme.kernel.text import RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A labelled text; ``label`` may be empty."""

    label: str
    words: str | RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A labelled list."""

    label: str
    items: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; every row has as many cells as the head. ``widths`` are shares of the line."""

    label: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


Block = Text | Bullets | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something the file should hold and does not: what, and the workspace part that puts it right."""

    words: str
    fix: str = ""
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One field of the structured abstract with what shows it; ``criterion`` says what it is asked for."""

    key: str
    title: str
    criterion: str
    blocks: Sequence[Block] = ()
    missing: Sequence[Missing] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing required is missing."""
        return not any(each.is_required for each in self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """A file that belongs to the activity file; ``where`` says where it is found: joined, or in the ZIP only."""

    number: int
    name: str
    shows: str
    where: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFile:
    """Everything the file says."""

    provider: str
    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    evidence: Sequence[EvidenceLine] = field(default=())
    retention: str = ""

    @property
    def missing(self) -> tuple[tuple[Section, Missing], ...]:
        """What is missing, section by section, the required first."""
        found = [(section, each) for section in self.sections for each in section.missing]
        return tuple(sorted(found, key=lambda pair: not pair[1].is_required))


def activity_file_pdf(file: ActivityFile, *, made_at: datetime, made_words: str) -> bytes:
    """Typeset the file. Raises DomainError that names each character no font can print."""
    return typeset(
        "activity_file",
        {
            "provider": file.provider,
            "title": file.title,
            "facts": [{"label": label, "value": value} for label, value in file.facts],
            "sections": [_section(each) for each in file.sections],
            "missing": [
                {"section": section.title, "words": each.words, "required": each.is_required}
                for section, each in file.missing
            ],
            "evidence": [
                {
                    "number": str(each.number),
                    "name": each.name,
                    "shows": each.shows,
                    "where": each.where,
                    "sha256": each.sha256,
                }
                for each in file.evidence
            ],
            "retention": file.retention,
            "made": made_words,
        },
        made_at=made_at,
    )


def _section(section: Section) -> Mapping[str, Any]:
    return {
        "title": section.title,
        "criterion": section.criterion,
        "blocks": [_block(each) for each in section.blocks],
        "missing": [{"words": each.words, "required": each.is_required} for each in section.missing],
    }


def _block(block: Block) -> Mapping[str, Any]:
    if isinstance(block, Text):
        words = block.words if isinstance(block.words, RichText) else RichText.parse(block.words.replace("*", "∗"))
        return {"kind": "text", "label": block.label, "words": words}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "label": block.label, "items": list(block.items)}
    return {
        "kind": "table",
        "label": block.label,
        "head": list(block.head),
        "rows": [list(row) for row in block.rows],
        "widths": list(block.widths),
    }
