"""Signatures and decisions pressed at once, on real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import factories
import people
import pytest
from django.db import connections
from in_control import CONSULTANT, NOW, invited, signed

from opencme.apps.faculty import services
from opencme.apps.faculty.models import Disclosure, Mitigation, Relevance

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(act, times=4):
    def one(_number):
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_four_presses_of_nothing_changed_are_one_signature():
    old, new = factories.activity(), factories.activity(title="Stroke Alert")
    signed(invited(old), CONSULTANT)
    row = invited(new)
    made = at_once(lambda: services.confirm_unchanged(token=row.token, now=NOW + timedelta(days=1)).pk)

    assert len(set(made)) == 1
    assert Disclosure.objects.of(new.provider_id).filter(in_control=row).count() == 1


def test_four_reviewers_pressing_at_once_leave_one_decision_and_one_step():
    tie = signed(invited(factories.activity()), CONSULTANT).relationships.get()
    bo, provider_id = people.as_actor(people.bo()), people.lakeside().pk
    at_once(
        lambda: services.judge(
            by=bo,
            relationship_id=tie.public_id,
            is_relevant=True,
            method="peer_review_content",
            peer_reviewer="Ana Outside",
            now=NOW + timedelta(hours=2),
        )
    )

    assert (Relevance.objects.of(provider_id).count(), Mitigation.objects.of(provider_id).count()) == (1, 1)
