"""Measures everything and writes docs/reference/performance.md: ``make bench``.

Run: python bench/run.py [--quick]. Takes some minutes; close other work first, since wall times tell of all of it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "performance.md"
# A well-tuned Moodle 4.5 with its certificate plugin, on a machine of this size.
MOODLE = {"page_ms": (47, 53), "learner_s": (0.73, 0.81), "requests": 15, "screens": 9, "certificate_ms": (225, 240)}
MOODLE_COLD_KB = 2700
INTRODUCTION = (
    "Made by `make bench` on {day}: {cores} cores, {machine}, Python {python}, embedded PostgreSQL, two web processes. "
    "Beside it: a well-tuned Moodle 4.5 with its certificate plugin on a machine of this size (47–53 ms CPU per course "
    "page, 0.73–0.81 s CPU per learner for the path, 225–240 ms per certificate, 2.7 MB for a first visit)."
)
PAGES_HEAD = (
    "page",
    "CPU ms, server",
    "CPU ms, database",
    "wall ms, median",
    "wall ms, p95",
    "queries",
    "CPU beside Moodle",
)


def measured(script: str, *arguments: str) -> dict[str, Any]:
    """Run one measurement and read the JSON it prints."""
    print(f"measuring {script} {' '.join(arguments)}", flush=True)
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parent / 'src'}{os.pathsep}{HERE}"}
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments], check=True, env=environment, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


def ratio(theirs: tuple[float, float], ours: float) -> str:
    """Give how many times less ours is than the middle of theirs."""
    return f"{sum(theirs) / 2 / ours:.1f} times less" if ours else "–"


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return [*lines, *(f"| {' | '.join('–' if cell is None else str(cell) for cell in row)} |" for row in rows), ""]


def pages_part(found: dict[str, Any]) -> list[str]:
    rows = [
        (
            name,
            each["cpu_ms"],
            each["database_cpu_ms"],
            each["wall_ms_median"],
            each["wall_ms_p95"],
            each["queries"],
            ratio(MOODLE["page_ms"], each["cpu_ms"] + (each["database_cpu_ms"] or 0)),
        )
        for name, each in found["pages"].items()
    ]
    head = (
        "page",
        "CPU ms, server",
        "CPU ms, database",
        "wall ms, median",
        "wall ms, p95",
        "queries",
        "CPU beside Moodle",
    )
    return ["## Pages", "", "One after the other over one connection, compressed.", "", *table(head, rows)]


def weights_part(found: dict[str, Any]) -> list[str]:
    rows = [
        (name, each["cold_kb"], each["warm_kb"], f"{MOODLE_COLD_KB / each['cold_kb']:.0f} times less")
        for name, each in found["weights"].items()
    ]
    head = ("page", "first visit, kB", "later visit, kB", "first visit beside Moodle")
    return [
        "## Weight on the wire",
        "",
        "With everything a first visit loads, typeface included.",
        "",
        *table(head, rows),
    ]


def path_part(found: dict[str, Any]) -> list[str]:
    rows = [
        (
            each["at_once"],
            each["cpu_s_per_learner"],
            each["database_cpu_s_per_learner"],
            each["wall_s_median"],
            each["learners_per_minute"],
            each["requests"],
            each["screens"],
            ratio(MOODLE["learner_s"], each["cpu_s_per_learner"] + (each["database_cpu_s_per_learner"] or 0)),
        )
        for each in found["path"]
    ]
    head = (
        "at once",
        "CPU s, server",
        "CPU s, database",
        "wall s, median",
        "learners per minute",
        "requests",
        "screens",
        "CPU beside Moodle",
    )
    says = (
        "Sign in with a password, open the activity, read, ten questions on one page, pass, evaluate and claim, "
        "certificate as PDF. Moodle: 15 requests, 9 screens."
    )
    return ["## A participant's whole path", "", says, "", *table(head, rows)]


def plan_part(found: dict[str, Any]) -> list[str]:
    rows = [
        ("licenses, activities on offer", f"{found['licences']}, {found['offers']:,}"),
        ("open lines, closed by the plan", f"{found['open_lines']}, {found['closed']}"),
        ("the plan", f"{found['activities']} activities, {found['minutes']:,} minutes, ${found['dollars']:,.0f}"),
        ("seconds to the proved best plan, wall / CPU", f"{found['best_seconds']} / {found['best_cpu_seconds']}"),
        ("seconds with the cheapest, the fewest and the next best", found["with_other_ways_seconds"]),
    ]
    head = [
        "## The shortest way",
        "",
        "The solver is loaded once per process (about 1.3 s), before the first plan.",
        "",
    ]
    return [*head, *table(("what", "figure"), rows)]


def credit_part(claims: dict[str, Any], reports: dict[str, Any], imports: dict[str, Any]) -> list[str]:
    service, raw = claims["service"], claims["raw_sql"]
    made, export = reports["certificates"], reports["export"]
    rows = [
        ("claims per second through the service", service["claims_per_second"]),
        ("… median and p99, ms", f"{service['p50_ms']} / {service['p99_ms']}"),
        ("… Python CPU per claim, ms", service["python_cpu_ms_per_claim"]),
        ("the same rows by one SQL statement each, per second", raw["claims_per_second"]),
        ("ledger entries verified per second", claims["verify_rows_per_second"]["rows"]),
        ("certificates per second, one process", made["certificates_per_second"]),
        ("… ms each", f"{made['ms_each']} ({ratio(MOODLE['certificate_ms'], made['ms_each'])} than Moodle's)"),
        ("certificates per second, two processes", made["certificates_per_second_two_processes"]),
        *((f"import: {key.replace('_', ' ')}", value) for key, value in imports.items()),
        *((f"export of completions: {key.replace('_', ' ')}", value) for key, value in export.items()),
    ]
    return ["## Credit, certificates, imports, reports", "", *table(("what", "figure"), rows)]


def population_part(found: dict[str, Any]) -> list[str]:
    """Requirements over one person and over many."""
    one = found["one"]
    figures = [
        ("one person, three authorities, CPU µs without proof", round(one["without_proof_us"])),
        ("… with proof", round(one["with_proof_us"])),
        ("one person, ten authorities, with proof, facts read, CPU ms / wall ms",
         f"{one['ten_cpu_ms']:.2f} / {one['ten_wall_ms']:.2f}"),
        ("… the first person of a process", f"{one['ten_first_cpu_ms']:.2f} / {one['ten_first_wall_ms']:.2f}"),
        ("reading the pack, once per process, ms", round(one["pack_ms"])),
    ]  # fmt: skip
    runs = [
        (f"{each['people']:,}", each["engine"], f"{each['people_per_second']:,.0f}", f"{each['wall_s']:.1f}",
         None if each["engine"] == "spark" else round(each["cpu_s"] / each["people"] * 1e6),
         f"{each['peak_mb']:,.0f}")
        for each in found["many"]
    ]  # fmt: skip
    head = ("people", "engine", "people per second", "wall s", "CPU µs per person", "peak memory, MB")
    says = (
        "50 credits each under three rule sets (Massachusetts, Florida, the DEA's one-time duty), made up by "
        "`opencme requirements make-up`; whole runs from two Parquet files to lines, summary and charts."
    )
    return ["## Requirements", "", says, "", *table(("what", "figure"), figures), *table(head, runs)]


def wallet_part(found: dict[str, Any]) -> list[str]:
    """Where one person stands: the whole request of the overview."""
    figures = [
        ("queries", found["queries"]),
        ("the page, CPU ms / wall ms", f"{found['page']['cpu_ms']} / {found['page']['wall_ms']}"),
        ("judging alone, CPU ms", found["standings"]["cpu_ms"]),
        ("… with proof", found["standings_with_proof"]["cpu_ms"]),
    ]
    says = f"`/me/` of one person with {found['authorities']} authorities and {found['credits']} credits, medians."
    return ["## Where one stands", "", says, "", *table(("what", "figure"), figures)]


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works; writes nothing")
    parser.add_argument("--million", action="store_true", help="a million people too, and Spark where it is there")
    options = parser.parse_args()
    is_quick = options.quick
    pages = measured("pages.py", *(["--learners=8", "--views=20"] if is_quick else []))
    claims = measured("claims.py", *(["--people=100"] if is_quick else []))
    reports = measured("reports.py", *(["--completions=2000", "--certificates=20"] if is_quick else []))
    sizes = ["--sizes=2000"] if is_quick else ["--million", "--spark"] if options.million else []
    many = measured("population.py", *sizes)
    wallet = measured("wallet.py", *(["--credits=50", "--rounds=3"] if is_quick else []))
    imports = measured("imports.py", *(["--rows=1000"] if is_quick else []))
    lines = [
        "# Performance",
        "",
        INTRODUCTION.format(
            day=f"{datetime.now(tz=UTC):%B %-d, %Y}",  # noqa: TID251 -- the day of the measurement
            cores=os.cpu_count(),
            machine=platform.machine(),
            python=platform.python_version(),
        ),
        "",
        *pages_part(pages),
        *path_part(pages),
        *weights_part(pages),
        *credit_part(claims, reports, imports),
        *plan_part(measured("shortest.py", *(["--quick"] if is_quick else []))),
        *population_part(many),
        *wallet_part(wallet),
    ]
    text = "\n".join(lines).rstrip() + "\n"
    print(text)
    if not is_quick:
        PAGE.write_text(text, encoding="utf-8")
        print(f"written to {PAGE}")


if __name__ == "__main__":
    main()
