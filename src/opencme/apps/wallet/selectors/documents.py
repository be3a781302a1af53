"""Documents kept with credit, as their owner sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from opencme.apps.files import selectors as files
from opencme.apps.wallet.models import CreditDocument
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file with the address that opens it for its owner."""

    id: UUID
    name: str
    size: int
    is_picture: bool
    address: str
    key: str
    kept_at: Any

    @property
    def id_text(self) -> str:
        """The id as text, for names of elements."""
        return str(self.id)


def documents_for(actor: Actor, *, credit_id: UUID | None = None, award_number: str = "") -> tuple[Document, ...]:
    """Give the files of one of the actor's own credits, or of an award."""
    rows = CreditDocument.objects.filter(person_id=actor.person_id or 0).select_related("file", "credit")
    rows = rows.filter(credit__public_id=credit_id) if credit_id else rows.filter(award_number=award_number)
    return tuple(_shown(actor, row) for row in rows)


def kept_documents(actor: Actor, document_ids: Iterable[UUID]) -> tuple[Document, ...]:
    """Give files the actor kept that no credit has taken yet; NotFound for any other."""
    wanted = list(document_ids)
    rows = CreditDocument.objects.filter(
        person_id=actor.person_id or 0, credit=None, award_number="", public_id__in=wanted
    ).select_related("file")
    found = tuple(_shown(actor, row) for row in rows)
    if len(found) != len(set(wanted)):
        raise NotFound
    return found


def document_bytes(actor: Actor, document_id: UUID) -> tuple[bytes, str]:
    """Give the bytes and media type of one of the actor's own documents; NotFound for anybody else's."""
    row = (
        CreditDocument.objects.filter(person_id=actor.person_id or 0, public_id=document_id)
        .select_related("file")
        .first()
    )
    if row is None:
        raise NotFound
    return files.read_file(row.file), row.file.media_type


def _shown(actor: Actor, row: CreditDocument) -> Document:
    return Document(
        id=row.public_id,
        name=row.file.name,
        size=row.file.size,
        is_picture=row.file.media_type.startswith("image/"),
        address=files.address_of(row.file, person_id=actor.person_id),
        key=f"outside:{row.credit.public_id}" if row.credit else f"award:{row.award_number}",
        kept_at=row.kept_at,
    )
