"""Rich text without markup: runs that are plain or italic, so one statement serves every medium.

The name *AMA PRA Category 1 Credit*™ must be italic wherever type allows and keep its ™ everywhere.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Final

_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def without_controls(text: str) -> str:
    """Take out what no page, file or database can carry: control signs (line ends stay) and halves of signs."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class RichText:
    """A sentence or more as a sequence of runs."""

    runs: tuple[Run, ...]

    @classmethod
    def parse(cls, source: str) -> "RichText":
        """Read text in which ``*…*`` marks italic; there is no other markup and no escape."""
        pieces = source.split("*")
        if len(pieces) % 2 == 0:
            msg = f"an asterisk is left open in {source!r}"
            raise ValueError(msg)
        return cls(tuple(Run(piece, italic=bool(i % 2)) for i, piece in enumerate(pieces) if piece))

    @property
    def plain(self) -> str:
        """The words alone, for plain-text mail and exports; the ™ stays."""
        return "".join(run.text for run in self.runs)

    @property
    def html(self) -> str:
        """Escaped HTML with ``<em>`` for italic; safe to place in a page."""
        return "".join(f"<em>{escape(run.text)}</em>" if run.italic else escape(run.text) for run in self.runs)

    @property
    def marked(self) -> str:
        """The source form, with ``*…*``; ``RichText.parse(x.marked) == x``."""
        return "".join(f"*{run.text}*" if run.italic else run.text for run in self.runs)

    def __str__(self) -> str:
        return self.plain
