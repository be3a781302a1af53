"""A whole run: lay out, judge in a pool, go on after a kill, say how far it is."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from opencme import __version__
from opencme.catalog.requirement_sets import pack_digest, prepared
from opencme.population.aside import write_aside
from opencme.population.inputs import PART, Laid, lay_out
from opencme.population.judging import Job, Judged, judge_part, path_of, warm_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked: files, rules for everybody who names none, the day, where to put it, how many processes.

    engine: ``pool``, or ``spark`` (population.spark says what it needs).
    """

    people: Path
    credits: Path
    rules: tuple[str, ...]
    as_of: date
    out: Path
    processes: int
    part_size: int = PART
    engine: str = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: people done and in all, people a second of this run, seconds left (None while unknown).

    total 0: the files are being looked over, nobody has been counted yet.
    """

    done: int
    total: int
    rate: float
    left: float | None


def fingerprint(ask: Ask) -> dict[str, Any]:
    """Say what a run depends on; a run goes on only where this is the same."""

    def file(path: Path) -> list[object]:
        stat = path.stat()
        return [str(path.resolve()), stat.st_size, stat.st_mtime_ns]

    return {
        "people": file(ask.people),
        "credits": file(ask.credits),
        "rules": list(ask.rules),
        "part_size": ask.part_size,
        "as_of": str(ask.as_of),
        "version": __version__,
        "pack": pack_digest(),
    }


def run(ask: Ask, tell: Callable[[Progress], None] = lambda _progress: None) -> Laid:
    """Judge everybody; what an earlier run of the same question finished is kept. Results: ``out/lines/*.parquet``.

    Raises files.BadInput for a file that cannot be used, LookupError for a rule the pack does not hold.
    """
    for rule in ask.rules:
        prepared(rule)
    tell(Progress(done=0, total=0, rate=0, left=None))
    laid = _laid(ask)
    if ask.engine == "spark":
        _spark(ask, laid, tell)
    else:
        _judge(ask, laid, tell)
    return replace(laid, aside=write_aside(ask.out))


def _judge(ask: Ask, laid: Laid, tell: Callable[[Progress], None]) -> None:
    sizes = _sizes(ask, laid)
    waiting = [part for part in range(laid.parts) if not path_of(ask.out, part).exists()]
    done = sum(size for part, size in sizes.items() if part not in waiting)
    started, fresh = time.monotonic(), 0
    tell(Progress(done=done, total=laid.people, rate=0, left=None))
    for judged in _pool(ask, waiting):
        done += judged.people
        fresh += judged.people
        rate = fresh / max(time.monotonic() - started, 0.001)
        tell(Progress(done=done, total=laid.people, rate=rate, left=(laid.people - done) / rate if rate else None))


def _spark(ask: Ask, laid: Laid, tell: Callable[[Progress], None]) -> None:
    from opencme.population.spark import Task, judge_by_spark  # noqa: PLC0415 -- only with the extra

    started = time.monotonic()
    judge_by_spark(Task(folder=ask.out, rules=ask.rules, as_of=ask.as_of))
    rate = laid.people / max(time.monotonic() - started, 0.001)
    tell(Progress(done=laid.people, total=laid.people, rate=rate, left=0))


def _laid(ask: Ask) -> Laid:
    """Lay the inputs out, or take what an earlier run of the same question laid out."""
    note = ask.out / "run.json"
    wanted = fingerprint(ask)
    if note.exists():
        kept = json.loads(note.read_text(encoding="utf-8"))
        if kept["asked"] == wanted:
            return Laid(**kept["laid"])
    for old in ("people", "credits", "lines", "aside", "spill"):
        shutil.rmtree(ask.out / old, ignore_errors=True)
    ask.out.mkdir(parents=True, exist_ok=True)
    laid = lay_out(ask.people, ask.credits, ask.out, ask.part_size)
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps({"asked": wanted, "laid": asdict(laid)}, indent=1), encoding="utf-8")
    fresh.replace(note)
    return laid


def _sizes(ask: Ask, laid: Laid) -> dict[int, int]:
    import pyarrow.parquet as pq  # noqa: PLC0415 -- slow import

    sizes = {}
    for part in range(laid.parts):
        files = (ask.out / "people" / f"part={part}").glob("*.parquet")
        sizes[part] = sum(pq.read_metadata(file).num_rows for file in files)
    return sizes


def _pool(ask: Ask, waiting: list[int]) -> Iterator[Judged]:
    """Judge the parts in processes of their own, few at once so that memory stays bounded."""
    jobs = [Job(part=part, folder=ask.out, rules=ask.rules, as_of=ask.as_of) for part in waiting]
    if ask.processes <= 1:
        yield from map(judge_part, jobs)
        return
    spawn = get_context("spawn")
    with ProcessPoolExecutor(ask.processes, mp_context=spawn, initializer=warm_up, initargs=(ask.rules,)) as pool:
        running: set[Future[Judged]] = set()
        ahead = iter(jobs)
        for job in ahead:
            running.add(pool.submit(judge_part, job))
            if len(running) >= ask.processes * 2:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in finished)
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in finished)
