"""Readiness: everything that stands before the next steps, as cards."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencme.apps.activities import selectors
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace


@require_safe
@staff
def readiness(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show what is missing, who owes it, by when and which rule says so."""
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    return workspace(request, activity, "readiness", "console/plan/readiness.html")
