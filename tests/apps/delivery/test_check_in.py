"""Checking in by a code that changes."""

from datetime import timedelta

import factories
import offers
import people
import pytest
from offers import NOW

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Attendance, Registration
from opencme.apps.delivery.selectors import attended_minutes
from opencme.apps.delivery.selectors.taking_part import session_lines
from opencme.apps.delivery.services.check_in import check_in, open_check_in
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.delivery.codes import STEP_SECONDS, code_for, step_at

pytestmark = pytest.mark.django_db

STEP = timedelta(seconds=STEP_SECONDS)


@pytest.fixture
def room():
    """A session on now, with its codes open."""
    session = offers.session(offers.live(), minutes=60)
    return open_check_in(by=people.as_actor(people.ada()), session_id=session.public_id, now=NOW)


def shown(session, moment=NOW):
    return code_for(session.check_in_secret, step_at(moment))


def test_one_code_registers_and_records_presence_once(room):
    dee = people.as_actor(people.dee())

    first = check_in(by=dee, code=shown(room), now=NOW)
    again = check_in(by=dee, code=shown(room, NOW + STEP), now=NOW + STEP)

    assert first == again
    assert (first.source, first.minutes, first.registration.source) == ("code", None, "check_in")
    assert attended_minutes(first.registration) == 60
    events = AuditEvent.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["registration.made", "attendance.recorded"]


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: f" {code[:3]}-{code[3:]} "])
def test_code_is_read_as_people_type_it(room, spell):
    assert check_in(by=people.as_actor(people.dee()), code=spell(shown(room)), now=NOW).session == room


@pytest.mark.parametrize(
    ("later", "is_taken"), [(STEP, True), (2 * STEP, False), (-STEP, False)], ids=["just changed", "old", "future"]
)
def test_a_code_lives_for_a_minute_or_so(room, later, is_taken):
    code, now = shown(room), NOW + later
    if is_taken:
        assert check_in(by=people.as_actor(people.dee()), code=code, now=now).session == room
        return
    with pytest.raises(DomainError) as refused:
        check_in(by=people.as_actor(people.dee()), code=code, now=now)

    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("check_in.code", "code")]
    assert not Registration.objects.across_providers(why="test").exists()


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (factories.START - timedelta(minutes=16), False),
        (factories.START - timedelta(minutes=15), True),
        (factories.START + timedelta(minutes=75), True),
        (factories.START + timedelta(minutes=76), False),
    ],
)
def test_codes_work_around_the_session_only(room, moment, is_open):
    dee = people.as_actor(people.dee())
    if is_open:
        assert check_in(by=dee, code=shown(room, moment), now=moment).session == room
    else:
        with pytest.raises(DomainError):
            check_in(by=dee, code=shown(room, moment), now=moment)


def test_who_had_to_sign_in_first_keeps_the_seat_for_a_quarter_of_an_hour(room):
    dee = people.as_actor(people.dee())
    late = {"session_id": room.public_id, "seen_at": NOW}

    with pytest.raises(DomainError):
        check_in(by=dee, **late, now=NOW + timedelta(minutes=16))
    with pytest.raises(DomainError):
        check_in(by=dee, **late, now=NOW - timedelta(minutes=1))
    assert check_in(by=dee, **late, now=NOW + timedelta(minutes=15)).session == room


def test_a_guess_or_another_session_is_refused(room):
    other = offers.session(offers.live())

    for code in ("", "AAAAAA", "AAAAAAA", shown(room)[:5], code_for("", step_at(NOW))):
        with pytest.raises(DomainError):
            check_in(by=people.as_actor(people.dee()), code=code, now=NOW)
    with pytest.raises(DomainError):  # no codes were opened for it
        check_in(by=people.as_actor(people.dee()), session_id=other.public_id, seen_at=NOW, now=NOW)


def test_a_closed_circle_stays_closed(room):
    room.activity.registration_open_to = "limited"
    room.activity.save()
    offers.registration(room.activity, people.nia())

    with pytest.raises(DomainError) as refused:
        check_in(by=people.as_actor(people.dee()), code=shown(room), now=NOW)

    assert [finding.code for finding in refused.value.findings] == ["registration.limited"]
    assert check_in(by=people.as_actor(people.nia()), code=shown(room), now=NOW).registration.person == people.nia()


def test_only_the_providers_staff_open_codes(room):
    for who, error in ((people.eve(), NotFound), (people.dee(), NotFound), (people.bo(), NotAllowed)):
        with pytest.raises(error):
            open_check_in(by=people.as_actor(who), session_id=room.public_id, now=NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_session_list_asks_three_queries(django_assert_num_queries, count):
    activity = offers.live()
    registration = offers.registration(activity)
    for at in range(count):
        made = offers.session(activity, factories.START + timedelta(hours=at), minutes=50, check_in_secret="x")
        Attendance.objects.create(
            registration=registration, session=made, source="code", recorded_at=NOW, by_label="Dee"
        )

    with django_assert_num_queries(3):
        lines = session_lines(activity, registration, NOW)

    assert [(line.starts_at.hour, line.certified_minutes, line.attended_minutes) for line in lines] == [
        (8 + at, 50, 50) for at in range(count)
    ]
    assert lines[0].check_in == "open"
    assert all(line.check_in == "later" for line in lines[1:])
