"""Keeping files: the bytes first, under their hash, then the row that names them."""

import hashlib
import os
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, cast

from django.core.files.base import File
from django.db import connection, transaction

from opencme.apps.audit import services as audit
from opencme.apps.files.kinds import BY_MEDIA_TYPE, KINDS, Kind, is_heic, is_text, kind_of
from opencme.apps.files.models import StoredFile
from opencme.apps.files.paths import folder, path_of
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

SOURCE = "opencme-files"
_CHUNK = 1024 * 1024
LEFT_FOR = timedelta(days=1)
UNFINISHED = ".new-"


@transaction.atomic
def store_file(
    *,
    by: Actor,
    provider_id: int | None,
    name: str,
    content: "bytes | File[bytes] | BinaryIO",
    allowed: frozenset[str],
    as_text: bool = False,
    now: datetime,
) -> StoredFile:
    """Keep ``content`` under its SHA-256 and give the row that names it.

    as_text: any text is kept as plain text, also one that a browser would run if it were called HTML; for sources that
    only this program reads (question files hold HTML).
    allowed: kinds ("pdf", "csv", …; keys of ``KINDS``) or media types. The caller has asked for the permission.
    provider_id: None keeps the file as the actor's own: no other person shares its row, and the trail does not name it.
    The same bytes under the same name of the same provider (or person) give the row that is already there.
    Raises DomainError for an empty or too large file, or for one that is not of an allowed kind.
    """
    name = clean_name(name)
    digest, size, media_type = _keep(content, name, allowed, as_text=as_text)
    kept = (
        StoredFile.objects.across_providers(why="scoped by provider_id, or by the person where it is None")
        .filter(provider_id=provider_id, sha256=digest, name=name, media_type=media_type)
        .filter(**({"stored_by_id": by.person_id} if provider_id is None else {}))
        .first()
    )
    if kept:
        return cast("StoredFile", kept)
    stored: StoredFile = StoredFile.objects.create(
        provider_id=provider_id,
        name=name,
        media_type=media_type,
        size=size,
        sha256=digest,
        stored_at=now,
        stored_by_id=by.person_id,
    )
    if provider_id is None:
        audit.record("wallet.file_kept", by=by, subject=stored, at=now, after={"media_type": media_type})
    else:
        audit.record(
            "file.stored",
            by=by,
            subject=stored,
            at=now,
            provider_id=provider_id,
            after={"sha256": digest, "size": size, "media_type": media_type},
        )
    return stored


def _keep(
    content: "bytes | File[bytes] | BinaryIO", name: str, allowed: frozenset[str], *, as_text: bool
) -> tuple[str, int, str]:
    """Put the bytes in their place; gives their SHA-256, size and media type."""
    largest = max((kind.largest for kind in _kinds(allowed)), default=0)
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder(), prefix=UNFINISHED, delete=False) as new:
        try:
            digest, size = _write(_chunks(content), cast("BinaryIO", new), name, largest)
            bytes_ = cast("BinaryIO", new)
            kind = KINDS["txt"] if as_text and is_text(bytes_) else kind_of(bytes_, name)
            _judge(kind, name, size, allowed, is_zip=_is_broken_zip(bytes_), is_heic=is_heic(bytes_))
            os.fsync(new.fileno())
            _hold(digest)
            place = path_of(digest)
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(new.name).replace(place)
            _sync(str(place.parent))
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
    return digest, size, cast("Kind", kind).media_type


def forget_files(rows: "QuerySet[StoredFile]") -> int:
    """Delete private files: the rows now, the bytes after the commit where no other row names them.

    Called inside a transaction by a service that has decided it. ValueError for a provider's file, which is kept.
    """
    found = list(rows)
    if any(each.provider_id is not None for each in found):
        msg = "a provider's file is kept"
        raise ValueError(msg)
    rows.filter(pk__in=[each.pk for each in found]).delete()
    digests = sorted({each.sha256 for each in found})
    transaction.on_commit(lambda: _drop_bytes(digests))
    return len(found)


