"""Big attendance files by a job: progress, cancel, a crash in the middle, two workers at once."""

from datetime import timedelta

import people
import pytest
import sepsis

from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow
from opencme.apps.delivery.selectors import attended_minutes, imports
from opencme.apps.delivery.selectors.progress import import_progress
from opencme.apps.delivery.services import attendance as services
from opencme.apps.delivery.services.attendance import importing
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _every_file_is_big(monkeypatch):
    monkeypatch.setattr(importing, "BIG_FILE", 10)
    monkeypatch.setattr(imports, "PROGRESS_EVERY", 1)


@pytest.fixture
def room():
    activity = sepsis.activity()
    first, second = sepsis.sessions(activity)
    return activity, first, second, sepsis.register_all(activity)


def bring(session, name, content=None):
    return services.import_attendance(
        by=people.as_actor(people.ada()),
        session_id=session.public_id,
        file_id=sepsis.keep(name, content).public_id,
        time_zone="America/New_York",
        now=sepsis.NOW,
    )


def run(made, now=sepsis.NOW):
    return services.run_import(by=system(), import_id=made.pk, now=now)


def test_job_does_the_whole_import(room, run_jobs):
    made = bring(room[1], sepsis.ZOOM)
    before = (made.state, made.rows.count())

    assert run_jobs(queue="imports") == ["delivery.import_attendance_file"]

    made.refresh_from_db()
    assert (before, made.state, made.rows.count()) == (("waiting", 0), "done", 8)
    assert attended_minutes(room[3]["Lena"]) == 54


def test_second_run_changes_nothing(room):
    made = bring(room[1], sepsis.ZOOM)

    run(made)
    run(made, sepsis.NOW + timedelta(hours=1))

    assert Attendance.objects.of(room[0].provider_id).count() == 6


def test_run_that_was_killed_leaves_nothing_and_begins_anew(room, monkeypatch):
    made = bring(room[1], sepsis.ZOOM)
    monkeypatch.setattr(importing, "_BATCH", 3)
    written = []

    def killed(model, names, rows, real=importing.insert_values):
        written.append(model)
        if len(written) == 4:  # rows and evidence of the first batch are written, rows of the second too
            raise KeyboardInterrupt
        return real(model, names, rows)

    with monkeypatch.context() as dying:
        dying.setattr(importing, "insert_values", killed)
        with pytest.raises(KeyboardInterrupt):
            run(made)
    left = (AttendanceRow.objects.of(room[0].provider_id).count(), Attendance.objects.of(room[0].provider_id).count())
    run(made)

    made.refresh_from_db()
    assert (left, made.state) == ((0, 0), "done")
    assert Attendance.objects.of(room[0].provider_id).count() == 6


def test_file_that_does_not_fit_fails_with_its_reason(room, run_jobs):
    made = bring(room[1], "prices.csv", b"Product,Price\nGlove,3\n")

    run_jobs(queue="imports")

    made.refresh_from_db()
    assert (made.state, made.rows.count()) == ("failed", 0)
    assert "begins with “Product, Price”" in made.problem


def test_cancelled_before_the_job_runs(room, run_jobs):
    made = bring(room[1], sepsis.ZOOM)

    services.cancel_import(by=people.as_actor(people.ada()), import_id=made.public_id, now=sepsis.NOW)
    run_jobs(queue="imports")

    made.refresh_from_db()
    assert (made.state, made.rows.count()) == ("cancelled", 0)
    assert bring(room[1], sepsis.ZOOM).state == "waiting"


def test_cancelled_while_it_is_read(room, monkeypatch):
    made = bring(room[1], sepsis.ZOOM)
    ada = people.as_actor(people.ada())
    steps = []

    def read(*, progress, real=importing.read_attendance, **values):
        def step(count):
            steps.append(count)
            if count == 4:
                services.cancel_import(by=ada, import_id=made.public_id, now=sepsis.NOW)
            progress(count)

        return real(progress=step, **values)

    monkeypatch.setattr(importing, "read_attendance", read)

    assert run(made).state == "cancelled"
    assert max(steps) == 4
    assert not AttendanceRow.objects.of(room[0].provider_id).exists()


def test_cancel_of_a_finished_import_changes_nothing(room):
    made = bring(room[1], sepsis.ZOOM)
    run(made)

    services.cancel_import(by=people.as_actor(people.ada()), import_id=made.public_id, now=sepsis.NOW)

    made.refresh_from_db()
    assert made.state == "done"


@pytest.mark.parametrize(
    ("rows_read", "total", "seconds", "told"),
    [
        (0, 1000, 0, (0, None, None)),
        (250, 1000, 10, (25, 25, 30)),
        (1000, 1000, 20, (100, 50, 0)),
        (300, 0, 10, (None, 30, None)),
    ],
)
def test_progress_tells_rate_and_time_left(rows_read, total, seconds, told):
    made = AttendanceImport(state="waiting", rows_read=rows_read, rows_total=total, started_at=sepsis.NOW)

    shown = import_progress(made, sepsis.NOW + timedelta(seconds=seconds))

    assert (shown.percent, shown.rows_per_second, shown.seconds_left) == told
