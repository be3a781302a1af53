"""Credit: designation, the ledger of awards, who is without credit and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from opencme.apps.activities import selectors as activities
from opencme.rules.access import Permission
from opencme.web.console.scope import StaffRequest
from opencme.web.console.workspace import part_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One page of the part."""

    title: str
    url: str
    icon: str
    is_current: bool
    count: Any = None


def tabs(request: StaffRequest, activity: activities.Activity, current: str) -> tuple[Tab, ...]:
    """Give the pages of the part that the reader may open."""
    found = [("credit", gettext("Designation"), "award")]
    if request.actor.may(Permission.LEARNERS_SEE, on=activity.provider_id):
        found += [
            ("credit-ledger", gettext("Ledger"), "book-open-check"),
            ("credit-waiting", gettext("Without credit"), "hourglass"),
        ]
    return tuple(
        Tab(title=title, url=part_url(activity, key), icon=icon, is_current=key == current)
        for key, title, icon in found
    )
