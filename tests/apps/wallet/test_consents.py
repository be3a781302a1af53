"""Consents: a provider sees exactly those who let it, as far as they say, and nobody a moment after they take it back."""

from datetime import date
from uuid import uuid4

import people
import pytest
import wallets

from opencme.apps.audit.models import AuditEvent
from opencme.apps.providers.models import Membership
from opencme.apps.wallet.models import StandingConsent
from opencme.apps.wallet.selectors import staff_standing as selectors
from opencme.apps.wallet.selectors.consents import choices_for, consents_of
from opencme.apps.wallet.services.consents import give_consent, withdraw_consent
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access import Role
from opencme.rules.requirements import Verdict

pytestmark = pytest.mark.django_db
NOW, TODAY = wallets.NOW, wallets.TODAY


def consent(who, provider=None, *, department="Surgery", with_lines=True):
    return give_consent(
        by=wallets.actor(who),
        provider_id=(provider or people.lakeside()).public_id,
        department=department,
        with_lines=with_lines,
        now=NOW,
    )


def staff(role: Role):
    who = people.person(str(role).title(), "Keeper")
    Membership.objects.create(provider=people.lakeside(), person=who, role=role, from_at=people.NOW)
    return people.as_actor(who)


def seen(actor=None, provider=None):
    found = selectors.members(
        actor=actor or staff(Role.MANAGER), provider_id=(provider or people.lakeside()).pk, today=TODAY
    )
    return [each.name for each in found]


def test_only_who_consented_is_seen_and_only_by_that_provider():
    wallets.dee()
    wallets.obligation(people.nia(), wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14))
    consent(people.dee())
    consent(people.nia(), people.elsewhere())
    manager = staff(Role.MANAGER)

    assert seen(manager) == ["Dee Learner"]
    with pytest.raises(NotFound):
        seen(manager, people.elsewhere())


def test_taking_it_back_takes_effect_at_once_and_twice_is_once():
    given = consent(wallets.dee())
    manager = staff(Role.MANAGER)
    assert seen(manager) == ["Dee Learner"]

    for _again in range(2):
        withdraw_consent(by=wallets.actor(people.dee()), consent_id=given.public_id, now=NOW)

    assert seen(manager) == []
    with pytest.raises(NotFound):
        selectors.member(actor=manager, provider_id=people.lakeside().pk, consent_id=given.public_id, today=TODAY)
    events = (
        AuditEvent.objects.filter(event__startswith="wallet.consent_").order_by("id").values_list("event", flat=True)
    )
    assert list(events) == ["wallet.consent_given", "wallet.consent_withdrawn"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_no_other_role_sees_anybody(role: Role):
    given = consent(wallets.dee())
    actor = staff(role)

    with pytest.raises(NotAllowed):
        seen(actor)
    with pytest.raises(NotAllowed):
        selectors.member(actor=actor, provider_id=people.lakeside().pk, consent_id=given.public_id, today=TODAY)


def test_nobody_takes_back_the_consent_of_another():
    given = consent(wallets.dee())

    with pytest.raises(NotFound):
        withdraw_consent(by=wallets.actor(people.eve()), consent_id=given.public_id, now=NOW)

    assert StandingConsent.objects.get().withdrawn_at is None


def test_a_new_answer_replaces_the_one_before_and_the_same_is_once():
    dee = wallets.dee()
    first = consent(dee)
    assert consent(dee, department=" Surgery ") == first

    second = consent(dee, department="Emergency", with_lines=False)

    standing = [row for row in consents_of(actor=wallets.actor(dee)) if row.withdrawn_at is None]
    assert standing == [second]
    assert StandingConsent.objects.count() == 2


def test_what_cannot_be_given_is_refused():
    dee = wallets.dee()
    with pytest.raises(DomainError) as caught:
        consent(dee, department="x" * 121)
    assert {each.code for each in caught.value.findings} == {"consent.department"}
    with pytest.raises(NotFound):
        give_consent(by=wallets.actor(dee), provider_id=uuid4(), department="", with_lines=False, now=NOW)


def test_providers_one_knows_come_first():
    people.lakeside(), people.elsewhere()

    choices = choices_for(actor=people.as_actor(people.ada()))

    assert [name for _key, name in choices.known] == [people.lakeside().name]
    assert people.elsewhere().name in {name for _key, name in choices.others}


def test_departments_add_up():
    consent(wallets.dee())
    consent(people.nia(), department="")
    wallets.obligation(people.eve(), wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14))
    consent(people.eve())

    found = selectors.members(actor=staff(Role.MANAGER), provider_id=people.lakeside().pk, today=TODAY)
    surgery, none = selectors.departments(found)

    assert (surgery.name, surgery.people, none.name, none.people, none.nothing) == ("Surgery", 2, "", 1, 1)
    for each in (surgery, none):
        assert each.people == each.met + each.short + each.unknown + each.nothing
    assert surgery.due == min(each.due for each in found if each.due)


def test_what_if_names_the_lines_that_would_newly_be_short():
    consent(wallets.dee())
    found = selectors.members(actor=staff(Role.MANAGER), provider_id=people.lakeside().pk, today=TODAY)

    same = selectors.what_if(found, family=wallets.MASSACHUSETTS, rule_id=wallets.MASSACHUSETTS, today=TODAY)
    other = selectors.what_if(found, family=wallets.MASSACHUSETTS, rule_id="us-nh-md", today=TODAY)

    assert (same.people, same.rows) == (1, ())
    assert other.people == 1
    assert {each.line.rule for each in other.rows} == {"us-nh-md"}
    assert all(each.line.verdict is Verdict.NOT_MET and each.line.missing for each in other.rows)
    assert "total" in {each.line.line for each in other.rows} | {
        line.line for each in found[0].standings if each.rule for line in each.lines if line.verdict is Verdict.NOT_MET
    }


@pytest.mark.slow
def test_many_people_are_read_in_as_many_queries_as_one(django_assert_num_queries, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    manager = staff(Role.MANAGER)
    consent(wallets.dee())
    with CaptureQueriesContext(connection) as one:
        assert len(seen(manager)) == 1
    for name in ("Uma", "Vic"):
        who = people.person(name, "Learner")
        wallets.obligation(who, wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14))
        wallets.hospital(who)
        wallets.credit(who, date(2026, 1, 5))
        consent(who)

    with CaptureQueriesContext(connection) as three:
        assert len(seen(manager)) == 3

    assert len(three) == len(one)
