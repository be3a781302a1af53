"""A participant's way through the content: opened, how far, finished, and taken back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.delivery.models import ContentItem, ContentProgress
from opencme.apps.delivery.selectors import content as selectors
from opencme.kernel.findings import DomainError
from opencme.rules.access import Actor


@transaction.atomic
def open_item(*, by: Actor, activity_id: UUID, item_id: UUID, now: datetime) -> ContentProgress:
    """Record that the participant opened a part; the first time counts."""
    return _progress_of(by, activity_id, item_id, now)


@transaction.atomic
def complete_item(*, by: Actor, activity_id: UUID, item_id: UUID, now: datetime) -> ContentItem:
    """Record that the participant finished a part; a second time changes nothing."""
    progress = _progress_of(by, activity_id, item_id, now)
    if progress.completed_at is None:
        progress.completed_at = now
        progress.save(update_fields=["completed_at"])
    return progress.item


@transaction.atomic
def reopen_item(*, by: Actor, activity_id: UUID, item_id: UUID, now: datetime) -> ContentItem:
    """Take back that a part is finished; what was opened stays opened."""
    progress = _progress_of(by, activity_id, item_id, now)
    if progress.completed_at is not None:
        progress.completed_at = None
        progress.save(update_fields=["completed_at"])
    return progress.item


@transaction.atomic
def keep_place(*, by: Actor, activity_id: UUID, item_id: UUID, seconds: int, now: datetime) -> ContentProgress:
    """Remember the second at which a video was left, so that it goes on there on any device."""
    progress = _progress_of(by, activity_id, item_id, now)
    place = max(0, min(seconds, 24 * 3600))
    if progress.place_seconds != place:
        progress.place_seconds = place
        progress.save(update_fields=["place_seconds"])
    return progress


def _progress_of(by: Actor, activity_id: UUID, item_id: UUID, now: datetime) -> ContentProgress:
    activity = activities.activity_for_learner(activity_id=activity_id)
    registration = selectors.registration_to_learn(actor=by, activity=activity, locked=True)
    item = selectors.item_of(activity, item_id)
    offered, has_seen = selectors.availability(activity, now), registration.impressions.exists()
    if findings := selectors.findings_on_reading(offered, has_seen=has_seen):
        raise DomainError(*findings)
    rows = ContentProgress.objects.across_providers(why="progress of the participant's own registration")
    progress: ContentProgress = rows.get_or_create(registration=registration, item=item, defaults={"opened_at": now})[0]
    progress.item = item
    return progress
