import factories
import people
import pytest

from opencme.apps.activities import selectors
from opencme.kernel.findings import NotFound

pytestmark = pytest.mark.django_db


def test_activity_of_another_provider_is_not_there() -> None:
    activity = factories.activity()
    eve = people.as_actor(people.eve())

    with pytest.raises(NotFound):
        selectors.activity_to_see(actor=eve, provider_id=activity.provider_id, activity_id=activity.public_id)
    with pytest.raises(NotFound):
        selectors.activity_anywhere(actor=eve, activity_id=activity.public_id)
