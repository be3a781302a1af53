"""Attendance from a paper sign-in sheet: one or many, all or none, and it outweighs the other sources."""

from datetime import timedelta

import people
import pytest
import sepsis

from opencme.apps.activities.models import SessionBreak
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Attendance
from opencme.apps.delivery.selectors import attended_minutes
from opencme.apps.delivery.services import attendance as services
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    activity = sepsis.activity()
    first, second = sepsis.sessions(activity)
    return activity, first, second, sepsis.register_all(activity)


def record(room, *who, by=None, minutes=None, note="Sign-in sheet", **values):
    return services.record_by_staff(
        by=by or people.as_actor(people.ada()),
        session_id=room[1].public_id,
        registration_ids=[room[3][name].public_id for name in who],
        minutes=minutes,
        note=note,
        **{"now": sepsis.NOW, **values},
    )


def test_many_are_recorded_at_once(room):
    record(room, "Sara", "Ngozi", "Sara")

    minutes = {name: attended_minutes(each) for name, each in room[3].items()}
    assert minutes == {"Ngozi": 60, "Lena": 0, "Hạnh": 0, "Tomás": 0, "محمد": 0, "Sara": 60}
    assert AuditEvent.objects.filter(event="attendance.recorded").count() == 2


def test_word_of_staff_outweighs_the_file_until_it_is_taken_back(room):
    ada = people.as_actor(people.ada())
    services.import_attendance(
        by=ada,
        session_id=room[1].public_id,
        file_id=sepsis.keep(sepsis.ZOOM).public_id,
        time_zone="America/New_York",
        now=sepsis.NOW,
    )
    lena = room[3]["Lena"]

    record(room, "Lena", minutes=0)
    corrected = attended_minutes(lena)
    services.take_back_staff_record(
        by=ada, registration_id=lena.public_id, session_id=room[1].public_id, now=sepsis.NOW
    )

    assert (corrected, attended_minutes(lena)) == (0, 54)
    with pytest.raises(DomainError) as refusal:
        services.take_back_staff_record(
            by=ada, registration_id=lena.public_id, session_id=room[1].public_id, now=sepsis.NOW
        )
    assert [finding.code for finding in refusal.value.findings] == ["attendance.staff.none"]


@pytest.mark.parametrize(
    ("who", "values", "codes"),
    [
        (["Sara"], {"minutes": 51}, ["attendance.staff.minutes"]),
        (["Sara"], {"minutes": -1}, ["attendance.staff.minutes"]),
        (["Sara"], {"note": " "}, ["attendance.staff.note"]),
        ([], {"note": ""}, ["attendance.staff.nobody", "attendance.staff.note"]),
        (["Sara"], {"now": sepsis.at(3, 12, 7, 59)}, ["attendance.session.future"]),
    ],
)
def test_record_that_cannot_be_is_refused_with_every_reason(room, who, values, codes):
    start = room[1].starts_at + timedelta(minutes=20)
    SessionBreak.objects.create(session=room[1], starts_at=start, ends_at=start + timedelta(minutes=10))

    with pytest.raises(DomainError) as refusal:
        record(room, *who, **values)

    assert [finding.code for finding in refusal.value.findings] == codes
    assert not Attendance.objects.of(room[0].provider_id).exists()


def test_break_or_meal_takes_no_attendance(room):
    room[1].kind = "meal"
    room[1].save(update_fields=["kind"])

    with pytest.raises(DomainError) as refusal:
        record(room, "Sara")

    assert [str(finding) for finding in refusal.value.findings] == [
        "“Session 1” is no education, so attendance in it does not count."
    ]


def test_somebody_who_withdrew_leaves_nobody_recorded(room):
    room[3]["Lena"].withdrawn_at = sepsis.NOW
    room[3]["Lena"].save(update_fields=["withdrawn_at"])

    with pytest.raises(NotFound):
        record(room, "Sara", "Lena")

    assert not Attendance.objects.of(room[0].provider_id).exists()


def test_others_cannot_record(room):
    for who, answer in ((people.eve, NotFound), (people.bo, NotAllowed)):
        with pytest.raises(answer):
            record(room, "Sara", by=people.as_actor(who()))
