"""Jobs of mail; each may run twice harmlessly."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from opencme.kernel import clock


@app.task(name="messaging.send_message", queue="mail", priority=10)
def send_message(message_id: int) -> None:
    """Send one queued mail; a failure is noted on its row and tried again by ``retry_failed``."""
    from opencme.apps.messaging.services import sending  # noqa: PLC0415 -- leaf

    sending.send(message_id=message_id, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="messaging.retry_failed", queue="mail", queueing_lock="messaging.retry_failed")
def retry_failed(timestamp: int) -> None:
    """Every minute: try again the mails that failed and are due."""
    from opencme.apps.messaging.services import sending  # noqa: PLC0415 -- leaf

    sending.retry_failed(now=datetime.fromtimestamp(timestamp, tz=UTC))


@app.periodic(cron="40 3 * * *")
@app.task(name="messaging.forget_sent", queue="mail", queueing_lock="messaging.forget_sent")
def forget_sent(timestamp: int) -> None:
    """Every night: delete what was sent 90 days ago."""
    from opencme.apps.messaging.services import sending  # noqa: PLC0415 -- leaf

    sending.forget_sent(now=datetime.fromtimestamp(timestamp, tz=UTC))
