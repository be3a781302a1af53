"""The most an activity gives, found in the credit statement of a flyer: a beginning for a form that a person checks.

The wordings are those their owners print: "for a maximum of 2.0 AMA PRA Category 1 Credit(s)", "up to 4 Prescribed
credits", "1.5 contact hours", "3 AOA Category 1-A", "AAPA Category 1 CME credits". Nothing is sent anywhere.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_AMOUNT: Final = r"(?P<amount>\d{1,3}(?:\.\d{1,2})?)"
_BETWEEN: Final = r"[\s*_()]*(?:\(?max(?:imum)?\.?\)?\s*)?(?:hours?\s+of\s+|of\s+)?[\s*_]*"
_SYSTEMS: Final[tuple[tuple[str, str], ...]] = (
    ("AMA_PRA_1", r"AMA\s+PRA\s+Category\s+(?:1|I)\b(?!\s*I)"),
    ("AAPA_1", r"AAPA\s+Category\s+(?:1|I)\b"),
    ("AOA_1A", r"AOA\s+Category\s+1-?\s?A\b"),
    ("AOA_1B", r"AOA\s+Category\s+1-?\s?B\b"),
    ("AOA_2A", r"AOA\s+Category\s+2-?\s?A\b"),
    ("AOA_2B", r"AOA\s+Category\s+2-?\s?B\b"),
    ("AAFP_P", r"(?:AAFP\s+)?Prescribed\b"),
    ("AAFP_E", r"(?:AAFP\s+)?Elective\b"),
    ("MOC_ABIM", r"(?:ABIM\s+)?(?:Medical Knowledge\s+)?MOC\s+points?"),
)
_HOURS: Final = re.compile(rf"(?<![\d.]){_AMOUNT}{_BETWEEN}(?:\w+\s+){{0,3}}?contact[\s-]+hours?", re.IGNORECASE)
_PHARMACY: Final = re.compile(r"ACPE|pharmac|Pharmacy Education|\bCEUs?\b|\bUAN\b", re.IGNORECASE)
_NURSING: Final = re.compile(r"nurs|ANCC|\bRN\b|NCPD|CNE", re.IGNORECASE)
_NEAR: Final = 160
READ: Final = 8_000


@dataclass(frozen=True, slots=True)
class Designated:
    """One amount that was found: the credit's code in the requirement pack, how much at most, and the words."""

    system: str
    most: Decimal
    words: str


def read_flyer(text: str) -> tuple[Designated, ...]:
    """Find every credit a statement names with its maximum; of several amounts of one credit the largest."""
    flat = " ".join(text[:READ].replace("™", "").replace("®", "").split())
    found: dict[str, Designated] = {}
    for system, name in _SYSTEMS:
        for match in re.finditer(rf"(?<![\d.]){_AMOUNT}{_BETWEEN}{name}", flat, re.IGNORECASE):
            _keep(found, system, match)
    for match in _HOURS.finditer(flat):
        system = _whose_hours(flat, match)
        if system:
            _keep(found, system, match)
    return tuple(found.values())


def _keep(found: dict[str, Designated], system: str, match: re.Match[str]) -> None:
    most = Decimal(match["amount"])
    if most > 0 and (system not in found or found[system].most < most):
        found[system] = Designated(system, most, match[0])


def _whose_hours(text: str, match: re.Match[str]) -> str:
    """Say whether contact hours are the nurses' or the pharmacists'; nothing where the words around do not tell."""
    around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    if _PHARMACY.search(match[0]):
        return "ACPE"
    if _NURSING.search(match[0]):
        return "ANCC"
    told = [
        (found.start(), system)
        for system, pattern in (("ACPE", _PHARMACY), ("ANCC", _NURSING))
        for found in pattern.finditer(around)
    ]
    here = min(match.start(), _NEAR)
    before = [each for each in told if each[0] < here]
    return max(before or told, default=(0, ""))[1] if before else min(told, default=(0, ""))[1]
