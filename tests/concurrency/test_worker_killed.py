"""A worker that is killed in the middle of a job, with real processes."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from programs import wait_until

from opencme.apps.messaging.models import Message
from opencme.apps.messaging.services import queue_mail

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]
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


def test_worker_told_to_stop_ends_at_once_and_in_order(programs):
    worker = programs.start("worker")
    wait_until(
        lambda: ProcrastinateJob.objects.filter(task_name="jobs.release_stalled").exists(), what="the first sweep"
    )

    worker.terminate()

    assert worker.wait(15) == 0
