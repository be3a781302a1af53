"""Attendance by staff: importing files, deciding on doubtful rows, recording by hand, undoing."""

from opencme.apps.delivery.services.attendance.evidence import keep_attendance
from opencme.apps.delivery.services.attendance.importing import (
    cancel_import,
    import_attendance,
    import_into,
    run_import,
    undo_import,
)
from opencme.apps.delivery.services.attendance.manual import record_by_staff, take_back_staff_record
from opencme.apps.delivery.services.attendance.queue import (
    accept_suggestions,
    add_person_for_row,
    ignore_row,
    match_row,
    reopen_row,
)
from opencme.apps.delivery.services.attendance.scope import session_to_change

__all__ = [
    "accept_suggestions",
    "add_person_for_row",
    "cancel_import",
    "ignore_row",
    "import_attendance",
    "import_into",
    "keep_attendance",
    "match_row",
    "record_by_staff",
    "reopen_row",
    "run_import",
    "session_to_change",
    "take_back_staff_record",
    "undo_import",
]
