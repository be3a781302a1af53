"""CE Broker: hours by course and subject area; the kind of credit stands in no column and is asked."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.transcripts import Layout

LAYOUT: Final = Layout(
    key="ce_broker",
    name="CE Broker",
    words={
        "title": ("course name", "course title", "course", "activity", "title"),
        "completed_on": ("date completed", "completion date", "completed", "date of completion", "date"),
        "amount": ("hours", "hours applied", "ce hours", "credit hours", "hours awarded", "total hours", "credits"),
        "provider": ("educational provider", "provider name", "provider", "sponsor"),
        "course": (
            "course tracking",
            "course tracking number",
            "ce broker tracking",
            "ce broker tracking number",
            "tracking",
            "tracking number",
        ),
        "topics": ("subject area", "subject areas", "subject", "requirement"),
        "note": ("delivery method", "course type", "type"),
    },
    marks=(
        frozenset(
            {
                "course tracking",
                "course tracking number",
                "ce broker tracking",
                "ce broker tracking number",
                "tracking",
                "tracking number",
                "educational provider",
            }
        ),
        frozenset({"subject area", "subject areas", "subject", "hours", "hours applied", "ce hours", "credit hours"}),
    ),
    note=_("CE Broker lists hours without the kind of credit: say which it is, usually as your board approved it."),
)
