"""A lock file names versions and hashes, never a host or a path of some machine."""

import json
import re
from collections.abc import Iterator
from typing import Final

from opencme.config.env import ROOT

ADDRESS: Final = re.compile(
    r"[a-z+]+://"  # a host
    r"|@ *file:|(?<![\w.])/(?:home|root|work|tmp|opt)/"  # a path of some machine
    r"|^--?(?:(?:extra-)?index-url|find-links|[if]\b)"  # an option that names either
)


def problems() -> Iterator[str]:
    """Give the lines of lock files that name an address."""
    for path in sorted((ROOT / "requirements").glob("*.lock")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if ADDRESS.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: a lock file names no address: {line.strip()[:80]}"
    npm = ROOT / "package-lock.json"
    if npm.exists():
        for name, entry in json.loads(npm.read_text()).get("packages", {}).items():
            if "resolved" in entry:
                yield f"package-lock.json:1: {name} is locked with an address; write the lock without `resolved`"
