"""Jobs of activities; each may run twice harmlessly."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="activities.refresh_glances", queue="activities", queueing_lock="activities.refresh_glances")
def refresh_glances(timestamp: int) -> None:
    """Every minute: keep the boards' readiness true."""
    from opencme.apps.activities.services.glances import refresh_glances as refresh  # noqa: PLC0415 -- leaf

    refresh(now=datetime.fromtimestamp(timestamp, tz=UTC))
