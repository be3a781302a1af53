"""Reports: what goes in, who is left out and why, what counts as reported."""

import io
import json
import zipfile
from datetime import timedelta

import factories
import ledger_rows
import people
import pypdf
import pytest
from receivers import json_validator

from opencme.apps.accounts.models import Identifier
from opencme.apps.activities import checks
from opencme.apps.activities.models import GapEvidence
from opencme.apps.audit.models import AuditEvent
from opencme.apps.files import selectors as files
from opencme.apps.files.services import store_file
from opencme.apps.messaging.models import Message
from opencme.apps.reporting.models import Report, ReportedCompletion
from opencme.apps.reporting.selectors import reports
from opencme.apps.reporting.services.identifiers import ask_for_identifiers
from opencme.apps.reporting.services.making import (
    cancel_report,
    make_report,
    mark_submitted,
    run_report,
    take_back_submitted,
)
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
NOW = ledger_rows.CLAIMED + timedelta(days=30)
TODAY = NOW.date()
CLOSED = {
    "accreditor_activity_id": "202600007",
    "outcomes_measured": ["competence:objective"],
    "change_analysis": "Cultures were drawn earlier.",
}


@pytest.fixture
def ada():
    return people.as_actor(people.ada())


@pytest.fixture
def activity():
    made = ledger_rows.designated(**CLOSED)
    made.state = "closed"
    made.save()
    return made


def reportable(person, npi="1234567893"):
    person.birth_month, person.birth_day, person.report_consent_at = 4, 9, people.NOW
    person.save()
    if npi:
        Identifier.objects.get_or_create(person=person, kind="npi", defaults={"value": npi})
    return person


def completed(activity, person, amount="1.75"):
    registration = ledger_rows.registered(activity, person)
    return ledger_rows.award(registration, amount)


def made(ada, activity, kind, run_jobs):
    report = make_report(by=ada, activity_id=activity.public_id, kind=kind, now=NOW)
    run_jobs(queue="reports")
    report.refresh_from_db()
    return report


def content(report):
    return json.loads(files.read_file(report.file))


def errors_of(schema_dir, name, given):
    return [each.message for each in json_validator(schema_dir, name).iter_errors(given)]


def completions_in(report):
    return content(report)["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"]


def test_activity_report_says_what_is_known_and_validates(ada, activity, run_jobs, schema_dir):
    completed(activity, people.dee())
    completed(activity, people.nia())
    report = made(ada, activity, "pars_activity_json", run_jobs)
    given = content(report)
    assert errors_of(schema_dir, "activity", given) == []
    del given["ACCMEActivities"]["MedicalEducationMetrics"][0]["ReportDescription"]
    assert errors_of(schema_dir, "activity", given), "the schema itself must be able to refuse"


def test_activity_report_counts_registered_physicians_and_others(ada, activity, run_jobs):
    completed(activity, people.dee())
    completed(activity, people.nia())
    ledger_rows.registered(activity, people.cy())
    report = made(ada, activity, "pars_activity_json", run_jobs)
    (record,) = content(report)["ACCMEActivities"]["MedicalEducationMetrics"]
    assert record["ParticipationMetrics"]["participantsByCategory"] == [
        {"category": "physician", "numberOfParticipants": 2},
        {"category": "other", "numberOfParticipants": 1},
    ]
    assert record["XtensibleInfo"]["closeActivityRecord"] is True
    assert (report.state, report.summary["activities"]) == ("ready", 1)
    assert AuditEvent.objects.filter(event="report.made").count() == 1


def test_activity_that_lacks_what_pars_needs_is_refused_with_everything(ada):
    bare = factories.activity(state="open", summary="", delivery_method="", city="")
    with pytest.raises(DomainError) as refusal:
        make_report(by=ada, activity_id=bare.public_id, kind="pars_activity_xml", now=NOW)
    assert [each.code for each in refusal.value.findings] == [
        "report.place",
        "report.credits",
        "report.description",
    ]
    assert not Report.objects.of(bare.provider_id).exists()


