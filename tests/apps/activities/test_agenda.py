import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import factories
import people
import pytest

from opencme.apps.activities import selectors, services
from opencme.apps.activities.models import Activity
from opencme.apps.activities.services import Break, SessionToSave
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Attendance, Registration
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.kernel.periods import Interval

pytestmark = pytest.mark.django_db
START = factories.START


def minutes(first: int, last: int) -> Interval:
    return Interval(START + timedelta(minutes=first), START + timedelta(minutes=last))


def typed(first: int = 0, last: int = 60, **values) -> SessionToSave:
    return SessionToSave(**{"title": "Recognize", "kind": "education", "time": minutes(first, last), **values})


def save(activity: Activity, session: SessionToSave, who=people.ada, **values):
    return services.save_session(
        by=people.as_actor(who()), activity_id=activity.public_id, session=session, now=people.NOW, **values
    )


def codes(refusal) -> list[str]:
    return [each.code for each in refusal.value.findings]


@pytest.fixture
def activity() -> Activity:
    return factories.activity(starts_at=None, ends_at=None)


def test_session_sets_the_span_of_the_activity(activity) -> None:
    coffee = Break(label="Coffee", time=minutes(30, 45))
    row = save(activity, typed(0, 120, room="Room A", breaks=(coffee,)))
    save(activity, typed(120, 180, title="Cases"))

    activity.refresh_from_db()
    assert (activity.starts_at, activity.ends_at) == (START, START + timedelta(minutes=180))
    assert len(row.check_in_secret) >= 32
    assert selectors.agenda_page(activity, people.NOW).certified_minutes == 165
    first = AuditEvent.objects.filter(activity_id=activity.pk).order_by("id")[0]
    assert (first.event, first.before, first.after) == (
        "agenda.changed",
        {},
        {
            "title": "Recognize",
            "kind": "education",
            "time": "2026-05-14 08:00–10:00",
            "room": "Room A",
            "breaks": ["Coffee 08:30–08:45"],
            "version": 2,
        },
    )


def test_change_tells_only_what_changed_and_keeps_the_secret(activity) -> None:
    row = save(activity, typed())
    secret = row.check_in_secret

    again = save(activity, typed(0, 90, title="Recognize early"), session_id=row.public_id)

    assert (again.pk, again.check_in_secret) == (row.pk, secret)
    last = AuditEvent.objects.filter(activity_id=activity.pk).latest("id")
    assert (last.before, last.after) == (
        {"title": "Recognize", "time": "2026-05-14 08:00–09:00"},
        {"title": "Recognize early", "time": "2026-05-14 08:00–09:30", "version": 3},
    )


def test_session_is_refused_with_every_reason(activity) -> None:
    with pytest.raises(DomainError) as refusal:
        save(activity, typed(title="", breaks=(Break(label="Coffee", time=minutes(50, 70)),)))

    assert codes(refusal) == ["agenda.session.title", "agenda.break.outside"]
    assert not activity.sessions.exists()


def test_many_sessions_are_added_all_or_none(activity) -> None:
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": people.NOW}

    with pytest.raises(DomainError) as refusal:
        services.save_sessions(**given, sessions=[typed(), typed(title="")])
    assert str(refusal.value.findings[0]) == "Session 2, “”: Give the session a title."
    assert not activity.sessions.exists()

    services.save_sessions(**given, sessions=[typed(), typed(60, 120, title="Cases")])
    assert [row.title for row in activity.sessions.all()] == ["Recognize", "Cases"]
    assert AuditEvent.objects.get(activity_id=activity.pk).after["added"] == [
        "2026-05-14 13:00Z Recognize",
        "2026-05-14 14:00Z Cases",
    ]


def test_too_many_sessions_are_refused(activity) -> None:
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": people.NOW}

    with pytest.raises(DomainError) as refusal:
        services.save_sessions(**given, sessions=[typed()] * 601)

    assert codes(refusal) == ["agenda.many"]


