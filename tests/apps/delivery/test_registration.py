"""Registering: everything that stands against it is told at once; consent to sharing is a choice of its own."""

from datetime import timedelta

import offers
import people
import pytest
from offers import NOW

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.selectors.registration import findings_on_registration
from opencme.apps.delivery.services.registration import register, set_share_consent, withdraw_registration
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db


def join(activity, who=None, *, share_consent=False, now=NOW):
    actor = people.as_actor(who or people.dee())
    return register(by=actor, activity_id=activity.public_id, share_consent=share_consent, now=now)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"state": "delivered"}, ["registration.closed"]),
        ({"expires_on": NOW.date() - timedelta(days=1)}, ["registration.expired"]),
        ({"expires_on": NOW.date()}, []),
        ({"registration_open_to": "limited"}, ["registration.limited"]),
        ({"state": "closed", "registration_open_to": "limited"}, ["registration.closed", "registration.limited"]),
    ],
)
def test_what_stands_against_registering_is_seen_beforehand(change, codes):
    activity = offers.enduring(**change)

    assert [finding.code for finding in findings_on_registration(activity, NOW)] == codes
    if codes:
        with pytest.raises(DomainError) as refused:
            join(activity)
        assert [finding.code for finding in refused.value.findings] == codes
    else:
        assert join(activity).person == people.dee()


@pytest.mark.parametrize("share_consent", [True, False])
def test_registering_works_with_and_without_sharing_trap_45(share_consent):
    first = join(offers.live(commercial_support=True), share_consent=share_consent)
    again = join(first.activity, share_consent=not share_consent, now=NOW + timedelta(minutes=1))

    assert first == again
    assert again.share_consent_at == (NOW if share_consent else None)
    assert list(AuditEvent.objects.values_list("event", "after__share_consent")) == [
        ("registration.made", share_consent)
    ]


@pytest.mark.parametrize("support", [False, None])
def test_nothing_is_shared_where_nobody_supports_the_activity(support):
    made = join(offers.live(commercial_support=support), share_consent=True)
    again = set_share_consent(
        by=people.as_actor(people.dee()), registration_id=made.public_id, share_consent=True, now=NOW
    )

    assert (made.share_consent_at, again.share_consent_at) == (None, None)


def test_degree_and_profession_are_kept_as_they_were():
    made = join(offers.live(), people.nia())

    assert (made.profession, made.degree, made.source) == ("nurse", "nursing", "self")


def test_consent_is_given_and_taken_back_by_its_owner_only():
    made = join(offers.live(commercial_support=True))

    for by in (people.nia(), people.ada()):
        with pytest.raises(NotFound):
            set_share_consent(by=people.as_actor(by), registration_id=made.public_id, share_consent=True, now=NOW)
    for wanted in (True, True, False):
        dee = people.as_actor(people.dee())
        made = set_share_consent(by=dee, registration_id=made.public_id, share_consent=wanted, now=NOW)
    assert made.share_consent_at is None
    assert AuditEvent.objects.filter(event="registration.consent_changed").count() == 2


def test_who_withdrew_can_come_back():
    made = join(offers.live())

    with pytest.raises(NotFound):
        withdraw_registration(by=people.as_actor(people.nia()), registration_id=made.public_id, now=NOW)
    withdraw_registration(by=people.as_actor(people.dee()), registration_id=made.public_id, now=NOW)
    made.activity.registration_open_to = "limited"
    made.activity.save()

    assert join(made.activity).withdrawn_at is None


@pytest.mark.parametrize("state", ["idea", "planning", "approved", "designated", "cancelled"])
def test_what_was_never_opened_is_not_there(state):
    with pytest.raises(NotFound):
        join(offers.live(state=state))
