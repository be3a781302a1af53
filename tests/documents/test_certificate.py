"""The certificate says what accreditation.md 4.4 asks, in any script, as a tagged PDF."""

import io
import shutil
import struct
import subprocess
import zlib
from datetime import UTC, date, datetime

import pypdf
import pytest

from opencme.documents.certificate import CertificateFacts, Issuer, Line, Paper, certificate_pdf, days_in_words
from opencme.documents.fonts import missing_glyphs
from opencme.kernel.findings import DomainError
from opencme.kernel.text import RichText

AWARDED = Line(
    is_awarded=True,
    amount="3.5",
    unit=RichText.parse("*AMA PRA Category 1 Credits*™"),
    sentence=RichText.parse(
        "Dee Learner, MD was awarded 3.5 *AMA PRA Category 1 Credits*™ for participation in Early Sepsis."
    ),
)
HOURS = Line(
    is_awarded=True,
    amount="3.25",
    unit=RichText.parse("ANCC contact hours"),
    sentence=RichText.parse("Dee Learner, DNP was awarded 3.25 ANCC contact hours for participation in Early Sepsis."),
)
PARTICIPATED = Line(
    is_awarded=False,
    amount="",
    unit=RichText(()),
    sentence=RichText.parse(
        "Dee Learner, PharmD participated in Early Sepsis on March 14, 2026. This activity was designated for "
        "3.5 *AMA PRA Category 1 Credits*™."
    ),
)


