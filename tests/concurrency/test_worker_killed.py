"""A worker that is killed in the middle of a job, with real processes."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import factories
import ledger_rows
import people
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob
from programs import wait_until

from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Certificate
from opencme.apps.credit.tasks import issue_certificate
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow
from opencme.apps.delivery.services.attendance import import_attendance
from opencme.apps.files.kinds import TABLES
from opencme.apps.files.services import store_file
from opencme.apps.messaging.models import Message
from opencme.apps.messaging.services import queue_mail
from opencme.kernel import clock

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]
REGISTERED = 40
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_job_of_a_killed_worker_runs_again_and_sends_one_mail(programs):
    message = queue_mail(to="dee@clinic.example", subject="Hello", text="…", key="hello:1", now=NOW)
    told = connection.get_connection_params()

    with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"]) as held:
        held.execute("SELECT 1 FROM messaging_message WHERE id = %s FOR UPDATE", [message.pk])
        killed = programs.start("worker")
        wait_until(lambda: ProcrastinateJob.objects.filter(status="doing").exists(), what="the job's start")
        programs.kill(killed)
    assert Message.objects.get().state == "queued"
    programs.start("worker")

    wait_until(lambda: Message.objects.get().state == "sent", what="the second run")
    wait_until(lambda: ProcrastinateJob.objects.get(task_name="messaging.send_message").status == "succeeded")
    assert len(list((programs.var / "mail").iterdir())) == 1
    assert "job.released" in programs.said.read_text()


def test_import_of_a_killed_worker_is_done_once_and_whole(programs):
    ended = clock.now() - timedelta(hours=1)
    activity = factories.activity(state="open", starts_at=ended - timedelta(hours=2), ends_at=ended)
    session = factories.session(activity, starts_at=activity.starts_at, ends_at=ended)
    ada = people.as_actor(people.ada())
    for number in range(REGISTERED):
        ledger_rows.registered(activity, people.person(f"P{number}", "Many"))
    with override_settings(STORAGES=in_folder(programs.var / "files")):
        file = store_file(
            by=ada, provider_id=activity.provider_id, name="zoom.csv", content=zoom(session), allowed=TABLES, now=NOW
        )
        made = import_attendance(
            by=ada, session_id=session.public_id, file_id=file.public_id, time_zone="UTC", now=clock.now()
        )
    assert made.state == "waiting"
    imports = AttendanceImport.objects.of(activity.provider_id)

    killed = programs.start("worker")
    wait_until(lambda: imports.get().rows_read > 0, what="the first rows")
    programs.kill(killed)
    assert imports.get().state == "waiting"
    assert not AttendanceRow.objects.of(activity.provider_id).exists()
    programs.start("worker")

    wait_until(lambda: imports.get().state == "done", seconds=120, what="the whole import")
    rows = AttendanceRow.objects.of(activity.provider_id)
    assert rows.count() == len({line for line in zoom(session).decode().splitlines()[4:] if line})
    assert Attendance.objects.of(activity.provider_id).values("registration").distinct().count() == REGISTERED
    assert AuditEvent.objects.filter(event="attendance.imported").count() == 1


def test_certificates_of_a_killed_worker_are_each_made_once(programs):
    activity = ledger_rows.designated()
    registrations = []
    for number in range(60):
        who = people.person(f"P{number}", "Many", degree="MD", profession="physician")
        registration = ledger_rows.registered(activity, who)
        ledger_rows.award(registration)
        issue_certificate.defer(registration_id=registration.pk)
        registrations.append(registration.pk)
    made = Certificate.objects.across_providers(why="a test")

    killed = programs.start("worker")
    wait_until(lambda: made.count() >= 5, what="the first certificates")
    programs.kill(killed)
    assert made.count() < len(registrations)
    programs.start("worker")

    wait_until(lambda: made.count() == len(registrations), what="all certificates")
    wait_until(
        lambda: not ProcrastinateJob.objects.filter(status__in=["todo", "doing"], queue_name="certificates").exists()
    )
    assert sorted(made.values_list("registration_id", flat=True)) == registrations
    for certificate in made.select_related("file"):
        content = (
            programs.var
            / "files"
            / certificate.file.sha256[:2]
            / certificate.file.sha256[2:4]
            / certificate.file.sha256
        ).read_bytes()
        assert sha256(content).hexdigest() == certificate.file.sha256


def zoom(session):
    """A Zoom report above the size that a request reads itself: many rows of people nobody knows, and those registered."""
    start = session.starts_at
    lines = [
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants",
        f"812 3456 7890,Sepsis,{start:%m/%d/%Y %I:%M:%S %p},{session.ends_at:%m/%d/%Y %I:%M:%S %p},a@example.org,120,9",
        "",
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
    ]
    went = start + timedelta(minutes=110)
    times = f"{start:%m/%d/%Y %I:%M:%S %p},{went:%m/%d/%Y %I:%M:%S %p},110,No,Y"
    lines += [f"P{number} Many,p{number}@example.org,{times}" for number in range(REGISTERED)]
    lines += [f"Guest number {number} of the house,guest{number}@elsewhere.example,{times}" for number in range(22_000)]
    return "\n".join(lines).encode()


def in_folder(folder):
    return {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}},
    }


def test_worker_told_to_stop_ends_at_once_and_in_order(programs):
    worker = programs.start("worker")
    wait_until(
        lambda: ProcrastinateJob.objects.filter(task_name="jobs.release_stalled").exists(), what="the first sweep"
    )

    worker.terminate()

    assert worker.wait(15) == 0
