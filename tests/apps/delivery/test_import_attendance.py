"""Attendance files into sessions: every layout, all or nothing, doubts, undo, and what others may not see."""

from datetime import timedelta
from uuid import uuid4

import people
import pytest
import sepsis

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow
from opencme.apps.delivery.selectors import attended_minutes
from opencme.apps.delivery.services import attendance as services
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    """The activity, its first session, Ada as actor, and everybody registered by given name."""
    activity = sepsis.activity()
    first, second = sepsis.sessions(activity)
    return activity, first, second, sepsis.register_all(activity)


def bring(session, name, content=None, *, by=None, **values):
    return services.import_attendance(
        by=by or people.as_actor(people.ada()),
        session_id=session.public_id,
        file_id=sepsis.keep(name, content).public_id,
        **{"time_zone": "America/New_York", "now": sepsis.NOW, **values},
    )


def rows_of(made):
    return {row.shown_name: (row.state, row.minutes) for row in made.rows.all()}


@pytest.mark.parametrize(
    ("name", "session", "layout", "rows"),
    [
        (
            sepsis.ZOOM,
            0,
            "zoom_participants",
            {
                "Okafor, Ngozi": ("matched", 60),
                "Lena Vogt": ("matched", 54),
                "Nguyễn Thị Hạnh": ("matched", 60),
                "iPhone": ("doubtful", 45),
                "Tomás Ruiz": ("matched", 59),
                "محمد العلي": ("matched", 15),
                "Sara O'Neil": ("matched", 0),
                "=cmd|'/c calc'!A1": ("doubtful", 60),
            },
        ),
        (
            sepsis.UNIQUE,
            0,
            "zoom_unique",
            {"Ngozi Okafor": ("matched", 60), "Lena Vogt": ("matched", 55), "iPhone": ("doubtful", 45)},
        ),
        (
            sepsis.TEAMS,
            1,
            "teams_report",
            {
                "Okafor, Ngozi": ("matched", 60),
                "Vogt, Lena": ("matched", 52),
                "Hạnh Nguyễn": ("doubtful", 30),
                "Ruiz, Tomás": ("matched", 59),
                "O'Neil, Sara": ("doubtful", 10),
            },
        ),
        (sepsis.LEGACY, 0, "teams_legacy", {"Ngozi Okafor": ("matched", 60), "Lena Vogt": ("matched", 51)}),
    ],
)
def test_layout_is_imported_with_minutes_and_doubts(room, name, session, layout, rows):
    made = bring(room[1 + session], name)

    assert (made.layout, made.state, made.refused_count) == (layout, "done", 0)
    assert rows_of(made) == rows
    matched = {key: minutes for key, (state, minutes) in rows.items() if state == "matched"}
    evidence = Attendance.objects.of(room[0].provider_id).select_related("row")
    assert {each.row.shown_name: each.minutes for each in evidence} == matched


def test_evidence_counts_for_the_participant(room):
    *_rest, who = room

    bring(room[1], sepsis.ZOOM)
    bring(room[2], sepsis.TEAMS)

    assert attended_minutes(who["Lena"]) == 106  # 54 min 9 s and 52 min 10 s: seconds are summed before rounding
    assert attended_minutes(who["Sara"]) == 0


def test_doubtful_row_tells_whom_it_probably_means_and_why(room):
    made = bring(room[2], sepsis.TEAMS)

    doubts = made.rows.filter(state="doubtful").select_related("suggestion")

    assert [(row.suggestion, row.confidence, row.why) for row in doubts] == [
        (room[3]["Hạnh"], 75, "Part of the name is the same"),
        (room[3]["Sara"], 80, "Same name, but the meeting marked it as unverified"),
    ]


def test_import_is_told_in_the_audit(room):
    made = bring(room[1], sepsis.ZOOM)

    (event,) = AuditEvent.objects.filter(event="attendance.imported")
    assert (event.by_label, event.subject_id) == ("Ada Planner", made.pk)
    assert event.after == {
        "file": sepsis.ZOOM,
        "sha256": made.file.sha256,
        "session": "Session 1",
        "taken": 6,
        "doubtful": 2,
        "refused": 0,
    }


def test_same_file_again_is_refused_and_changes_nothing(room):
    bring(room[1], sepsis.ZOOM)

    with pytest.raises(DomainError) as refusal:
        bring(room[1], sepsis.ZOOM)

    (finding,) = refusal.value.findings
    assert finding.code == "attendance.import.again"
    assert "Ada Planner imported it on 2026-03-13 11:00" in str(finding)
    assert AttendanceImport.objects.of(room[0].provider_id).count() == 1


