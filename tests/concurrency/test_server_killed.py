"""Claims over HTTP: one person pressing four times at once, and a server that is killed in the middle of many."""

import http.client
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import factories
import ledger_rows
import people
import pytest
from django.conf import settings
from django.test import Client

from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.verification import verify_ledger
from opencme.kernel import clock

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]
TOKEN = "a" * 32
PEOPLE = 40


@pytest.fixture
def activity(programs):
    """An open activity whose session ended an hour ago."""
    ended = clock.now() - timedelta(hours=1)
    made = factories.activity(state="open", starts_at=ended - timedelta(hours=2), ends_at=ended)
    factories.session(made, starts_at=made.starts_at, ends_at=made.ends_at)
    ledger_rows.designation(made)
    return made


def session_of(activity, number):
    """Somebody who was there, signed in; gives the browser's cookie."""
    who = people.person(f"P{number}", "Many", degree="MD", profession="physician")
    ledger_rows.attended(ledger_rows.registered(activity, who))
    client = Client()
    client.force_login(who)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def claim(programs, activity, cookie, amount="1.00"):
    """Press the button; gives the status, or None when nobody answered."""
    link = http.client.HTTPConnection("127.0.0.1", programs.port, timeout=30)
    form = urlencode({"csrfmiddlewaretoken": TOKEN, "ama_pra_cat1": amount})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        link.request("POST", f"/learn/{activity.public_id}/claim/", form, headers)
        return link.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()


def test_four_presses_at_once_give_one_award(programs, activity):
    programs.serve()
    cookie = session_of(activity, 1)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: claim(programs, activity, cookie), range(4)))

    assert answers == [303] * 4
    assert Award.objects.of(activity.provider_id).count() == 1
    assert AuditEvent.objects.filter(event="credit.awarded").count() == 1
    assert verify_ledger().is_whole


def test_server_killed_among_claims_loses_none_it_acknowledged_and_awards_each_once(programs, activity):
    server = programs.serve()
    cookies = [session_of(activity, number) for number in range(PEOPLE)]
    answers = {}
    is_killed = threading.Event()

    def press(number):
        answers[number] = claim(programs, activity, cookies[number])
        if not is_killed.is_set() and Counter(answers.values())[303] >= PEOPLE // 4:
            is_killed.set()
            programs.kill(server)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(press, range(PEOPLE)))
    acknowledged = {number for number, status in answers.items() if status == 303}
    kept = set(Award.objects.of(activity.provider_id).values_list("person__given_name", flat=True))

    assert PEOPLE // 4 <= len(acknowledged) < PEOPLE
    assert {f"P{number}" for number in acknowledged} <= kept
    assert verify_ledger().is_whole

    programs.serve()
    again = [claim(programs, activity, cookies[number]) for number in range(PEOPLE) if number not in acknowledged]

    assert set(again) == {303}
    awarded = Counter(Award.objects.of(activity.provider_id).values_list("person__given_name", flat=True))
    assert awarded == {f"P{number}": 1 for number in range(PEOPLE)}
    assert verify_ledger().is_whole
