"""What a file really is, found in its bytes; the sender's name and media type are never believed."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Final

import puremagic

HEAD: Final = 8192
_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file OpenCME keeps: its media type, its greatest size in bytes, and whether a browser may show it."""

    key: str
    media_type: str
    largest: int
    is_shown_inline: bool = False


KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind("pdf", "application/pdf", 100 * _MB, is_shown_inline=True),
        Kind("png", "image/png", 20 * _MB, is_shown_inline=True),
        Kind("jpeg", "image/jpeg", 20 * _MB, is_shown_inline=True),
        Kind("mp4", "video/mp4", 4096 * _MB, is_shown_inline=True),
        Kind("webm", "video/webm", 4096 * _MB, is_shown_inline=True),
        Kind("mp3", "audio/mpeg", 500 * _MB, is_shown_inline=True),
        Kind("csv", "text/csv", 250 * _MB),
        Kind("txt", "text/plain", 250 * _MB),
        Kind("json", "application/json", 250 * _MB),
        Kind("xml", "application/xml", 100 * _MB),
        Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 50 * _MB),
        Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", 200 * _MB),
        Kind("zip", "application/zip", 500 * _MB),
    )
}
BY_MEDIA_TYPE: Final = {kind.media_type: kind for kind in KINDS.values()}
IMAGES: Final = frozenset({"png", "jpeg"})
TABLES: Final = frozenset({"csv", "txt", "xlsx"})

_ACTIVE = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|xhtml:|html:)", re.IGNORECASE)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEIC: Final = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1"})


def kind_of(content: BinaryIO, name: str) -> Kind | None:
    """Say what ``content`` is; None when it is nothing OpenCME keeps (HTML and SVG never are).

    name: only its ending is looked at, and only to tell plain texts apart (CSV, JSON, other text).
    Leaves ``content`` at its beginning.
    """
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    key = _binary_kind(head, content) or _text_kind(head, name)
    content.seek(0)
    return KINDS[key] if key else None


def is_text(content: BinaryIO) -> bool:
    """Say whether the beginning is text without control characters, whatever kind of text. Leaves it at its start."""
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    start = _decoded(head)
    return bool(start) and _is_printable(start)


def is_heic(content: BinaryIO) -> bool:
    """Say whether it is a photo as iPhones keep them. Leaves it at its start."""
    content.seek(0)
    head = content.read(12)
    content.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def _binary_kind(head: bytes, content: BinaryIO) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    signs = {
        "pdf": head.startswith(b"%PDF-"),
        "png": head.startswith(b"\x89PNG\r\n\x1a\n"),
        "jpeg": head.startswith(b"\xff\xd8\xff"),
        "mp4": head[4:8] == b"ftyp" and head[8:12] not in {b"qt  ", b"avif", *_HEIC},
        "webm": head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:128],
        "mp3": head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")),
    }
    return next((key for key, is_it in signs.items() if is_it), None)


def _zip_kind(content: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" in names:
        for folder, key in (("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return key if f"{folder}vbaProject.bin" not in names else None
    return "zip"


def _text_kind(head: bytes, name: str) -> str | None:
    """Tell texts apart; None for bytes that are no text, or for a text a browser might run."""
    start = _decoded(head)
    ending = PurePath(name).suffix.lower()
    if not (start and _is_printable(start)) or ending in _RUNNABLE or _is_something_else(head):
        return None
    if start.startswith("<"):
        return None if _ACTIVE.search(start) else "xml"
    return {".csv": "csv", ".json": "json", ".tsv": "csv"}.get(ending, "txt")


def _decoded(head: bytes) -> str:
    guess = "utf-16-le" if _looks_utf16(head) else "latin-1"
    encoding = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), guess)
    return head.decode(encoding, errors="ignore").lstrip("\ufeff\xef\xbb\xbf \r\n\t")


def _is_printable(start: str) -> bool:
    return all(ord(sign) >= ord(" ") or sign in "\t\n\r\f\x1a" for sign in start)


_RUNNABLE: Final = frozenset({".html", ".htm", ".xhtml", ".svg", ".svgz", ".js", ".mjs", ".mht", ".mhtml"})


def _looks_utf16(head: bytes) -> bool:
    """Say whether every second byte is mostly NUL, as in UTF-16 without a mark."""
    odd = head[1:400:2]
    return len(odd) > 8 and odd.count(0) > len(odd) * 0.7  # noqa: PLR2004 -- a handful of characters


def _is_something_else(head: bytes) -> bool:
    """Ask the list of known signatures whether printable bytes are a program or another format after all."""
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return False
    return any(each.confidence >= 0.8 and each.extension in _NEVER for each in found)  # noqa: PLR2004 -- puremagic's scale


_NEVER: Final = frozenset({".exe", ".com", ".bat", ".sh", ".ps", ".eps", ".rtf", ".hlp", ".chm", ".lnk", ".swf"})
