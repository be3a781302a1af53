"""Binding the activity file: one PDF with the evidence joined and bookmarked, or a ZIP with everything."""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any, Final, cast

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject, StreamObject

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import local
from opencme.apps.files import selectors as files
from opencme.apps.files.tables import guarded
from opencme.apps.reporting.selectors.activity_file import Evidence, activity_file, evidence_of
from opencme.documents.activity_file import ActivityFile, activity_file_pdf
from opencme.documents.certificate import in_words

CHUNK: Final = 256 * 1024
MOST_PAGES: Final = 600
_CLAIMS: Final = re.compile(rb"<pdf(?:a|ua)id:\w+>[^<]*</pdf(?:a|ua)id:\w+>")
Tick = Callable[[int], None]


def write_activity_file(activity: Activity, kind: str, now: datetime, tick: Tick) -> Iterator[bytes]:
    """Give the bytes of "activity_file_pdf" or "activity_file_zip", a piece at a time; nothing missing is hidden."""
    file, evidence = activity_file(activity, now), evidence_of(activity)
    made = f"Made by OpenCME on {in_words(local(activity, now).date())} at {local(activity, now):%H:%M %Z}."
    main = activity_file_pdf(file, made_at=now, made_words=made)
    tick(1)
    with tempfile.TemporaryFile() as out:
        if kind == "activity_file_zip":
            _write_zip(out, main, file, evidence, tick)
        else:
            _write_pdf(out, main, evidence, tick)
        out.seek(0)
        while chunk := out.read(CHUNK):
            yield chunk


def _write_pdf(out: IO[bytes], main: bytes, evidence: tuple[Evidence, ...], tick: Tick) -> None:
    joined = [each for each in evidence if each.is_pdf]
    if not joined:
        out.write(main)
        return
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(main))
    _give_up_claims(writer)
    top = writer.add_outline_item(title="Evidence files", page_number=len(writer.pages) - 1)
    for place, each in enumerate(joined, start=2):
        _join(writer, each, top)
        tick(place)
    writer.write(out)
    writer.close()


def _join(writer: pypdf.PdfWriter, evidence: Evidence, top: Any) -> None:
    """Append one PDF under its own bookmark; where that cannot be, the bookmark says so and the ZIP has the file."""
    title = f"{evidence.number}. {evidence.file.name}"
    start = len(writer.pages)
    try:
        with files.open_file(evidence.file) as content:
            reader = pypdf.PdfReader(content)
            can_be_joined = not reader.is_encrypted and len(reader.pages) <= MOST_PAGES
            for page in reader.pages if can_be_joined else ():
                writer.add_page(page)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):  # pypdf on bad files
        can_be_joined = False
    if can_be_joined:
        writer.add_outline_item(title=title, page_number=start, parent=top)
    else:
        writer.add_outline_item(title=f"{title}: could not be joined, see the ZIP", page_number=start - 1, parent=top)


def _give_up_claims(writer: pypdf.PdfWriter) -> None:
    """Take back the claims to PDF/A and PDF/UA: what others wrote and is joined need not keep them."""
    root = writer._root_object  # noqa: SLF001 -- pypdf has no public way to the catalog of a writer
    metadata = root.get("/Metadata")
    if metadata is None:
        return
    stream = StreamObject()
    stream.set_data(_CLAIMS.sub(b"", cast("StreamObject", metadata.get_object()).get_data()))
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    root[NameObject("/Metadata")] = writer._add_object(stream)  # noqa: SLF001 -- as above


def _write_zip(out: IO[bytes], main: bytes, file: ActivityFile, evidence: tuple[Evidence, ...], tick: Tick) -> None:
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("activity-file.pdf", main)
        archive.writestr("contents.csv", _contents(evidence))
        archive.writestr("missing.csv", _missing(file))
        for place, each in enumerate(evidence, start=2):
            if not each.is_too_large:
                _pack(archive, each)
            tick(place)


def _pack(archive: zipfile.ZipFile, evidence: Evidence) -> None:
    name = f"evidence/{evidence.number:02}-{evidence.file.name}"
    with files.open_file(evidence.file) as content, archive.open(name, "w") as packed:
        while chunk := content.read(CHUNK):
            packed.write(chunk)


def _contents(evidence: tuple[Evidence, ...]) -> bytes:
    rows = [
        (
            f"{each.number:02}",
            each.file.name,
            each.shows,
            str(each.file.size),
            each.file.sha256,
            "named only" if each.is_too_large else "in this archive",
        )
        for each in evidence
    ]
    return _csv(("number", "file", "shows", "bytes", "sha256", "where"), rows)


def _missing(file: ActivityFile) -> bytes:
    rows = [(section.title, each.words, "missing" if each.is_required else "advice") for section, each in file.missing]
    return _csv(("section", "what", "kind"), rows)


def _csv(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
