"""Attendance in the browser's words: a file dropped, questions only where it leaves some, the queue, undo, the screen."""

from datetime import timedelta

import people
import pytest
import sepsis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opencme.apps.delivery.models import AttendanceImport, AttendanceRow
from opencme.apps.delivery.selectors import attended_minutes
from opencme.apps.delivery.services.attendance import importing
from opencme.kernel import clock
from opencme.rules.delivery import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    activity = sepsis.activity()
    first, second = sepsis.sessions(activity)
    return activity, first, second, sepsis.register_all(activity)


@pytest.fixture
def ada(client: Client, room) -> Client:
    client.force_login(people.ada())
    return client


def url(room, name, *places):
    return reverse(f"console:{name}", args=["lakeside", room[0].public_id, *places])


def drop(client, room, name, content=None):
    content = (sepsis.DATA / name).read_bytes() if content is None else content
    return client.post(url(room, "attendance-import"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def imports(room):
    return list(AttendanceImport.objects.of(room[0].provider_id))


def row_named(name):
    return AttendanceRow.objects.across_providers(why="test").get(shown_name=name)


def test_file_that_leaves_nothing_open_is_in_its_session_with_one_press(ada, room):
    answer = drop(ada, room, sepsis.TEAMS)

    (made,) = imports(room)
    assert made.session == room[2]
    assert answer.redirect_chain[-1][0] == url(room, "attendance-import-result", made.public_id)
    assert "Hạnh Nguyễn" in answer.text
    assert "Same name, but the meeting marked it as unverified" in answer.text


def test_file_without_dates_asks_for_the_session_and_for_nothing_else(ada, room):
    asked = drop(ada, room, sepsis.UNIQUE)
    place = asked.redirect_chain[-1][0]
    empty = ada.post(place, {"time_zone": "America/New_York", "date_order": ""})

    answer = ada.post(
        place, {"sessions": [str(room[1].public_id)], "time_zone": "America/New_York", "date_order": ""}, follow=True
    )

    assert "The file has no dates: say which session it is of." in asked.text
    assert (empty.status_code, "Choose the session the file is of." in empty.text) == (422, True)
    assert [made.session for made in imports(room)] == [room[1]]
    assert "Zoom unique users" in answer.text


def test_file_in_another_time_zone_is_suspected_and_imported_when_said(ada, room):
    lines = b"Name,Join Time,Leave Time\nLena Vogt,2026-03-12 12:00:00,2026-03-12 12:50:00\n"
    asked = drop(ada, room, "utc.csv", lines)

    ada.post(
        asked.redirect_chain[-1][0],
        {"sessions": [str(room[1].public_id)], "time_zone": "UTC", "date_order": ""},
        follow=True,
    )

    assert "Read as times in UTC, people of the file were there." in asked.text
    assert attended_minutes(room[3]["Lena"]) == 50


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("slides.csv", b"%PDF-1.7\n%%EOF\n", "slides.csv is a file of the kind PDF. Save it as"),
        ("prices.csv", b"Product,Price\nGlove,3\n", "This is not an attendance export of Zoom or Teams"),
        ("cut.csv", b'Name,Join Time,Leave Time\n"Al', "the row cannot be read"),
        ("empty.csv", b"", "The submitted file is empty."),
        ("broken.xlsx", b"PK\x03\x04" + bytes(50), "is damaged or was cut off"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_its_reason_and_nothing_is_kept(ada, room, name, content, told):
    answer = drop(ada, room, name, content)

    assert answer.status_code == 422
    assert told in answer.text
    assert imports(room) == []


def test_same_file_again_says_who_brought_it_before(ada, room):
    drop(ada, room, sepsis.ZOOM)

    answer = drop(ada, room, sepsis.ZOOM)

    assert answer.status_code == 422
    assert "Ada Planner imported it on" in answer.text
    assert len(imports(room)) == 1


def test_decision_by_htmx_gives_the_queue_alone_with_a_way_back(ada, room):
    drop(ada, room, sepsis.ZOOM)
    row = row_named("iPhone")

    answer = ada.post(
        url(room, "attendance-row", row.public_id),
        {"act": "match", "registration": str(room[3]["Sara"].public_id), "from": "activity"},
        headers={"HX-Request": "true", "HX-Target": "queue"},
    )

    assert answer.status_code == 200
    assert "<h1" not in answer.text
    assert "Take back" in answer.text
    assert "=cmd|" in answer.text
    assert attended_minutes(room[3]["Sara"]) == 45


def test_decision_without_scripts_comes_back_to_the_import(ada, room):
    drop(ada, room, sepsis.ZOOM)
    row = row_named("iPhone")

    answer = ada.post(url(room, "attendance-row", row.public_id), {"act": "ignore", "from": "import"})

    assert answer.url == url(room, "attendance-import-result", row.attendance_import.public_id) + "?show=doubtful"
    again = ada.post(url(room, "attendance-row", row.public_id), {"act": "ignore", "from": "import"}, follow=True)
    assert "This row is no longer waiting: Ada Planner has decided on it." in again.text


def test_row_page_finds_participants_and_registers_somebody_new(ada, room):
    drop(ada, room, sepsis.ZOOM)
    page = url(room, "attendance-row", row_named("iPhone").public_id)

    found = ada.get(page, {"q": "vogt"}).text
    bad = ada.post(page, {"act": "add", "email": "nobody", "given_name": "Ann", "family_name": "Lee"})
    ada.post(page, {"act": "add", "email": "ann@example.org", "given_name": "Ann", "family_name": "Lee"})

    assert "lena.vogt@example.org" in found
    assert "tomas.ruiz@example.org" not in found
    assert (bad.status_code, 'value="nobody"' in bad.text) == (422, True)
    assert row_named("iPhone").registration.person.email == "ann@example.org"


def test_suggestions_are_accepted_together(ada, room):
    drop(ada, room, sepsis.TEAMS)
    (made,) = imports(room)

    ada.post(url(room, "attendance-import-accept", made.public_id), {"at_least": "50"})

    assert not made.rows.filter(state="doubtful").exists()


def test_import_is_undone_and_says_so(ada, room):
    drop(ada, room, sepsis.ZOOM)
    (made,) = imports(room)

    answer = ada.post(url(room, "attendance-import-undo", made.public_id), follow=True)

    assert "no longer counts" in answer.text
    assert "Undone" in answer.text
    assert attended_minutes(room[3]["Ngozi"]) == 0


def test_big_file_shows_its_progress_and_can_be_stopped(ada, room, monkeypatch):
    monkeypatch.setattr(importing, "BIG_FILE", 10)

    waiting = drop(ada, room, sepsis.ZOOM)
    (made,) = imports(room)
    part = ada.get(waiting.redirect_chain[-1][0], headers={"HX-Request": "true", "HX-Target": "import-progress"})
    stopped = ada.post(url(room, "attendance-import-cancel", made.public_id), follow=True)

    assert "Waiting for its turn" in waiting.text
    assert ("<h1" in part.text, "Waiting for its turn" in part.text) == (False, True)
    assert "Stopped. Nothing of the file was taken." in stopped.text


def test_session_is_recorded_by_hand_and_errors_keep_what_was_chosen(ada, room):
    page = url(room, "attendance-session", room[1].public_id)
    given = {"people": [str(room[3]["Sara"].public_id)], "presence": "minutes", "minutes": "", "note": ""}

    refused = ada.post(page, given)
    ada.post(page, {**given, "minutes": "30", "note": "Sign-in sheet"})

    assert refused.status_code == 422
    assert "Say for how many minutes." in refused.text
    assert f'value="{room[3]["Sara"].public_id}" checked' in refused.text
    assert attended_minutes(room[3]["Sara"]) == 30
    assert "“Sign-in sheet”" in ada.get(page).text


def test_roll_is_exported_without_formulas(ada, room):
    person = room[3]["Lena"].person
    person.given_name, person.family_name = "", "=1+1"
    person.save()

    text = b"".join(ada.get(url(room, "attendance-session", room[1].public_id), {"export": "csv"})).decode()

    assert "'=1+1" in text


def test_check_in_screen_shows_the_present_code_and_asks_for_the_next(ada, room):
    now = clock.now()
    session = room[1]
    session.starts_at, session.ends_at = now - timedelta(minutes=10), now + timedelta(minutes=50)
    session.save()
    page = url(room, "activity-check-in", session.public_id)

    closed = ada.get(page).text
    ada.post(url(room, "check-in-start", session.public_id))
    opened = ada.get(page).text
    session.refresh_from_db()
    code = codes.code_for(session.check_in_secret, codes.step_at(clock.now()))

    assert "Open check-in" in closed
    assert f'aria-label="{code}"' in opened
    assert "hx-get" in opened
    assert '<noscript><meta http-equiv="refresh"' in opened
    assert session.check_in_secret not in opened


def test_pages_cost_the_same_queries_for_few_and_for_many(ada, room):
    pages = [url(room, "activity-attendance"), url(room, "activity-learners"), url(room, "attendance-queue")]
    drop(ada, room, sepsis.ZOOM)

    def cost():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as caught:
                assert ada.get(page).status_code == 200
            counts.append(len(caught))
        return counts

    cost()  # the ledger's statements are prepared once per connection
    before = cost()
    drop(ada, room, sepsis.TEAMS)
    for number in range(5):
        sepsis.offers.registration(room[0], people.person(f"More{number}", "People"))

    assert cost() == before
