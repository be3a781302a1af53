"""Rows inserted by COPY are the rows an INSERT makes: keys, defaults, types, constraints, evidence."""

from datetime import UTC, datetime

import offers
import people
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from opencme.apps.accounts.models import Person
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Registration
from opencme.apps.records.bulk import insert_many, insert_values

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TRICKY = "a\tb\nc\\N \\. \"q\" 'x' =1+1 Żółć محمد 🫀"


def event(**values):
    return AuditEvent(at=NOW, event="file.stored", by_label=TRICKY, subject_type="x", **values)


def test_rows_come_back_as_they_were_given():
    given = [event(after={"text": TRICKY, "n": [1, None, True]}, subject_id=7), event(before={}, subject_id=None)]

    insert_many(given)

    kept = list(AuditEvent.objects.order_by("pk"))
    assert [row.pk for row in kept] == [row.pk for row in given]
    assert [(row.by_label, row.after, row.before, row.subject_id, row.at) for row in kept] == [
        (TRICKY, {"text": TRICKY, "n": [1, None, True]}, {}, 7, NOW),
        (TRICKY, {}, {}, None, NOW),
    ]
    assert {row.public_id for row in kept} == {row.public_id for row in given}


def test_next_row_of_an_ordinary_insert_has_a_key_of_its_own():
    insert_many([event(), event()])

    assert AuditEvent.objects.create(at=NOW, event="file.stored", by_label="x", subject_type="x").pk > 0
    assert AuditEvent.objects.count() == 3


def test_known_rows_are_left_out_when_asked_and_refused_when_not():
    dee = people.dee()
    twice = [Person(email="DEE@example.org", password="!"), Person(email="new@example.org", password="!")]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(twice)
    insert_many(twice, skips_known=True)

    assert set(Person.objects.values_list("email", flat=True)) == {dee.email, "new@example.org"}


def test_constraints_and_evidence_hold():
    registration = offers.registration(offers.live())

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([Registration(activity=registration.activity, person=registration.person, registered_at=NOW)])
    insert_many([event()])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET by_label = ''")


def test_nothing_is_asked_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_many([])


def test_values_get_the_defaults_of_the_other_columns():
    names = ("at", "event", "by_label", "subject_type", "after")
    rows = [(NOW, "file.stored", TRICKY, "x", {"text": TRICKY}), (NOW, "file.stored", "b", "x", {})]

    keys = insert_values(AuditEvent, names, rows)

    kept = list(AuditEvent.objects.order_by("pk"))
    assert [row.pk for row in kept] == keys
    assert [(row.by_label, row.after, row.before) for row in kept] == [(TRICKY, {"text": TRICKY}, {}), ("b", {}, {})]
    assert len({row.public_id for row in kept}) == 2
    with pytest.raises(ValueError, match="no_such"):
        insert_values(AuditEvent, ("no_such",), [("x",)])
    assert insert_values(AuditEvent, names, []) == []
