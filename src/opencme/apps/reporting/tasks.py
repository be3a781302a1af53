"""Jobs of reporting; each loads by id, calls one service and may run twice harmlessly."""

from procrastinate.contrib.django import app

from opencme.kernel import clock
from opencme.rules.access.roles import system


@app.task(name="reporting.make_report", queue="reports")
def make_report(report_id: int) -> None:
    """Make a report that waits."""
    from opencme.apps.reporting.services.making import run_report  # noqa: PLC0415 -- leaf

    run_report(by=system(), report_id=report_id, now=clock.now())
