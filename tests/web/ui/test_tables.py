"""Tables sort by the query string and export every row, formulas neutralised."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from opencme.web.ui.tables import Column, Table, export


@dataclass(frozen=True)
class Line:
    name: str
    credit: Decimal | None


COLUMNS = (
    Column(title="Name", value=lambda row: row.name, sort="name"),
    Column(title="Credit", value=lambda row: row.credit, sort="credit"),
    Column(title="Hidden", value=lambda _row: "x", is_exported=False),
)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tTAB", "\rCR"]


def table(query: str, lines: list[Line]) -> Table:
    return Table(RequestFactory().get(f"/?{query}"), lines, COLUMNS, name="People")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["b", "A", "c"]),
        ("sort=name", ["A", "b", "c"]),
        ("sort=-name", ["c", "b", "A"]),
        ("sort=credit", ["A", "b", "c"]),
        ("sort=-credit", ["b", "A", "c"]),
        ("sort=password", ["b", "A", "c"]),
    ],
)
def test_table_sorts_by_known_columns_only_and_unknown_values_last(query: str, names: list[str]):
    lines = [Line("b", Decimal(2)), Line("A", Decimal(1)), Line("c", None)]

    assert [row.name for row, _cells in table(query, lines).lines] == names


def test_headers_turn_the_order_and_say_it():
    heads = table("sort=name", []).headers

    assert [(head.next_sort, head.direction) for head in heads] == [("-name", "ascending"), ("credit", ""), ("", "")]


def test_page_beyond_the_end_shows_the_last_page():
    shown = Table(
        RequestFactory().get("/?page=99"), [Line(str(n), None) for n in range(7)], COLUMNS, name="x", per_page=3
    )

    assert [row.name for row, _cells in shown.lines] == ["6"]
    assert shown.count == 7


def test_export_writes_every_row_and_no_formula_as_csv():
    lines = [Line(text, Decimal("0.75")) for text in DANGEROUS]

    answer = export(RequestFactory().get("/?export=csv&page=2"), COLUMNS, lines, "Pe/ople")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))

    assert rows == [["Name", "Credit"], *[[f"'{text}", "0.75"] for text in DANGEROUS]]
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'


@pytest.mark.django_db  # closing an answer closes connections
def test_export_writes_every_row_and_no_formula_as_xlsx():
    answer = export(
        RequestFactory().get("/?export=xlsx"), COLUMNS, [Line("=1+1", None), Line("Ada", Decimal("1.5"))], "People"
    )
    content = b"".join(answer.streaming_content)
    answer.close()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert book.get_sheet_by_index(0).to_python() == [["Name", "Credit"], ["'=1+1", ""], ["Ada", 1.5]]


@pytest.mark.parametrize("query", ["", "export=pdf", "export="])
def test_export_gives_nothing_when_no_known_file_is_asked(query: str):
    assert export(RequestFactory().get(f"/?{query}"), COLUMNS, [], "People") is None
