"""Readiness: everything that stands before the next steps, as cards."""

from collections import Counter
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opencme.apps.activities import selectors
from opencme.apps.credit import selectors as credit
from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import Credits
from opencme.kernel.text import RichText
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import Workspace, part_url, workspace

ONE: Final = Credits.of(1)


@require_safe
@staff
def readiness(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show what is missing, who owes it, by when and which rule says so."""
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    frame = Workspace(request, activity, "readiness")
    owed = Counter(due.owes or gettext("Office") for due in frame.blocking)
    context: dict[str, Any] = {"workspace": frame, "owed": owed.most_common(), "glance": glance(activity)}
    context["credits"] = credit_preview(activity, request.now.astimezone(activity.zone).date())
    return workspace(request, activity, "readiness", "console/plan/readiness.html", context)


def glance(activity: selectors.Activity) -> list[dict[str, str]]:
    """The activity's main facts, each with the part where it is changed."""
    plan, agenda = part_url(activity, "plan"), part_url(activity, "agenda")
    partners = ", ".join(row.partner.name for row in selectors.joint_providers(activity))
    facts = [
        (gettext("When"), _when(activity), agenda or plan),
        (gettext("Where"), _where(activity), plan),
        (gettext("Provided"), _provided(activity, partners), plan),
        (gettext("For"), activity.audience, plan),
    ]
    return [{"title": title, "value": value, "url": url} for title, value, url in facts]


def _when(activity: selectors.Activity) -> str:
    if activity.starts_at and activity.ends_at:
        first, last = (each.astimezone(activity.zone) for each in (activity.starts_at, activity.ends_at))
        day = date_format(first, "D, M j, Y")
        if first.date() == last.date():
            return f"{day}, {date_format(first, 'g:i A')} – {date_format(last, 'g:i A')} {first.tzname()}"
        return f"{day} – {date_format(last, 'D, M j, Y')}"
    days = [date_format(each, "M j, Y") for each in (activity.release_on, activity.expires_on) if each]
    return " – ".join(days)


def _where(activity: selectors.Activity) -> str:
    online = gettext("Online") if activity.delivery_method in {"Live-Streamed", "Online"} else ""
    return ", ".join(filter(None, (activity.venue, activity.city, activity.state_or_province))) or online


def credit_preview(activity: selectors.Activity, day: date) -> list[tuple[Credits, RichText]]:
    """What the plan would be designated for at most, by credit system, with the unit's own words."""
    found = credit.suggested_maximum(activity)
    return [
        (amount, credit_systems[key].on(day).units if amount != ONE else credit_systems[key].on(day).unit)
        for key, amount in found.items()
        if key in activity.credit_systems and key in credit_systems and amount
    ]


def _provided(activity: selectors.Activity, partners: str) -> str:
    if not partners:
        return gettext("Directly")
    if selectors.providership(activity) == "direct":
        return gettext("With %(names)s, accredited too") % {"names": partners}
    return gettext("Jointly with %(names)s") % {"names": partners}
