"""Proof that the disclosure was shown: the very words, once for each wording, by the participant only."""

import hashlib
from datetime import timedelta

import in_control
import offers
import people
import pytest
from django.db import IntegrityError, InternalError, transaction
from offers import NOW

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Attendance, DisclosureImpression
from opencme.apps.delivery.selectors.disclosure import Named, disclosure_due, named_to_learners
from opencme.apps.delivery.services.check_in import open_check_in
from opencme.apps.delivery.services.impressions import arrive, begin, record_impression
from opencme.apps.faculty.selectors import disclosure_to_learners
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return in_control.everybody_cleared(offers.enduring())


def shown_to(registration, who=None, **values):
    actor = people.as_actor(who or people.dee())
    return record_impression(by=actor, registration_id=registration.public_id, **{"now": NOW, **values})


def test_the_words_themselves_are_kept_once_with_their_digest(activity):
    registration = offers.registration(activity)
    told = disclosure_to_learners(activity, NOW)

    first, again = shown_to(registration, shown=told.digest), shown_to(registration, now=NOW + timedelta(hours=1))

    assert first == again
    assert first.text == "\n\n".join(each.marked for each in told.paragraphs)
    assert (first.digest, first.shown_at) == (told.digest, NOW)
    assert first.digest == hashlib.sha256(told.text.encode()).hexdigest()
    assert AuditEvent.objects.filter(event="disclosure.shown").count() == 1


def test_words_nobody_saw_are_not_confirmed(activity):
    registration = offers.registration(activity)

    with pytest.raises(DomainError) as refused:
        shown_to(registration, shown="f" * 64)

    assert [finding.code for finding in refused.value.findings] == ["disclosure.changed"]
    assert not DisclosureImpression.objects.across_providers(why="test").exists()


def test_only_the_participant_is_shown_it(activity):
    registration = offers.registration(activity)

    for who in (people.nia(), people.ada(), people.eve()):
        with pytest.raises(NotFound):
            shown_to(registration, who)
    registration.withdrawn_at = NOW
    registration.save()
    with pytest.raises(NotFound):
        shown_to(registration)


def test_the_proof_cannot_be_changed(activity):
    kept = shown_to(offers.registration(activity))

    rows = DisclosureImpression.objects.across_providers(why="test").filter(pk=kept.pk)
    for change in (lambda: rows.update(shown_at=NOW - timedelta(days=1)), rows.delete):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()


def test_nothing_is_due_until_somebody_in_control_changes_trap_43(activity, django_assert_num_queries):
    registration = offers.registration(activity)
    assert disclosure_due(registration, NOW) == disclosure_to_learners(activity, NOW)
    shown_to(registration)

    with django_assert_num_queries(2):
        assert disclosure_due(registration, NOW) is None
    in_control.cleared(activity, people.nia(), "moderator", now=NOW + timedelta(hours=1))
    due = disclosure_due(registration, NOW + timedelta(days=1))
    assert due is not None
    assert "Nia Nurse" in due.text


def test_beginning_is_whole_or_not_at_all(activity):
    dee = people.as_actor(people.dee())

    with pytest.raises(DomainError):
        begin(by=dee, activity_id=activity.public_id, share_consent=False, shown="f" * 64, now=NOW)
    assert not activity.registrations.exists()

    digest = disclosure_to_learners(activity, NOW).digest
    made = {
        begin(by=dee, activity_id=activity.public_id, share_consent=False, shown=digest, now=NOW).pk
        for _press in range(2)
    }
    assert len(made) == 1


def test_arriving_by_code_shows_the_disclosure_too():
    live = in_control.everybody_cleared(offers.live())
    session = offers.session(live)
    open_check_in(by=people.as_actor(people.ada()), session_id=session.public_id, now=NOW)

    made = arrive(by=people.as_actor(people.dee()), session_id=session.public_id, seen_at=NOW, now=NOW)

    assert made.registration.impressions.get().shown_at <= made.recorded_at
    assert Attendance.objects.across_providers(why="test").get() == made


def test_people_are_named_once_with_all_their_roles(activity):
    in_control.invited(activity, people.cy(), "author", credentials="MD", affiliation="Harbor Clinic")

    assert [(each.name, each.role, each.roles) for each in named_to_learners(activity)] == [
        ("Cy Teacher", "faculty", ("Faculty", "Author")),
        ("Ada Planner", "planner", ("Planner",)),
        ("Bo Reviewer", "reviewer", ("Reviewer",)),
    ]
    one = Named(name="Cy", credentials="MD", affiliation="", role="faculty", roles=("Faculty",))
    assert one.name_with_credentials == "Cy, MD"
