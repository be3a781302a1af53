"""Mail that a job queues in a transaction of its own: its sending waits for the commit, so that none is lost."""

import time
from datetime import timedelta

import people
import psycopg
import pytest
import wallets
from django.db import connection
from programs import wait_until

from opencme.apps.messaging.models import Message
from opencme.apps.wallet.services.reminders import plan_reminders, set_reminders
from opencme.kernel import clock

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]
HOLD = """
INSERT INTO messaging_message (public_id, key, "to", subject, text, html, queued_at, attempts, error)
VALUES (gen_random_uuid(), %s, 'x@example.org', '', '', '', now(), 0, '')
"""


def test_a_mail_is_not_looked_for_before_its_job_has_committed(programs):
    who, now = people.dee(), clock.now()
    end = now.date() + timedelta(days=30)
    first = wallets.obligation(who, "us-ca-md", cycle_end=end, issued_on=now.date() - timedelta(days=9000), now=now)
    second = wallets.obligation(who, "us-ia-md", cycle_end=end, issued_on=now.date() - timedelta(days=9000), now=now)
    set_reminders(by=wallets.actor(who), days=(30,), now=now)
    assert plan_reminders() == 1
    told = connection.get_connection_params()

    with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"]) as held:
        held.execute(HOLD, [f"wallet-remind:{second.pk}:{end.isoformat()}:30"])
        programs.start("worker")
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"], autocommit=True) as seen:
            wait_until(lambda: seen.execute(waits).fetchone()[0], what="the second mail")
        time.sleep(3)  # for the sending of the first, were it in the queue already
        held.rollback()

    wait_until(lambda: Message.objects.exclude(sent_at=None).count() == 2, seconds=60, what="both mails")
    assert set(Message.objects.values_list("key", flat=True)) == {
        f"wallet-remind:{row.pk}:{end.isoformat()}:30" for row in (first, second)
    }
