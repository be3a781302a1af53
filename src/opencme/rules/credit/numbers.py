"""Numbers of ledger entries: ``CR-<activity>-<sequence>-<check>``, readable aloud, a slip of one sign found at once.

Signs are Crockford's base 32 (no I, L, O, U); the check sign is Luhn's over that alphabet.
"""

from typing import Final

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def ledger_number(activity: int, sequence: int) -> str:
    """Give the number of the ``sequence``-th entry of an activity's chain (both from 1)."""
    body = f"CR-{_in_signs(activity, 4)}-{_in_signs(sequence, 4)}"
    return f"{body}-{_check(body)}"


def is_ledger_number(text: str) -> bool:
    """Say whether ``text`` is well formed and its check sign fits; small letters, O for 0 and I or L for 1 pass."""
    prefix, dash, rest = text.strip().upper().partition("-")
    body, last, check = f"{prefix}{dash}{rest.translate(_MISREAD)}".rpartition("-")
    parts = body.split("-")
    if prefix != "CR" or not last or len(parts) != len(("CR", "activity", "sequence")):
        return False
    if not all(part and set(part) <= set(SIGNS) for part in (*parts[1:], check)):
        return False
    return check == _check(body)


def _in_signs(number: int, width: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, len(SIGNS))
        found = SIGNS[rest] + found
    return found.rjust(width, "0")


def _check(body: str) -> str:
    total = 0
    for at, sign in enumerate(reversed(body.replace("-", "")[2:])):
        high, low = divmod(SIGNS.index(sign) * (2 if at % 2 == 0 else 1), len(SIGNS))
        total += high + low
    return SIGNS[-total % len(SIGNS)]
