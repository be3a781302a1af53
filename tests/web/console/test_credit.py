"""Credit on the console: what is reckoned, refused, locked, listed, corrected and exported."""

import csv
import io
from datetime import UTC, timedelta

import factories
import gates
import ledger_rows
import people
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.credit.models import Award, CreditApplication
from opencme.apps.credit.services import claim_credit
from opencme.kernel import clock
from opencme.kernel.credits import Credits

pytestmark = pytest.mark.django_db
AMA = "ama_pra_cat1"
STATEMENT = (
    "The Lakeside Health System designates this live activity for a maximum of 2 <em>AMA PRA Category 1 Credits</em>™. "
    "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
)


@pytest.fixture(autouse=True)
def _signed_in(client, monkeypatch):
    gates.open_all_but(monkeypatch, "designated")
    people.lakeside()
    client.force_login(people.ada(), backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def soon():
    """An approved activity of 120 certified minutes, forty days from now."""
    start = clock.now().astimezone(UTC).replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=40)
    made = factories.activity(state="approved", starts_at=start, ends_at=start + timedelta(hours=3))
    factories.session(made, title="Recognize", starts_at=start, ends_at=start + timedelta(hours=2))
    factories.session(
        made, title="Coffee", kind="break", starts_at=start + timedelta(hours=2), ends_at=start + timedelta(hours=3)
    )
    return made


@pytest.fixture
def ledger():
    """An open activity in which Dee claimed 1.75, Nia took part, and Cy has no attendance."""
    made = ledger_rows.designated()
    for person, credit, amount in ((people.dee(), AMA, "1.75"), (people.nia(), "ama_pra_attendance", "2.00")):
        ledger_rows.attended(ledger_rows.registered(made, person))
        claim_credit(
            by=people.as_actor(person),
            activity_id=made.public_id,
            asked={credit: Credits.of(amount)},
            now=ledger_rows.CLAIMED,
        )
    ledger_rows.registered(made, people.cy())
    return made


def address(name, activity, *more):
    return reverse(f"console:{name}", args=["lakeside", activity.public_id, *more])


def test_page_shows_the_arithmetic_the_words_and_no_reason_against_it(client, soon):
    page = client.get(address("activity-credit", soon)).text

    assert "does not count" in page
    assert "<b>120</b> minutes" in page
    assert "8 quarter hours" in page
    assert STATEMENT in page
    assert "Locked words" not in page
    assert "Designate these amounts" in page
    assert "Not yet, for" not in page


def test_designating_locks_and_says_so_and_twice_is_harmless(client, soon):
    sent = {f"{AMA}-asked": "2.00", "act": "designate"}
    first = client.post(address("activity-credit", soon), sent)
    second = client.post(address("activity-credit", soon), sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert Designation.objects.of(soon.provider_id).count() == 1
    assert Activity.objects.of(soon.provider_id).get().state == "designated"
    page = client.get(address("activity-credit", soon)).text
    assert "Locked words" in page
    assert STATEMENT in page


def test_preview_judges_typed_amounts_and_changes_nothing(client, soon):
    answer = client.post(
        address("activity-credit", soon),
        {f"{AMA}-asked": "2.25", "act": "preview"},
        headers={"HX-Request": "true", "HX-Target": "credit-judged"},
    )

    assert answer.status_code == 200
    assert "<h1" not in answer.text
    assert 'id="against-ama_pra_cat1" hx-swap-oob="outerHTML"' in answer.text
    assert "The plan comes to 2 AMA PRA Category 1 Credits™; that is the most that can be designated." in answer.text
    assert "maximum of 2.25 <em>" in answer.text
    assert not Designation.objects.of(soon.provider_id).exists()


def test_a_refusal_keeps_what_was_typed_beside_its_reason(client, soon):
    answer = client.post(address("activity-credit", soon), {f"{AMA}-asked": "2.25", "act": "designate"})

    assert answer.status_code == 422
    assert 'value="2.25"' in answer.text
    assert answer.text.count("that is the most that can be designated") >= 2
    assert not Designation.objects.of(soon.provider_id).exists()


def test_before_approval_the_button_refuses_beforehand(client, soon):
    Activity.objects.of(soon.provider_id).update(state="planning")
    page = client.get(address("activity-credit", soon)).text

    assert "The activity is not approved yet." in page
    assert 'value="designate"' not in page


def test_somebody_who_may_not_designate_sees_and_cannot(client, soon):
    client.force_login(people.bo(), backend="django.contrib.auth.backends.ModelBackend")

    assert "A program manager designates the credit." in client.get(address("activity-credit", soon)).text
    sent = {f"{AMA}-asked": "2.00", "act": "designate"}
    assert client.post(address("activity-credit", soon), sent).status_code == 403


def test_an_application_is_recorded_once_and_shown(client, soon):
    soon.credit_systems = [AMA, "aafp"]
    soon.save()
    place = address("credit-application", soon, "aafp")

    assert client.post(place, {"filed_on": ""}).status_code == 303
    assert not CreditApplication.objects.of(soon.provider_id).exists()
    for _twice in range(2):
        client.post(place, {"filed_on": "2026-03-01"})
    assert CreditApplication.objects.of(soon.provider_id).count() == 1
    assert "Filed on Mar 1, 2026" in client.get(address("activity-credit", soon)).text


def test_ledger_lists_searches_and_exports_every_entry(client, ledger):
    page = client.get(address("activity-credit-ledger", ledger))
    found = client.get(address("activity-credit-ledger", ledger), {"q": "nia"}).text
    exported = client.get(address("activity-credit-ledger", ledger), {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(exported.streaming_content).decode("utf-8-sig"))))

    assert "Dee Learner, MD" in page.text
    assert "Participated" in page.text
    assert "Dee Learner" not in found
    assert [(row["Name"], row["Amount"], row["Entry"], row["Basis"]) for row in rows] == [
        ("Nia Nurse, RN", "2.00", "Award", "Participated"),
        ("Dee Learner, MD", "1.75", "Award", "Awarded"),
    ]


