"""Check-in codes: short, changing, derived from a session's secret and the time; nothing is stored per code."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

STEP_SECONDS: Final = 45
LENGTH: Final = 6
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TOLERANCE: Final = timedelta(minutes=15)


def step_at(moment: datetime) -> int:
    """Number the stretch of ``STEP_SECONDS`` that ``moment`` lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_for(secret: str, step: int) -> str:
    """Give the code of a session's secret in one stretch of time."""
    digest = int.from_bytes(hmac.digest(secret.encode(), str(step).encode(), sha256)[:8])
    signs = []
    for _place in range(LENGTH):
        digest, place = divmod(digest, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def as_typed(text: str) -> str:
    """Read what somebody typed: blanks, hyphens and case do not matter."""
    return "".join(sign for sign in text.upper() if sign in ALPHABET)[: LENGTH + 1]


def is_current(secret: str, code: str, moment: datetime) -> bool:
    """Say whether ``code`` is the present one or the one just before it."""
    step = step_at(moment)
    return any(hmac.compare_digest(code_for(secret, each), code) for each in (step, step - 1))


def seconds_left(moment: datetime) -> int:
    """Seconds until the code changes, 1 or more."""
    return STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS
