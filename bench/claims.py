"""Claims per second through the service, beside the same rows written by one raw SQL statement each.

Run: python bench/claims.py [--people 1500] [--activities 10] [--workers 2]. Makes a database of its own and drops it.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from multiprocessing import get_context
from typing import Any
from uuid import uuid4

from scratch import scratch

NOW = datetime(2026, 5, 14, 16, tzinfo=UTC)
START = NOW - timedelta(hours=3)
Row = tuple[int, str, int, int]
RAW = """
WITH locked AS (SELECT id, length, head FROM credit_chain WHERE activity_id = %(activity)s FOR UPDATE),
made AS (
    INSERT INTO credit_award (public_id, activity_id, registration_id, person_id, number, kind, credit_system,
        edition_from, basis, amount, completed_on, printed_name, reason, idempotency_key, awarded_at, by_label,
        sequence, previous_hash, row_hash)
    SELECT gen_random_uuid(), %(activity)s, %(registration)s, %(person)s, 'R-' || %(registration)s, 'award',
        'ama_pra_cat1', '2017-09-29', 'awarded', 1, '2026-05-14', 'Dee Learner, MD', '', %(key)s::text, now(),
        'Dee', length + 1,
        head, encode(sha256(convert_to(head || %(key)s::text, 'UTF8')), 'hex')
    FROM locked RETURNING id, row_hash),
head AS (
    UPDATE credit_chain SET length = length + 1, head = (SELECT row_hash FROM made) WHERE activity_id = %(activity)s),
told AS (
    INSERT INTO audit_auditevent (public_id, at, event, by_label, on_behalf_of, subject_type, subject_id, subject_label,
        before, after, rule_edition)
    SELECT gen_random_uuid(), now(), 'credit.awarded', 'Dee', '', 'credit.award', id, '', '{}', '{}', '' FROM made)
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('certificates', 'credit.issue_certificate', 0, NULL, NULL,
    jsonb_build_object('registration_id', %(registration)s), NULL)::procrastinate_job_to_defer_v1])
"""


def prepare(people: int, activities: int) -> list[Row]:
    """Make the rows a claim reads; gives (activity, its public id, registration, person), activities taking turns."""
    from opencme.apps.accounts.models import Person
    from opencme.apps.providers.models import Provider

    provider = Provider.objects.create(slug="bench", name="Bench Health", status="accreditation")
    persons = Person.objects.bulk_create(
        Person(
            email=f"p{n}@example.org",
            given_name="Dee",
            family_name=f"L{n}",
            degree="MD",
            credentials="MD",
        )
        for n in range(people)
    )
    found = [_activity(provider, persons, number) for number in range(activities)]
    return [row for turn in zip(*found, strict=True) for row in turn]


def _activity(provider: Any, persons: list[Any], number: int) -> list[Row]:
    """An open activity whose one session everybody attended."""
    from opencme.apps.activities.models import Activity, Designation, Session
    from opencme.apps.credit.models import Chain
    from opencme.apps.delivery.models import Attendance, DisclosureImpression, Registration

    activity = Activity.objects.create(
        provider=provider,
        number=f"B-{number}",
        title=f"Activity {number}",
        format="live",
        state="open",
        starts_at=START,
        ends_at=START + timedelta(hours=1),
        created_at=START,
        time_zone="America/Chicago",
    )
    session = Session.objects.create(
        activity=activity, title="One", starts_at=START, ends_at=START + timedelta(hours=1)
    )
    Designation.objects.create(
        activity=activity,
        credit_system="ama_pra_cat1",
        edition_from=date(2017, 9, 29),
        maximum=Decimal(1),
        statement="x",
        statement_key="ama_designation",
        statement_edition=date(2011, 7, 1),
        designated_at=START,
        by_label="bench",
    )
    Chain.objects.create(activity=activity)
    rows = Registration.objects.bulk_create(
        [Registration(activity=activity, person=each, degree="MD", registered_at=START) for each in persons]
    )
    Attendance.objects.bulk_create(
        [Attendance(registration=each, session=session, source="code", recorded_at=NOW, by_label="x") for each in rows]
    )
    DisclosureImpression.objects.bulk_create(
        [DisclosureImpression(registration=each, text="None.", digest="d", shown_at=START) for each in rows]
    )
    return [(activity.pk, str(activity.public_id), each.pk, each.person_id) for each in rows]


def by_service(rows: list[Row]) -> list[float]:
    """Claim each row through the service; gives the seconds of each."""
    import django

    django.setup()
    from opencme.apps.credit.services import claim_credit
    from opencme.kernel.credits import Credits
    from opencme.rules.access import Actor

    took = []
    for _activity, public_id, _registration, person in rows:
        began = time.perf_counter()
        actor = Actor(person_id=person, label="Dee Learner")
        claim_credit(by=actor, activity_id=public_id, asked={"ama_pra_cat1": Credits.of(1)}, now=NOW)
        took.append(time.perf_counter() - began)
    return took


def by_sql(rows: list[Row]) -> list[float]:
    """Write what a claim writes by one statement each, in autocommit."""
    import psycopg

    took = []
    with psycopg.connect(os.environ["OPENCME_DATABASE_URL"], autocommit=True) as connection:
        for activity, _public_id, registration, person in rows:
            began = time.perf_counter()
            values = {"activity": activity, "registration": registration, "person": person, "key": str(uuid4())}
            connection.execute(RAW, values)
            took.append(time.perf_counter() - began)
    return took


def timed(work: Any, rows: list[Row]) -> tuple[list[float], float]:
    """Do the work; gives the seconds of each row and the CPU seconds of this process."""
    began = time.process_time()
    return work(rows), time.process_time() - began


def measured(work: Any, rows: list[Row], workers: int) -> dict[str, float]:
    """Share the rows among processes; the clock runs from when all are warm."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(work, [rows[n : n + 1] for n in range(workers)]))
        left = rows[workers:]
        began = time.perf_counter()
        parts = list(pool.map(timed, [work] * workers, [left[n::workers] for n in range(workers)]))
        wall = time.perf_counter() - began
    took = sorted(each for part, _cpu in parts for each in part)
    return {
        "claims_per_second": round(len(left) / wall, 1),
        "p50_ms": round(took[len(took) // 2] * 1000, 2),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 2),
        "python_cpu_ms_per_claim": round(sum(cpu for _part, cpu in parts) / len(left) * 1000, 2),
    }


def inside(options: argparse.Namespace) -> None:
    """Measure in the database that was made for it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    rows = prepare(options.people, options.activities)
    first = {activity for activity, *_rest in rows[: options.activities : 2]}
    connections.close_all()
    found = {
        "raw_sql": measured(by_sql, [row for row in rows if row[0] in first], options.workers),
        "service": measured(by_service, [row for row in rows if row[0] not in first], options.workers),
    }
    from opencme.apps.credit.selectors import verify_ledger

    began = time.perf_counter()
    entries = verify_ledger().entries
    found["verify_rows_per_second"] = {"rows": round(entries / (time.perf_counter() - began))}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def main() -> None:
    """Make the database, measure in a process that knows only it, drop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--activities", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencme.config.settings")
    if options.inside:
        inside(options)
        return
    with scratch("opencme_bench_claims") as environment:
        arguments = [f"--{name}={getattr(options, name)}" for name in ("people", "activities", "workers")]
        subprocess.run([sys.executable, __file__, "--inside", *arguments], check=True, env=environment)


if __name__ == "__main__":
    main()
