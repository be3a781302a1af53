"""Jobs of credit; each loads by id, calls one service and may run twice harmlessly."""

from procrastinate.contrib.django import app

from opencme.kernel import clock
from opencme.rules.access.roles import system


@app.task(name="credit.issue_certificate", queue="certificates", retry=3)
def issue_certificate(registration_id: int) -> None:
    """Make the certificate that fits the ledger, after a claim or a correction."""
    from opencme.apps.credit.services import certificates  # noqa: PLC0415 -- leaf

    certificates.issue_certificate(by=system(), registration_id=registration_id, now=clock.now())
