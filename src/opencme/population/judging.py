"""Judging one part: read its Parquet, run the interpreter person by person, write its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from opencme.catalog.requirement_sets.judging import judge_all
from opencme.population.columns import KIND
from opencme.population.inputs import connect
from opencme.population.people import kind_of, person_of
from opencme.rules.requirements import Credit, Kind, Line
from opencme.rules.requirements.facts import sort_credits

AMOUNT: Final = pa.decimal128(15, 3)
SCHEMA: Final = pa.schema(
    [
        ("person_id", pa.string()),
        ("department", pa.string()),
        ("rule", pa.string()),
        ("line", pa.string()),
        ("verdict", pa.string()),
        ("required", pa.int64()),
        ("counted", pa.int64()),
        ("missing", pa.int64()),
        ("by", pa.date32()),
        ("unit", pa.string()),
        ("note", pa.string()),
        ("questions", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One part to judge. rules: for people who name none of their own. as_of: the day asked."""

    part: int
    folder: Path
    rules: tuple[str, ...]
    as_of: date
    kinds: str = "kinds.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a part."""

    part: int
    people: int
    lines: int
    aside: int


def path_of(folder: Path, part: int) -> Path:
    """Give the file of a part's lines; it is there only when it is whole."""
    return folder / "lines" / f"part-{part:05d}.parquet"


def judge_part(job: Job) -> Judged:
    """Judge every person of a part and write the lines at once; running it again writes the same."""
    kinds = kinds_of(job.folder)
    table, people, bad = _lines(rows_of(job.folder, job.part, kinds), job)
    target = path_of(job.folder, job.part)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    pq.write_table(table, fresh, compression="zstd")
    _write_aside(job, bad)
    fresh.replace(target)
    return Judged(part=job.part, people=people, lines=table.num_rows, aside=len(bad))


@lru_cache(maxsize=1)
def kinds_of(folder: Path) -> list[Kind]:
    """Read the kinds of credit, in the order of their numbers; a kind with a problem is never used.

    Kept per process: the interpreter knows a kind it has seen by being the same.
    """
    rows = pq.read_table(folder / "kinds.parquet").to_pylist()
    return [Kind(system="NONE") if row["problem"] else kind_of({name: row[name] for name in KIND}) for row in rows]


def rows_of(folder: Path, part: int, kinds: Sequence[Kind]) -> Iterator[tuple[dict[str, Any], tuple[Credit, ...]]]:
    """Give each person's row with the person's sorted credits."""
    link = connect(folder, "1GB")
    link.execute("SET threads = 1")
    people = folder / "people" / f"part={part}" / "*.parquet"
    credits_ = folder / "credits" / f"part={part}" / "*.parquet"
    has_credits = any((folder / "credits" / f"part={part}").glob("*.parquet"))
    held = (
        f"SELECT person_id, list(day) AS days, list(size) AS sizes, list(kind) AS kinds, list(course) AS courses "
        f"FROM (SELECT * FROM read_parquet('{credits_}') ORDER BY person_id, day, kind, size) GROUP BY person_id"
        if has_credits
        else "SELECT NULL::VARCHAR AS person_id, NULL AS days, NULL AS sizes, NULL AS kinds, NULL AS courses "
        "WHERE false"
    )
    question = (
        f"SELECT p.*, c.days, c.sizes, c.kinds, c.courses FROM read_parquet('{people}') p "
        f"LEFT JOIN ({held}) c USING (person_id) ORDER BY person_id"
    )
    for batch in link.sql(question).to_arrow_reader(2_000):
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        names = [name for name in columns if name not in {"days", "sizes", "kinds", "courses"}]
        lists = zip(columns["days"], columns["sizes"], columns["kinds"], columns["courses"], strict=True)
        for index, (days, sizes, numbers, courses) in enumerate(lists):
            found = [
                Credit(day, size, kinds[number], None, course or "")
                for day, size, number, course in zip(days or (), sizes or (), numbers or (), courses or (), strict=True)
            ]
            yield {name: columns[name][index] for name in names}, _in_order(found)


def _in_order(found: list[Credit]) -> tuple[Credit, ...]:
    """Give the credits by day; they come so from the part, and are sorted only if they did not."""
    if all(earlier.day <= later.day for earlier, later in pairwise(found)):
        return tuple(found)
    return sort_credits(found)


def _lines(
    rows: Iterator[tuple[dict[str, Any], tuple[Credit, ...]]], job: Job
) -> tuple[pa.Table, int, list[tuple[str, str]]]:
    """Judge the rows into one table; people that cannot be read are set aside with the reason."""
    out: list[tuple[Any, ...]] = []
    bad: list[tuple[str, str]] = []
    people = 0
    for row, credits_ in rows:
        people += 1
        try:
            lines = judge_row(row, credits_, job.rules, job.as_of)
        except (ValueError, LookupError) as fault:
            bad.append((str(row["person_id"]), str(fault).strip("'\"") or "cannot be read"))
            continue
        out.extend(cells(str(row["person_id"]), row.get("department") or "", line) for line in lines)
    columns = list(zip(*out, strict=True)) if out else [()] * len(SCHEMA)
    return pa.table([pa.array(c, t.type) for c, t in zip(columns, SCHEMA, strict=True)], schema=SCHEMA), people, bad


def judge_row(
    row: dict[str, Any], credits_: tuple[Credit, ...], rules: tuple[str, ...], as_of: date
) -> tuple[Line, ...]:
    """Judge one person by the rules the row names, or by ``rules``; LookupError names an unknown rule."""
    own = tuple(each.strip() for each in (row.get("rules") or "").split(";") if each.strip())
    return judge_all(own or rules, person_of(row, credits_), as_of)


def cells(person_id: str, department: str, line: Line) -> tuple[Any, ...]:
    """Give a line as the cells of ``SCHEMA``."""
    return (
        person_id,
        department,
        line.rule,
        line.line,
        str(line.verdict),
        line.required,
        line.counted,
        line.missing,
        line.by,
        line.unit,
        line.note,
        "; ".join(line.questions),
    )


def _write_aside(job: Job, bad: list[tuple[str, str]]) -> None:
    if bad:
        folder = job.folder / "aside"
        folder.mkdir(exist_ok=True)
        table = pa.table({"person_id": [each[0] for each in bad], "reason": [each[1] for each in bad]})
        pq.write_table(table, folder / f"part-{job.part:05d}.parquet")
