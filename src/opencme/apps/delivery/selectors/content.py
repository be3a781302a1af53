"""Reading an activity's content and how far a participant came in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Q

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import ContentItem, ContentProgress, Registration
from opencme.kernel.findings import Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

SOURCE: Final = "opencme-content"


@dataclass(frozen=True, slots=True)
class ItemState:
    """One part of the content and what the participant did with it."""

    item: ContentItem
    is_opened: bool
    is_done: bool
    place_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether participants may work on the activity now; ``why`` is "", "not_open", "before" or "expired"."""

    is_open: bool
    why: str = ""


class Offered(Protocol):
    """What ``availability`` reads of an activity."""

    @property
    def state(self) -> str:
        """Where it stands in its life."""

    @property
    def release_on(self) -> date | None:
        """The first day on which it is offered."""

    @property
    def expires_on(self) -> date | None:
        """The last."""

    @property
    def zone(self) -> ZoneInfo:
        """The clock its days are counted on."""


def availability(activity: Offered, now: datetime) -> Availability:
    """Say whether content and assessment may be worked on: opened, released, and not past the expiry (TRAP-30)."""
    today = now.astimezone(activity.zone).date()
    if activity.state not in ("open", "delivered"):
        return Availability(is_open=False, why="not_open")
    if activity.release_on and today < activity.release_on:
        return Availability(is_open=False, why="before")
    if activity.expires_on and today > activity.expires_on:
        return Availability(is_open=False, why="expired")
    return Availability(is_open=True)


def findings_on_reading(offered: Availability, *, has_seen: bool) -> tuple[Finding, ...]:
    """Say what stands against opening the content: not offered now, or the disclosure was not shown (TRAP-38)."""
    found = []
    if not offered.is_open:
        found.append(
            Finding(code="content.not_open", source=SOURCE, message=_("The content is not open at this time."))
        )
    if not has_seen:
        message = _("Read the disclosure before you begin.")
        found.append(Finding(code="content.disclosure", source="accme-standard-3", message=message))
    return tuple(found)


def registration_to_learn(*, actor: Actor, activity: Activity, locked: bool = False) -> Registration:
    """Give the actor's own standing registration in ``activity``; NotFound when there is none."""
    rows = Registration.objects.across_providers(why="a participant reaches rows through their own registration")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found: Registration | None = rows.filter(activity=activity, person_id=actor.person_id, withdrawn_at=None).first()
    if found is None or actor.person_id is None:
        raise NotFound
    found.activity = activity
    return found


def content_items(activity: Activity) -> tuple[ContentItem, ...]:
    """Give the parts of the content in their order."""
    return tuple(activity.content_items.select_related("file"))


def content_state(activity: Activity) -> tuple[str, ...]:
    """Name every part in its version, for the digest of what a content review saw."""
    return tuple(f"{key}:{version}" for key, version in activity.content_items.values_list("public_id", "version"))


def content_with_progress(registration: Registration) -> tuple[ItemState, ...]:
    """Give the content in order with the participant's progress: one query."""
    mine = FilteredRelation("progress", condition=Q(progress__registration=registration))
    rows = (
        registration.activity.content_items.select_related("file")
        .annotate(mine=mine, opened=F("mine__opened_at"), done=F("mine__completed_at"), place=F("mine__place_seconds"))
        .order_by("position", "id")
    )
    return tuple(
        ItemState(item, is_opened=item.opened is not None, is_done=item.done is not None, place_seconds=item.place or 0)
        for item in rows
    )


def content_done(registration: Registration) -> bool:
    """Say whether every required part is completed; true where nothing is required."""
    required = registration.activity.content_items.filter(is_required=True)
    rows = ContentProgress.objects.across_providers(why="progress of one registration already found")
    done = rows.filter(registration=registration).exclude(completed_at=None).values("item_id")
    return not required.exclude(pk__in=done).exists()


def item_of(activity: Activity, item_id: UUID) -> ContentItem:
    """Give one part of the activity's content; NotFound when it is none of it."""
    found = activity.content_items.select_related("file").filter(public_id=item_id).first()
    if found is None:
        raise NotFound
    return found
