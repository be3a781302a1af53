"""Building the past: what happened long ago sends no mail and starts no job today."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from opencme.apps.messaging.models import Message


@contextmanager
def history() -> Iterator[None]:
    """Inside, jobs go nowhere; afterwards the mails of this history count as sent when they were queued.

    What a job would have done (certificates, big imports, reports) the scenario does itself, at its own time.
    """
    before = set(Message.objects.values_list("pk", flat=True))
    with app.replace_connector(InMemoryConnector()):
        yield
    Message.objects.exclude(pk__in=before).update(sent_at=F("queued_at"), attempts=1)