def test_ledger_takes_the_same_queries_for_one_and_three(client, ledger):
    client.get(address("activity-credit-waiting", ledger))  # statements are prepared once per connection
    counts = []
    for extra in range(3):
        person = people.person(f"P{extra}", "More", degree="MD", profession="physician")
        ledger_rows.attended(ledger_rows.registered(ledger, person))
        claim_credit(
            by=people.as_actor(person),
            activity_id=ledger.public_id,
            asked={AMA: Credits.of(1)},
            now=ledger_rows.CLAIMED,
        )
        for name in ("activity-credit-ledger", "activity-credit-waiting"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address(name, ledger))
            counts.append((name, len(queries)))

    assert len(set(counts)) == 2


def test_correction_shows_before_and_after_and_is_entered_when_confirmed(client, ledger):
    award = Award.objects.of(ledger.provider_id).get(person=people.dee())
    place = address("credit-replace", ledger, award.public_id, "correct")
    checked = client.post(place, {"amount": "1.00", "reason": "Left early"})

    assert checked.status_code == 200
    assert "Before" in checked.text
    assert "“Left early”" in checked.text
    assert Award.objects.of(ledger.provider_id).count() == 2
    done = client.post(place, {"amount": "1.00", "reason": "Left early", "confirmed": "on"})
    assert done.status_code == 303
    again = client.post(place, {"amount": "1.00", "reason": "Left early", "confirmed": "on"})
    assert again.status_code == 422
    assert Award.objects.of(ledger.provider_id).get(replaces=award).reason == "Left early"
    assert "Award, replaced" in client.get(address("activity-credit-ledger", ledger)).text


def test_correction_above_the_evidence_is_refused_with_the_reason(client, ledger):
    award = Award.objects.of(ledger.provider_id).get(person=people.dee())
    answer = client.post(
        address("credit-replace", ledger, award.public_id, "correct"), {"amount": "2.25", "reason": "More"}
    )

    assert answer.status_code == 422
    assert "designated for at most 2 AMA PRA Category 1 Credits™" in answer.text
    assert 'value="2.25"' in answer.text


def test_revocation_is_confirmed_and_shown(client, ledger):
    award = Award.objects.of(ledger.provider_id).get(person=people.dee())
    place = address("credit-replace", ledger, award.public_id, "revoke")
    client.post(place, {"reason": "A namesake", "confirmed": "on"})

    assert Award.objects.of(ledger.provider_id).get(replaces=award).kind == "revocation"
    assert "Revocation" in client.get(address("credit-award", ledger, award.public_id)).text


def test_an_entry_of_another_activity_is_not_there(client, ledger):
    award = Award.objects.of(ledger.provider_id).get(person=people.dee())
    other = ledger_rows.designated()

    assert client.get(address("credit-award", other, award.public_id)).status_code == 404
    assert client.get(address("credit-replace", ledger, award.public_id, "erase")).status_code == 404


def test_without_credit_says_why_and_what_could_be_claimed(client, ledger):
    ledger_rows.attended(ledger_rows.registered(ledger, people.bo()), 60)
    page = client.get(address("activity-credit-waiting", ledger)).text
    ready = client.get(address("activity-credit-waiting", ledger), {"show": "ready"}).text

    assert "No attendance is recorded yet." in page
    assert "1 AMA PRA Category 1 Credit™" in page
    assert "Dee Learner" not in page
    assert "Bo Reviewer" in ready
    assert "Cy Teacher" not in ready
