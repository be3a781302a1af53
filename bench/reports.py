"""Certificates per second, and the export of completions: rows per second and peak memory.

Run: python bench/reports.py [--completions 100000] [--certificates 300]. Makes a database of its own and drops it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

from scratch import scratch

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BATCH = 5000


def check_digit(nine: int) -> str:
    """An NPI with the right last digit."""
    from opencme.rules.reporting.identity import has_npi_check_digit

    return next(f"{nine}{last}" for last in range(10) if has_npi_check_digit(f"{nine}{last}"))


def prepare(completions: int) -> Any:
    """Make an activity with physicians who completed it; one in twenty cannot be reported."""
    from opencme.apps.activities.models import Activity, Designation
    from opencme.apps.providers.models import Provider

    provider = Provider.objects.create(slug="bench", name="Bench Health", accreditor_provider_id="0001234")
    activity = Activity.objects.create(
        provider=provider,
        number="B-1",
        title="A long-running material",
        format="enduring_internet",
        state="closed",
        release_on=date(2026, 1, 1),
        expires_on=date(2026, 5, 31),
        summary="x",
        created_at=NOW,
        accreditor_activity_id="202600001",
        outcomes_measured=["knowledge:objective"],
        commercial_support=False,
    )
    Designation.objects.create(
        activity=activity,
        credit_system="ama_pra_cat1",
        edition_from=date(2017, 9, 29),
        maximum=Decimal(1),
        statement="The Bench Health designates this enduring material for 1 *AMA PRA Category 1 Credit*™.",
        statement_key="ama_designation",
        statement_edition=date(2011, 7, 1),
        designated_at=NOW,
        by_label="bench",
    )
    for first in range(0, completions, BATCH):
        _complete(activity, range(first, min(first + BATCH, completions)))
    return activity


def _complete(activity: Any, numbers: range) -> None:
    """Let these people complete it; their ledger rows are written beside the service, so their chain is none."""
    from opencme.apps.accounts.models import Identifier, Person
    from opencme.apps.credit.models import Award
    from opencme.apps.delivery.models import Registration

    people = Person.objects.bulk_create(
        Person(
            email=f"p{n}@example.org",
            given_name="Dee",
            family_name=f"Learner {n}",
            credentials="MD",
            degree="MD",
            birth_month=n % 12 + 1,
            birth_day=n % 28 + 1,
            report_consent_at=NOW if n % 20 else None,
        )
        for n in numbers
    )
    Identifier.objects.bulk_create(
        Identifier(person=each, kind="npi", value=check_digit(100_000_000 + n))
        for each, n in zip(people, numbers, strict=True)
    )
    rows = Registration.objects.bulk_create(
        [Registration(activity=activity, person=each, degree="MD", registered_at=NOW) for each in people]
    )
    Award.objects.bulk_create(
        [
            Award(
                activity=activity,
                registration=row,
                person_id=row.person_id,
                number=f"CR-B-{n}",
                kind="award",
                credit_system="ama_pra_cat1",
                edition_from=date(2017, 9, 29),
                basis="awarded",
                amount=Decimal(1),
                completed_on=date(2026, 5, 1),
                printed_name=f"Dee Learner {n}, MD",
                idempotency_key=str(n),
                awarded_at=NOW,
                by_label="bench",
                sequence=n + 1,
                previous_hash="",
                row_hash="",
            )
            for row, n in zip(rows, numbers, strict=True)
        ]
    )


def exported(activity: Any) -> dict[str, float]:
    """Make the learner report in a process of its own, so that its memory is its own."""
    code = "import django; django.setup(); import bench.reports as b; b.export_here(" + str(activity.pk) + ")"
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


def export_here(activity_pk: int) -> None:
    """Run the report's job and say what it took."""
    from django.conf import settings

    settings.STORAGES["default"]["OPTIONS"]["location"] = tempfile.mkdtemp(prefix="opencme-bench-")
    from opencme.apps.activities.models import Activity
    from opencme.apps.reporting.models import Report
    from opencme.apps.reporting.services.making import run_report
    from opencme.rules.access.roles import system

    activity = Activity.objects.across_providers(why="the bench's only one").get(pk=activity_pk)
    report = Report.objects.create(
        provider=activity.provider, activity=activity, kind="pars_learners_json", asked_at=NOW
    )
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    report = run_report(by=system(), report_id=report.pk, now=NOW)
    wall = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    looked_at = report.summary["rows"] + sum(report.summary["left_out"].values())
    found = {
        "completions": looked_at,
        "written": report.summary["rows"],
        "rows_per_second": round(looked_at / wall),
        "python_cpu_us_per_row": round((time.process_time() - cpu) / looked_at * 1e6, 1),
        "file_mb": round(report.file.size / 1e6, 1),
        "memory_before_mb": round(idle / 1024),
        "memory_peak_mb": round(peak / 1024),
    }
    sys.stdout.write(json.dumps(found) + "\n")


def issued(rows: list[int]) -> float:
    """Issue certificates through the service, one after the other, after a first one; gives the CPU seconds."""
    import django

    django.setup()
    from django.conf import settings

    settings.STORAGES["default"]["OPTIONS"]["location"] = tempfile.mkdtemp(prefix="opencme-bench-")
    from opencme.apps.credit.services.certificates import issue_certificate
    from opencme.rules.access.roles import system

    began = time.process_time()
    for pk in rows:
        issue_certificate(by=system(), registration_id=pk, now=NOW)
    return time.process_time() - began


def certificates(activity: Any, count: int) -> dict[str, float]:
    """Measure ``count`` certificates in one process, and as many again in two."""
    from django.db import connections

    rows = list(activity.registrations.order_by("pk").values_list("pk", flat=True)[: 2 * count + 6])
    connections.close_all()
    found: dict[str, float] = {}
    for processes in (1, 2):
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            list(pool.map(issued, [[rows.pop()] for _ in range(processes)]))
            share = [[rows.pop() for _ in range(count // processes)] for _ in range(processes)]
            began = time.perf_counter()
            cpu = sum(pool.map(issued, share))
            wall = time.perf_counter() - began
        name = "certificates_per_second" if processes == 1 else "certificates_per_second_two_processes"
        found[name] = round(count / wall, 1)
        if processes == 1:
            found |= {"ms_each": round(wall / count * 1000, 1), "python_cpu_ms_each": round(cpu / count * 1000, 1)}
    return found


def inside(options: argparse.Namespace) -> None:
    """Measure in the database that was made for it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    activity = prepare(options.completions)
    found = {"export": exported(activity), "certificates": certificates(activity, options.certificates)}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def main() -> None:
    """Make the database, measure in a process that knows only it, drop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--completions", type=int, default=100_000)
    parser.add_argument("--certificates", type=int, default=300)
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencme.config.settings")
    if options.inside:
        inside(options)
        return
    with scratch("opencme_bench_reports") as environment:
        arguments = [f"--{name}={getattr(options, name)}" for name in ("completions", "certificates")]
        environment |= {"PYTHONPATH": os.pathsep.join(("src", ".", "bench"))}
        subprocess.run([sys.executable, __file__, "--inside", *arguments], check=True, env=environment)


if __name__ == "__main__":
    main()
