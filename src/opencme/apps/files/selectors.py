"""Reading kept files, and deciding who may."""

from collections.abc import Callable
from typing import BinaryIO, Final
from urllib.parse import quote
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from opencme.apps.files.kinds import BY_MEDIA_TYPE
from opencme.apps.files.models import StoredFile
from opencme.apps.files.paths import path_of
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor

__all__ = [
    "Resolver",
    "StoredFile",
    "address_of",
    "file_to_read",
    "is_shown_inline",
    "open_file",
    "read_file",
    "register",
]
Resolver = Callable[[Actor, StoredFile], bool]
_RESOLVERS: Final[dict[str, Resolver]] = {}
_SIGNER: Final = TimestampSigner(salt="opencme.files")
TOKEN_SECONDS: Final = 6 * 3600


def register(key: str, resolver: Resolver) -> None:
    """Let ``resolver`` say yes to a file; called once per key from an app's ``ready``. ValueError on a second one."""
    if _RESOLVERS.get(key, resolver) is not resolver:
        msg = f"two resolvers are registered as {key!r}"
        raise ValueError(msg)
    _RESOLVERS[key] = resolver


def open_file(file: StoredFile) -> BinaryIO:
    """Open the bytes for reading; the caller closes. FileNotFoundError when they are gone (a fault to restore)."""
    return path_of(file.sha256).open("rb")


def read_file(file: StoredFile) -> bytes:
    """Give all bytes of a small file."""
    return path_of(file.sha256).read_bytes()


def address_of(file: StoredFile, *, person_id: int | None = None) -> str:
    """Give an address that opens the file for six hours; only for the person ``person_id`` when one is given.

    The caller has decided that the reader may see it.
    """
    token = _SIGNER.sign(f"{file.public_id}.{person_id or 0}").split(".", 1)[1]
    return f"/files/{file.public_id}/{quote(file.name)}?t={token}"


def file_to_read(*, actor: Actor | None, file_id: UUID, token: str = "") -> StoredFile:
    """Give the file if ``token`` or a registered resolver lets ``actor`` read it; NotFound otherwise."""
    file: StoredFile | None = (
        StoredFile.objects.across_providers(why="a token or a resolver decides below").filter(public_id=file_id).first()
    )
    if file is None or not (_token_allows(file, actor, token) or _resolver_allows(file, actor)):
        raise NotFound
    return file


def is_shown_inline(file: StoredFile) -> bool:
    """Say whether a browser may show the file in place."""
    kind = BY_MEDIA_TYPE.get(file.media_type)
    return kind is not None and kind.is_shown_inline


def _token_allows(file: StoredFile, actor: Actor | None, token: str) -> bool:
    if not token:
        return False
    try:
        signed = _SIGNER.unsign(f"{file.public_id}.{token}", max_age=TOKEN_SECONDS)
    except BadSignature:
        return False
    person = int(signed.rsplit(".", 1)[1])
    return person == 0 or (actor is not None and actor.person_id == person)


def _resolver_allows(file: StoredFile, actor: Actor | None) -> bool:
    return actor is not None and any(allows(actor, file) for allows in _RESOLVERS.values())
