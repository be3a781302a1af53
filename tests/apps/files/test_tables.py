"""Tables from outside: every encoding people use, and every file that wants to hurt or is damaged, refused with its place."""

import io
import zipfile

import pytest
import xlsxwriter

from opencme.apps.files import tables
from opencme.apps.files.tables import Limits, csv_chunks, read_rows, xlsx_file
from opencme.kernel.findings import DomainError

SHEET = "xl/worksheets/sheet1.xml"
SMALL = Limits(rows=50, columns=20, cell=1_000, unpacked=200_000, ratio=20, members=40, grid=500)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c calc'!A1"]


def read(content, name="list.csv", limits=SMALL):
    return [(line, list(cells)) for line, cells in read_rows(io.BytesIO(content), name, limits)]


def refused(content, name="list.csv", limits=SMALL):
    with pytest.raises(DomainError) as refusal:
        read(content, name, limits)
    (finding,) = refusal.value.findings
    return finding.code, str(finding)


def workbook(rows):
    out = io.BytesIO()
    xlsx_file(rows, sheet="People", out=out)
    return out.getvalue()


def with_part(content, part, change):
    """The workbook with the text of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member.filename, change(data) if member.filename == part else data)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter, end):
    rows = [["Name", "E-mail address"], ["Tomás Müller", "t@example.org"], ["Zoë – Peña", "z@example.org"]]
    content = "".join(delimiter.join(row) + end for row in rows).encode(encoding)

    assert read(content) == list(enumerate(rows, start=1))


def test_rows_keep_their_line_across_quoted_line_breaks_and_empty_rows():
    assert read(b'Name,Note\n"Ann","two\nlines"\n\nBob,x\n') == [
        (1, ["Name", "Note"]),
        (2, ["Ann", "two\nlines"]),
        (4, []),
        (5, ["Bob", "x"]),
    ]


def test_workbook_is_read_as_people_typed_it():
    rows = [["Name", "Visits"], ["Ann", 3], ["Bob", None]]

    assert read(workbook(rows), "list.xlsx") == [(1, ["Name", "Visits"]), (2, ["Ann", "3"]), (3, ["Bob", ""])]


def test_formulas_come_in_as_text():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_formula(0, 0, '=HYPERLINK("http://x.example","click")', value="click")
    page.write_string(1, 0, "=1+1")
    book.close()

    assert [cells for _line, cells in read(out.getvalue(), "list.xlsx")] == [["click"], ["=1+1"]]
    assert read(b"=cmd|'/c calc'!A1,x\n") == [(1, ["=cmd|'/c calc'!A1", "x"])]


@pytest.mark.parametrize("value", FORMULAS)
def test_formulas_never_go_out(value):
    text = b"".join(csv_chunks([["Name"], [value]])).decode("utf-8-sig")
    back = read(workbook([["Name"], [value]]), "out.xlsx")

    assert "'" + value[0] in text
    assert back[1][1][0].startswith("'")


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b'Name,Note\nAnn,"open\nBob,x\n', "files.csv", "list.csv, line 2: the row cannot be read"),
        (b"Name\nAnn\x00\n", "files.nul", "list.csv, line 2: there is a NUL character"),
        ("Name\nAnn\n".encode("utf-16")[:-1], "files.encoding", "line 2: these bytes are no text in UTF-16"),
        (b"Name\nAnn\x81\n", "files.encoding", "line 2: these bytes are no text in CP1252"),
        (b"Name\n" + b"x" * 1_001 + b"\n", "files.cell", "line 2, column 1: the cell holds more than 1,000"),
        (b"x," * 20 + b"x\n", "files.columns", "line 1: 21 columns; at most 20"),
        (b"x,y\n" * 51, "files.rows", "has more than 50 rows; split it"),
    ],
)
def test_text_that_cannot_be_read_is_refused_with_its_place(content, code, told):
    found, message = refused(content)

    assert found == code
    assert told in message


def test_quotation_mark_left_open_in_a_huge_file_is_found_early():
    content = b'Name,Note\nAnn,"open\n' + b"Bob,x\n" * 200_000

    assert refused(content, limits=tables.LIMITS)[0] == "files.csv"


def bomb():
    return with_part(workbook([["Name"]]), SHEET, lambda _old: b" " * 5_000_000)


def lying_bomb():
    """A bomb whose headers claim to be small."""
    content = bomb()
    return content.replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))


def entities():
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return with_part(workbook([["Name"]]), SHEET, lambda old: old.replace(b"?>", b"?>" + doctype, 1))


def entities_utf16():
    """The declaration hidden in another encoding."""
    return with_part(
        workbook([["Name"]]),
        SHEET,
        lambda _old: "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>".encode(
            "utf-16"
        ),
    )


def far_cell():
    return with_part(workbook([["Name"]]), SHEET, lambda old: old.replace(b'r="A1"', b'r="XFD1048576"'))


def many_members():
    out = io.BytesIO(workbook([["Name"]]))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(60):
            archive.writestr(f"xl/x{number}.xml", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "files.bomb"),
        (lying_bomb, "files.bomb"),
        (many_members, "files.bomb"),
        (entities, "files.entities"),
        (entities_utf16, "files.entities"),
        (far_cell, "files.grid"),
        (lambda: workbook([["Name"], ["Ann"]])[:-200], "files.xlsx"),
        (lambda: b"PK\x03\x04" + b"\x00" * 200, "files.xlsx"),
        (lambda: with_part(workbook([["Name"]]), "xl/workbook.xml", lambda _old: b"<broken"), "files.xlsx"),
        (lambda: workbook([]), "files.xlsx.empty"),
    ],
)
def test_workbook_that_hurts_or_is_damaged_is_refused(make, code):
    found, message = refused(make(), "people.xlsx")

    assert found == code
    assert "people.xlsx" in message


@pytest.mark.parametrize("make", [bomb, lying_bomb, entities, far_cell])
def test_refusal_says_what_to_do_instead(make):
    assert "CSV" in refused(make(), "people.xlsx")[1]
