"""Fields that hold a list, a line each."""

import re
from typing import Final

_ADDRESS: Final = re.compile(r"\s*(https?://\S+)\s*$")


def as_lines(text: str) -> list[str]:
    """Give the lines of a field, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def as_evidence(line: str) -> tuple[str, str]:
    """Give the words and the web address of a line of evidence."""
    found = _ADDRESS.search(line)
    return (line[: found.start()].strip() or found[1], found[1]) if found else (line, "")
