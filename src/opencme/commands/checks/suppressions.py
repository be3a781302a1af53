"""Each suppression carries its reason on the same line."""

import re
from collections.abc import Iterator
from typing import Final

from opencme.commands.checks.code import modules, place

BARE: Final = re.compile(r"# (?:noqa(?:: [A-Z0-9, ]+)?|type: ignore(?:\[[\w, -]+\])?)\s*$")


def problems() -> Iterator[str]:
    """Give the suppressions without a reason."""
    for path, _tree in modules():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if BARE.search(line):
                yield f"{place(path).rpartition(':')[0]}:{number}: a suppression needs its reason: … -- why"