def sweep_bytes(*, now: datetime) -> int:
    """Remove bytes that a killed program left behind: written a day ago and named by no row; gives how many went."""
    old = (now - LEFT_FOR).timestamp()
    left = [each for each in folder().rglob("*") if each.is_file() and each.stat().st_mtime < old]
    begun = [each for each in left if each.name.startswith(UNFINISHED)]
    for each in begun:
        each.unlink(missing_ok=True)
    digests = {each.name for each in left if path_of(each.name) == each}
    rows = StoredFile.objects.across_providers(why="bytes are shared by their hash").filter(sha256__in=digests)
    unnamed = sorted(digests - set(rows.values_list("sha256", flat=True)))
    _drop_bytes(unnamed)
    return len(begun) + len(unnamed)


def _drop_bytes(digests: Sequence[str]) -> None:
    """Remove bytes that no row names any more; ``_hold`` keeps somebody from storing the same ones meanwhile."""
    for digest in digests:
        with transaction.atomic():
            _hold(digest)
            named = StoredFile.objects.across_providers(why="bytes are shared by their hash").filter(sha256=digest)
            if not named.exists():
                path_of(digest).unlink(missing_ok=True)


def _hold(digest: str) -> None:
    """Let only one transaction at a time store or drop these bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file:{digest}"])


def clean_name(name: str) -> str:
    """Make a file's name harmless: its last part, no control or direction signs, at most 200 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*').strip(" .")
    path = PurePath(kept or "file")
    return path.stem[: 200 - len(path.suffix)] + path.suffix[:20]


def _kinds(allowed: frozenset[str]) -> list[Kind]:
    """Read ``allowed`` as kinds. Raises LookupError for a word that is neither kind nor media type (a bug)."""
    return [KINDS.get(word) or BY_MEDIA_TYPE[word] for word in allowed]


def _chunks(content: "bytes | File[bytes] | BinaryIO") -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, File):
        yield from content.chunks()
    else:
        while chunk := content.read(_CHUNK):
            yield chunk


def _write(chunks: Iterator[bytes], new: BinaryIO, name: str, largest: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > largest:
            _refuse_size(name, largest)
        digest.update(chunk)
        new.write(chunk)
    new.flush()
    return digest.hexdigest(), size


def _judge(kind: Kind | None, name: str, size: int, allowed: frozenset[str], *, is_zip: bool, is_heic: bool) -> None:
    if size == 0:
        raise DomainError(
            Finding(
                code="files.empty",
                message=_("%(name)s is empty."),
                source=SOURCE,
                params={"name": name},
                field="file",
            )
        )
    if kind is None and is_zip:
        raise DomainError(
            Finding(
                code="files.damaged",
                message=_("%(name)s is damaged or was cut off: it cannot be opened. Download or save it again."),
                source=SOURCE,
                params={"name": name},
                field="file",
            )
        )
    if kind is None and is_heic:
        message = _(
            "%(name)s is a HEIC photo, which not everybody can open. Save it as JPEG, or photograph it again after "
            "choosing “Most Compatible” (on an iPhone: Settings, Camera, Formats)."
        )
        raise DomainError(
            Finding(code="files.heic", message=message, source=SOURCE, params={"name": name}, field="file")
        )
    if kind is None or kind not in _kinds(allowed):
        message = _(
            "%(name)s is a file of the kind %(found)s. Save it as one of these and choose it again: %(wanted)s. A new "
            "name alone does not change it."
        )
        if kind is None:
            message = _("%(name)s is of no kind known here. Save it as one of these and choose it again: %(wanted)s.")
        raise DomainError(
            Finding(
                code="files.kind",
                message=message,
                source=SOURCE,
                params={
                    "name": name,
                    "found": kind.key.upper() if kind else "",
                    "wanted": ", ".join(sorted(each.key.upper() for each in _kinds(allowed))),
                },
                field="file",
            )
        )
    if size > kind.largest:
        _refuse_size(name, kind.largest)


def _is_broken_zip(content: BinaryIO) -> bool:
    """Say whether the bytes begin as a ZIP (a workbook is one) that has no end."""
    content.seek(0)
    starts = content.read(4) == b"PK\x03\x04"
    content.seek(0)
    return starts and not zipfile.is_zipfile(content)


def _refuse_size(name: str, largest: int) -> None:
    raise DomainError(
        Finding(
            code="files.size",
            message=_("%(name)s is larger than the %(largest)s MB allowed for it."),
            source=SOURCE,
            params={"name": name, "largest": str(largest // (1024 * 1024))},
            field="file",
        )
    )


def _sync(directory: str) -> None:
    """Make the new name in ``directory`` survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
