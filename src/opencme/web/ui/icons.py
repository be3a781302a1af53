"""Icons: lucide's drawings as plain parts, so that a template draws them and nothing is marked safe."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import lucide

#: What ``{% status kind %}`` draws for each kind; the word beside it is the caller's.
STATUS_ICONS: Final = {
    "met": "circle-check",
    "short": "circle-dot-dashed",
    "due_soon": "clock",
    "overdue": "triangle-alert",
    "cannot_decide": "circle-question-mark",
    "not_applicable": "circle-minus",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "octagon-x",
    "info": "info",
    "calm": "circle",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One element of a drawing with its attributes."""

    tag: str
    attributes: tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def shapes(name: str) -> tuple[Shape, ...]:
    """Give the elements of the icon ``name``; LookupError for a name lucide does not have (a bug)."""
    try:
        drawing = lucide._load_icon(name)  # noqa: SLF001 -- the package's only door to the parsed drawing
    except lucide.IconDoesNotExist:
        msg = f"no icon is called {name!r}; see lucide.dev for the names"
        raise LookupError(msg) from None
    return tuple(Shape(str(element.tag), tuple(element.attrib.items())) for element in drawing)
