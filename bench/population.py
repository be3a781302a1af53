"""Requirements over one person and over many: µs per person, people per second, memory, Spark beside the pool.

Run: python bench/population.py [--sizes 10000,100000] [--million] [--spark]. Prints JSON.
"""

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

DAY = "2026-05-31"
RULES = "us-ma-md,us-fl-md,us-fed-dea-mate"
TEN = f"{RULES},us-ca-md,us-ny-md,us-tx-md,us-wa-md,us-pa-md,us-nj-md,us-ct-md"


def opencme(*parts: object) -> dict[str, float]:
    """Run a command; gives wall seconds, CPU seconds of its processes, and the largest of them in MB."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "opencme", "requirements", *map(str, parts)],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    peak = 0.0
    while child.poll() is None:
        peak = max(peak, memory(child.pid))
        time.sleep(0.2)
    assert child.returncode == 0, parts
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": time.perf_counter() - started, "cpu_s": cpu, "peak_mb": peak}


def memory(pid: int) -> float:
    """Proportional memory of a process and all that came from it, in MB."""
    from measure import process_tree

    total = 0
    for each in process_tree(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def one_by_one(folder: Path) -> dict[str, float]:
    """µs per person, in one process, with and without proof; one person before ten authorities, loading counted."""
    from opencme.catalog.requirement_sets import prepared
    from opencme.catalog.requirement_sets.judging import judge_all
    from opencme.population.inputs import lay_out
    from opencme.population.people import person_of
    from opencme.population.reading import kinds_of, rows_of

    day, three, ten = date.fromisoformat(DAY), tuple(RULES.split(",")), tuple(TEN.split(","))
    started = time.perf_counter()
    for rule in ten:
        prepared(rule)
    found = {"pack_ms": (time.perf_counter() - started) * 1e3}
    lay_out(folder / "people.parquet", folder / "credits.parquet", folder)
    rows = [row for row, _ in zip(rows_of(folder, 0, kinds_of(folder)), range(3_000), strict=False)]
    people = [person_of(*row) for row in rows]
    gc.freeze()
    for name, proof in (("without_proof_us", False), ("with_proof_us", True)):
        judge_all(three, people[0], day, with_proof=proof)
        started = time.process_time()
        for person in people:
            judge_all(three, person, day, with_proof=proof)
        found[name] = (time.process_time() - started) / len(people) * 1e6
    times = []
    for row in rows[:200]:
        wall, cpu = time.perf_counter(), time.process_time()
        judge_all(ten, person_of(*row), day, with_proof=True)
        times.append(((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3))
    found["ten_first_wall_ms"], found["ten_first_cpu_ms"] = times[0]
    found["ten_wall_ms"], found["ten_cpu_ms"] = sorted(times)[len(times) // 2]
    return found


def many(folder: Path, count: int, engine: str = "pool") -> dict[str, Any]:
    """People per second of a whole run, from two files to the summary."""
    if not (folder / "people.parquet").exists():
        opencme("make-up", "--out", folder, "--people", count, "--rules", RULES, "--as-of", DAY)
    files = ("--people", folder / "people.parquet", "--credits", folder / "credits.parquet", "--rules", RULES)
    took = opencme("population", *files, "--as-of", DAY, "--out", folder / engine, "--engine", engine)
    found = {"people": count, "engine": engine, "people_per_second": count / took["wall_s"], **took}
    print(json.dumps(found), file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Measure and print."""
    from opencme.population.spark import missing

    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument(
        "--million", action="store_true", help="a million people too; takes some minutes and 3 GB of disk"
    )
    parser.add_argument("--spark", action="store_true", help="Spark beside the pool, 100,000 people")
    options = parser.parse_args()
    sizes = [int(each) for each in options.sizes.split(",")] + ([1_000_000] if options.million else [])
    with tempfile.TemporaryDirectory(dir=os.environ.get("OPENCME_VAR", "var")) as place:
        first = Path(place) / str(sizes[0])
        runs = [many(Path(place) / str(size), size) for size in sizes]
        if options.spark and (lack := missing()):
            print(f"Spark is left out: {lack}", file=sys.stderr)
        elif options.spark:
            runs.append(many(Path(place) / str(sizes[1]), sizes[1], "spark"))
        print(json.dumps({"one": one_by_one(first), "many": runs}))


if __name__ == "__main__":
    main()