def test_learner_report_validates(ada, activity, run_jobs, schema_dir):
    completed(activity, reportable(people.dee()))
    report = made(ada, activity, "pars_learners_json", run_jobs)
    given = content(report)
    assert errors_of(schema_dir, "learner-reports", given) == []
    given["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"][0].pop("Member")
    assert errors_of(schema_dir, "learner-reports", given), "the schema itself must be able to refuse"


def test_learner_report_holds_who_agreed_and_can_be_matched_and_lists_the_others(ada, activity, run_jobs):
    completed(activity, reportable(people.dee()), "1.50")
    completed(activity, reportable(people.cy(), npi=""))
    completed(activity, people.nia())
    report = made(ada, activity, "pars_learners_json", run_jobs)
    (record,) = completions_in(report)
    assert record["Member"]["Name"] == {"GivenName": "Dee", "FamilyName": "Learner"}
    (credit,) = record["Activity"]["Module"]["CreditCertificate"]
    assert credit["CreditReceived"]["numberOfCredits"] == 1.5
    assert report.findings == [
        [
            "identity.identifier.missing",
            "One of these is needed: an NPI, a state license with its state, or a board ID.",
            "Cy Teacher",
        ]
    ]
    assert report.summary == {
        "rows": 1,
        "added": 1,
        "deleted": 0,
        "left_out": {"identity.identifier.missing": 1, "report.not_physician": 1},
    }


def test_completions_count_as_reported_once_submitted_and_a_correction_deletes_and_adds(ada, activity, run_jobs):
    award = completed(activity, reportable(people.dee()))
    first = made(ada, activity, "pars_learners_json", run_jobs)
    again = made(ada, activity, "pars_learners_json", run_jobs)
    assert [each["XtensibleInfo"]["LearnerRecordAction"] for each in completions_in(again)] == ["add"]
    mark_submitted(by=ada, provider_id=activity.provider_id, report_id=again.public_id, now=NOW)
    with pytest.raises(DomainError) as refusal:
        make_report(by=ada, activity_id=activity.public_id, kind="pars_learners_json", now=NOW)
    assert [each.code for each in refusal.value.findings] == ["report.nobody"]
    ledger_rows.award(award.registration, "1.00", kind="correction", replaces=award, reason="Left early")
    third = made(ada, activity, "pars_learners_json", run_jobs)
    assert [
        (
            each["XtensibleInfo"]["LearnerRecordAction"],
            each["Activity"]["Module"]["CreditCertificate"][0]["CreditReceived"]["numberOfCredits"],
        )
        for each in completions_in(third)
    ] == [("delete", 1.75), ("add", 1)]
    take_back_submitted(by=ada, provider_id=activity.provider_id, report_id=again.public_id, now=NOW)
    assert reports.reports_page(actor=ada, activity=activity, now=NOW).learners.reportable == 1
    assert first.submitted_at is None


def test_report_asked_twice_is_made_once(ada, activity):
    completed(activity, reportable(people.dee()))
    asked = {"by": ada, "activity_id": activity.public_id, "kind": "pars_learners_json", "now": NOW}
    assert make_report(**asked) == make_report(**asked)


def test_job_that_runs_again_after_a_crash_begins_anew(ada, activity):
    completed(activity, reportable(people.dee()))
    report = make_report(by=ada, activity_id=activity.public_id, kind="pars_learners_json", now=NOW)
    Report.objects.of(activity.provider_id).update(state="running", done=1)
    ReportedCompletion.objects.create(report=report, award=activity.awards.get(), action="add")
    run_report(by=system(), report_id=report.pk, now=NOW)
    run_report(by=system(), report_id=report.pk, now=NOW + timedelta(hours=1))
    report.refresh_from_db()
    assert (report.state, report.made_at, report.completions.count()) == ("ready", NOW, 1)


