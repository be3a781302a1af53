"""Whether an activity has started or ended; three steps of its life ask."""

from datetime import datetime
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

SOURCE: Final = "opencme-planning"


def findings_on_ended(ends_at: datetime | None, now: datetime, *, shown: str) -> tuple[Finding, ...]:
    """Refuse while it still runs. shown: the end as people read it, on the venue's clock."""
    if ends_at is None:
        return (_finding("activity.ended.unknown", _("No end is known; complete its dates first."), fix="plan"),)
    if now < ends_at:
        return (_finding("activity.ended.running", _("It runs until %(end)s."), {"end": shown}),)
    return ()


def findings_on_started(starts_at: datetime | None, now: datetime) -> tuple[Finding, ...]:
    """Refuse before it has started: then it is cancelled instead."""
    if starts_at is None or now < starts_at:
        return (_finding("activity.started.not", _("It has not started; cancel it instead.")),)
    return ()


def findings_on_not_started(starts_at: datetime | None, now: datetime, *, is_open: bool) -> tuple[Finding, ...]:
    """Refuse once participants could take part: what was made available is reported, even with nobody (PARS-1)."""
    if is_open and starts_at is not None and now >= starts_at:
        return (
            Finding(
                code="activity.not_started.begun",
                message=_("It has begun: stop offering it instead; what was offered is reported."),
                source="accme-activity-types",
            ),
        )
    return ()


def _finding(code: str, message: str, params: dict[str, str] | None = None, fix: str = "") -> Finding:
    return Finding(code=code, message=message, source=SOURCE, params=params or {}, fix=fix)
