"""The activity file as a page: every field of the structured abstract, and what is missing."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencme.apps.activities.selectors import activity_to_see
from opencme.apps.reporting.selectors.activity_file import activity_file as read
from opencme.documents.activity_file import Bullets, Table
from opencme.rules.access import Permission
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace


@require_safe
@staff
def activity_file(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the file as a surveyor would read it, beside the list of what it lacks."""
    activity = activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    file = read(activity, request.now)
    sections = [
        {
            "section": section,
            "blocks": [
                {
                    "kind": "table" if isinstance(each, Table) else "bullets" if isinstance(each, Bullets) else "text",
                    "block": each,
                }
                for each in section.blocks
            ],
            "missing": [
                {"missing": each, "url": part_url(activity, each.fix) if each.fix else ""} for each in section.missing
            ],
        }
        for section in file.sections
    ]
    context = {
        "file": file,
        "sections": sections,
        "complete": sum(section.is_complete for section in file.sections),
        "may_make": request.actor.may(Permission.REPORTS_MAKE, on=request.provider.pk),
    }
    return workspace(request, activity, "reports", "console/report/file.html", context)
