"""Every variable that the program reads stands in docs/reference/settings.md, and none stands there for nothing."""

import re
from collections.abc import Iterator
from typing import Final

from opencme.config.env import ROOT

VARIABLE: Final = re.compile(r"\bOPENCME_[A-Z_]+\b")


def problems() -> Iterator[str]:
    """Give what is missing on either side."""
    read = set(VARIABLE.findall((ROOT / "src/opencme/config/env.py").read_text()))
    page = ROOT / "docs/reference/settings.md"
    told = set(VARIABLE.findall(page.read_text())) if page.exists() else set()
    for name in sorted(read - told):
        yield f"docs/reference/settings.md:1: {name} is read and not told of"
    for name in sorted(told - read):
        yield f"docs/reference/settings.md:1: {name} is told of and not read"
