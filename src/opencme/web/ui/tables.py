"""Tables: columns declared once give the page, the sorting and the export as CSV or XLSX."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from opencme.apps.files.tables import Value, csv_chunks, xlsx_file

KINDS: Final = frozenset({"csv", "xlsx"})
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    value: gives the cell as it is exported (text, whole number, Decimal, date, moment or None).
    sort: what the query string says and, for a queryset, the field it is ordered by; empty: not sortable.
    template: draws the cell on the page with ``row`` and ``value``; empty: the value as text.
    is_end: figures, aligned at the end; is_head: names the row (a row header; the card's title on a phone).
    is_short: a number or code that stays on one line.
    """

    title: str
    value: Callable[[Any], Value]
    sort: str = ""
    template: str = ""
    is_end: bool = False
    is_head: bool = False
    is_short: bool = False
    is_exported: bool = True
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head as the page draws it: ``direction`` is "ascending", "descending" or empty."""

    column: Column
    next_sort: str
    direction: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page draws it."""

    column: Column
    row: Any
    value: Value


@dataclass(slots=True)
class Table:
    """A table on a page; ``{% include "ui/components/table.html" with table=table %}`` draws it.

    rows: a queryset, or a list that is sorted here. The query string's ``sort``, ``page`` and ``density`` are obeyed.
    name: of the exported file, without ending; key: prefix of the query string where a page has several tables.
    """

    request: HttpRequest
    rows: Any
    columns: Sequence[Column]
    name: str
    caption: str = ""
    per_page: int = 50
    default_sort: str = ""
    has_export: bool = True
    empty: str = ""
    page: Page = field(init=False)  # type: ignore[type-arg]  # of any row
    sort: str = field(init=False)

    def __post_init__(self) -> None:
        wanted = self.request.GET.get("sort", "")
        known = {column.sort for column in self.columns if column.sort}
        self.sort = wanted if wanted.removeprefix("-") in known else self.default_sort
        self.rows = self._sorted()
        self.page = Paginator(self.rows, self.per_page).get_page(self.request.GET.get("page"))

    def _sorted(self) -> Any:
        name, is_down = self.sort.removeprefix("-"), self.sort.startswith("-")
        if not name:
            return self.rows
        if isinstance(self.rows, QuerySet):
            return self.rows.order_by(self.sort, "-pk" if is_down else "pk")
        column = next((column for column in self.columns if column.sort == name), None)
        if column is None:
            return list(self.rows)
        known = [row for row in self.rows if column.value(row) is not None]
        unknown = [row for row in self.rows if column.value(row) is None]
        return [*sorted(known, key=lambda row: _order(column.value(row)), reverse=is_down), *unknown]

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns on the page."""
        return tuple(column for column in self.columns if column.is_shown)

    @property
    def headers(self) -> tuple[Header, ...]:
        """The heads: pressing one sorts by it, pressing again turns the order."""
        return tuple(
            Header(
                column,
                f"-{column.sort}" if self.sort == column.sort else column.sort,
                {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.sort, "") if column.sort else "",
            )
            for column in self.shown
        )

    @property
    def lines(self) -> Iterable[tuple[Any, tuple[Cell, ...]]]:
        """The rows of this page with their cells."""
        for row in self.page:
            yield row, tuple(Cell(column, row, column.value(row)) for column in self.shown)

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return int(self.page.paginator.count)

    @property
    def is_compact(self) -> bool:
        """Whether the reader asked for narrow rows."""
        return self.request.GET.get("density") == "compact"

    def export(self) -> HttpResponseBase | None:
        """Give the file when the query string asks for one (``?export=csv``), else None."""
        return export(self.request, self.columns, self.rows, self.name) if self.has_export else None


def _order(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def export(request: HttpRequest, columns: Sequence[Column], rows: Iterable[Any], name: str) -> HttpResponseBase | None:
    """Answer ``?export=csv`` and ``?export=xlsx`` with every row, whichever page is shown; None when not asked.

    A cell that a spreadsheet would run as a formula is written so that it stays text.
    """
    kind = request.GET.get("export", "")
    if kind not in KINDS:
        return None
    kept = [column for column in columns if column.is_exported]
    every = rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows
    lines: Iterable[Sequence[Value]] = chain(
        [[str(column.title) for column in kept]], ([column.value(row) for column in kept] for row in every)
    )
    file_name = f"{slugify(name) or 'table'}.{kind}"
    answer: HttpResponseBase
    if kind == "csv":
        answer = StreamingHttpResponse(csv_chunks(lines), content_type="text/csv; charset=utf-8")
    else:
        out = tempfile.TemporaryFile()  # noqa: SIM115 -- FileResponse closes it
        xlsx_file(lines, sheet=name, out=out)
        out.seek(0)
        answer = FileResponse(out, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
