"""One part of the content as its participant reads it, with the parts around it: one prepared statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from opencme.apps.delivery.models import ContentItem
from opencme.apps.delivery.selectors.content import ItemState, availability, findings_on_reading
from opencme.apps.delivery.selectors.place import COLUMNS, TABLES, WHERE, WIDTH, Head, Place, head_and_place
from opencme.apps.files.models import StoredFile
from opencme.apps.records.prepared import Prepared, read_json
from opencme.kernel.findings import Finding, NotFound
from opencme.rules.access import Actor

ITEMS: Final = """
    (SELECT jsonb_agg(jsonb_build_array(c.public_id, c.kind, c.title, c.is_required, g.id IS NOT NULL,
            g.completed_at IS NOT NULL, coalesce(g.place_seconds, 0)) ORDER BY c.position, c.id)
        FROM delivery_contentitem c
        LEFT JOIN delivery_contentprogress g ON g.item_id = c.id AND g.registration_id = r.id
        WHERE c.activity_id = a.id)
"""
_READING: Final = Prepared(
    "participants_reading",
    "uuid, bigint, uuid",
    f"""
SELECT {COLUMNS},
    EXISTS (SELECT 1 FROM delivery_disclosureimpression i WHERE i.registration_id = r.id), {ITEMS},
    w.body, w.address, w.file_id
{TABLES} LEFT JOIN delivery_contentitem w ON w.activity_id = a.id AND w.public_id = $3
{WHERE}
""",  # noqa: S608 -- the places are our own words: columns, tables
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the page of one part shows. findings: why it is closed; then body, address and file are empty."""

    activity: Head
    place: Place
    items: tuple[ItemState, ...]
    at: int
    body: str
    address: str
    file: StoredFile | None
    findings: tuple[Finding, ...]

    @property
    def shown(self) -> ItemState:
        """The part itself."""
        return self.items[self.at]

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self.at + 1

    @property
    def before(self) -> ItemState | None:
        """The part before it."""
        return self.items[self.at - 1] if self.at else None

    @property
    def after(self) -> ItemState | None:
        """The part after it."""
        return self.items[self.at + 1] if self.at + 1 < len(self.items) else None


def reading_of(*, actor: Actor, activity_id: UUID, item_id: UUID, now: datetime) -> Reading:
    """Give one part to its participant; NotFound for everybody else and for what is no part of the activity."""
    rows = _READING.rows(activity_id, actor.person_id or 0, item_id)
    head, place = head_and_place(rows[0]) if rows else (None, None)
    if head is None or place is None:
        raise NotFound
    has_seen, items, body, address, file = rows[0][WIDTH:]
    parts = items_of(items)
    at = next((at for at, each in enumerate(parts) if each.item.public_id == item_id), None)
    if at is None:
        raise NotFound
    findings = findings_on_reading(availability(head, now), has_seen=has_seen)
    return Reading(
        activity=head,
        place=place,
        items=parts,
        at=at,
        body="" if findings else body,
        address="" if findings else address,
        file=StoredFile.objects.of(head.provider.pk).filter(pk=file).first() if file and not findings else None,
        findings=findings,
    )


def items_of(rows: Any) -> tuple[ItemState, ...]:
    """Read what ``ITEMS`` gave."""
    return tuple(_item(*each) for each in read_json(rows) or ())


def _item(public_id: str, kind: str, title: str, *states: Any) -> ItemState:
    is_required, is_opened, is_done, seconds = states
    item = ContentItem(public_id=UUID(public_id), kind=kind, title=title, is_required=is_required)
    return ItemState(item, is_opened=is_opened, is_done=is_done, place_seconds=seconds)
