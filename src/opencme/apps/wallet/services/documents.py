"""Documents kept with credit: certificates, programs, notes of self-study; each file belongs to its owner alone."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef

from opencme.apps.audit import services as audit
from opencme.apps.files import services as files
from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import CreditDocument, CreditImport, Expense
from opencme.apps.wallet.services.credits import own_award, own_credit
from opencme.apps.wallet.services.opening import open_wallet
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, system
from opencme.rules.credit.outside import SOURCE

KEPT: Final = frozenset({"pdf", "png", "jpeg"})
LARGEST: Final = 20 * 1024 * 1024
MOST: Final = 20
KEPT_FOR: Final = timedelta(days=1)
"""A file of a form that nobody finished."""
LOOKED_AT_FOR: Final = timedelta(days=7)
"""A transcript of which nothing was taken yet; its page shows it until then."""


@transaction.atomic
def keep_document(
    *, by: Actor, name: str, content: Any, now: datetime, credit_id: UUID | None = None, award_number: str = ""
) -> CreditDocument:
    """Keep a file with a credit, with an award made here, or by itself until a credit takes it.

    content: the bytes or the uploaded file. The same file at the same place is kept once. Raises DomainError for a file
    that is neither PDF, PNG nor JPEG, for one too large, and where a credit has its most files.
    """
    wallet = open_wallet(by)
    credit = own_credit(by, credit_id) if credit_id else None
    if award_number:
        own_award(by, award_number)
    size = len(content) if isinstance(content, bytes) else content.size
    if size > LARGEST:
        raise _refusal(
            "size", _("%(name)s is larger than 20 MB. Scan it with fewer dots, or photograph it."), name=name
        )
    place = CreditDocument.objects.filter(person_id=wallet.person_id, credit=credit, award_number=award_number)
    if (credit or award_number) and place.count() >= MOST:
        raise _refusal("most", _("A credit keeps at most %(most)s files."), most=str(MOST))
    file = files.store_file(by=by, provider_id=None, name=name, content=content, allowed=KEPT, now=now)
    row, is_new = place.get_or_create(
        file=file, defaults={"person_id": wallet.person_id, "credit": credit, "kept_at": now}
    )
    if is_new:
        audit.record("wallet.credit_changed", by=by, subject=row, at=now, after={"what": "a document was kept"})
    return row


@transaction.atomic
def drop_document(*, by: Actor, document_id: UUID, now: datetime) -> CreditDocument | None:
    """Delete a document and, where nothing else holds them, its bytes; it cannot be brought back.

    None for one that is gone already; NotFound for somebody else's.
    """
    open_wallet(by)
    row = CreditDocument.objects.filter(public_id=document_id).first()
    if row is None:
        return None
    if row.person_id != by.person_id:
        raise NotFound
    file = row.file
    audit.record("wallet.credit_changed", by=by, subject=row, at=now, before={"what": "a document was deleted"})
    row.delete()
    forget_if_unused(file)
    return row


@transaction.atomic
def forget_left(*, now: datetime) -> int:
    """Delete what forms left behind that nobody finished, and transcripts only looked at; gives how many files went.

    Asked by a nightly job, not by a person: nobody recorded anything from them. The trail keeps the number alone.
    """
    CreditDocument.objects.filter(credit=None, award_number="", kept_at__lt=now - KEPT_FOR).delete()
    CreditImport.objects.filter(state="preview", made_at__lt=now - LOOKED_AT_FOR).delete()
    rows = StoredFile.objects.across_providers(why="private files belong to no provider")
    old = rows.filter(provider=None, stored_at__lt=now - KEPT_FOR)
    for each in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's own list of who names a file
        if isinstance(each, ManyToOneRel):
            manager = each.related_model._base_manager  # noqa: SLF001 -- the manager that asks no scope
            old = old.exclude(Exists(manager.filter(**{each.field.name: OuterRef("pk")})))
    left = list(old.select_related("stored_by"))
    for person in {each.stored_by for each in left if each.stored_by}:
        count = sum(each.stored_by == person for each in left)
        audit.record("wallet.left_forgotten", by=system(), subject=person, at=now, after={"files": count})
    return files.forget_files(rows.filter(pk__in=[each.pk for each in left]))


def forget_if_unused(file: StoredFile) -> None:
    """Delete a private file that nothing in the wallet names any more."""
    named = (
        CreditDocument.objects.filter(file=file).exists()
        or CreditImport.objects.filter(file=file).exists()
        or Expense.objects.filter(receipt=file).exists()
    )
    if not named:
        files.forget_files(StoredFile.objects.across_providers(why="its owner deletes it").filter(pk=file.pk))


def _refusal(code: str, message: str, **params: str) -> DomainError:
    return DomainError(
        Finding(code=f"credit.document.{code}", message=message, source=SOURCE, params=params, field="file")
    )
