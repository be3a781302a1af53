"""Judging one part: read its Parquet, run the interpreter person by person, write its lines."""

import gc
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from opencme.catalog.requirement_sets import pack, prepared
from opencme.catalog.requirement_sets.judging import judge_all
from opencme.population.people import person_of
from opencme.population.reading import Rows, kinds_of, rows_of
from opencme.rules.requirements import Credit, Line

OWN: Final = 2
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


def warm_up(rules: tuple[str, ...]) -> None:
    """Get a process ready: rules bound once; nothing it makes from then on hangs together in circles."""
    for rule in rules:
        prepared(rule)
    gc.freeze()
    gc.disable()


def judge_part(job: Job) -> Judged:
    """Judge every person of a part and write the lines at once; running it again writes the same."""
    kinds = kinds_of(job.folder)
    table, people, bad = lines_in(rows_of(job.folder, job.part, kinds), job.rules, job.as_of)
    target = path_of(job.folder, job.part)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    pq.write_table(table, fresh, compression="zstd")
    _write_aside(job, bad)
    fresh.replace(target)
    return Judged(part=job.part, people=people, lines=table.num_rows, aside=len(bad))


def lines_in(rows: Rows, rules: tuple[str, ...], as_of: date) -> tuple[pa.Table, int, list[tuple[int, str, str]]]:
    """Judge the rows into one table; people that cannot be read are set aside with line and reason."""
    found = Lines()
    bad: list[tuple[int, str, str]] = []
    people = 0
    for row, credits_ in rows:
        people += 1
        try:
            lines = judge_row(row, credits_, rules, as_of)
        except (ValueError, LookupError, ArithmeticError) as fault:
            bad.append((row["line"], row["person_id"], str(fault).strip("'\"") or "cannot be read"))
            continue
        found.add(row["person_id"], row["department"] or "", lines)
    return found.table(), people, bad


class Lines:
    """Lines of many people, each distinct line kept once with the places where it is said."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.kept: list[Line] = []
        self.said: list[int] = []
        self.people: list[tuple[str, str]] = []
        self.counts: list[int] = []

    def add(self, person_id: str, department: str, lines: tuple[Line, ...]) -> None:
        """Add what is said of one person."""
        places, said = self.places, self.said
        for line in lines:
            place = places.get(id(line))
            if place is None:
                place = places[id(line)] = len(self.kept)
                self.kept.append(line)
            said.append(place)
        self.people.append((person_id, department))
        self.counts.append(len(lines))

    def table(self) -> pa.Table:
        """Give them as the rows of ``SCHEMA``."""
        columns = list(zip(*map(cells, self.kept), strict=True)) or [()] * (len(SCHEMA) - OWN)
        distinct = pa.table(
            [pa.array(c, field.type) for c, field in zip(columns, list(SCHEMA)[OWN:], strict=True)],
            names=SCHEMA.names[OWN:],
        )
        lines = distinct.take(pa.array(self.said, pa.int32()))
        owners = pa.array(np.repeat(np.arange(len(self.people)), self.counts), pa.int32())
        own = [pa.array([each[i] for each in self.people], pa.string()).take(owners) for i in range(OWN)]
        return pa.table([*own, *lines.columns], schema=SCHEMA)


def judge_row(
    row: dict[str, Any], credits_: tuple[Credit, ...], rules: tuple[str, ...], as_of: date
) -> tuple[Line, ...]:
    """Judge one person by the rules the row names, or by ``rules``; LookupError names an unknown rule."""
    named = row.get("rules")
    return judge_all(_own(named) if named else rules, person_of(row, credits_), as_of)


@lru_cache(maxsize=10_000)
def _own(cell: str) -> tuple[str, ...]:
    own = tuple(each.strip() for each in cell.split(";") if each.strip())
    for rule in own:
        if rule not in pack():
            msg = f"rules: “{rule}” is not a rule of the pack"
            raise LookupError(msg)
    return own


def cells(line: Line) -> tuple[Any, ...]:
    """Give a line as the cells of ``SCHEMA`` that follow the person's own."""
    return (
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


def _write_aside(job: Job, bad: list[tuple[int, str, str]]) -> None:
    if bad:
        folder = job.folder / "aside"
        folder.mkdir(exist_ok=True)
        lines, people, reasons = zip(*bad, strict=True)
        table = pa.table({"line": lines, "person_id": people, "reason": reasons})
        pq.write_table(table, folder / f"part-{job.part:05d}.parquet")
