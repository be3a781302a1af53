"""Designating at once: one row per credit system, whoever presses how often."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import factories
import gates
import people
import pytest
from django.db import connections

from opencme.apps.activities.models import Activity, Designation, Step
from opencme.apps.credit.models import Chain, LockedStatement
from opencme.apps.credit.services import designate
from opencme.kernel.credits import Credits

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_four_at_once_designate_once(monkeypatch):
    gates.open_all_but(monkeypatch, "designated")
    activity = factories.activity(state="approved")
    factories.session(activity)
    ada = people.as_actor(people.ada())
    barrier = Barrier(4)

    def press(_turn):
        barrier.wait()
        try:
            maxima = {"ama_pra_cat1": Credits.of("2.00")}
            (row,) = designate(by=ada, activity_id=activity.public_id, maxima=maxima, now=people.NOW)
            return row.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        pressed = set(pool.map(press, range(4)))

    assert len(pressed) == 1
    for table, count in ((Designation, 1), (LockedStatement, 1), (Step, 1)):
        assert table.objects.of(activity.provider_id).count() == count
    assert Chain.objects.filter(activity=activity).count() == 1
    assert Activity.objects.of(activity.provider_id).get().state == "designated"
