"""The announcement as text to copy, and the sessions as a calendar file."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencme.apps.activities import selectors
from opencme.documents.calendar import Entry, calendar
from opencme.web.console.announcing import announce
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace


@require_safe
@staff
def announcement(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the announcement, made from the plan, with what is not told yet."""
    activity = _activity(request, activity_id)
    shown = announce(activity, address=_address(request, activity), now=request.now)
    return workspace(request, activity, "plan", "console/plan/announcement.html", {"shown": shown})


@require_safe
@staff
def calendar_file(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Give every session as a calendar file; a second import renews the entries, it doubles none."""
    activity = _activity(request, activity_id)
    host = request.get_host().split(":")[0]
    entries = [
        Entry(
            uid=f"{row.session.public_id}@{host}",
            title=f"{activity.title}: {row.session.title}",
            starts_at=row.session.starts_at,
            ends_at=row.session.ends_at,
            place=", ".join(filter(None, (row.session.room, activity.venue, activity.city))),
            text=activity.number,
            address=row.session.online_address or _address(request, activity),
        )
        for day in selectors.agenda_page(activity, request.now).days
        for row in day.rows
    ]
    text = calendar(entries, name=activity.title, made_at=request.now)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{activity.number}.ics"'
    return answer


def _activity(request: StaffRequest, activity_id: UUID) -> selectors.Activity:
    return selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)


def _address(request: StaffRequest, activity: selectors.Activity) -> str:
    return request.build_absolute_uri(reverse("public:activity", args=[activity.public_id]))
