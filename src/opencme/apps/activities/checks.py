"""Checks that gates ask: each app above registers what it knows of an activity; this app never learns its name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final, TypeVar

from opencme.apps.activities.models import Activity
from opencme.kernel.findings import Finding

Check = Callable[[Activity, datetime], tuple[Finding, ...]]
Told = TypeVar("Told")
_CHECKS: Final[dict[str, Check]] = {}
_ROUND: Final[ContextVar[dict[tuple[str, int, datetime], Any] | None]] = ContextVar("round", default=None)


def register(key: str, check: Check) -> None:
    """Offer ``check`` under ``key``; called once per key from an app's ``ready``. ValueError on a second one."""
    if _CHECKS.get(key, check) is not check:
        msg = f"two checks are registered as {key!r}"
        raise ValueError(msg)
    _CHECKS[key] = check


def findings(key: str, activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask one check. LookupError when no app answers to ``key`` (a bug)."""
    check = _CHECKS[key]
    return shared(f"check:{key}", activity, now, lambda: check(activity, now))


def is_registered(key: str) -> bool:
    """Say whether an app answers to ``key``."""
    return key in _CHECKS


@contextmanager
def one_round() -> Iterator[None]:
    """Inside, each check is asked once and what checks share is read once; nothing may change meanwhile."""
    if _ROUND.get() is not None:
        yield
        return
    token = _ROUND.set({})
    try:
        yield
    finally:
        _ROUND.reset(token)


def shared(name: str, activity: Activity, now: datetime, make: Callable[[], Told]) -> Told:
    """Give what ``make`` reads of the activity; inside one round it is read once for all checks that name it."""
    kept = _ROUND.get()
    if kept is None:
        return make()
    key = (name, activity.pk, now)
    if key not in kept:
        kept[key] = make()
    found: Told = kept[key]
    return found
