"""What the gates ask about an activity's credit."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.credit.selectors.designation import designation_page
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.lifecycle import State

OWN = "opencme-credit"


def designated(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask for a designation that still fits the plan: in advance, not above what the agenda comes to, words current."""
    page = designation_page(activity, now)
    if not page.is_designated:
        return (
            Finding(
                code="credit.not_designated",
                source="ama-in-advance",
                message=_("Designate the credit; it is done in advance, never afterwards."),
                fix="credit",
            ),
        )
    found = []
    for line in page.chosen:
        if line.standing is None and not line.edition.by_letter:
            found.append(
                _due("system_missing", _("%(credit)s is planned and not designated."), False, credit=line.label)
            )
        elif line.standing and line.rule and line.rule.is_hard and line.standing.maximum > line.computed.amount:
            found.append(
                _due(
                    "above_plan",
                    _("%(credit)s: the plan now comes to %(computed)s, less than designated; lower the maximum."),
                    True,
                    credit=line.label,
                    computed=line.computed.short,
                )
            )
    if page.words_differ and activity.state in (State.APPROVED, State.DESIGNATED):
        found.append(_due("words", _("The partners changed; lock the accreditation statement anew."), True))
    return tuple(found)


def _due(code: str, message: str, blocking: bool, **params: str) -> Finding:  # noqa: FBT001 -- names its own finding
    return Finding(code=f"credit.{code}", source=OWN, message=message, params=params, blocking=blocking, fix="credit")
