"""What a run says together: who meets each clause, who is short and by how much, when it falls due."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from opencme.population.files import connect, quoted

THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause over everybody. short_by: what is missing on the average of those short, in the clause's unit.

    next_due: the earliest day on which something missing falls due.
    """

    rule: str
    line: str
    people: int
    met: int
    short: int
    not_due: int
    not_applicable: int
    unknown: int
    short_in_all: float
    short_by: float
    next_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One department under one rule: how many people, how many lack something, how many cannot be decided."""

    department: str
    rule: str
    people: int
    short: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many people miss a total by an amount between two others, in its unit."""

    unit: str
    words: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many people have something missing that falls due in a month; "overdue" for all before the day asked."""

    month: str
    people: int


CLAUSES = """
    SELECT rule, line, count(*) AS people,
        count(*) FILTER (verdict IN ('met', 'capped', 'applied')) AS met,
        count(*) FILTER (verdict = 'not_met') AS short,
        count(*) FILTER (verdict = 'not_due') AS not_due,
        count(*) FILTER (verdict = 'not_applicable') AS not_applicable,
        count(*) FILTER (verdict = 'unknown') AS unknown,
        coalesce(sum(missing) FILTER (verdict = 'not_met'), 0) / 1000.0 AS short_in_all,
        coalesce(avg(missing) FILTER (verdict = 'not_met'), 0) / 1000.0 AS short_by,
        min("by") FILTER (verdict = 'not_met') AS next_due
    FROM lines GROUP BY rule, line ORDER BY rule, short DESC, line
"""
STEPS = """
    SELECT unit, CASE WHEN missing <= 1000 THEN 'up to 1' WHEN missing <= 5000 THEN 'over 1 to 5'
            WHEN missing <= 10000 THEN 'over 5 to 10' WHEN missing <= 20000 THEN 'over 10 to 20'
            WHEN missing <= 50000 THEN 'over 20 to 50' ELSE 'over 50' END AS words, count(DISTINCT person_id) AS people
    FROM lines WHERE line = 'total' AND verdict = 'not_met' AND missing > 0
    GROUP BY ALL ORDER BY unit, min(missing)
"""
MONTHS = """
    SELECT CASE WHEN "by" < DATE '{day}' THEN 'overdue' ELSE strftime("by", '%Y-%m') END AS month,
        count(DISTINCT person_id) AS people
    FROM lines WHERE verdict = 'not_met' AND "by" IS NOT NULL GROUP BY ALL ORDER BY min("by")
"""
UNITS = """
    SELECT department, rule, count(*) AS people, count(*) FILTER (short) AS short, count(*) FILTER (open) AS unknown
    FROM (
        SELECT department, rule, person_id, bool_or(verdict = 'not_met') AS short, bool_or(verdict = 'unknown') AS open
        FROM lines GROUP BY ALL
    ) GROUP BY ALL ORDER BY short DESC, department, rule
"""


def clauses(folder: Path) -> list[Clause]:
    """Sum up every clause of a run."""
    return [Clause(**row) for row in _rows(folder, CLAUSES)]


def units(folder: Path) -> list[Unit]:
    """Sum up every department of a run."""
    return [Unit(**row) for row in _rows(folder, UNITS)]


def steps(folder: Path) -> list[Step]:
    """Say by how much totals are missed."""
    return [Step(**row) for row in _rows(folder, STEPS)]


def months(folder: Path, day: date) -> list[Month]:
    """Say when what is missing falls due, seen from ``day``."""
    return [Month(**row) for row in _rows(folder, MONTHS.format(day=day))]


def _rows(folder: Path, question: str) -> list[dict[str, Any]]:
    link = connect(folder)
    link.execute(f"CREATE VIEW lines AS SELECT * FROM read_parquet('{quoted(folder / 'lines' / '*.parquet')}')")
    found = link.execute(question)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def write_xlsx(folder: Path, target: Path) -> None:
    """Write the summary as a workbook: clauses with a chart of who is short, departments, and how to read it."""
    book = xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, rows in (("Clauses", clauses(folder)), ("Departments", units(folder))):
        sheet = book.add_worksheet(title)
        names = list(Clause.__dataclass_fields__ if title == "Clauses" else Unit.__dataclass_fields__)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name.replace("_", " "), head)
        for index, row in enumerate(rows, start=1):
            for column, name in enumerate(names):
                value = getattr(row, name)
                if isinstance(value, date):
                    sheet.write_datetime(index, column, value, day)
                elif value is not None:
                    sheet.write(index, column, float(value) if not isinstance(value, (str, int)) else value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
        sheet.autofit()
        _chart(book, sheet, title, names, len(rows))
    book.close()


def _chart(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, title: str, names: list[str], count: int
) -> None:
    """Set a bar chart of those short beside the table it is drawn from."""
    if not count:
        return
    chart = book.add_chart({"type": "bar"})
    label, last = names.index("line" if title == "Clauses" else "department"), min(count, 40)
    chart.add_series(
        {
            "name": "short",
            "categories": [title, 1, label, last, label],
            "values": [title, 1, names.index("short"), last, names.index("short")],
        }
    )
    chart.set_title({"name": "People who lack something"})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 120 + 18 * last})
    sheet.insert_chart(1, len(names) + 1, chart)
