"""Lists of people and attendance files through the services, validation and matching included: rows per second.

Run: python bench/imports.py [--rows 20000]. Makes a database of its own and drops it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from scratch import scratch

START = datetime(2026, 5, 14, 13, tzinfo=UTC)
NOW = START + timedelta(hours=3)


def roster(rows: int) -> bytes:
    """Write a list of ``rows`` physicians with an e-mail each."""
    lines = (f"Given{n},Family{n},person{n}@bench.example,MD,Physician,MD" for n in range(rows))
    return "\n".join(["Given name,Family name,E-mail,Credentials,Profession,Degree", *lines]).encode()


def zoom(rows: int) -> bytes:
    """Write a Zoom export in which each of them came, left and came back: two rows for one person."""
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
    first, second = (
        "05/14/2026 01:00:00 PM,05/14/2026 01:20:00 PM,20,No",
        "05/14/2026 01:25:00 PM,05/14/2026 02:00:00 PM,35,No",
    )
    lines = (
        f"Given{n // 2} Family{n // 2},person{n // 2}@bench.example,{second if n % 2 else first}" for n in range(rows)
    )
    return "\n".join([head, *lines]).encode()


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Give wall and CPU seconds of ``work``."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def inside(rows: int) -> None:
    """Measure in the database that was made for it."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    settings.STORAGES["default"]["OPTIONS"]["location"] = tempfile.mkdtemp(prefix="opencme-bench-")
    from opencme.apps.activities.models import Activity, Session
    from opencme.apps.delivery.models import Attendance, Registration
    from opencme.apps.delivery.services.attendance import import_attendance, run_import
    from opencme.apps.delivery.services.people import import_people
    from opencme.apps.files.kinds import TABLES
    from opencme.apps.files.services import store_file
    from opencme.apps.providers.models import Provider
    from opencme.rules.access.roles import system

    provider = Provider.objects.create(slug="bench", name="Bench Health", status="accreditation")
    activity = Activity.objects.create(
        provider=provider, number="B-1", title="Bench", format="live", state="open", time_zone="UTC",
        starts_at=START, ends_at=START + timedelta(hours=1), created_at=START,
    )  # fmt: skip
    session = Session.objects.create(
        activity=activity, title="One", starts_at=START, ends_at=START + timedelta(hours=1)
    )
    scope = {"by": system(), "provider_id": provider.pk, "now": NOW}

    def kept(name: str, content: bytes) -> Any:
        return store_file(name=name, content=content, allowed=TABLES, **scope).public_id

    people = kept("people.csv", roster(rows))
    listed = timed(lambda: import_people(activity_id=activity.public_id, file_id=people, **scope))
    assert Registration.objects.of(provider.pk).count() == rows
    export = kept("zoom.csv", zoom(2 * rows))

    def attend() -> None:
        made = import_attendance(by=system(), session_id=session.public_id, file_id=export, time_zone="UTC", now=NOW)
        if made.state == "waiting":
            run_import(by=system(), import_id=made.pk, now=NOW)

    attended = timed(attend)
    assert Attendance.objects.of(provider.pk).count() == rows
    found = {
        "rows": rows,
        "people_rows_per_second": round(rows / listed[0]),
        "people_python_cpu_us_per_row": round(listed[1] / rows * 1e6, 1),
        "attendance_rows": 2 * rows,
        "attendance_rows_per_second": round(2 * rows / attended[0]),
        "attendance_python_cpu_us_per_row": round(attended[1] / rows / 2 * 1e6, 1),
        "memory_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def main() -> None:
    """Make the database, measure in a process that knows only it, drop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args()
    if options.inside:
        inside(options.rows)
        return
    with scratch("opencme_bench_imports") as environment:
        command = [sys.executable, __file__, "--inside", f"--rows={options.rows}"]
        subprocess.run(command, check=True, env={**environment, "OPENCME_LOG": "warning"})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencme.config.settings")
    main()
