"""The text of a PDF somebody brought: read in a process of its own, whatever the file is."""

import io
import time
import zlib

import pypdf
import pytest

from opencme.documents import pdf_text as module
from opencme.documents.pdf_text import DAMAGED, ENCRYPTED, NO_TEXT, TOO_MUCH, pdf_text

pytestmark = pytest.mark.slow


def page(stream: bytes, *, filters: bytes = b"") -> bytes:
    """A PDF of one page with this content stream."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, start)
    )
    return out.getvalue()


TEXT = b"BT /F 12 Tf 20 200 Td (Completed May 14, 2026) Tj ET"


def locked() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(page(TEXT)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_text_is_read():
    assert pdf_text(page(TEXT)).text.strip() == "Completed May 14, 2026"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (locked(), ENCRYPTED),
        (page(TEXT)[:200], DAMAGED),
        (b"%PDF-1.7\n" + b"\xff" * 5000, DAMAGED),
        (b"no pdf at all", DAMAGED),
        (page(b"q 100 0 0 100 0 0 cm Q"), NO_TEXT),
    ],
    ids=["locked", "cut off", "rubbish", "no pdf", "a picture"],
)
def test_what_cannot_be_read_is_said(content, problem):
    assert pdf_text(content) == module.PdfText("", problem)


def test_a_page_that_unpacks_to_gigabytes_costs_little_time_and_memory():
    bomb = page(zlib.compress(b"(x) Tj " * 60_000_000, 9), filters=b"/Filter/FlateDecode")
    start = time.perf_counter()

    found = pdf_text(bomb)

    assert time.perf_counter() - start < module.SECONDS + 2
    assert found.problem in {TOO_MUCH, DAMAGED}
