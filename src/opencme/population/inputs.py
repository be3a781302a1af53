"""Looking the input files over and laying them out by part, so that parts are judged side by side and once each.

DuckDB reads CSV or Parquet, sets rows aside that cannot be read (with their reasons), gives every distinct kind of
credit a number, and writes people and credits as Parquet, one file per part. Memory stays bounded: it spills to the
run's folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from opencme.catalog.requirement_sets import vocabulary
from opencme.population.columns import CREDITS, KIND, PEOPLE

PART: Final = 20_000
MEMORY: Final = "3GB"


class BadInput(Exception):  # noqa: N818 -- reads as a statement
    """A file that cannot be used as a whole; the sentence names it and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What was laid out: how many people, credits, parts and rows set aside."""

    people: int
    credits: int
    parts: int
    aside: int


def connect(folder: Path, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB that spills into ``folder`` and never asks the network."""
    link = duckdb.connect()
    link.execute(f"SET memory_limit = '{memory}'")
    link.execute("SET temp_directory = ?", [str(folder / "spill")])
    link.execute("SET preserve_insertion_order = false")
    link.execute("SET enable_progress_bar = false")
    return link


def lay_out(people: Path, credits_: Path, folder: Path, part_size: int = PART) -> Laid:
    """Read both files and write the parts below ``folder``, about ``part_size`` people each.

    Raises BadInput for a file of the wrong shape.
    """
    link = connect(folder)
    _view(link, "people_in", people, PEOPLE, ("person_id",))
    _view(link, "credits_in", credits_, CREDITS, ("person_id", "date", "amount", "system"))
    _aside(link, folder)
    count = _one(link, "SELECT count(*) FROM people")
    parts = max(1, -(-count // part_size))
    link.execute(f"CREATE TABLE place AS SELECT person_id, (hash(person_id) % {parts})::INTEGER AS part FROM people")
    _write(link, "SELECT p.*, part FROM people p JOIN place USING (person_id)", folder / "people")
    link.execute(f"COPY (SELECT * FROM kinds ORDER BY kind) TO '{quoted(folder / 'kinds.parquet')}' (FORMAT parquet)")
    _write(
        link,
        "SELECT c.person_id, c.day, c.size, c.kind, c.course, part FROM credits c JOIN place USING (person_id)",
        folder / "credits",
    )
    return Laid(
        people=count,
        credits=_one(link, "SELECT count(*) FROM credits"),
        parts=parts,
        aside=_one(link, "SELECT count(*) FROM aside"),
    )


def _one(link: duckdb.DuckDBPyConnection, question: str) -> int:
    row = link.execute(question).fetchone()
    return int(row[0]) if row else 0


def quoted(path: Path) -> str:
    """Give a path as it stands between the quotes of SQL."""
    return str(path).replace("'", "''")


def _view(
    link: duckdb.DuckDBPyConnection, name: str, path: Path, columns: Mapping[str, str], needed: tuple[str, ...]
) -> None:
    """Offer a file as a view of text columns; columns it lacks are empty, columns nobody knows are refused."""
    place = quoted(path)
    if not path.is_file():
        msg = f"{path}: there is no such file"
        raise BadInput(msg)
    if path.suffix.lower() == ".parquet":
        source = f"(SELECT *, file_row_number + 1 AS line FROM read_parquet('{place}', file_row_number = true))"
    else:
        source = (
            f"(SELECT *, row_number() OVER () + 1 AS line FROM read_csv('{place}', all_varchar = true, header = true, "
            f"ignore_errors = true, store_rejects = true, rejects_table = 'torn_{name}', rejects_scan = 'scan_{name}'))"
        )
    try:
        described = link.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as fault:
        msg = f"{path}: {str(fault).splitlines()[0]}"
        raise BadInput(msg) from None
    held = {row[0] for row in described}
    if absent := [column for column in needed if column not in held]:
        msg = f"{path}: the column “{absent[0]}” is missing; the first line must name the columns"
        raise BadInput(msg)
    facts = {f"fact:{fact}" for fact in vocabulary().facts}
    if unknown := sorted(
        held - columns.keys() - {"line", "file_row_number"} - (facts if name == "people_in" else set())
    ):
        msg = f"{path}: “{unknown[0]}” is not a column that is known here"
        raise BadInput(msg)
    picked = [
        f'CAST("{column}" AS VARCHAR) AS {column}' if column in held else f"NULL::VARCHAR AS {column}"
        for column in columns
    ]
    if name == "people_in":
        own = [f"'{column[5:]}=' || nullif(CAST(\"{column}\" AS VARCHAR), '')" for column in sorted(held & facts)]
        joined = f"concat_ws(';', facts{''.join(', ' + each for each in own)})"
        picked = [joined + " AS facts" if each.endswith(" AS facts") else each for each in picked]
    link.execute(f"CREATE TABLE {name} AS SELECT {', '.join(picked)}, line FROM {source}")


_CREDIT_REASONS: Final = """
    CASE
        WHEN c.person_id IS NULL OR c.person_id = '' THEN 'person_id is empty'
        WHEN p.person_id IS NULL THEN 'nobody in the people file is ' || c.person_id
        WHEN try_cast(c.date AS DATE) IS NULL THEN 'date “' || coalesce(c.date, '') || '” is not a day'
        WHEN try_cast(c.amount AS DECIMAL(12, 3)) IS NULL
            THEN 'amount “' || coalesce(c.amount, '') || '” is not a number'
        WHEN try_cast(c.amount AS DECIMAL(12, 3)) < 0 THEN 'amount is below 0'
        WHEN NOT list_contains($systems, coalesce(c.system, ''))
            THEN 'system “' || coalesce(c.system, '') || '” is not known'
        WHEN k.problem IS NOT NULL THEN k.problem
    END
"""


def _aside(link: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keep the good rows as typed tables and write the others, with file, line and reason, to aside.csv."""
    link.execute(
        """
        CREATE TABLE people AS SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY line) AS turn FROM people_in
            WHERE person_id IS NOT NULL AND person_id <> ''
        ) WHERE turn = 1
        """
    )
    link.execute(
        """
        CREATE TABLE aside AS
        SELECT 'people' AS file, line, person_id, 'person_id is empty' AS reason FROM people_in
        WHERE person_id IS NULL OR person_id = ''
        UNION ALL
        SELECT 'people', line, person_id, 'the same person_id stands on an earlier line' FROM people_in
        WHERE person_id <> '' AND line NOT IN (SELECT line FROM people)
        """
    )
    _number_kinds(link)
    same = " AND ".join(f"c.{column} IS NOT DISTINCT FROM k.{column}" for column in KIND)
    link.execute(
        f"""
        CREATE TABLE judged AS
        SELECT c.person_id, c.line, try_cast(c.date AS DATE) AS day, k.kind, c.course,
            (try_cast(c.amount AS DECIMAL(12, 3)) * 1000)::BIGINT AS size, {_CREDIT_REASONS} AS reason
        FROM credits_in c LEFT JOIN people p USING (person_id) LEFT JOIN kinds k ON {same}
        """,
        {"systems": list(vocabulary().credit_systems)},
    )
    link.execute("INSERT INTO aside SELECT 'credits', line, person_id, reason FROM judged WHERE reason IS NOT NULL")
    link.execute("CREATE TABLE credits AS SELECT * EXCLUDE (reason, line) FROM judged WHERE reason IS NULL")
    for name in ("people_in", "credits_in"):
        if _one(link, f"SELECT count(*) FROM duckdb_tables() WHERE table_name = 'torn_{name}'"):
            kind = name.removesuffix("_in")
            link.execute(
                f"INSERT INTO aside SELECT '{kind}', line, NULL, 'the line cannot be split into its columns: ' || "
                f"error_message FROM torn_{name}"
            )
    place = quoted(folder / "aside.csv")
    link.execute(f"COPY (SELECT * FROM aside ORDER BY file, line) TO '{place}' (HEADER, DELIMITER ',')")
    for table in ("people_in", "credits_in", "judged"):
        link.execute(f"DROP TABLE {table}")


def _number_kinds(link: duckdb.DuckDBPyConnection) -> None:
    """Give each distinct kind of credit a number, and say of each what is wrong with it."""
    from opencme.population.people import problem_of_kind  # noqa: PLC0415 -- leaf

    columns = ", ".join(KIND)
    link.execute(f"CREATE TABLE seen AS SELECT DISTINCT {columns} FROM credits_in")
    link.execute(
        f"CREATE TABLE kinds AS SELECT row_number() OVER () - 1 AS kind, {columns}, NULL::VARCHAR AS problem FROM seen"
    )
    rows: list[tuple[Any, ...]] = link.execute(f"SELECT kind, {columns} FROM kinds").fetchall()
    bad = [(problem, row[0]) for row in rows if (problem := problem_of_kind(dict(zip(KIND, row[1:], strict=True))))]
    if bad:
        link.executemany("UPDATE kinds SET problem = ? WHERE kind = ?", bad)


def _write(link: duckdb.DuckDBPyConnection, question: str, folder: Path) -> None:
    """Write rows as Parquet, one folder per part."""
    link.execute(
        f"COPY ({question}) TO '{quoted(folder)}' "
        "(FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE, COMPRESSION zstd)"
    )
