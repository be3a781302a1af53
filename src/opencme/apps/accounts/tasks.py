"""Jobs of accounts; each may run twice harmlessly."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app


@app.periodic(cron="10 3 * * *")
@app.task(name="accounts.sweep_tries", queue="house", queueing_lock="accounts.sweep_tries")
def sweep_tries(timestamp: int) -> None:
    """Every night: forget how often somebody tried, where no limit asks for it any more."""
    from opencme.apps.accounts import services  # noqa: PLC0415 -- leaf

    services.sweep_tries(now=datetime.fromtimestamp(timestamp, tz=UTC))
