"""Numbers of certificates: ``K7Q2-9F3M-X4TB``, not to be guessed, readable aloud, a slip of one sign found at once.

Signs are Crockford's base 32 (no I, L, O, U); the last is Luhn's check over that alphabet.
"""

import re
from typing import Final

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN: Final = re.compile(rf"\b[{SIGNS}]{{4}}-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}\b")
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH: Final = 12


def certificate_number(randomness: bytes) -> str:
    """Make a number of at least seven random bytes (55 bits are used)."""
    value = int.from_bytes(randomness[:7], "big")
    body = "".join(SIGNS[value >> (5 * place) & 31] for place in range(_LENGTH - 1))
    return _grouped(body + _check(body))


def tidy_number(typed: str) -> str:
    """Read a number as people type it (small letters, O for 0, blanks, no hyphens); empty when it cannot be one."""
    signs = re.sub(r"[\s\-‐‑–]", "", typed).upper().translate(_MISREAD)
    if len(signs) != _LENGTH or not set(signs) <= set(SIGNS) or signs[-1] != _check(signs[:-1]):
        return ""
    return _grouped(signs)


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, _LENGTH, 4))


def _check(body: str) -> str:
    total = 0
    for place, sign in enumerate(reversed(body)):
        high, low = divmod(SIGNS.index(sign) * (2 if place % 2 == 0 else 1), len(SIGNS))
        total += high + low
    return SIGNS[-total % len(SIGNS)]
