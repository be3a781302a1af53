from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.formats import formats
from opencme.kernel.periods import Interval
from opencme.rules.activity.agenda import (
    Agenda,
    AgendaChange,
    SessionFacts,
    certified_minutes,
    findings_on_agenda,
    findings_on_agenda_change,
    findings_on_session,
    offered_minutes,
)

NINE = datetime(2026, 5, 14, 14, 0, tzinfo=UTC)


def at(first: int, last: int) -> Interval:
    return Interval(NINE + timedelta(minutes=first), NINE + timedelta(minutes=last))


def session(first: int, last: int, *breaks: Interval, **values) -> SessionFacts:
    return SessionFacts(**{"title": "Talk", "kind": "education", "time": at(first, last), "breaks": breaks, **values})


def agenda(*sessions: SessionFacts, kind: str = "live", first=date(2026, 5, 14), last=date(2026, 5, 14)) -> Agenda:
    return Agenda(format=formats[kind], sessions=sessions, first_day=first, last_day=last, day=date(2026, 3, 1))


def codes(found) -> list[tuple[str, bool]]:
    return [(each.code, each.blocking) for each in found]


@pytest.mark.parametrize("kind", ["welcome", "break", "meal", "exhibit", "business"])
def test_trap_15_only_education_counts(kind) -> None:
    assert certified_minutes([session(0, 60, kind=kind), session(60, 120, at(80, 95))]) == 45


def test_trap_14_parallel_tracks_count_once_and_pars_adds_them() -> None:
    tracks = [session(0, 60, room=room) for room in "ABC"]

    assert (certified_minutes(tracks), offered_minutes(tracks)) == (60, 180)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (session(0, 60), []),
        (session(0, 60, title=" "), ["agenda.session.title"]),
        (session(0, 0), ["agenda.session.empty"]),
        (session(0, 17 * 60), ["agenda.session.long"]),
        (session(0, 60, at(50, 70)), ["agenda.break.outside"]),
        (session(10, 60, at(0, 20)), ["agenda.break.outside"]),
        (session(0, 60, at(10, 30), at(20, 40)), ["agenda.break.overlap"]),
        (session(0, 60, at(10, 20), at(20, 30)), []),
    ],
)
def test_session_findings(typed, found) -> None:
    assert [each.code for each in findings_on_session(typed)] == found


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        (agenda(session(0, 60)), []),
        (agenda(first=None, last=None), [("agenda.empty", True)]),
        (agenda(session(0, 60, kind="welcome")), [("agenda.empty", True)]),
        (agenda(session(0, 60, at(0, 60))), [("agenda.nothing_counts", True)]),
        (agenda(session(0, 60, room="A"), session(30, 90, room="A")), [("agenda.room", True)]),
        (agenda(session(0, 60, room="A"), session(60, 90, room="A")), []),
        (agenda(session(0, 60), session(30, 90, room="A")), [("agenda.parallel", False)]),
        (agenda(session(0, 60, room="A"), session(30, 90, room="B")), []),
        (agenda(session(0, 60), session(30, 90, kind="exhibit")), []),
        (agenda(session(0, 60, is_reachable=False)), [("agenda.address", False)]),
        (agenda(first=None, last=None, kind="enduring"), []),
        (agenda(session(0, 60), kind="rss", last=date(2027, 5, 13)), []),
        (agenda(session(0, 60), kind="rss", last=date(2027, 5, 14)), [("agenda.span", True)]),
        (agenda(session(0, 60), kind="committee", last=date(2027, 5, 14)), [("agenda.span", False)]),
    ],
)
def test_agenda_findings(given_, found) -> None:
    assert codes(findings_on_agenda(given_)) == found


OLD, NEW = session(0, 60), session(0, 90)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"is_designated": False, "before": None, "after": NEW, "minutes_after": 90}, []),
        ({"before": None, "after": OLD}, ["agenda.added_late"]),
        ({"before": None, "after": session(0, 60, kind="break")}, []),
        ({"before": OLD, "after": NEW, "minutes_after": 90}, ["agenda.longer_late"]),
        ({"before": OLD, "after": session(0, 60, room="B")}, []),
        ({"before": OLD, "after": session(5, 60), "minutes_after": 55}, []),
        ({"before": OLD, "after": None, "minutes_after": 0}, []),
        ({"has_begun": True, "before": OLD, "after": session(0, 60, room="B")}, []),
        ({"has_begun": True, "before": OLD, "after": session(5, 60), "minutes_after": 55}, ["agenda.begun"]),
        ({"has_begun": True, "before": OLD, "after": None, "minutes_after": 0}, ["agenda.begun"]),
    ],
)
def test_trap_29_after_designation_nothing_is_added(values, found) -> None:
    change = AgendaChange(
        **{"is_designated": True, "has_begun": False, "minutes_before": 60, "minutes_after": 60, **values}
    )

    assert [each.code for each in findings_on_agenda_change(change)] == found


stretches = st.tuples(st.integers(0, 600), st.integers(1, 300)).map(lambda pair: (pair[0], pair[0] + pair[1]))
sessions = st.lists(
    st.builds(lambda pair, kind: session(*pair, kind=kind), stretches, st.sampled_from(["education", "break"])),
    max_size=8,
)


@given(found=sessions)
def test_certified_time_is_never_more_than_offered_time_nor_than_the_whole(found) -> None:
    education = [each for each in found if each.kind == "education"]
    whole = (
        (max(e.time.end for e in education) - min(e.time.start for e in education)) // timedelta(minutes=1)
        if education
        else 0
    )

    assert certified_minutes(found) <= min(offered_minutes(found), whole)


@given(found=sessions, data=st.data())
def test_order_of_sessions_changes_nothing(found, data) -> None:
    mixed = data.draw(st.permutations(found))

    assert certified_minutes(mixed) == certified_minutes(found)
    assert codes(findings_on_agenda(agenda(*mixed))).sort() == codes(findings_on_agenda(agenda(*found))).sort()
