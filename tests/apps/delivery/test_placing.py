"""A file finds its session by when its people were there; a person is asked only what is left open."""

import people
import pytest
import sepsis

from opencme.apps.delivery.selectors.placing import place_file
from opencme.kernel.findings import DomainError
from opencme.rules.delivery.moments import DateOrder

pytestmark = pytest.mark.django_db
HEAD = "Name,Join Time,Leave Time\n"
NOTHING = frozenset()
ALL = frozenset({"sessions", "time_zone", "date_order"})


@pytest.fixture
def activity():
    made = sepsis.activity()
    sepsis.sessions(made)
    return made


def placed(activity, name, content=None, **said):
    found = place_file(activity, sepsis.keep(name, content and (HEAD + content).encode()), **said)
    return [session.title for session in found.sessions], found.order, found.asks


@pytest.mark.parametrize(
    ("name", "sessions", "order", "asks"),
    [
        (sepsis.ZOOM, ["Session 1"], DateOrder.MONTH_FIRST, NOTHING),
        (sepsis.TEAMS, ["Session 2"], DateOrder.DAY_FIRST, NOTHING),
        (sepsis.LEGACY, ["Session 1"], DateOrder.MONTH_FIRST, NOTHING),
        (sepsis.UNIQUE, [], None, frozenset({"sessions"})),
    ],
)
def test_file_is_placed_by_its_times(activity, name, sessions, order, asks):
    assert placed(activity, name) == (sessions, order, asks)


def test_totals_need_no_question_where_there_is_one_session():
    made = sepsis.activity()
    sepsis.offers.session(made, sepsis.at(3, 12, 8), title="The session")

    assert placed(made, sepsis.UNIQUE) == (["The session"], None, NOTHING)


def test_file_that_reaches_into_two_sessions_asks_and_suggests_the_fuller_ones(activity):
    sepsis.offers.session(activity, sepsis.at(3, 12, 9, 10), title="Session 3")
    lines = "A B,03/12/2026 08:00,03/12/2026 09:00\nC D,03/12/2026 08:00,03/12/2026 09:20\n"

    assert placed(activity, "f.csv", lines) == (["Session 1"], DateOrder.MONTH_FIRST, frozenset({"sessions"}))


def test_dates_that_fit_two_sessions_either_way_are_asked(activity):
    sepsis.offers.session(activity, sepsis.at(5, 3, 17), title="In May")
    lines = "A B,03/05/2026 17:00,03/05/2026 18:00\n"

    assert placed(activity, "f.csv", lines)[1:] == (None, frozenset({"sessions", "date_order"}))
    assert placed(activity, "f.csv", lines, order=DateOrder.DAY_FIRST) == (["In May"], DateOrder.DAY_FIRST, NOTHING)


def test_times_in_another_zone_are_suspected(activity):
    lines = "A B,2026-03-12 12:00:00,2026-03-12 13:00:00\n"  # 08:00 in New York is 12:00 UTC

    found = place_file(activity, sepsis.keep("f.csv", (HEAD + lines).encode()))

    assert (found.asks, found.other_zone) == (ALL, "UTC")
    assert found.finding is not None
    assert "days are 2026-03-12, read in America/New_York" in str(found.finding)


def test_bare_times_over_midnight_belong_to_the_evening(activity):
    late = sepsis.offers.session(activity, sepsis.at(3, 20, 23, 30), title="Late")
    from opencme.apps.delivery.services.attendance import import_attendance

    sepsis.register_all(activity)
    made = import_attendance(
        by=people.as_actor(people.ada()),
        session_id=late.public_id,
        file_id=sepsis.keep("f.csv", (HEAD + "Lena Vogt,23:40,00:20\n").encode()).public_id,
        time_zone="America/New_York",
        now=sepsis.at(3, 21, 9),
    )

    assert [row.minutes for row in made.rows.all()] == [40]


def test_agenda_without_education_is_said():
    made = sepsis.activity()
    sepsis.offers.session(made, sepsis.at(3, 12, 8), kind="meal")

    with pytest.raises(DomainError) as refusal:
        placed(made, sepsis.ZOOM)

    assert [finding.code for finding in refusal.value.findings] == ["attendance.no_session"]
