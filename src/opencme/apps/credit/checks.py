"""What the gates ask about an activity's credit."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.credit.selectors.planned import edition_of, planned_time, rule_of, standing_designations
from opencme.apps.credit.selectors.statements import accreditation
from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.lifecycle import State
from opencme.rules.credit.arithmetic import maximum_for

OWN: Final = "opencme-credit"
BEFORE_OPENING: Final = frozenset({State.APPROVED, State.DESIGNATED})


def designated(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask for a designation that still fits the plan: in advance, not above what the agenda comes to, words current.

    One query while nothing is designated, six once something is.
    """
    rows = standing_designations(activity)
    if not rows:
        return (
            Finding(
                code="credit.not_designated",
                source="ama-in-advance",
                message=_("Designate the credit; it is done in advance, never afterwards."),
                fix="credit",
            ),
        )
    return (*_left_out(activity, rows, now), *_above_plan(activity, rows), *_words(activity, now))


def _left_out(activity: Activity, rows: Mapping[str, Designation], now: datetime) -> Iterator[Finding]:
    """Advise of credits the plan names that are not designated; one that its owner approves may come later."""
    today = now.astimezone(activity.zone).date()
    for key, system in credit_systems.items():
        edition = edition_of(key, today)
        if key not in activity.credit_systems or key in rows or edition is None or edition.by_letter or edition.follows:
            continue
        yield _due(
            "system_missing", _("%(credit)s is planned and not designated."), is_advice=True, credit=system.label
        )


def _above_plan(activity: Activity, rows: Mapping[str, Designation]) -> Iterator[Finding]:
    """Refuse a maximum that the plan, changed since, no longer comes to."""
    planned = planned_time(activity)
    for key, row in rows.items():
        edition = edition_of(key, row.edition_from)
        rule = rule_of(activity, edition) if edition else None
        if edition is None or rule is None or not rule.is_hard:
            continue
        computed = maximum_for(planned, rule, edition).credits
        if row.maximum > computed.amount:
            yield _due(
                "above_plan",
                _("%(credit)s: the plan now comes to %(computed)s, less than designated; lower the maximum."),
                credit=credit_systems[key].label,
                computed=computed.short,
            )


def _words(activity: Activity, now: datetime) -> Iterator[Finding]:
    """Refuse accreditation words that a change of partners made wrong, until they are locked anew."""
    if activity.state not in BEFORE_OPENING:
        return
    locked = activity.locked_statements.filter(kind="accreditation").last()
    wanted = accreditation(activity, now.astimezone(activity.zone).date())
    if locked is not None and locked.text != wanted.text.marked:
        yield _due("words", _("The partners changed; lock the accreditation statement anew."))


def _due(code: str, message: str, *, is_advice: bool = False, **params: str) -> Finding:
    return Finding(
        code=f"credit.{code}", source=OWN, message=message, params=params, blocking=not is_advice, fix="credit"
    )
