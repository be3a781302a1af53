"""Reaching the activity of a console page with the right that the page needs."""

from uuid import UUID

from django.urls import reverse

from opencme.apps.activities import selectors
from opencme.apps.providers.permissions import require
from opencme.rules.access import Permission
from opencme.web.console.scope import StaffRequest


def activity_with(request: StaffRequest, activity_id: UUID, permission: Permission) -> selectors.Activity:
    """Give the activity to staff whose roles hold ``permission``; others get 404 or 403."""
    require(request.actor, permission, on=request.provider.pk)
    return selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)


def url_in(activity: selectors.Activity, name: str, *places: object) -> str:
    """Give the address ``console:<name>`` of a page inside the activity's workspace."""
    return reverse(f"console:{name}", args=[activity.provider.slug, activity.public_id, *places])
