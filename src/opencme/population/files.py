"""Opening the two input files: CSV or Parquet, with the columns docs/reference/population.md names and no others."""

import csv
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from opencme.catalog.requirement_sets import vocabulary
from opencme.population.columns import PEOPLE

MEMORY: Final = "3GB"
MARKS: Final = (",", ";", "\t", "|")
HEAD: Final = 64 * 1024


class BadInput(Exception):  # noqa: N818 -- reads as a statement
    """A file that cannot be used as a whole; the sentence names it and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as DuckDB reads it. held: the columns it has; numbered: the same with each row's number from 1."""

    name: str
    held: frozenset[str]
    plain: str
    numbered: str
    is_text: bool

    def cell(self, column: str) -> str:
        """Give a column as SQL, NULL where the file lacks it."""
        return f'"{column}"' if column in self.held else "NULL::VARCHAR"


def connect(folder: Path, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB that spills into ``folder`` and never asks the network."""
    link = duckdb.connect()
    link.execute(f"SET memory_limit = '{memory}'")
    link.execute("SET temp_directory = ?", [str(folder / "spill")])
    link.execute("SET preserve_insertion_order = false")
    link.execute("SET enable_progress_bar = false")
    link.execute("SET autoinstall_known_extensions = false")
    return link


def quoted(path: Path) -> str:
    """Give a path as it stands between the quotes of SQL."""
    return str(path).replace("'", "''")


def open_file(
    link: duckdb.DuckDBPyConnection, name: str, path: Path, columns: Mapping[str, str], needed: tuple[str, ...]
) -> Source:
    """Open ``path`` as ``name``. Raises BadInput for a file that cannot be read, or whose columns do not fit."""
    if not path.is_file():
        msg = f"{path}: there is no such file"
        raise BadInput(msg)
    place = quoted(path)
    if path.suffix.lower() == ".parquet":
        plain = f"(SELECT * FROM read_parquet('{place}'))"
        numbered = f"(SELECT *, file_row_number + 1 AS line FROM read_parquet('{place}', file_row_number = true))"
        held = _columns_of(link, plain, path)
    else:
        held, reader = _csv(name, path)
        plain, numbered = f"(SELECT * FROM {reader})", f"(SELECT *, row_number() OVER () AS line FROM {reader})"
    _check(path, held, columns, needed)
    return Source(
        name=name, held=frozenset(held), plain=plain, numbered=numbered, is_text=path.suffix.lower() != ".parquet"
    )


def _columns_of(link: duckdb.DuckDBPyConnection, source: str, path: Path) -> list[str]:
    try:
        return [str(row[0]) for row in link.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    except duckdb.Error as fault:
        msg = f"{path}: {str(fault).splitlines()[0]}"
        raise BadInput(msg) from None


def _csv(name: str, path: Path) -> tuple[list[str], str]:
    """Give the columns a CSV file names in its first line, how DuckDB reads it: text only, torn lines kept apart."""
    with path.open("rb") as file:
        start = file.read(HEAD)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        line = start[: max(0, start.find(b"\0"))].count(b"\n") + 1
        msg = f"{path}, line {line}: this is not a CSV file in UTF-8; save it again as “CSV UTF-8”"
        raise BadInput(msg)
    first = start.decode("utf-8-sig", errors="replace").splitlines()[:1]
    mark = max(MARKS, key=first[0].count) if first else ","
    held = [each.strip() for each in next(csv.reader(first, delimiter=mark), [])]
    if twice := sorted({each for each in held if held.count(each) > 1}):
        msg = f"{path}, line 1: the column “{twice[0]}” stands there twice"
        raise BadInput(msg)
    types = ", ".join(f"'{each.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for each in held)
    return held, (
        f"read_csv('{quoted(path)}', auto_detect = false, header = true, delim = '{mark}', quote = '\"', "
        f"escape = '\"', columns = {{{types}}}, nullstr = '', ignore_errors = true, store_rejects = true, "
        f"rejects_table = 'torn_{name}', rejects_scan = 'scan_{name}')"
    )


def _check(path: Path, held: list[str], columns: Mapping[str, str], needed: tuple[str, ...]) -> None:
    facts = {f"fact:{fact}" for fact in vocabulary().facts} if columns is PEOPLE else set()
    known = {*columns, *facts}
    unknown = sorted(set(held) - known)
    absent = [column for column in needed if column not in held]
    if absent:
        msg = (
            f"{path}, line 1: the column “{absent[0]}” is missing{_near(absent[0], unknown)}; it must name the columns"
        )
        raise BadInput(msg)
    if unknown:
        close = difflib.get_close_matches(unknown[0], sorted(known), n=1, cutoff=0.6)
        hint = f"; did you mean “{close[0]}”?" if close else ""
        msg = f"{path}, line 1: “{unknown[0]}” is not a column that is known here{hint}"
        raise BadInput(msg)


def _near(wanted: str, unknown: list[str]) -> str:
    close = difflib.get_close_matches(wanted, unknown, n=1, cutoff=0.6)
    return f" (“{close[0]}” stands there)" if close else ""
