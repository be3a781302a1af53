"""Credit earned elsewhere: what its owner says of it, and what stands against an entry as somebody typed it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideKind:
    """One kind of credit that a clinician records for themselves, by its code in the requirement pack.

    label: its name; says: one sentence that helps to choose it. unit, units: in plain words.
    step: the smallest amount its owner gives, None where no source says. minutes: of one unit, None where unknown.
    is_common: offered among the first.
    """

    key: str
    label: str
    says: str = ""
    unit: str = "credit"
    units: str = "credits"
    step: Decimal | None = None
    minutes: int | None = None
    is_common: bool = False
    source: str = ""
