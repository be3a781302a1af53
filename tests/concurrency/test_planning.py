"""Two at once: numbers are given once, one step is taken once, and a provider always keeps a manager."""

import threading
from collections.abc import Callable

import factories
import people
import pytest
from django.db import connection

from opencme.apps.activities import services
from opencme.apps.activities.models import Activity, Step
from opencme.apps.providers.models import Membership
from opencme.apps.providers.services import end_role
from opencme.kernel.findings import DomainError
from opencme.rules.access import Role

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each on its own connection; gives what each gave or the refusal it got."""
    barrier = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            answers[place] = act()
        except DomainError as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_each_number_is_given_once() -> None:
    provider = people.lakeside()
    ada = people.as_actor(people.ada())

    def create() -> Activity:
        return services.create_activity(by=ada, provider_id=provider.pk, title="Sepsis", now=people.NOW)

    made = at_once(*[create] * 8)

    assert sorted(each.number for each in made) == [f"LHS-2026-000{number}" for number in range(1, 9)]


def test_a_step_is_taken_once() -> None:
    activity = factories.activity(state="approved")
    ada = people.as_actor(people.ada())

    def revise() -> Activity:
        return services.take_step(
            by=ada, activity_id=activity.public_id, step="revise", note="Date moved", now=people.NOW
        )

    answers = at_once(revise, revise)

    assert sorted(type(each).__name__ for each in answers) == ["Activity", "DomainError"]
    assert Step.objects.of(activity.provider_id).count() == 1


def test_two_managers_who_leave_at_once_leave_one() -> None:
    provider = people.lakeside()
    Membership.objects.create(provider=provider, person=people.bo(), role=Role.MANAGER, from_at=people.NOW)
    rows = list(Membership.objects.of(provider.pk).filter(role=Role.MANAGER))
    ada = people.as_actor(people.ada())

    answers = at_once(
        *[
            lambda row=row: end_role(by=ada, provider_id=provider.pk, membership_id=row.public_id, now=people.NOW)
            for row in rows
        ]
    )

    assert sorted(type(each).__name__ for each in answers) == ["DomainError", "Membership"]
    assert Membership.objects.of(provider.pk).filter(role=Role.MANAGER, ended_at=None).count() == 1


def test_two_changes_of_one_plan_both_stand_or_one_is_told() -> None:
    activity = factories.activity()
    ada = people.as_actor(people.ada())

    def change(**changes: str) -> Callable[[], Activity]:
        return lambda: services.change_plan(
            by=ada, activity_id=activity.public_id, changes=changes, version=1, now=people.NOW
        )

    answers = at_once(change(title="One"), change(audience="Two"), change(title="Three"))

    activity.refresh_from_db()
    refused = [each for each in answers if isinstance(each, DomainError)]
    assert activity.audience == "Two"
    assert activity.title in {"One", "Three"}
    assert [finding.code for each in refused for finding in each.findings] == ["activity.changed_meanwhile"]
    assert activity.version == 3
