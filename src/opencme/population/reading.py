"""From a part's Parquet to each person's row and sorted credits, in columns as far as that goes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from opencme.population.columns import KIND
from opencme.population.people import kind_of
from opencme.rules.requirements import Credit, Kind
from opencme.rules.requirements.facts import sort_credits

Rows = Iterator[tuple[dict[str, Any], tuple[Credit, ...]]]
STRETCH: Final = 2_000
FIRST_DAY: Final = date(1900, 1, 1).toordinal()
LAST_DAY: Final = date(2200, 1, 1).toordinal()
EPOCH: Final = date(1970, 1, 1).toordinal()
_MADE: Final = partial(tuple.__new__, Credit)


@lru_cache(maxsize=1)
def kinds_of(folder: Path) -> list[Kind]:
    """Read the kinds of credit, in the order of their numbers; a kind with a problem is never used.

    Kept per process: the interpreter knows a kind it has seen by being the same.
    """
    rows = pq.read_table(folder / "kinds.parquet").to_pylist()
    return [Kind(system="NONE") if row["problem"] else kind_of({name: row[name] for name in KIND}) for row in rows]


def rows_of(folder: Path, part: int, kinds: Sequence[Kind]) -> Rows:
    """Give each person's row with the person's sorted credits, in the order of the places."""
    people = _table(folder / "people", part)
    if people is not None:
        yield from rows_in(people.sort_by("place"), _table(folder / "credits", part), kinds)


def rows_in(people: pa.Table, credits_: pa.Table | None, kinds: Sequence[Kind]) -> Rows:
    """Give each person's row with the person's sorted credits. people: by place, from 0 without a gap."""
    count = people.num_rows
    if credits_ is None:
        yield from ((row, ()) for row in people.to_pylist())
        return
    columns = _Columns(credits_, kinds)
    starts = np.searchsorted(columns.places, np.arange(count + 1)).tolist()
    for first in range(0, count, STRETCH):
        rows = people.slice(first, STRETCH).to_pylist()
        base = starts[first]
        held = columns.credits(base, starts[min(first + STRETCH, count)])
        for place, row in enumerate(rows, first):
            yield row, tuple(held[starts[place] - base : starts[place + 1] - base])


def _table(folder: Path, part: int) -> pa.Table | None:
    files = sorted((folder / f"part={part}").glob("*.parquet"))
    return pa.concat_tables([pq.read_table(file, partitioning=None) for file in files]) if files else None


class _Columns:
    """A part's credits in columns, sorted by person and as ``sort_credits`` sorts."""

    def __init__(self, table: pa.Table, kinds: Sequence[Kind]) -> None:
        places, days, sizes, numbers = (
            table.column(name).to_numpy().astype(np.int64) for name in ("place", "day", "size", "kind")
        )
        order, self.ties = _sorted(places, days, sizes, _systems(kinds)[numbers])
        self.places = places[order]
        self.days = _dates()[days[order] + (EPOCH - FIRST_DAY)]
        self.sizes = sizes[order]
        self.kinds = _objects(kinds)[numbers[order]]
        self.minutes = _picked(table.column("minutes"), order)
        self.courses = _picked(table.column("course"), order, "")

    def credits(self, first: int, last: int) -> list[Credit]:
        """Give a stretch of them; those that day, system and size leave even are put in order one by one."""
        cut = slice(first, last)
        minutes = self.minutes[cut].tolist() if self.minutes is not None else repeat(None)
        courses = self.courses[cut].tolist() if self.courses is not None else repeat("")
        columns = (self.days[cut].tolist(), self.sizes[cut].tolist(), self.kinds[cut].tolist(), minutes, courses)
        held: list[Credit] = list(map(_MADE, zip(*columns, repeat(""), strict=False)))
        low, high = np.searchsorted(self.ties[:, 0], (first, last)).tolist() if len(self.ties) else (0, 0)
        for start, end in self.ties[low:high].tolist():
            held[start - first : end - first] = sort_credits(held[start - first : end - first])
        return held


Numbers = np.ndarray[Any, np.dtype[np.int64]]
Objects = np.ndarray[Any, np.dtype[np.object_]]


def _sorted(places: Numbers, days: Numbers, sizes: Numbers, systems: Numbers) -> tuple[Numbers, Numbers]:
    """Give the order by place, day, system and size, and the stretches (first, after last) where all four are even."""
    key = (places.astype(np.uint64) << np.uint64(48)) | (
        (days + (EPOCH - FIRST_DAY)).astype(np.uint64) << np.uint64(31)
    )
    key |= (systems.astype(np.uint64) << np.uint64(24)) | sizes.astype(np.uint64)
    order = np.argsort(key)
    key = key[order]
    same = np.concatenate(([False], key[1:] == key[:-1], [False]))
    edges = np.flatnonzero(same[1:] != same[:-1])
    return order, np.column_stack((edges[::2], edges[1::2] + 1))


def _objects(values: Sequence[object]) -> Objects:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


@lru_cache(maxsize=1)
def _dates() -> Objects:
    return _objects([date.fromordinal(day) for day in range(FIRST_DAY, LAST_DAY)])


def _systems(kinds: Sequence[Kind]) -> Numbers:
    """Give each kind's system as its rank in the alphabet."""
    rank: Mapping[str, int] = {name: i for i, name in enumerate(sorted({kind.system for kind in kinds}))}
    return np.array([rank[kind.system] for kind in kinds], dtype=np.int64)


def _picked(column: pa.ChunkedArray, order: Numbers, empty: object = None) -> Objects | None:
    """Give a column that is mostly empty, in order; None when it is empty throughout."""
    if column.null_count == len(column):
        return None
    found = np.full(len(column), empty, dtype=object)
    full = column.is_valid().to_numpy()
    found[full] = column.drop_null().to_pylist()
    return found[order]
