"""Tables from outside (CSV, tab-separated text, XLSX) as rows of text, and tables written for spreadsheets.

Reading streams, refuses what could hurt (bombs, entities, absurd sizes) and names file, line and column.
"""

import codecs
import contextlib
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO, Final

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _

SOURCE: Final = "opencme-files"
Row = tuple[int, Sequence[str]]
Value = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The largest table that is read."""

    rows: int = 1_200_000
    columns: int = 200
    cell: int = 20_000
    unpacked: int = 400 * 1024 * 1024
    ratio: int = 200
    members: int = 2_000
    grid: int = 4_000_000


LIMITS: Final = Limits()
_CHUNK: Final = 1024 * 1024
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NUL: Final = _(
    "%(name)s, line %(line)s: there is a NUL character; the file is damaged or no text. Download it again, or save it "
    "as CSV in UTF-8."
)
_DELIMITERS: Final = (",", "\t", ";", "|")


def read_rows(content: BinaryIO, name: str, limits: Limits = LIMITS) -> Iterator[Row]:
    """Give the rows of a table as (line, cells), lines counted from 1; empty rows are given too.

    Raises DomainError, before or while reading, with a finding that names the file and the place.
    """
    content.seek(0)
    if content.read(4) == b"PK\x03\x04":
        return _xlsx_rows(content, name, limits)
    return _text_rows(content, name, limits)


def count_lines(content: BinaryIO) -> int:
    """Give how many lines a text has, near enough to show progress; 0 for a workbook."""
    content.seek(0)
    if content.read(4) == b"PK\x03\x04":
        return 0
    content.seek(0)
    return sum(chunk.count(b"\n") for chunk in iter(lambda: content.read(_CHUNK), b""))


def refusal(code: str, message: str, **params: str) -> DomainError:
    """Make the refusal of a file."""
    return DomainError(Finding(code=code, message=message, source=SOURCE, params=params, field="file"))


# ── text ──


def encoding_of(content: BinaryIO, name: str) -> str:
    """Find the encoding: a mark at the beginning, NULs of UTF-16, whole UTF-8, else Windows-1252."""
    content.seek(0)
    head = content.read(4096)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _whole(content, name, encoding)
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_other = head[start:400:2]
        if len(every_other) > 8 and every_other.count(0) > len(every_other) * 0.7:  # noqa: PLR2004 -- a few characters
            return _whole(content, name, encoding)
    try:
        return _whole(content, name, "utf-8")
    except DomainError:
        return _whole(content, name, "cp1252")


def _whole(content: BinaryIO, name: str, encoding: str) -> str:
    """Decode everything once, so that a broken byte is named before any row is used."""
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line, place = 1, 0
    while True:
        chunk = content.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as broken:
            before = bytes(broken.object[: broken.start]).decode(encoding, errors="replace")
            line += before.count("\n")
            raise refusal(
                "files.encoding",
                _(
                    "%(name)s, line %(line)s: these bytes are no text in %(encoding)s; the file is damaged or was cut "
                    "off. Download it again, or save it as CSV in UTF-8."
                ),
                name=name,
                line=str(line),
                encoding=encoding.upper(),
            ) from None
        if (place := text.find("\0")) >= 0:
            raise refusal(
                "files.nul",
                _NUL,
                name=name,
                line=str(line + text.count("\n", 0, place)),
            )
        line += text.count("\n")
        if not chunk:
            return encoding


def _text_rows(content: BinaryIO, name: str, limits: Limits) -> Iterator[Row]:
    encoding = encoding_of(content, name)
    delimiter = _delimiter(content, encoding)
    content.seek(0)
    text = io.TextIOWrapper(content, encoding=encoding, newline="")
    is_quoted = delimiter != "\t"
    rows = csv.reader(
        text,
        delimiter=delimiter,
        strict=is_quoted,
        quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
    )
    try:
        line = 1
        for count, cells in enumerate(rows, start=1):
            _check(cells, count, line, name, limits)
            yield line, cells if is_quoted else [_unquoted(cell) for cell in cells]
            line = rows.line_num + 1
    except csv.Error as broken:
        raise refusal(
            "files.csv",
            _("%(name)s, line %(line)s: the row cannot be read (%(why)s). Often a quotation mark is left open."),
            name=name,
            line=str(line),
            why=str(broken),
        ) from None
    finally:
        with contextlib.suppress(ValueError):  # whoever stopped half-way may have closed the file already
            text.detach()


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _delimiter(content: BinaryIO, encoding: str) -> str:
    """Choose the sign that parts the first lines most evenly; a tab wins where there are any in most lines."""
    content.seek(0)
    text = codecs.getincrementaldecoder(encoding)().decode(content.read(64 * 1024))
    lines = [line for line in text.splitlines() if line.strip()][:40]
    with_tab = sum("\t" in line for line in lines)
    if lines and with_tab >= max(1, len(lines) // 3):
        return "\t"
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (counts[sign], sign == ","))


def _check(cells: Sequence[str], count: int, line: int, name: str, limits: Limits) -> None:
    if count > limits.rows:
        raise refusal(
            "files.rows",
            _("%(name)s has more than %(rows)s rows; split it."),
            name=name,
            rows=f"{limits.rows:,}",
        )
    if len(cells) > limits.columns:
        raise refusal(
            "files.columns",
            _("%(name)s, line %(line)s: %(found)s columns; at most %(columns)s are read."),
            name=name,
            line=str(line),
            found=str(len(cells)),
            columns=str(limits.columns),
        )
    for column, cell in enumerate(cells, start=1):
        if len(cell) > limits.cell:
            raise refusal(
                "files.cell",
                _("%(name)s, line %(line)s, column %(column)s: the cell holds more than %(most)s characters."),
                name=name,
                line=str(line),
                column=str(column),
                most=f"{limits.cell:,}",
            )


# ── XLSX ──

_PLACE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
_DAMAGED: Final = _(
    "%(name)s cannot be opened as a workbook (%(why)s); it is damaged or was cut off. Download or save it again."
)
_ENTITY: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def _xlsx_rows(content: BinaryIO, name: str, limits: Limits) -> Iterator[Row]:
    _inspect(content, name, limits)
    content.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(content)
        sheets = (book.get_sheet_by_index(place) for place in range(len(book.sheet_names)))
        sheet = next((sheet for sheet in sheets if sheet.total_height), None)
    except (CalamineError, ValueError, OSError) as broken:
        raise refusal("files.xlsx", _DAMAGED, name=name, why=str(broken)[:120]) from None
    if sheet is None:
        raise refusal("files.xlsx.empty", _("%(name)s has no sheet with anything in it."), name=name)
    first = sheet.start[0] + 1 if sheet.start else 1
    for count, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(value) for value in values]
        # iter_rows begins at the sheet's first row, whether or not it is empty
        line = count if sheet.total_height != sheet.height else first + count - 1
        _check(cells, count, line, name, limits)
        if any("\0" in cell for cell in cells):  # written as _x0000_; no database keeps it
            raise refusal("files.nul", _NUL, name=name, line=str(line))
        yield line, cells


def _inspect(content: BinaryIO, name: str, limits: Limits) -> None:
    """Unpack every part once, counting, before the workbook's reader sees it; headers of a ZIP may lie."""
    content.seek(0, io.SEEK_END)
    packed = max(1, content.tell())
    content.seek(0)
    bomb = refusal(
        "files.bomb",
        _("%(name)s unpacks to far more than a table needs; it is not read. Save the sheet as CSV and use that file."),
        name=name,
    )
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            if len(members) > limits.members or sum(each.file_size for each in members) > limits.unpacked:
                raise bomb
            unpacked = 0
            for member in members:
                unpacked += _unpack(archive, member, name, limits, limits.unpacked - unpacked)
                if unpacked > limits.unpacked or (unpacked > 10 * _CHUNK and unpacked > packed * limits.ratio):
                    raise bomb
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as broken:
        raise refusal(
            "files.xlsx",
            _DAMAGED,
            name=name,
            why=str(broken)[:120],
        ) from None


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits, most: int) -> int:
    """Count the bytes of one part, looking for entities and for cells that would make an absurd grid."""
    is_xml = member.filename.endswith((".xml", ".rels"))
    is_sheet = is_xml and "worksheets/" in member.filename
    member.file_size = most + 1  # read to the true end instead of the size the header claims …
    member.CRC = None  # type: ignore[assignment]  # … for which the sum of the claimed size says nothing
    size, tail, last_row, last_column = 0, b"", 1, 1
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > most:
                return size
            window = tail + chunk
            if is_xml and _ENTITY.search(window.replace(b"\0", b"")):
                raise refusal(
                    "files.entities",
                    _(
                        "%(name)s, part %(part)s: it declares XML entities, which no spreadsheet needs; it is not "
                        "read. Save the sheet as CSV and use that file."
                    ),
                    name=name,
                    part=member.filename,
                )
            if is_sheet:
                for letters, digits in _PLACE.findall(window):
                    last_row = max(last_row, int(digits))
                    last_column = max(last_column, _number(letters))
            tail = window[-64:]
    if is_sheet and (last_row > limits.rows or last_row * last_column > limits.grid or last_column > limits.columns):
        raise refusal(
            "files.grid",
            _(
                "%(name)s: the sheet reaches to row %(row)s, column %(column)s, which is more than is read at once. "
                "Clear the cells outside your table, or save it as CSV."
            ),
            name=name,
            row=f"{last_row:,}",
            column=f"{last_column:,}",
        )
    return size


def _number(letters: bytes) -> int:
    """Read "A" as 1, "AA" as 27."""
    number = 0
    for sign in letters.upper():
        number = number * 26 + sign - 64
    return number


def _text(value: object) -> str:
    """Write a cell as a person would type it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


# ── writing ──

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: Value) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else str(value)


def csv_chunks(rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Write rows as CSV for spreadsheets (UTF-8 with mark, formulas neutralised), a piece at a time."""
    out = io.StringIO()
    writer = csv.writer(out)
    yield codecs.BOM_UTF8
    for count, row in enumerate(rows, start=1):
        writer.writerow([guarded(value) for value in row])
        if count % 500 == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def xlsx_file(rows: Iterable[Sequence[Value]], *, sheet: str, out: BinaryIO) -> None:
    """Write rows as a workbook of one sheet into ``out``, the first row as its header, formulas neutralised."""
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    page = book.add_worksheet(sheet[:31])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page.freeze_panes(1, 0)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                page.write_datetime(line, column, value, moment)
            elif isinstance(value, date):
                page.write_datetime(line, column, value, day)
            elif isinstance(value, int | Decimal):
                page.write_number(line, column, value)
            else:
                page.write_string(line, column, guarded(value), bold if line == 0 else None)
    book.close()