def test_cancelled_report_makes_no_file(ada, activity):
    completed(activity, reportable(people.dee()))
    report = make_report(by=ada, activity_id=activity.public_id, kind="pars_learners_json", now=NOW)
    cancel_report(by=ada, provider_id=activity.provider_id, report_id=report.public_id, now=NOW)
    run_report(by=system(), report_id=report.pk, now=NOW)
    report.refresh_from_db()
    assert (report.state, report.file, report.completions.count()) == ("cancelled", None, 0)


def test_learner_report_with_nobody_fails_and_says_why(ada, activity, run_jobs):
    completed(activity, reportable(people.cy(), npi=""))
    report = made(ada, activity, "pars_learners_json", run_jobs)
    assert (report.state, report.file) == ("failed", None)
    assert report.error == "Nobody could be reported; the reasons are listed."
    assert [name for _code, _sentence, name in report.findings] == ["Cy Teacher"]


def test_only_staff_who_report_may_ask_and_read(activity, ada, run_jobs):
    completed(activity, reportable(people.dee()))
    asked = {"activity_id": activity.public_id, "kind": "pars_learners_json", "now": NOW}
    with pytest.raises(NotAllowed):
        make_report(by=people.as_actor(people.bo()), **asked)
    for stranger in (people.eve(), people.dee()):
        with pytest.raises(NotFound):
            make_report(by=people.as_actor(stranger), **asked)
    report = made(ada, activity, "pars_learners_json", run_jobs)
    assert [
        reports.may_read_file(people.as_actor(who), report.file) for who in (people.ada(), people.bo(), people.eve())
    ] == [
        True,
        False,
        False,
    ]


def test_gate_asks_for_the_submitted_activity_report(ada, activity, run_jobs):
    completed(activity, reportable(people.dee()))
    assert [each.code for each in checks.findings("reported", activity, NOW)] == [
        "report.activity_not_submitted",
        "report.completions_not_submitted",
    ]
    for kind in ("pars_activity_xml", "pars_learners_json"):
        report = made(ada, activity, kind, run_jobs)
        mark_submitted(by=ada, provider_id=activity.provider_id, report_id=report.public_id, now=NOW)
    assert checks.findings("reported", activity, NOW) == ()


def test_year_report_holds_what_was_offered_and_leaves_out_what_lacks_something(ada, activity, run_jobs):
    completed(activity, people.dee())
    factories.enduring(state="open")
    factories.activity(state="planning", title="Still an idea")
    page = reports.year_page(actor=ada, provider=activity.provider, year=2026, now=NOW)
    assert [(line.activity.title, str(line.status)) for line in page.lines] == [
        ("Sepsis on the Ward", "closed"),
        ("Insulin Safety in Hospital", "draft"),
    ]
    report = make_report(by=ada, provider_id=activity.provider_id, kind="pars_activity_xml", year=2026, now=NOW)
    run_jobs(queue="reports")
    report.refresh_from_db()
    assert (report.state, report.summary["activities"], report.summary["left_out"]) == (
        "ready",
        1,
        {"report.incomplete": 1},
    )


def test_mail_asks_for_what_is_missing_once_a_week(ada, activity):
    completed(activity, reportable(people.cy(), npi=""))
    completed(activity, people.nia())
    for _again in range(2):
        assert ask_for_identifiers(by=ada, activity_id=activity.public_id, now=NOW) == 1
    mail = Message.objects.get()
    assert mail.to == "cy@example.org"
    assert "- One of these is needed: an NPI" in mail.text
    ask_for_identifiers(by=ada, activity_id=activity.public_id, now=NOW + timedelta(days=7))
    assert Message.objects.count() == 2


