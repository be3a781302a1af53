"""Real servers and workers on the tests' own database, to be killed."""

import sys

import pytest
from django.db import connection
from programs import Programs


@pytest.fixture
def programs(transactional_db, tmp_path):
    """Starts programs on an empty queue; what they said is shown when the test fails."""
    with connection.cursor() as cursor:  # the queue's tables are not Django's, so it does not empty them
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")
    made = Programs(tmp_path)
    yield made
    made.close()
    sys.stdout.write(made.said.read_text() if made.said.exists() else "")
