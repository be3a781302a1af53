"""Jobs of delivery; each loads by id, calls one service and may run twice harmlessly."""

from procrastinate.contrib.django import app

from opencme.kernel import clock
from opencme.rules.access.roles import system


@app.task(name="delivery.import_attendance_file", queue="imports", retry=3)
def import_attendance_file(import_id: int) -> None:
    """Read a big attendance file that waits."""
    from opencme.apps.delivery.services.attendance import run_import  # noqa: PLC0415 -- leaf

    run_import(by=system(), import_id=import_id, now=clock.now())
