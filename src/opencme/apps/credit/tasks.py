"""Jobs of credit; each may run twice harmlessly."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from opencme.kernel import clock
from opencme.rules.access.roles import system


@app.task(name="credit.issue_certificate", queue="certificates", retry=5)
def issue_certificate(registration_id: int) -> None:
    """Make the certificate of a registration whose ledger changed, or the new version the change asks for."""
    from opencme.apps.credit.services import certificates  # noqa: PLC0415 -- leaf

    certificates.issue_certificate(by=system(), registration_id=registration_id, now=clock.now())


@app.periodic(cron="10 0 * * *")
@app.task(name="credit.seal_day", queue="ledger", queueing_lock="credit.seal_day", retry=5)
def seal_day(timestamp: int) -> None:
    """Every night: seal the ledger as it stands under the day that ended."""
    from opencme.apps.credit.services import ledger  # noqa: PLC0415 -- leaf

    ledger.seal_day(by=system(), now=datetime.fromtimestamp(timestamp, tz=UTC))
