"""The standing page of one person with ten authorities and 500 credits: queries and CPU, the whole request.

Run: python bench/wallet.py [--credits 500] [--rounds 30]. Makes a database of its own and drops it.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from scratch import scratch

AUTHORITIES = (
    "us-ma-md",
    "us-ny-md",
    "us-ca-md",
    "us-fl-md",
    "us-mi-md",
    "us-il-md",
    "us-ia-md",
    "us-nv-md",
    "abim",
    "us-fed-dea-mate",
)
SYSTEMS = ("AMA_PRA_1", "AMA_PRA_2", "AAFP_P")
TOPICS: tuple[dict[str, str], ...] = ({}, {"risk_management": ""}, {"opioid_prescribing": ""}, {"geriatrics": "0.5"})


def fill(credits_: int, now: Any) -> Any:
    """One physician with everything."""
    from opencme.apps.accounts.models import Person
    from opencme.apps.wallet.models import OutsideCredit
    from opencme.apps.wallet.services.obligations import add_obligation
    from opencme.rules.access import Actor

    person = Person.objects.create_person(email="a@example.org", given_name="A", degree="MD", profession="physician")
    by, day = Actor(label="A", person_id=person.pk), now.date()
    for family in AUTHORITIES:
        values = {"cycle_end": day + timedelta(days=180), "renewal_number": 3}
        add_obligation(by=by, family=family, values=values, now=now)
    first = date(day.year - 4, 1, 1)
    OutsideCredit.objects.bulk_create(
        OutsideCredit(
            person=person,
            title=f"Course {number}",
            completed_on=first + timedelta(days=number * 3 % 1400),
            system=SYSTEMS[number % len(SYSTEMS)],
            amount=Decimal(1),
            topics=TOPICS[number % len(TOPICS)],
            added_at=now,
        )
        for number in range(credits_)
    )
    return person


def timed(call: Callable[[], object], rounds: int) -> dict[str, float]:
    """CPU and wall of a call, median of many, in milliseconds."""
    cpu, wall = [], []
    for _round in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        call()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {"cpu_ms": round(statistics.median(cpu), 1), "wall_ms": round(statistics.median(wall), 1)}


def inside(options: argparse.Namespace) -> None:
    """Measure in the database that was made for it."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from opencme.apps.wallet.selectors.standing import standings
    from opencme.kernel import clock

    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    now = clock.now()
    person = fill(options.credits, now)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/me/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/me/")
    found = {
        "authorities": len(AUTHORITIES),
        "credits": options.credits,
        "queries": len(asked),
        "page": timed(lambda: client.get("/me/"), options.rounds),
        "standings": timed(lambda: standings(person.pk, now.date()), options.rounds),
        "standings_with_proof": timed(lambda: standings(person.pk, now.date(), with_proof=True), options.rounds),
    }
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def main() -> None:
    """Make the database, measure in a process that knows only it, drop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--credits", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencme.config.settings")
    if options.inside:
        inside(options)
        return
    with scratch("opencme_bench_wallet") as environment:
        arguments = [f"--{name}={getattr(options, name)}" for name in ("credits", "rounds")]
        subprocess.run([sys.executable, __file__, "--inside", *arguments], check=True, env=environment)


if __name__ == "__main__":
    main()
