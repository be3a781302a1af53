"""Checks that gates ask: each app above registers what it knows of an activity; this app never learns its name."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Activity
from opencme.kernel.findings import Finding

Check = Callable[[Activity, datetime], tuple[Finding, ...]]
_CHECKS: Final[dict[str, Check]] = {}


def register(key: str, check: Check) -> None:
    """Offer ``check`` under ``key``; called once per key from an app's ``ready``. ValueError on a second one."""
    if _CHECKS.get(key, check) is not check:
        msg = f"two checks are registered as {key!r}"
        raise ValueError(msg)
    _CHECKS[key] = check


def findings(key: str, activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask one check. LookupError when no app answers to ``key`` (a bug)."""
    return _CHECKS[key](activity, now)


def is_registered(key: str) -> bool:
    """Say whether an app answers to ``key``."""
    return key in _CHECKS
