"""What the last gate asks: does the accreditor have the activity and everybody who can be reported?"""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import local
from opencme.apps.reporting.models import Report
from opencme.apps.reporting.selectors import learners
from opencme.apps.reporting.selectors.facts import activity_report
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.reporting.activity import findings_on_report

ACTIVITY_KINDS = ("pars_activity_json", "pars_activity_xml")
OWES = _("CME coordinator")


def reported(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask for what closes the record in PARS, for a submitted activity report, and for submitted completions.

    A completion that cannot be reported (no consent, no identifier) blocks nothing: learner data are optional.
    """
    today = local(activity, now).date()
    report = activity_report(activity, today=today)
    found = [each for each in findings_on_report(report, today=today) if each.blocking]
    rows = Report.objects.of(activity.provider_id).filter(activity=activity, submitted_at__isnull=False)
    if not rows.filter(kind__in=ACTIVITY_KINDS).exists():
        found.append(
            Finding(
                code="report.activity_not_submitted",
                message=_("Make the activity report, enter it in PARS, and say so."),
                source="accme-pars-required",
                owes=OWES,
                fix="reports",
            )
        )
    waiting = learners.standing_of(activity).reportable
    if waiting:
        found.append(
            Finding(
                code="report.completions_not_submitted",
                message=_("Completions that can be reported and that PARS does not have: %(count)s."),
                source="accme-learner-physicians",
                params={"count": f"{waiting:,}"},
                owes=OWES,
                fix="reports",
                blocking=False,
            )
        )
    return tuple(found)