def pdf_page():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_activity_file_is_one_bookmarked_pdf_with_its_evidence(ada, activity, run_jobs):
    completed(activity, people.dee())
    evidence = {
        name: store_file(
            by=system(),
            provider_id=activity.provider_id,
            name=name,
            content=body,
            allowed=frozenset({"pdf", "csv"}),
            now=NOW,
        )
        for name, body in (
            ("audit.pdf", pdf_page()),
            ("broken.pdf", b"%PDF-1.7 nothing"),
            ("figures.csv", b"a,b\n1,2\n"),
        )
    }
    for name, file in evidence.items():
        GapEvidence.objects.create(activity=activity, text=f"See {name}", file=file)
    report = made(ada, activity, "activity_file_pdf", run_jobs)
    reader = pypdf.PdfReader(io.BytesIO(files.read_file(report.file)))
    titles = list(bookmarks(reader.outline))
    for title in ("What is missing", "Professional practice gap", "Everybody in control of content", "1. audit.pdf"):
        assert title in titles
    assert "2. broken.pdf: could not be joined, see the ZIP" in titles
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "First antibiotics are given late in four of ten ward patients with sepsis.",
        "Nobody in control of the content is named.",
        "Cultures were drawn earlier.",
        "Records of participation are kept at least until May 14, 2032.",
        "figures.csv",
    ):
        assert words in text


def bookmarks(outline):
    for each in outline:
        if isinstance(each, list):
            yield from bookmarks(each)
        else:
            yield each.title


def test_activity_zip_holds_the_evidence_and_what_is_missing(ada, activity, run_jobs):
    file = store_file(
        by=system(),
        provider_id=activity.provider_id,
        name="=figures.csv",
        content=b"a,b\n",
        allowed=frozenset({"csv"}),
        now=NOW,
    )
    GapEvidence.objects.create(activity=activity, text="Chart audit", file=file)
    report = made(ada, activity, "activity_file_zip", run_jobs)
    archive = zipfile.ZipFile(io.BytesIO(files.read_file(report.file)))
    assert archive.namelist() == ["activity-file.pdf", "contents.csv", "missing.csv", "evidence/01-=figures.csv"]
    assert "'=figures.csv" in archive.read("contents.csv").decode("utf-8-sig")
    assert "Nobody in control of the content is named." in archive.read("missing.csv").decode("utf-8-sig")
    assert pypdf.PdfReader(io.BytesIO(archive.read("activity-file.pdf"))).trailer["/Root"]["/MarkInfo"]


def test_counts_on_the_page_are_those_of_the_file(ada, activity, run_jobs):
    award = completed(activity, reportable(people.dee()))
    completed(activity, reportable(people.cy(), npi=""))
    completed(activity, people.bo())
    completed(activity, people.nia())
    before = reports.reports_page(actor=ada, activity=activity, now=NOW).learners
    report = made(ada, activity, "pars_learners_json", run_jobs)
    assert (before.reportable, before.reported, before.physicians_left_out, before.others) == (1, 0, 2, 1)
    assert before.reportable == report.summary["rows"]
    assert {(each.sentence, each.people) for each in before.reasons} == {
        ("Has not agreed that completions are reported. They can agree in their profile.", 1),
        ("The month and day of birth are missing; the year is not asked.", 1),
        ("One of these is needed: an NPI, a state license with its state, or a board ID.", 2),
    }
    mark_submitted(by=ada, provider_id=activity.provider_id, report_id=report.public_id, now=NOW)
    ledger_rows.award(award.registration, "1.00", kind="correction", replaces=award, reason="Left early")
    after = reports.reports_page(actor=ada, activity=activity, now=NOW).learners
    assert (after.reportable, after.reported) == (2, 0)  # the old one is deleted, the new one added


def test_fault_of_ours_frees_the_report_and_is_not_swallowed(ada, activity, monkeypatch):
    completed(activity, reportable(people.dee()))
    report = make_report(by=ada, activity_id=activity.public_id, kind="pars_learners_json", now=NOW)
    monkeypatch.setattr("opencme.apps.reporting.services.making.store_file", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_report(by=system(), report_id=report.pk, now=NOW)
    report.refresh_from_db()
    assert (report.state, report.error.startswith("It could not be made")) == ("failed", True)
    assert make_report(by=ada, activity_id=activity.public_id, kind="pars_learners_json", now=NOW) != report
