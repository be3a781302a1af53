"""What of an activity may change in which state: while reviewers read the plan, it does not change under them."""

from collections.abc import Iterable, Mapping
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.lifecycle import STATE_NAMES, State

BEING_PLANNED: Final = frozenset({State.IDEA, State.PLANNING})
AGENDA_OPEN: Final = frozenset({*BEING_PLANNED, State.DESIGNATED, State.OPEN})
# How participants join, and which topics of boards it covers: changes until the activity is closed.
JOINING: Final = frozenset(
    {
        "summary",
        "venue",
        "city",
        "state_or_province",
        "country",
        "registration_open_to",
        "fee",
        "fee_text",
        "price",
        "requirement_topics",
        "public_listing",
        "claim_until",
    }
)
# What is known only afterwards.
AFTERWARDS: Final = frozenset({"outcomes_measured", "change_analysis", "accreditor_activity_id", "support_sources"})
PLAN: Final = frozenset(
    {
        "title",
        "format",
        "other_format_description",
        "practice_gap",
        "need_knowledge",
        "need_competence",
        "need_performance",
        "designed_to_change",
        "format_rationale",
        "competencies",
        "audience",
        "professions",
        "credit_systems",
        "std3_exception",
        "std3_justification",
        "commercial_support",
        "time_zone",
        "delivery_method",
        "release_on",
        "expires_on",
        "estimated_minutes",
        "units",
        "minutes_basis",
        "objectives",
        "gap_evidence",
        "joint_providers",
    }
)
FIELDS: Final = PLAN | JOINING | AFTERWARDS

_REMEDY: Final[Mapping[State, str]] = {
    State.IN_REVIEW: _("The plan is in review. It changes again when it is returned for changes."),
    State.APPROVED: _("The plan is approved. Reopen it first; it is then submitted and approved again."),
    State.DESIGNATED: _(
        "Credit is designated for this plan. Reopen it first; it is then approved and designated again."
    ),
    State.CANCELLED: _("The activity is cancelled; its file stays as it is."),
}
_DESIGNATED: Final = _("The plan stands as it was designated (now: %(state)s). Copy the activity to plan it anew.")
_CLOSED: Final = _("The activity is closed; how it is offered no longer changes.")


def may_change(state: State, name: str) -> bool:
    """Say whether the field ``name`` may change in ``state``."""
    if state is State.CANCELLED:
        return False
    if name in AFTERWARDS:
        return True
    if name in JOINING:
        return state not in {State.CLOSED, State.REPORTED}
    return state in BEING_PLANNED


def findings_on_change(state: State, names: Iterable[str]) -> tuple[Finding, ...]:
    """Say why ``names`` may not change in ``state``, once for all of them."""
    refused = [name for name in names if not may_change(state, name)]
    if not refused:
        return ()
    message = _CLOSED if all(name in JOINING for name in refused) else _REMEDY.get(state, _DESIGNATED)
    return (
        Finding(
            code="activity.locked",
            message=_REMEDY[State.CANCELLED] if state is State.CANCELLED else message,
            source="std-order",
            params={"state": STATE_NAMES[state]},
        ),
    )
