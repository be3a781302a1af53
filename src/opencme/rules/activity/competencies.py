"""A desirable attribute of clinicians in whose context an activity is built."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """One competency. body: whose list it stands in; source: key in ``catalog.sources``."""

    key: str
    name: str
    body: str
    source: str
