"""Looking the input files over and laying them out by part, so that parts are judged side by side and once each.

DuckDB reads CSV or Parquet, sets rows aside that cannot be read (with their reasons), gives every distinct kind of
credit a number, and writes people and credits as Parquet, one folder per part. Each file is read where it lies, in
one pass per question; memory stays bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from opencme.catalog.requirement_sets import vocabulary
from opencme.population.aside import COLUMNS
from opencme.population.columns import CREDITS, KIND, PEOPLE
from opencme.population.files import Source, connect, open_file, quoted
from opencme.population.people import problem_of_kind

PART: Final = 20_000
LARGEST_PART: Final = 60_000
LARGEST_AMOUNT: Final = 10_000
NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What was laid out: how many people, credits, parts and rows set aside."""

    people: int
    credits: int
    parts: int
    aside: int


def lay_out(people: Path, credits_: Path, folder: Path, part_size: int = PART) -> Laid:
    """Read both files and write the parts below ``folder``, at most ``part_size`` people each.

    Raises BadInput for a file of the wrong shape.
    """
    link = connect(folder)
    who = open_file(link, "people", people, PEOPLE, ("person_id",))
    earned = open_file(link, "credits", credits_, CREDITS, ("person_id", "date", "amount", "system"))
    link.execute("CREATE TABLE aside (file VARCHAR, line BIGINT, person_id VARCHAR, reason VARCHAR)")
    size = min(part_size, LARGEST_PART)
    _people(link, who, size)
    _torn(link, who)
    _kinds(link, earned, folder)
    _write(link, "SELECT * FROM people", folder / "people")
    _write(link, f"SELECT place, day, size, minutes, kind, course, part FROM ({_judged(earned)})", folder / "credits")
    bad = folder / "credits" / f"part={NOBODY}"
    if bad.exists():
        link.execute(
            f"INSERT INTO aside SELECT 'credits', line, person_id, reason FROM ({_judged(earned, earned.numbered)}) "
            "WHERE reason IS NOT NULL"
        )
        for each in bad.iterdir():
            each.unlink()
        bad.rmdir()
    _torn(link, earned)
    count, kept = _one(link, "SELECT count(*) FROM people"), sum(_rows(folder / "credits"))
    _hidden(link, who, people, count)
    _hidden(link, earned, credits_, kept)
    link.execute(f"COPY (SELECT {COLUMNS} FROM aside) TO '{quoted(folder / 'aside.parquet')}' (FORMAT parquet)")
    return Laid(
        people=count,
        credits=kept,
        parts=max(1, -(-count // size)),
        aside=_one(link, "SELECT count(*) FROM aside"),
    )


def _one(link: duckdb.DuckDBPyConnection, question: str) -> int:
    row = link.execute(question).fetchone()
    return int(row[0]) if row else 0


def _rows(folder: Path) -> Iterator[int]:
    import pyarrow.parquet as pq  # noqa: PLC0415 -- slow import

    for file in folder.glob("*/*.parquet"):
        yield pq.read_metadata(file).num_rows


def _people(link: duckdb.DuckDBPyConnection, source: Source, size: int) -> None:
    """Keep each person once, with the part and the place in it; facts in columns of their own join the others."""
    own = [f"'{each[5:]}=' || nullif(CAST(\"{each}\" AS VARCHAR), '')" for each in sorted(source.held - PEOPLE.keys())]
    cells = {column: f"nullif(CAST({source.cell(column)} AS VARCHAR), '')" for column in PEOPLE}
    if own:
        cells["facts"] = f"nullif(concat_ws(';', {', '.join([cells['facts'], *own])}), '')"
    picked = ", ".join(f"{cell} AS {column}" for column, cell in cells.items())
    link.execute(f"CREATE TABLE seen AS SELECT {picked}, line FROM {source.numbered}")
    link.execute(
        f"""
        CREATE TABLE people AS
        SELECT * EXCLUDE (turn, number), (number // {size})::INTEGER AS part, (number % {size})::INTEGER AS place
        FROM (
            SELECT *, row_number() OVER (ORDER BY person_id) - 1 AS number FROM (
                SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY line) AS turn
                FROM seen WHERE person_id IS NOT NULL
            ) WHERE turn = 1
        )
        """
    )
    link.execute(
        """
        INSERT INTO aside
        SELECT 'people', line, person_id, 'person_id is empty' FROM seen WHERE person_id IS NULL
        UNION ALL
        SELECT 'people', s.line, person_id, 'the same person_id stands on an earlier line'
        FROM seen s JOIN people p USING (person_id) WHERE s.line <> p.line
        """
    )
    link.execute("DROP TABLE seen")


def _kinds(link: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> None:
    """Give each distinct kind of credit a number, and say of each what is wrong with it."""
    import pyarrow.parquet as pq  # noqa: PLC0415 -- slow import

    cells = ", ".join(f"nullif(CAST({source.cell(column)} AS VARCHAR), '') AS {column}" for column in KIND)
    found = link.execute(f"SELECT DISTINCT {cells} FROM {source.plain}").fetchall()
    rows = sorted(found, key=lambda row: tuple(cell or "" for cell in row))
    table = pa.table(
        {
            "kind": pa.array(range(len(rows)), pa.int32()),
            **{name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(KIND)},
            "problem": pa.array([_problem(row) for row in rows], pa.string()),
        }
    )
    pq.write_table(table, folder / "kinds.parquet")
    link.register("kinds", table)


def _problem(row: tuple[Any, ...]) -> str | None:
    if row[0] not in vocabulary().credit_systems:
        return f"system “{row[0] or ''}” is not known"
    return problem_of_kind(dict(zip(KIND, row, strict=True)))


def _judged(source: Source, rows: str = "") -> str:
    """Give the question for all credits as typed rows with their part; what cannot be read belongs to nobody."""
    held = [column for column in KIND if column in source.held]
    same = " AND ".join(
        f"nullif(CAST(c.\"{column}\" AS VARCHAR), '') IS NOT DISTINCT FROM k.{column}" for column in held
    )
    minutes = "c.minutes" if "minutes" in source.held else "NULL::VARCHAR"
    course = "nullif(CAST(c.course AS VARCHAR), '')" if "course" in source.held else "NULL::VARCHAR"
    day, amount, whole = "coalesce(CAST(date AS VARCHAR), '')", "coalesce(CAST(amount AS VARCHAR), '')", "given_minutes"
    return f"""
        SELECT place, day, (exact * 1000)::INTEGER AS size, minutes, kind, course, line, person_id, reason,
            CASE WHEN reason IS NULL THEN part ELSE {NOBODY} END AS part
        FROM (
            SELECT *, CASE
                WHEN person_id IS NULL OR person_id = '' THEN 'person_id is empty'
                WHEN part IS NULL THEN 'nobody in the people file is ' || person_id
                WHEN day IS NULL THEN 'date “' || {day} || '” is not a day'
                WHEN day NOT BETWEEN DATE '1900-01-01' AND DATE '2199-12-31' THEN 'date ' || {day} || ' cannot be meant'
                WHEN exact IS NULL THEN 'amount “' || {amount} || '” is not a number'
                WHEN exact < 0 THEN 'amount is below 0'
                WHEN exact > {LARGEST_AMOUNT} THEN 'amount ' || {amount} || ' is above {LARGEST_AMOUNT}'
                WHEN exact * 1000 % 1 <> 0 THEN 'amount ' || {amount} || ' has more than three decimals'
                WHEN minutes IS NULL AND {whole} IS NOT NULL OR minutes < 0 THEN
                    'minutes “' || CAST({whole} AS VARCHAR) || '” are not a whole number'
                ELSE problem
            END AS reason
            FROM (
                SELECT p.part, p.place, CAST(c.person_id AS VARCHAR) AS person_id, c.date, c.amount,
                    {minutes} AS {whole}, try_cast({minutes} AS INTEGER) AS minutes, k.kind, k.problem,
                    try_cast(c.date AS DATE) AS day, try_cast(c.amount AS DECIMAL(18, 6)) AS exact,
                    {course} AS course, {"c.line" if rows else "NULL::BIGINT AS line"}
                FROM {rows or source.plain} c
                LEFT JOIN people p ON p.person_id = CAST(c.person_id AS VARCHAR)
                LEFT JOIN kinds k ON {same}
            )
        )
    """


def _torn(link: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Set the lines of a CSV file that could not be split aside, and let the rows after them have their real line.

    Row n stands on line n + 1, and one lower for each torn line above it: the i-th, on line t, is above if t - i <= n.
    """
    if not source.is_text:
        return
    name = source.name
    link.execute(
        f"CREATE TABLE gap AS SELECT line, words, line - row_number() OVER (ORDER BY line) AS upto FROM "
        f"(SELECT line, min(error_message) AS words FROM torn_{name} GROUP BY line)"
    )
    for table in ("people", "aside") if name == "people" else ("aside",):
        only = f"WHERE file = '{name}'" if table == "aside" else ""
        link.execute(
            f"UPDATE {table} SET line = line + 1 + (SELECT count(*) FROM gap WHERE upto <= {table}.line) {only}"
        )
    link.execute(
        f"INSERT INTO aside SELECT '{name}', line, NULL, 'the line cannot be split into its columns: ' || words "
        "FROM gap"
    )
    link.execute("DROP TABLE gap")


def _hidden(link: duckdb.DuckDBPyConnection, source: Source, path: Path, kept: int) -> None:
    """Say how many lines of a CSV file lie inside a cell: meant, or taken along by a quotation mark never closed."""
    if not source.is_text:
        return
    with path.open("rb") as file:
        lines = sum(1 for line in file if line.strip()) - 1
    hidden = lines - kept - _one(link, f"SELECT count(*) FROM aside WHERE file = '{source.name}'")
    if hidden > 0:
        link.execute(
            f"INSERT INTO aside VALUES ('{source.name}', NULL, NULL, 'lines read as part of a cell, since they lie "
            f"between quotation marks: {hidden}; a mark that is not closed takes the lines after it along')"
        )


def _write(link: duckdb.DuckDBPyConnection, question: str, folder: Path) -> None:
    """Write rows as Parquet, one folder per part."""
    link.execute(
        f"COPY ({question}) TO '{quoted(folder)}' "
        "(FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )
