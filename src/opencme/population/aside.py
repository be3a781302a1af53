"""Rows set aside: what could not be read, with file, line and reason, in one file a person can open."""

from pathlib import Path
from typing import Final

from opencme.population.files import connect, quoted

COLUMNS: Final = "file, line, person_id, reason"
SHOWN: Final = 3


def write_aside(folder: Path) -> int:
    """Write ``aside.csv`` from what reading and judging set aside; give how many rows it has. Repeating is harmless."""
    link = connect(folder)
    held = f"SELECT {COLUMNS} FROM read_parquet('{quoted(folder / 'aside.parquet')}')"
    if any((folder / "aside").glob("*.parquet")):
        people = quoted(folder / "aside" / "*.parquet")
        held += f" UNION ALL SELECT 'people', line, person_id, reason FROM read_parquet('{people}')"
    link.execute(f"CREATE TABLE aside AS {held}")
    target = quoted(folder / "aside.csv")
    link.execute(f"COPY (SELECT * FROM aside ORDER BY file DESC, line) TO '{target}' (HEADER, DELIMITER ',')")
    row = link.execute("SELECT count(*) FROM aside").fetchone()
    return int(row[0]) if row else 0


def first_reasons(folder: Path, file: str) -> list[str]:
    """Say where the first rows of a file that were set aside stand, and why; each reason once."""
    found = connect(folder).execute(
        "SELECT min(line), reason FROM "
        f"read_csv('{quoted(folder / 'aside.csv')}', header = true, delim = ',', quote = '\"', "
        "columns = {'file': 'VARCHAR', 'line': 'BIGINT', 'person_id': 'VARCHAR', 'reason': 'VARCHAR'}) "
        f"WHERE file = $file GROUP BY reason ORDER BY 1 LIMIT {SHOWN}",
        {"file": file},
    )
    return [f"line {line}: {reason}" if line else reason for line, reason in found.fetchall()]