def png():
    """A PNG of one dark pixel."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x17\x21\x2b"))
        + chunk(b"IEND", b"")
    )


def facts(**changes):
    values = {
        "number": "LHS-2026-0007-000041",
        "version": 1,
        "issuer": Issuer(
            name="Lakeside Health System",
            address="1200 Harbor Drive\nDuluth, MN 55802",
            accreditor_id="0000123",
            signatory_name="Margaret Olson, MD",
            signatory_title="Chair, CME Committee",
        ),
        "participant": "Dee Learner, MD",
        "title": "Early Sepsis",
        "learning_format": "Live activity",
        "location": "Duluth, MN, USA",
        "first_day": date(2026, 3, 14),
        "last_day": date(2026, 3, 14),
        "is_live": True,
        "completed_on": date(2026, 3, 14),
        "issued_at": datetime(2026, 3, 16, 15, 0, tzinfo=UTC),
        "lines": [AWARDED],
        "statements": [RichText.parse("The Lakeside Health System designates this live activity …")],
        "address": "https://cme.example.org/verify/LHS-2026-0007-000041",
    }
    return CertificateFacts(**{**values, **changes})


def words(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def fonts_in(pdf):
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    return {str(font.get_object()["/BaseFont"]).split("+")[1] for font in page["/Resources"]["/Font"].values()}


def test_certificate_shows_all_that_cert_1_asks():
    text = words(certificate_pdf(facts()))
    for shown in (
        "Certificate of Completion",
        "Dee Learner, MD",
        "provided by Lakeside Health System",
        "Early Sepsis",
        "Live activity",
        "Duluth, MN, USA",
        "March 14, 2026",
        "0000123",
        "LHS-2026-0007-000041",
        "Dee Learner, MD was awarded 3.5 AMA PRA Category 1 Credits™ for participation in Early Sepsis.",
        "The Lakeside Health System designates this live activity …",
        "Margaret Olson, MD",
    ):
        assert shown in text
    assert "version" not in text


def test_trap_48_participation_never_shows_an_amount_as_awarded():
    text = words(certificate_pdf(facts(participant="Dee Learner, PharmD", lines=[PARTICIPATED])))
    assert "Certificate of Participation" in text
    assert PARTICIPATED.sentence.plain in text
    assert "awarded" not in text
    assert "has completed" not in text


def test_trap_50_each_credit_system_has_its_own_line_unit_and_words():
    text = words(certificate_pdf(facts(lines=[HOURS, PARTICIPATED])))
    assert "3.25 ANCC contact hours" in text
    assert HOURS.sentence.plain in text
    assert PARTICIPATED.sentence.plain in text


def test_trap_01_the_name_of_the_credit_is_italic_and_keeps_its_mark():
    italic = []

    def note(text, _cm, _tm, font, _size):
        if font and "Italic" in str(font.get("/BaseFont", "")):
            italic.append(text)

    page = pypdf.PdfReader(io.BytesIO(certificate_pdf(facts()))).pages[0]
    assert "AMA PRA Category 1 Credits™" in page.extract_text(visitor_text=note)
    assert "AMA PRA Category 1 Credits" in " ".join("".join(italic).split())


def test_certificate_is_tagged_pdf_ua_and_pdf_a_with_title_language_and_described_pictures():
    pdf = certificate_pdf(facts(issuer=Issuer(name="Lakeside Health System", logo=(png(), "image/png"))))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en"
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.metadata.title == "Certificate of Completion: Early Sepsis"
    alternatives = {str(each["/Alt"]) for each in every_element(root["/StructTreeRoot"]) if "/Alt" in each}
    assert "QR code that opens https://cme.example.org/verify/LHS-2026-0007-000041" in alternatives
    assert "Logo of Lakeside Health System" in alternatives


def test_damaged_or_unknown_logo_gives_way_to_the_name():
    for logo in ((png()[:60], "image/png"), (b"GIF89a", "image/gif")):
        pdf = certificate_pdf(facts(issuer=Issuer(name="Lakeside Health System", logo=logo)))
        assert words(pdf).startswith("Lakeside Health System")


def every_element(node):
    node = node.get_object()
    if not isinstance(node, dict):
        return
    yield node
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if not isinstance(child.get_object(), int):
            yield from every_element(child)


def test_same_facts_give_the_same_bytes_and_another_name_gives_others():
    assert certificate_pdf(facts()) == certificate_pdf(facts())
    assert certificate_pdf(facts()) != certificate_pdf(facts(participant="Dee Learnt, MD"))


def test_reissued_certificate_says_its_version_and_reason():
    assert "version 2: name corrected" in words(certificate_pdf(facts(version=2, reason="name corrected")))


def test_paper_is_letter_or_a4():
    sizes = [
        tuple(
            round(float(side))
            for side in pypdf.PdfReader(io.BytesIO(certificate_pdf(facts(paper=paper)))).pages[0].mediabox[2:]
        )
        for paper in Paper
    ]
    assert sizes == [(612, 792), (595, 842)]


NAMES = [
    ("Nguyễn Thị Hồng Ánh", "NotoSerif"),
    ("Łukasz Żółć-Gjøvik", "NotoSerif"),
    ("Ελένη Παπαδοπούλου", "NotoSerif"),
    ("Оксана Шевченко", "NotoSerif"),
    ("محمد الأحمد بلال", "Amiri"),
    ("فاطمه پژمان گل‌محمدی", "Amiri"),
    ("נועה כהן", "NotoSansHebrew"),
    ("प्रिया शर्मा क्षत्रिय", "NotoSansDevanagari"),
    ("রবীন্দ্রনাথ ঠাকুর", "HindSiliguri"),
    ("ณัฐพล ศรีสุข", "Sarabun"),
    ("அருண் குமார்", "NotoSansTamil"),
    ("田中 花子", "NotoSansCJKsc"),
    ("高橋 たかし", "NotoSansCJKjp"),
    ("김민수", "NotoSansCJKkr"),
    ("ანა ბერიძე", "NotoSansGeorgian"),
    ("Արամ Խաչատրյան", "NotoSansArmenian"),
    ("ሀይሌ ገብረ", "NotoSansEthiopic"),
]


@pytest.mark.parametrize(("name", "family"), NAMES)
def test_name_in_any_script_is_set_in_a_font_that_has_it(name, family):
    assert missing_glyphs(name) == ()
    pdf = certificate_pdf(facts(participant=name))
    assert any(font.startswith(family) for font in fonts_in(pdf))


@pytest.mark.parametrize("name", [name for name, _ in NAMES])
def test_name_in_any_script_reads_back_as_written(name):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    pdf = certificate_pdf(facts(participant=name))
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    # Readers guess blanks from gaps, and put direction signs around Hebrew and Arabic.
    assert seen(name) in seen(read)


def seen(text):
    return "".join(sign for sign in text if sign not in "\u202a\u202b\u202c\u200c \n")


def test_arabic_letters_are_joined_and_not_set_one_by_one():
    assert glyphs_of_arabic("ب ب ب") < glyphs_of_arabic("ببب")


def glyphs_of_arabic(name):
    """How many different glyphs of Amiri the page uses, the blank left out."""
    page = pypdf.PdfReader(io.BytesIO(certificate_pdf(facts(participant=name)))).pages[0]
    fonts = page["/Resources"]["/Font"]
    amiri = next(key for key, font in fonts.items() if "Amiri" in str(font.get_object()["/BaseFont"]))
    used, current = set(), ""
    for operands, operator in pypdf.generic.ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"Tf":
            current = operands[0]
        elif operator in {b"Tj", b"TJ"} and current == amiri:
            for piece in operands[0] if isinstance(operands[0], list) else operands:
                raw = getattr(piece, "original_bytes", b"")
                used |= {raw[at : at + 2] for at in range(0, len(raw), 2)}
    return len(used)


def test_character_no_font_has_is_named_and_nothing_is_made():
    with pytest.raises(DomainError) as refusal:
        certificate_pdf(facts(participant="Dee ᚠ Learner"))
    (finding,) = {str(each) for each in refusal.value.findings}
    assert finding == (
        "“Dee ᚠ Learner” has a character that cannot be printed: "
        "ᚠ (RUNIC LETTER FEHU FEOH FE F, U+16A0). Write it in another way."
    )


def test_markup_in_a_name_or_title_is_printed_as_it_is():
    text = words(certificate_pdf(facts(participant="#panic() *Dee* $x$", title='A "quoted" <b>title</b> \\ #v(1cm)')))
    assert "#panic() *Dee* $x$" in text
    assert 'A "quoted" <b>title</b> \\ #v(1cm)' in text


def test_longest_texts_and_four_systems_still_make_a_certificate():
    pdf = certificate_pdf(
        facts(
            participant="Dee " + "Learner-Longname " * 10,
            title="A very long title of an activity " * 7,
            lines=[AWARDED, HOURS, PARTICIPATED, HOURS],
            statements=[RichText.parse("A statement that goes on and on. " * 18)] * 4,
        )
    )
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= 2


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 14), date(2026, 3, 14), "March 14, 2026"),
        (date(2026, 3, 14), date(2026, 3, 15), "March 14–15, 2026"),
        (date(2026, 3, 30), date(2026, 4, 2), "March 30 – April 2, 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "December 31, 2026 – January 1, 2027"),
    ],
)
def test_days_read_as_people_write_them(first, last, text):
    assert days_in_words(first, last) == text
