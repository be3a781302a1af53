"""Clock time at the venue and the moment it means; twice a year the two do not fit."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _


@cache
def zones() -> frozenset[str]:
    """All time zones this machine knows, read once."""
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Say whether ``name`` is a time zone such as "America/Chicago"."""
    return name in zones()


def moment(day: date, at: time, zone: ZoneInfo, *, is_second: bool = False) -> datetime:
    """Give the moment, in UTC, that clocks in ``zone`` show as ``at`` on ``day``.

    is_second: which of the two when the clock shows it twice (the night it is put back); False is the first.
    For a time the clock skips (the night it is put forward), the moment after the jump is given; ask
    ``findings_on_clock`` first.
    """
    local = datetime.combine(day, at, tzinfo=zone).replace(fold=int(is_second))
    return local.astimezone(UTC)


def is_skipped(day: date, at: time, zone: ZoneInfo) -> bool:
    """Say whether clocks in ``zone`` never show ``at`` on ``day``."""
    shown = moment(day, at, zone).astimezone(zone)
    return (shown.date(), shown.time()) != (day, at)


def is_doubled(day: date, at: time, zone: ZoneInfo) -> bool:
    """Say whether clocks in ``zone`` show ``at`` twice on ``day``."""
    return not is_skipped(day, at, zone) and moment(day, at, zone) != moment(day, at, zone, is_second=True)


def findings_on_clock(day: date, at: time, zone: ZoneInfo, *, field: str = "") -> tuple[Finding, ...]:
    """Say whether ``at`` on ``day`` is a time the clock skips (a refusal) or shows twice (advice)."""
    named = {"time": f"{at:%H:%M}", "day": f"{day:%Y-%m-%d}", "zone": zone.key}
    if is_skipped(day, at, zone):
        return (
            Finding(
                code="agenda.clock.skipped",
                message=_("%(time)s does not exist on %(day)s in %(zone)s: the clocks are put forward over it."),
                source="opencme-agenda",
                params=named,
                field=field,
                fix="agenda",
            ),
        )
    if is_doubled(day, at, zone):
        return (
            Finding(
                code="agenda.clock.doubled",
                message=_("%(time)s comes twice on %(day)s in %(zone)s; the first one is meant here."),
                source="opencme-agenda",
                params=named,
                field=field,
                fix="agenda",
                blocking=False,
            ),
        )
    return ()


def changes_on(day: date, zone: ZoneInfo) -> bool:
    """Say whether the clocks in ``zone`` change on ``day``, so that it has 23 or 25 hours."""
    first = datetime.combine(day, time.min, tzinfo=zone)
    last = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    return first.utcoffset() != last.utcoffset()