def test_removed_session_can_be_put_back(activity) -> None:
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": people.NOW}
    was = typed(room="Room A", breaks=(Break(label="Coffee", time=minutes(30, 45)),))
    row = save(activity, was)

    gone = services.remove_session(**given, session_id=row.public_id)

    activity.refresh_from_db()
    assert (gone, activity.sessions.count(), activity.starts_at) == (was, 0, None)


def test_session_with_attendance_stays(activity) -> None:
    row = save(activity, typed())
    registration = Registration.objects.create(activity=activity, person=people.dee(), registered_at=people.NOW)
    Attendance.objects.create(
        registration=registration, session=row, source="code", recorded_at=START, by_label="Dee Learner"
    )

    with pytest.raises(DomainError) as refusal:
        services.remove_session(
            by=people.as_actor(people.ada()), activity_id=activity.public_id, session_id=row.public_id, now=people.NOW
        )

    assert codes(refusal) == ["agenda.attended"]
    assert activity.sessions.count() == 1


@pytest.fixture
def designated() -> Activity:
    made = factories.activity(state="designated")
    factories.session(made)
    return made


def test_trap_29_after_designation_a_session_may_move_and_shrink_but_not_grow(designated) -> None:
    row = designated.sessions.get()

    save(designated, typed(60, 180), session_id=row.public_id)
    with pytest.raises(DomainError) as longer:
        save(designated, typed(60, 190), session_id=row.public_id)
    with pytest.raises(DomainError) as added:
        save(designated, typed(200, 220, title="One more"))

    designated.refresh_from_db()
    assert designated.starts_at == START + timedelta(minutes=60)
    assert (codes(longer), codes(added)) == (["agenda.longer_late"], ["agenda.added_late"])


def test_once_it_has_begun_only_rooms_change(designated) -> None:
    row = designated.sessions.get()
    given = {
        "by": people.as_actor(people.ada()),
        "activity_id": designated.public_id,
        "session_id": row.public_id,
        "now": START + timedelta(minutes=1),
    }

    services.save_session(**given, session=typed(0, 120, room="Aula"))
    with pytest.raises(DomainError) as refusal:
        services.save_session(**given, session=typed(0, 110, room="Aula"))

    assert codes(refusal) == ["agenda.begun"]


@pytest.mark.parametrize("state", ["in_review", "approved", "delivered", "cancelled"])
def test_agenda_is_locked_where_the_plan_is_read(state) -> None:
    activity = factories.activity(state=state)

    with pytest.raises(DomainError) as refusal:
        save(activity, typed())

    assert codes(refusal) == ["activity.locked"]


def test_agenda_belongs_to_those_who_plan(activity) -> None:
    with pytest.raises(NotAllowed):
        save(activity, typed(), who=people.bo)
    with pytest.raises(NotFound):
        save(activity, typed(), who=people.eve)
    with pytest.raises(NotFound):
        save(activity, typed(), session_id=uuid.uuid4())


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_page_costs_the_same_for_one_and_three(activity, count, django_assert_num_queries) -> None:
    for number in range(count):
        factories.session(activity, title=f"Track {number}", room=f"Room {number}")

    with django_assert_num_queries(4):
        shown = selectors.agenda_page(activity, people.NOW)

    assert (shown.certified_minutes, shown.offered_minutes) == (120, 120 * count)
    assert [row.is_parallel for row in shown.days[0].rows] == [count > 1] * count


def test_agenda_page_shows_days_of_the_venue_and_the_change_of_clocks(activity) -> None:
    chicago = ZoneInfo("America/Chicago")
    factories.session(
        activity,
        starts_at=datetime(2026, 3, 8, 0, 30, tzinfo=chicago).astimezone(UTC),
        ends_at=datetime(2026, 3, 8, 3, 30, tzinfo=chicago).astimezone(UTC),
    )

    (day,) = selectors.agenda_page(activity, people.NOW).days

    assert (day.day, day.has_change, day.rows[0].minutes) == (date(2026, 3, 8), True, 120)
