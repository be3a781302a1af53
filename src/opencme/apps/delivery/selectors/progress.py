"""How far a waiting import came: rows, rate, time left."""

from dataclasses import dataclass
from datetime import datetime

from opencme.apps.delivery.models import AttendanceImport

_HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """Rows read of rows in all; what cannot be known yet is None. is_keeping: all is read, people are being kept."""

    rows_read: int
    rows_total: int
    is_started: bool
    is_keeping: bool
    percent: int | None
    rows_per_second: int | None
    seconds_left: int | None


def import_progress(made: AttendanceImport, now: datetime) -> ImportProgress:
    """Tell the progress of an import that a job reads."""
    seconds = (now - made.started_at).total_seconds() if made.started_at else 0
    rate = int(made.rows_read / seconds) if seconds > 0 and made.rows_read else None
    total = made.rows_total
    return ImportProgress(
        rows_read=made.rows_read,
        rows_total=total,
        is_started=made.started_at is not None,
        is_keeping=bool(total) and made.rows_read >= total,
        percent=min(_HUNDRED, made.rows_read * _HUNDRED // total) if total else None,
        rows_per_second=rate,
        seconds_left=-(-(total - made.rows_read) // rate) if rate and total else None,
    )