def test_undone_import_no_longer_counts_and_may_come_again(room):
    ada = people.as_actor(people.ada())
    made = bring(room[1], sepsis.ZOOM)

    services.undo_import(by=ada, import_id=made.public_id, now=sepsis.NOW)
    services.undo_import(by=ada, import_id=made.public_id, now=sepsis.NOW)

    assert attended_minutes(room[3]["Ngozi"]) == 0
    assert AuditEvent.objects.filter(event="attendance.import_undone").count() == 1
    assert bring(room[1], sepsis.ZOOM).state == "done"
    assert attended_minutes(room[3]["Ngozi"]) == 60


def test_row_that_cannot_be_read_is_listed_and_the_others_count(room):
    good = b"Name,User Email,Join Time,Leave Time\nNgozi Okafor,,03/12/2026 08:00:00 AM,03/12/2026 08:30:00 AM\n"

    made = bring(room[1], "zoom.csv", good + b"Lena Vogt,,03/12/2026 08:00:00 AM,soon\n")

    assert rows_of(made) == {"Ngozi Okafor": ("matched", 30)}
    assert (made.refused_count, made.refused) == (1, [[3, "leave", "soon", "This is not a date and time we can read."]])


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"Product,Price\nGlove,3\n", "attendance.layout.unknown", "begins with “Product, Price”"),
        (b"Name,Join Time,Leave Time\n", "attendance.nobody", "nobody was there"),
        (
            b"Name,Join Time,Leave Time\nNgozi Okafor,03/12/2026 08:00:00 AM,03/12/2026 09:00:00 AM\nLena Vogt,03/12",
            "attendance.file.cut",
            "Line 3, the last, ends in the middle of a row",
        ),
        (
            b"Name,Join Time,Leave Time\nA B,never,x\nC D,whenever,y\nE F,03/12/2026 08:00:00 AM,03/12/2026 09:00:00 AM\n",
            "attendance.file.rows",
            "2 rows cannot be read, the first in line 2, column “join”: “never”",
        ),
        (
            b"Name,Join Time,Leave Time\nNgozi Okafor,03/19/2026 08:00:00 AM,03/19/2026 09:00:00 AM\n",
            "attendance.session.other",
            "days are 2026-03-19",
        ),
        (
            b"Name,Join Time,Leave Time\nA B,21/10/2026 08:00,21/10/2026 09:00\nC D,10/21/2026 08:00,10/21/2026 09:00\n",
            "attendance.dates.mixed",
            "",
        ),
        (
            b"Name,Join Time,Leave Time\nA B,04/09/2026 08:00,04/09/2026 09:00\n",
            "attendance.dates.ambiguous",
            "can be read as 2026-04-09 or as 2026-09-04",
        ),
    ],
)
def test_file_that_does_not_fit_is_refused_whole(room, content, code, told):
    with pytest.raises(DomainError) as refusal:
        bring(room[1], "file.csv", content)

    (finding,) = refusal.value.findings
    assert finding.code == code
    assert told in str(finding)
    assert not AttendanceImport.objects.of(room[0].provider_id).exists()
    assert not AttendanceRow.objects.of(room[0].provider_id).exists()


def test_session_that_has_not_begun_takes_no_attendance(room):
    with pytest.raises(DomainError) as refusal:
        bring(room[1], sepsis.ZOOM, now=room[1].starts_at - timedelta(minutes=1))

    assert [finding.code for finding in refusal.value.findings] == ["attendance.session.future"]


@pytest.mark.parametrize("state", ["planning", "designated", "closed", "reported", "cancelled"])
def test_activity_that_does_not_run_takes_no_attendance(room, state):
    room[0].state = state
    room[0].save(update_fields=["state"])

    with pytest.raises(DomainError) as refusal:
        bring(room[1], sepsis.ZOOM)

    assert [finding.code for finding in refusal.value.findings] == ["attendance.state"]


def test_others_cannot_import_or_undo(room):
    made = bring(room[1], sepsis.ZOOM)
    eve, bo = people.as_actor(people.eve()), people.as_actor(people.bo())

    for actor, answer in ((eve, NotFound), (bo, NotAllowed)):
        with pytest.raises(answer):
            bring(room[2], sepsis.TEAMS, by=actor)
        with pytest.raises(answer):
            services.undo_import(by=actor, import_id=made.public_id, now=sepsis.NOW)
        with pytest.raises(answer):
            services.cancel_import(by=actor, import_id=made.public_id, now=sepsis.NOW)


def test_file_of_another_provider_is_not_there(room):
    foreign = sepsis.keep(sepsis.ZOOM)
    type(foreign).objects.across_providers(why="test").update(provider=people.elsewhere())

    for file_id in (foreign.public_id, uuid4()):
        with pytest.raises(NotFound):
            services.import_attendance(
                by=people.as_actor(people.ada()),
                session_id=room[1].public_id,
                file_id=file_id,
                time_zone="America/New_York",
                now=sepsis.NOW,
            )
