"""Reading registrations."""

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import Registration
from opencme.rules.access import Actor


def registration_of(*, actor: Actor | None, activity: Activity) -> Registration | None:
    """Give the actor's own standing registration for ``activity``; None for a visitor or after withdrawal."""
    if actor is None or actor.person_id is None:
        return None
    return activity.registrations.filter(person_id=actor.person_id, withdrawn_at=None).select_related("person").first()
