"""Exporting everything held about a person: asked for in a moment, made by a job that shows how far it is."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO, Any, Final
from uuid import UUID

from django.db import IntegrityError, models, transaction

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import actor_for
from opencme.apps.activities.models import Activity
from opencme.apps.audit.services import record
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.services import clean_name, forget_files, store_file
from opencme.apps.wallet.models import AccountExport
from opencme.apps.wallet.selectors.account_parts import PARTS, Fate, Part
from opencme.apps.wallet.tasks import make_account_export as job
from opencme.kernel.findings import DomainError, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

KEEP: Final = timedelta(days=7)
FAULT: Final = _("It could not be made for a fault of ours, which is noted. Ask for it again.")
_CHUNK: Final = 256 * 1024
_FATES: Final = {
    Fate.DELETED: "Deleted with the account.",
    Fate.STRIPPED: "Stripped with the account.",
    Fate.ENDED: "Ended with the account.",
    Fate.KEPT: "Kept when the account is deleted.",
}


@transaction.atomic
def ask_for_export(*, by: Actor, now: datetime) -> AccountExport:
    """Ask for everything; asked again while one is in work, gives the one in work."""
    if by.person_id is None:
        raise NotAllowed
    try:
        with transaction.atomic():
            made = AccountExport.objects.create(person_id=by.person_id, asked_at=now, total=len(_exported()))
    except IntegrityError:
        return AccountExport.objects.get(person_id=by.person_id, state__in=["queued", "running"])
    record("account.exported", by=by, subject=made, at=now)
    job.defer(export_id=made.pk)
    return made


def run_export(*, export_id: int, now: datetime) -> AccountExport | None:
    """Do the work of an export; started again after a crash it begins anew, and when it is ready it does nothing.

    None when it is gone: the account was deleted meanwhile.
    """
    rows = AccountExport.objects.filter(pk=export_id)
    if not rows.filter(state__in=["queued", "running"]).update(state="running", done=0):
        return rows.first()
    person = rows.select_related("person").get().person
    try:
        with tempfile.TemporaryFile() as out:
            _write(out, person, rows, now)
            out.seek(0)
            _finish(rows, person, out, now)
    except DomainError as refusal:
        rows.filter(state="running").update(state="failed", error=str(refusal), made_at=now)
    except Exception:
        rows.filter(state="running").update(state="failed", error=FAULT, made_at=now)
        raise
    return rows.first()


@transaction.atomic
def forget_exports(*, now: datetime) -> int:
    """Drop the files of exports older than a week, and the rows with them; gives how many went."""
    old = AccountExport.objects.filter(asked_at__lt=now - KEEP).select_for_update()
    file_ids = [each.file_id for each in old if each.file_id]
    count = old.count()
    old.delete()
    forget_files(_private().filter(pk__in=file_ids))
    return count


@transaction.atomic
def _finish(rows: "models.QuerySet[AccountExport]", person: Person, out: IO[bytes], now: datetime) -> None:
    locked = rows.select_for_update().filter(state="running").first()
    if locked is None:
        return
    locked.file = store_file(
        by=actor_for(person),
        provider_id=None,
        name=f"opencme-account-{now:%Y-%m-%d-%H%M}.zip",
        content=out,  # type: ignore[arg-type]  # a temporary file reads as any binary file
        allowed=frozenset({"zip"}),
        now=now,
    )
    locked.state, locked.made_at = "ready", now
    locked.save(update_fields=["file", "state", "made_at"])


def _write(out: IO[bytes], person: Person, rows: "models.QuerySet[AccountExport]", now: datetime) -> None:
    told: list[str] = []
    activities: set[int] = set()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for done, part in enumerate(_exported(), start=1):
            found = list(part.rows(person).order_by("pk"))
            content = [dict(_fields(part, row, activities)) for row in found]
            archive.writestr(f"{part.key}.json", _json(content))
            told.append(_told(part, len(found)))
            for row in found if part.file else ():
                _pack(archive, part, getattr(row, part.file))
            rows.update(done=done)
        archive.writestr("activities.json", _json(list(_activities(activities))))
        archive.writestr("README.txt", _readme(person, told, now))


def _fields(part: Part, row: models.Model, activities: set[int]) -> Iterator[tuple[str, Any]]:
    """Give what a row says, without secrets; a pointer to another row by its number, to an activity also by name."""
    meta: Any = row._meta  # noqa: SLF001 -- Django's documented way to a model's fields
    for field in meta.concrete_fields:
        if field.name in part.hides:
            continue
        value = getattr(row, field.attname)
        if field.is_relation and field.related_model is Activity and value is not None:
            activities.add(value)
        yield field.attname, value


def _activities(keys: Iterable[int]) -> Iterator[dict[str, Any]]:
    rows = Activity.objects.across_providers(why="they are named in one's own export").select_related("provider")
    for each in rows.filter(pk__in=list(keys)).order_by("pk"):
        yield {"id": each.pk, "title": each.title, "number": each.number, "provider": each.provider.name}


def _pack(archive: zipfile.ZipFile, part: Part, file: StoredFile | None) -> None:
    if file is None:
        return
    name = f"files/{part.key}/{file.pk}-{clean_name(file.name)}"
    if name in archive.namelist():
        return
    with files.open_file(file) as content, archive.open(name, "w") as packed:
        while chunk := content.read(_CHUNK):
            packed.write(chunk)


def _told(part: Part, count: int) -> str:
    lines = [f"{part.key}.json", f"  {part.title}: {count}", f"  {_FATES[part.fate]}"]
    if part.because:
        lines.append(f"  {part.because}")
    if part.file:
        lines.append(f"  Their files lie in files/{part.key}/.")
    return "\n".join(lines)


def _readme(person: Person, told: Iterable[str], now: datetime) -> str:
    unsaid = "\n".join(f"- {part.title}. {part.because}" for part in PARTS if not part.is_exported and part.because)
    return (
        f"Everything OpenCME holds about {person.full_name} ({person.email}), {now:%Y-%m-%d %H:%M} UTC.\n\n"
        "Each part is a JSON file of rows. Times are UTC, amounts are decimal text. Secrets (your password, "
        "those of links) are left out. activities.json names the activities the rows point to.\n\n"
        + "\n\n".join(told)
        + "\n\nNot copied, because it is a provider's and names others:\n"
        + unsaid
        + "\n"
    )


def _json(content: list[dict[str, Any]]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    msg = f"no JSON for {type(value).__name__}"
    raise TypeError(msg)


def _exported() -> tuple[Part, ...]:
    return tuple(part for part in PARTS if part.is_exported)


def _private() -> "models.QuerySet[StoredFile]":
    rows: models.QuerySet[StoredFile] = StoredFile.objects.across_providers(why="exports belong to no provider")
    return rows.filter(provider=None)
