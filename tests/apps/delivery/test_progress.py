"""A participant's way through the content, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import offers
import people
import pytest
from offers import NOW

from opencme.apps.delivery.models import ContentProgress
from opencme.apps.delivery.selectors.content import content_done
from opencme.apps.delivery.selectors.reading import reading_of
from opencme.apps.delivery.services import progress
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading():
    activity = offers.enduring()
    first, second = offers.article(activity, "One"), offers.article(activity, "Two", is_required=False)
    registration = offers.registration(activity)
    offers.impression(registration)
    return activity, first, second, registration


def call(service, activity, item, by=None, now=NOW, **values):
    actor = people.as_actor(by or people.dee())
    return service(by=actor, activity_id=activity.public_id, item_id=item.public_id, now=now, **values)


def states(registration):
    activity = registration.activity
    first = activity.content_items.first()
    found = reading_of(
        actor=people.as_actor(people.dee()), activity_id=activity.public_id, item_id=first.public_id, now=NOW
    )
    return [(each.item.title, each.is_opened, each.is_done) for each in found.items]


def test_parts_are_opened_finished_and_taken_back(reading):
    activity, first, _second, registration = reading

    call(progress.open_item, activity, first)
    assert states(registration) == [("One", True, False), ("Two", False, False)]

    for later in (0, 5):
        call(progress.complete_item, activity, first, now=NOW + timedelta(minutes=later))
    assert states(registration) == [("One", True, True), ("Two", False, False)]
    assert ContentProgress.objects.across_providers(why="test").get().completed_at == NOW
    assert content_done(registration)

    call(progress.reopen_item, activity, first)
    assert states(registration) == [("One", True, False), ("Two", False, False)]
    assert not content_done(registration)


@pytest.mark.parametrize(("seconds", "kept"), [(75, 75), (-4, 0), (10**9, 86400)])
def test_a_video_goes_on_where_it_was_left(reading, seconds, kept):
    activity, first, _second, _registration = reading

    assert call(progress.keep_place, activity, first, seconds=seconds).place_seconds == kept


@pytest.mark.parametrize("service", [progress.open_item, progress.complete_item, progress.reopen_item])
def test_content_stays_closed_until_the_disclosure_was_shown_trap_38(service):
    activity = offers.enduring()
    item = offers.article(activity)
    offers.registration(activity)

    with pytest.raises(DomainError) as refused:
        call(service, activity, item)

    assert [finding.code for finding in refused.value.findings] == ["content.disclosure"]


@pytest.mark.parametrize(
    ("change", "now"),
    [
        ({}, NOW + timedelta(days=400)),
        ({}, NOW - timedelta(days=30)),
        ({"state": "closed"}, NOW),
    ],
    ids=["expired", "before release", "closed"],
)
def test_content_opens_only_while_it_is_offered_trap_30(reading, change, now):
    activity, first, _second, _registration = reading
    for name, value in change.items():
        setattr(activity, name, value)
    activity.save()

    with pytest.raises(DomainError) as refused:
        call(progress.complete_item, activity, first, now=now)

    assert [finding.code for finding in refused.value.findings] == ["content.not_open"]


def test_nobody_reaches_what_is_not_theirs(reading):
    activity, first, _second, registration = reading
    foreign = offers.article(offers.enduring())

    for by, item in ((people.nia(), first), (people.ada(), first), (people.dee(), foreign)):
        with pytest.raises(NotFound):
            call(progress.complete_item, activity, item, by=by)
    registration.withdrawn_at = NOW
    registration.save()
    with pytest.raises(NotFound):
        call(progress.complete_item, activity, first)
    with pytest.raises(NotFound):
        progress.complete_item(by=people.as_actor(people.dee()), activity_id=uuid4(), item_id=first.public_id, now=NOW)
