"""Changing an activity's content."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import ContentItem
from opencme.apps.delivery.selectors import content as selectors
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission

SOURCE: Final = "opencme-content"
LONGEST_ARTICLE: Final = 400_000
LONGEST_TITLE: Final = 250
LONGEST_ADDRESS: Final = 500


@transaction.atomic
def save_item(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    item_id: UUID | None = None,
    kind: str,
    title: str,
    body: str = "",
    address: str = "",
    file: StoredFile | None = None,
    is_required: bool = True,
    now: datetime,
) -> ContentItem:
    """Add a part of the content, or change one; its version rises, so that a review knows what it saw.

    file: already stored for the same provider; on a change, None keeps the file that is there.
    """
    activity = _to_edit(by, provider_id, activity_id)
    item = selectors.item_of(activity, item_id) if item_id else None
    file = file or (item.file if item else None)
    if findings := tuple(_findings(kind, title, body, address, file)):
        raise DomainError(*findings)
    values = {
        "kind": kind,
        "title": title.strip(),
        "body": body if kind == "article" else "",
        "address": address if kind == "link" else "",
        "file": file if kind in ("pdf", "video") else None,
        "is_required": is_required,
    }
    if item is None:
        last = activity.content_items.aggregate(last=Max("position"))["last"]
        item = ContentItem.objects.create(activity=activity, position=(last or 0) + 1, **values)
        before = {}
    else:
        before = {"title": item.title, "version": item.version, **_file_words(item)}
        for name, value in values.items():
            setattr(item, name, value)
        item.version += 1
        item.save()
    after = {"title": item.title, "kind": kind, "version": item.version, **_file_words(item)}
    _record(by, activity, item, now, before=before, after=after)
    return item


@transaction.atomic
def set_required(
    *, by: Actor, provider_id: int, activity_id: UUID, item_id: UUID, is_required: bool, now: datetime
) -> ContentItem:
    """Say whether participants must complete a part before the assessment; its content and version stay."""
    activity = _to_edit(by, provider_id, activity_id)
    item = selectors.item_of(activity, item_id)
    if item.is_required != is_required:
        item.is_required = is_required
        item.save(update_fields=["is_required"])
        _record(by, activity, item, now, before={"is_required": not is_required}, after={"is_required": is_required})
    return item


@transaction.atomic
def remove_item(*, by: Actor, provider_id: int, activity_id: UUID, item_id: UUID, now: datetime) -> None:
    """Take a part out of the content; the audit keeps that it was there."""
    activity = _to_edit(by, provider_id, activity_id)
    item = selectors.item_of(activity, item_id)
    _record(by, activity, item, now, before={"title": item.title, "version": item.version}, after={"removed": True})
    item.delete()


@transaction.atomic
def move_item(*, by: Actor, provider_id: int, activity_id: UUID, item_id: UUID, is_upward: bool, now: datetime) -> None:
    """Change places with the neighbour above or below; at the end of the list nothing happens."""
    activity = _to_edit(by, provider_id, activity_id)
    items = list(activity.content_items.all())
    at = next((index for index, item in enumerate(items) if item.public_id == item_id), None)
    if at is None:
        selectors.item_of(activity, item_id)
        return
    to = at - 1 if is_upward else at + 1
    if not 0 <= to < len(items):
        return
    items[at], items[to] = items[to], items[at]
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
    moved = items[to]
    _record(by, activity, moved, now, before={"position": at + 1}, after={"position": to + 1})


def _file_words(item: ContentItem) -> dict[str, object]:
    """Name the file an item holds, so that the audit tells which version was which."""
    return {"file": item.file.name, "sha256": item.file.sha256} if item.file else {}


def _to_edit(by: Actor, provider_id: int, activity_id: UUID) -> Activity:
    require(by, Permission.CONTENT_EDIT, on=provider_id)
    return activities.activity_to_change(actor=by, provider_id=provider_id, activity_id=activity_id)


def _findings(kind: str, title: str, body: str, address: str, file: StoredFile | None) -> Iterator[Finding]:
    def missing(field: str, message: str) -> Finding:
        return Finding(code=f"content.item.{field}", source=SOURCE, field=field, message=message)

    if kind not in dict(ContentItem.KINDS):
        yield missing("kind", _("Choose what kind of content this is."))
    if not title.strip():
        yield missing("title", _("Give the part a title."))
    if len(title.strip()) > LONGEST_TITLE:
        yield missing("title", _("The title is longer than 250 characters."))
    if kind == "article" and not body.strip():
        yield missing("body", _("Write the article."))
    if len(body) > LONGEST_ARTICLE:
        yield missing("body", _("The article is longer than 400,000 characters; split it into parts."))
    if kind == "link" and not address.startswith(("https://", "http://")):
        yield missing("address", _("Give an address that begins with https://."))
    if len(address) > LONGEST_ADDRESS:
        yield missing("address", _("The address is longer than 500 characters."))
    if kind in ("pdf", "video") and file is None:
        yield missing("file", _("Choose the file."))


def _record(
    by: Actor,
    activity: Activity,
    item: ContentItem,
    now: datetime,
    *,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    audit.record(
        "content.changed",
        by=by,
        subject=item,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before=before,
        after=after,
    )
