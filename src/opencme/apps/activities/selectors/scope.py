"""Which activities somebody may see."""

from uuid import UUID

from django.db.models import QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS, State


def activity_to_see(*, actor: Actor, provider_id: int, activity_id: UUID) -> Activity:
    """Give one of the provider's activities to its staff; NotFound outside."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    found = Activity.objects.of(provider_id).select_related("provider").filter(public_id=activity_id).first()
    if found is None:
        raise NotFound
    return _typed(found)


def activity_to_change(*, actor: Actor, provider_id: int, activity_id: UUID) -> Activity:
    """Give one of the provider's activities with its row locked; call it inside a transaction."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    locked = Activity.objects.of(provider_id).select_related("provider").select_for_update(of=("self",))
    found = locked.filter(public_id=activity_id).first()
    if found is None:
        raise NotFound
    return _typed(found)


def activity_anywhere(*, actor: Actor, activity_id: UUID, locked: bool = False) -> Activity:
    """Give an activity of whichever provider the actor works for; NotFound when it is none of theirs."""
    rows = Activity.objects.across_providers(why="the actor's roles are asked next").select_related("provider")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(public_id=activity_id).first()
    if found is None or not actor.belongs_to(found.provider_id):
        raise NotFound
    return _typed(found)


def activity_for_learner(*, activity_id: UUID) -> Activity:
    """Give an activity that was opened to participants; NotFound before that and when it was cancelled."""
    rows = Activity.objects.across_providers(why="participants reach activities of every provider")
    found = rows.select_related("provider").filter(public_id=activity_id, state__in=list(SEEN_BY_LEARNERS)).first()
    if found is None:
        raise NotFound
    return _typed(found)


def public_activities() -> QuerySet[Activity]:
    """Give what the public catalogue lists: open and listed, the next first."""
    rows = Activity.objects.across_providers(why="the catalogue lists every provider's open activities")
    found: QuerySet[Activity] = (
        rows.filter(state=State.OPEN, public_listing=True).select_related("provider").order_by("starts_at", "title")
    )
    return found


def _typed(found: Activity) -> Activity:
    return found
