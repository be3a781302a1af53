"""A server that is killed while it writes an import: nothing of it stays, and the same file then comes in whole.

The write is held still by a lock on the table it writes second, so that the first is written when the server dies.
"""

import http.client
import threading
from datetime import timedelta
from urllib.parse import urlencode

import factories
import ledger_rows
import people
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from programs import wait_until

from opencme.apps.accounts.models import Person
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow, PeopleImport, Registration
from opencme.apps.files.kinds import TABLES
from opencme.apps.files.services import store_file
from opencme.kernel import clock

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]
TOKEN = "a" * 32
COUNT = 500


@pytest.fixture
def activity(programs):
    """An open activity whose session ended an hour ago."""
    ended = clock.now() - timedelta(hours=1)
    made = factories.activity(state="open", starts_at=ended - timedelta(hours=2), ends_at=ended)
    factories.session(made, starts_at=made.starts_at, ends_at=made.ends_at)
    return made


def kept(programs, activity, name, content):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": programs.var / "files"},
    }
    with override_settings(STORAGES={**settings.STORAGES, "default": storage}):
        return store_file(
            by=people.as_actor(people.ada()),
            provider_id=activity.provider_id,
            name=name,
            content=content.encode(),
            allowed=TABLES,
            now=clock.now(),
        )


def roster(count):
    lines = (f"P{number},Many,p{number}@many.example,MD" for number in range(count))
    return "\n".join(["Given name,Family name,E-mail,Credentials", *lines])


def zoom(session, count):
    start, end = session.starts_at, session.starts_at + timedelta(minutes=110)
    times = f"{start:%m/%d/%Y %I:%M:%S %p},{end:%m/%d/%Y %I:%M:%S %p},110,No"
    lines = (f"P{number} Many,p{number}@example.org,{times}" for number in range(count))
    return "\n".join(["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest", *lines])


def as_ada():
    client = Client()
    client.force_login(people.ada())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def press(programs, cookie, path, form):
    """Send a form; gives the status, or None when the server died before it answered."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    link = http.client.HTTPConnection("127.0.0.1", programs.port, timeout=60)
    try:
        link.request("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **form}), headers)
        return link.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()


def killed_while_writing(programs, cookie, table, path, form):
    """Send the form, kill the server when its write to ``table`` waits, and let the database see that it is gone."""
    server = programs.serve()
    told = connection.get_connection_params()
    answers = []
    sender = threading.Thread(target=lambda: answers.append(press(programs, cookie, path, form)))
    with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"]) as held:
        held.execute(f"LOCK TABLE {table} IN SHARE MODE")
        sender.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"], autocommit=True) as seen:
            wait_until(lambda: seen.execute(waits, [table]).fetchone()[0], what="the write")
        programs.kill(server)
    sender.join(60)
    assert answers == [None]


def test_list_of_people_is_registered_whole_or_not_at_all(programs, activity):
    file = kept(programs, activity, "people.csv", roster(COUNT))
    path = f"/p/{activity.provider.slug}/a/{activity.public_id}/learners/list/{file.public_id}/"
    cookie, before = as_ada(), Person.objects.count()
    form = {"given_name": "0", "family_name": "1", "email": "2", "credentials": "3"}

    killed_while_writing(programs, cookie, "delivery_registration", path, form)
    assert (Person.objects.count(), Registration.objects.of(activity.provider_id).count()) == (before, 0)
    assert not PeopleImport.objects.of(activity.provider_id).exists()

    programs.serve()
    assert press(programs, cookie, path, form) == 303
    assert PeopleImport.objects.of(activity.provider_id).get().taken == COUNT
    assert Registration.objects.of(activity.provider_id).count() == COUNT
    assert AuditEvent.objects.filter(event="people.imported").count() == 1


def test_attendance_file_is_taken_whole_or_not_at_all(programs, activity):
    session = activity.sessions.get()
    for number in range(20):
        ledger_rows.registered(activity, people.person(f"P{number}", "Many"))
    file, cookie = kept(programs, activity, "zoom.csv", zoom(session, 20)), as_ada()
    path = f"/p/{activity.provider.slug}/a/{activity.public_id}/attendance/file/{file.public_id}/"
    form = {"sessions": str(session.public_id), "time_zone": "UTC", "date_order": "month_first"}

    killed_while_writing(programs, cookie, "delivery_attendance", path, form)
    assert not AttendanceRow.objects.of(activity.provider_id).exists()
    assert not Attendance.objects.of(activity.provider_id).exists()
    assert not AttendanceImport.objects.of(activity.provider_id).exists()

    programs.serve()
    assert press(programs, cookie, path, form) == 303
    assert AttendanceImport.objects.of(activity.provider_id).get().state == "done"
    assert Attendance.objects.of(activity.provider_id).values("registration").distinct().count() == 20
    assert AuditEvent.objects.filter(event="attendance.imported").count() == 1
