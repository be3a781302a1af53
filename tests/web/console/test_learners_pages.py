"""Participants in the browser's words: the table, a list with its preview, one added, units recorded."""

import offers
import people
import pytest
import sepsis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opencme.apps.delivery.models import PeopleImport
from opencme.apps.delivery.selectors import completed_cycles

pytestmark = pytest.mark.django_db
LIST = "Last,First,E-mail,Job\nŻak,Marta,marta@example.org,RN\nLee,Ann,nowhere,\n"


@pytest.fixture
def activity():
    return sepsis.activity()


@pytest.fixture
def ada(client: Client, activity) -> Client:
    client.force_login(people.ada())
    return client


def url(activity, name, *places):
    return reverse(f"console:{name}", args=["lakeside", activity.public_id, *places])


def bring(client, activity, text=LIST):
    file = SimpleUploadedFile("people.csv", text.encode())
    return client.post(url(activity, "learners-bring"), {"file": file}, follow=True)


def emails(activity):
    return set(activity.registrations.filter(withdrawn_at=None).values_list("person__email", flat=True))


def test_list_is_looked_at_before_anybody_is_registered(ada, activity):
    shown = bring(ada, activity)

    assert "1 row cannot be read, so the list is refused as a whole." in shown.text
    assert "marta@example.org" in shown.text
    assert emails(activity) == set()


def test_list_with_a_bad_row_needs_consent_to_leave_it_out(ada, activity):
    place = bring(ada, activity).redirect_chain[-1][0]
    columns = {"email": "2", "given_name": "1", "family_name": "0"}

    refused = ada.post(place, columns)
    taken = ada.post(place, {**columns, "leaves_out": "1"}, follow=True)

    assert refused.status_code == 422
    assert "line 3, E-mail “nowhere”: This is not an e-mail address." in refused.text
    assert "1 person is registered; 1 account was opened." in taken.text
    assert emails(activity) == {"marta@example.org"}


def test_columns_are_changed_and_looked_at_again(ada, activity):
    place = bring(ada, activity).redirect_chain[-1][0]

    again = ada.get(place, {"email": "2", "full_name": "1", "profession": "3"})

    assert '<option value="3" selected>Job</option>' in again.text
    assert "nurse" in again.text


def test_list_is_undone_from_the_table(ada, activity):
    place = bring(ada, activity, LIST.replace("nowhere", "ann@example.org")).redirect_chain[-1][0]
    ada.post(place, {"email": "2", "given_name": "1", "family_name": "0"})
    made = PeopleImport.objects.of(activity.provider_id).get()

    answer = ada.post(url(activity, "learners-undo", made.public_id), follow=True)

    assert "is taken back" in answer.text
    assert emails(activity) == set()


def test_list_of_another_provider_is_not_there(ada, activity):
    file = sepsis.keep("people.csv", LIST.encode())
    type(file).objects.across_providers(why="test").update(provider=people.elsewhere())

    assert ada.get(url(activity, "learners-list", file.public_id)).status_code == 404


def test_one_person_is_added_and_errors_keep_what_was_typed(ada, activity):
    page = url(activity, "learners-add")

    refused = ada.post(page, {"email": "nowhere", "given_name": "Ann"})
    ada.post(page, {"email": "ann@example.org", "given_name": "Ann", "family_name": "Lee", "degree": "MD"})

    assert (refused.status_code, 'value="nowhere"' in refused.text) == (422, True)
    assert emails(activity) == {"ann@example.org"}


def test_table_is_searched_filtered_and_exported(ada, activity):
    sepsis.register_all(activity)
    offers.registration(activity, people.dee())
    page = url(activity, "activity-learners")

    found = ada.get(page, {"q": "vogt lena"}).text
    doctors = ada.get(page, {"profession": "physician"}).text
    part = ada.get(page, {"q": "vogt"}, headers={"HX-Request": "true", "HX-Target": "learners-table"}).text
    file = b"".join(ada.get(page, {"export": "csv"})).decode("utf-8-sig")

    assert ("lena.vogt@example.org" in found, "tomas.ruiz@example.org" in found) == (True, False)
    assert ("dee@example.org" in doctors, "lena.vogt@example.org" in doctors) == (True, False)
    assert ("<h1" in part, "lena.vogt@example.org" in part) == (False, True)
    assert len(file.splitlines()) == 8
    assert "Why no credit yet" in file.splitlines()[0]


def test_participant_page_says_why_there_is_no_credit_yet(ada, activity):
    offers.session(activity, sepsis.at(3, 12, 8))
    offers.designation(activity, "1.00")
    registration = offers.registration(activity, people.dee())

    shown = ada.get(url(activity, "activity-learner", registration.public_id)).text

    assert "Why not yet, as the participant reads it:" in shown
    assert "No attendance is recorded yet." in shown


def test_withdrawn_participant_leaves_the_table_and_can_be_found(ada, activity):
    registration = offers.registration(activity, people.dee())

    ada.post(url(activity, "learner-withdraw", registration.public_id))

    assert "dee@example.org" not in ada.get(url(activity, "activity-learners")).text
    assert "dee@example.org" in ada.get(url(activity, "activity-learners"), {"standing": "withdrawn"}).text


def test_unit_is_recorded_and_taken_back_on_the_participants_page(ada):
    project = sepsis.activity(format="pi_cme")
    registration = offers.registration(project, people.dee())
    page = url(project, "activity-learner", registration.public_id)
    given = {"reference": "A", "measures": "Time to antibiotics", "depth": "on", "completed_on": "2026-03-10"}

    refused = ada.post(page, {**given, "depth": ""})
    ada.post(page, given)
    (made,) = completed_cycles(registration)
    ada.post(url(project, "learner-unit-back", registration.public_id, made.public_id), {"note": "Wrong person"})

    assert (refused.status_code, "Time to antibiotics" in refused.text) == (422, True)
    assert completed_cycles(registration) == ()
