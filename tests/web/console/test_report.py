"""The reports part: what is shown, what a press does, and that typed text stays."""

import factories
import ledger_rows
import people
import pytest
from django.urls import reverse

from opencme.apps.accounts.models import Identifier
from opencme.apps.credit.models import Certificate
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.messaging.models import Message
from opencme.apps.reporting.models import Report
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    made = ledger_rows.designated(accreditor_activity_id="202600007")
    made.state = "closed"
    made.save()
    return made


@pytest.fixture
def ada(client, activity):
    client.force_login(people.ada())
    return client


def url(name, activity, *more):
    return reverse(f"console:{name}", args=[activity.provider.slug, activity.public_id, *more])


def completed(activity, person, *, reportable=False):
    if reportable:
        person.birth_month, person.birth_day, person.report_consent_at = 4, 9, people.NOW
        person.save()
        Identifier.objects.create(person=person, kind="npi", value="1234567893")
    return ledger_rows.award(ledger_rows.registered(activity, person))


def test_page_says_what_is_missing_and_what_can_be_made(ada, activity):
    completed(activity, people.dee(), reportable=True)
    completed(activity, people.cy())
    answer = ada.get(url("activity-reports", activity))
    assert answer.status_code == 200
    for words in (
        "Say what change was measured; at least one kind is needed to close.",
        "Counted: people registered for the whole event",
        "PARS learner completions, JSON",
        "One of these is needed: an NPI, a state license with its state, or a board ID.",
    ):
        assert words in answer.text


def test_learner_report_that_cannot_be_made_shows_its_reasons_beforehand(ada):
    bare = ledger_rows.designated(accreditor_activity_id="")
    answer = ada.get(url("activity-reports", bare))
    assert "PARS gives the activity a number of 9 digits" in answer.text
    assert "There is no completion that PARS does not have already." in answer.text


def test_what_is_known_afterwards_is_kept(ada, activity):
    sent = {
        "accreditor_activity_id": "202 600 008",
        "outcome_competence": ["objective", "subjective"],
        "outcome_performance": ["subjective"],
        "change_analysis": "Cultures earlier.",
        "version": activity.version,
    }
    answer = ada.post(url("activity-reports", activity), sent)
    assert answer.status_code == 303
    activity.refresh_from_db()
    assert (activity.accreditor_activity_id, activity.outcomes_measured, activity.change_analysis) == (
        "202600008",
        ["competence:objective+subjective", "performance:subjective"],
        "Cultures earlier.",
    )
    assert "checked" in ada.get(url("activity-reports", activity)).text


def test_wrong_number_is_refused_and_what_was_typed_stays(ada, activity):
    sent = {"accreditor_activity_id": "12", "change_analysis": "Typed at length", "version": activity.version}
    answer = ada.post(url("activity-reports", activity), sent)
    assert answer.status_code == 422
    assert "The accreditor&#x27;s number has nine digits." in answer.text
    assert "Typed at length" in answer.text


def test_report_is_made_downloaded_submitted_and_taken_back(ada, activity, run_jobs):
    completed(activity, people.dee(), reportable=True)
    made = ada.post(url("activity-report-make", activity, "pars_learners_json"))
    assert (made.status_code, made["Location"]) == (303, url("activity-reports", activity))
    report = Report.objects.of(activity.provider_id).get()
    progress = ada.get(reverse("console:report-progress", args=["lakeside", report.public_id]))
    assert "hx-get" in progress.text
    run_jobs(queue="reports")
    over = ada.get(progress.wsgi_request.path, headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"
    page = ada.get(url("activity-reports", activity)).text
    report.refresh_from_db()
    address = reverse("file", args=[report.file.public_id, report.file.name])
    assert address in page
    download = ada.get(address)
    assert download["Content-Disposition"].startswith("attachment")
    assert b"ACCMELearnerReports" in download.getvalue()
    for close in download._resource_closers:
        close()
    submitted = ada.post(reverse("console:report-submitted", args=["lakeside", report.public_id]))
    assert (submitted.status_code, submitted["Location"]) == (303, url("activity-reports", activity))
    assert "Submitted" in ada.get(url("activity-reports", activity)).text
    ada.post(reverse("console:report-take-back", args=["lakeside", report.public_id]))
    report.refresh_from_db()
    assert report.submitted_at is None


def test_report_file_is_not_given_to_others(ada, activity, client, run_jobs):
    completed(activity, people.dee(), reportable=True)
    ada.post(url("activity-report-make", activity, "pars_learners_json"))
    run_jobs(queue="reports")
    report = Report.objects.of(activity.provider_id).get()
    address = reverse("file", args=[report.file.public_id, report.file.name])
    for who in (people.dee(), people.eve(), people.bo()):
        client.force_login(who)
        assert client.get(address).status_code == 404


def test_left_out_are_listed_exported_and_asked(ada, activity):
    completed(activity, people.cy())
    completed(activity, people.nia())
    address = url("activity-left-out", activity)
    page = ada.get(address).text
    assert "Cy Teacher" in page
    assert "Nia Nurse" not in page
    assert "Cy Teacher" in b"".join(ada.get(address, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    for _twice in range(2):
        assert ada.post(url("activity-left-out-ask", activity)).status_code == 303
    assert [mail.to for mail in Message.objects.all()] == ["cy@example.org"]


def test_activity_file_page_lists_what_is_missing_with_the_way_there(ada, activity):
    page = ada.get(url("activity-file", activity)).text
    assert "of 15 sections are complete" in page
    assert "No content review has passed." in page
    assert "The Lakeside Health System designates this live activity for a maximum of 2" in page


def test_certificates_are_listed_and_made_anew_with_a_reason(ada, activity):
    award = completed(activity, people.dee())
    issue_certificate(by=system(), registration_id=award.registration_id, now=ledger_rows.CLAIMED)
    address = url("activity-certificate-reissue", activity, award.registration_id)
    refused = ada.post(address, {"reason": "", "version": 1})
    assert refused.status_code == 422
    for _twice in range(2):
        assert ada.post(address, {"reason": "Name corrected", "version": 1}).status_code == 303
    assert Certificate.objects.of(activity.provider_id).count() == 2
    page = ada.get(url("activity-certificates", activity)).text
    assert "version 2: Name corrected" in page


def test_year_lists_activities_and_makes_one_report(ada, activity, run_jobs):
    factories.enduring(state="open")
    completed(activity, people.dee())
    page = ada.get("/p/lakeside/reports/2026/")
    assert "Sepsis on the Ward" in page.text
    assert "Insulin Safety in Hospital" in page.text
    assert ada.post("/p/lakeside/reports/2026/make/pars_activity_xml/").status_code == 303
    run_jobs(queue="reports")
    assert "1 activity" in " ".join(ada.get("/p/lakeside/reports/2026/").text.split())


@pytest.mark.parametrize("address", ["/p/lakeside/reports/1066/", "/p/lakeside/reports/2999/"])
def test_year_that_cannot_be_is_not_there(ada, address):
    assert ada.get(address).status_code == 404


def test_report_pages_ask_the_same_queries_for_one_and_three_people(ada, activity, django_assert_max_num_queries):
    completed(activity, people.dee(), reportable=True)
    addresses = [url(name, activity) for name in ("activity-reports", "activity-left-out", "activity-certificates")]
    counts = [queries(ada, address) for address in addresses]
    for who in (people.cy(), people.nia()):
        completed(activity, who)
    assert [queries(ada, address) for address in addresses] == counts


def queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
