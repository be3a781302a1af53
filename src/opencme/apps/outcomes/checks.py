"""What the gates ask about an activity's evaluation."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.outcomes.selectors import form_row
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _


def evaluation(activity: Activity, now: datetime) -> tuple[Finding, ...]:  # noqa: ARG001 -- the signature of a check
    """Ask for an evaluation: each activity is evaluated for the change it made."""
    if form_row(activity) is not None:
        return ()
    return (
        Finding(
            code="evaluation.missing",
            source="accme-core-criteria",
            message=_("Set up the evaluation form: its standing questions are ready, save it once."),
            fix="evaluation",
        ),
    )
