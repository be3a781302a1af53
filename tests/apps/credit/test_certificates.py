"""Certificates: made once, kept for ever, replaced with a reason, readable by those they concern."""

import io
from datetime import timedelta

import ledger_rows
import people
import pypdf
import pytest
from django.db import DatabaseError, transaction

from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Certificate
from opencme.apps.credit.selectors import certificates as selectors
from opencme.apps.credit.services.certificates import issue_certificate, reissue_certificate
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
NOW = ledger_rows.CLAIMED


@pytest.fixture
def registration():
    return ledger_rows.registered(ledger_rows.designated(), people.dee())


def issue(registration, by=None, **values):
    return issue_certificate(by=by or system(), registration_id=registration.pk, now=NOW, **values)


def read(certificate):
    return " ".join(pypdf.PdfReader(io.BytesIO(files.read_file(certificate.file))).pages[0].extract_text().split())


def test_certificate_says_word_for_word_what_was_awarded(registration):
    ledger_rows.award(registration)
    text = read(issue(registration))
    for words in (
        "Dee Learner, MD",
        "Sepsis on the Ward",
        "Live activity",
        "May 14, 2026",
        "Duluth, MN, USA",
        "Dee Learner, MD was awarded 1.75 AMA PRA Category 1 Credits™ for participation in Sepsis on the Ward.",
        (
            "The Lakeside Health System is accredited by the Accreditation Council for Continuing Medical Education (ACCME) "
            "to provide continuing medical education for physicians."
        ),
        (
            "The Lakeside Health System designates this live activity for a maximum of 2 AMA PRA Category 1 Credits™. "
            "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
        ),
    ):
        assert words in text


def test_trap_16_certificate_shows_what_was_claimed_and_one_credit_is_singular(registration):
    ledger_rows.award(registration, "1.00")
    assert "was awarded 1 AMA PRA Category 1 Credit™ for" in read(issue(registration))


def test_trap_48_nurse_participated_and_the_activity_was_designated():
    registration = ledger_rows.registered(ledger_rows.designated(), people.nia())
    ledger_rows.award(registration)
    text = read(issue(registration))
    assert (
        "Nia Nurse, RN participated in Sepsis on the Ward on May 14, 2026. "
        "This activity was designated for 2 AMA PRA Category 1 Credits™."
    ) in text
    assert "awarded" not in text


def test_issuing_again_gives_the_same_certificate_and_file(registration):
    ledger_rows.award(registration)
    first = issue(registration)
    second = issue(registration, by=people.as_actor(people.dee()))
    assert first == second
    assert Certificate.objects.of(first.registration.activity.provider_id).count() == 1
    assert StoredFile.objects.of(registration.activity.provider_id).count() == 1
    assert AuditEvent.objects.filter(event="certificate.issued").count() == 1


def test_try_after_a_crash_makes_the_same_number_and_the_same_bytes(registration):
    ledger_rows.award(registration)
    with transaction.atomic():
        lost = issue(registration)
        kept = (lost.number, lost.file.sha256)
        transaction.set_rollback(True)
    later = issue_certificate(by=system(), registration_id=registration.pk, now=NOW + timedelta(hours=3))
    assert (later.number, later.file.sha256) == kept


def test_no_credit_gives_no_certificate(registration):
    with pytest.raises(DomainError) as refusal:
        issue(registration)
    assert [each.code for each in refusal.value.findings] == ["certificate.no_credit"]


def test_correction_makes_a_new_version_and_the_old_one_is_superseded(registration):
    award = ledger_rows.award(registration)
    first = issue(registration)
    ledger_rows.award(
        registration,
        "1.50",
        kind="correction",
        replaces=award,
        reason="Left at 9:30",
        awarded_at=NOW + timedelta(days=1),
    )
    assert status(first) == "superseded"  # the ledger changed, even before the new version is made
    second = issue(registration)
    assert (second.version, second.reason, second.replaces) == (2, "Left at 9:30", first)
    assert (status(first), status(second)) == ("superseded", "valid")
    assert "was awarded 1.5 AMA PRA Category 1 Credits™" in read(second)
    assert "1.75" in read(first)


def test_certificate_is_revoked_when_every_award_on_it_is(registration):
    award = ledger_rows.award(registration)
    certificate = issue(registration)
    ledger_rows.award(
        registration,
        "0",
        kind="revocation",
        replaces=award,
        reason="Never attended",
        awarded_at=NOW + timedelta(days=2),
    )
    seen = selectors.certificate_to_verify(certificate.number)
    assert (seen.status, seen.changed_at) == ("revoked", NOW + timedelta(days=2))
    with pytest.raises(DomainError):
        issue(registration)


def status(certificate):
    return str(selectors.certificate_to_verify(certificate.number).status)


def test_reissue_prints_the_present_name_and_the_reason_and_twice_is_once(registration):
    ledger_rows.award(registration)
    first = issue(registration)
    dee = people.dee()
    dee.family_name = "Learner-Ng"
    dee.save()
    ada = people.as_actor(people.ada())
    asked = {"by": ada, "registration_id": registration.pk, "reason": "Name after marriage", "version": 1, "now": NOW}
    second = reissue_certificate(**asked)
    assert reissue_certificate(**asked) == second
    assert second.number != first.number
    assert "Dee Learner-Ng, MD" in read(second)
    assert "version 2: Name after marriage" in read(second)
    assert status(first) == "superseded"


@pytest.mark.parametrize(("reason", "code"), [("  ", "certificate.reason")])
def test_reissue_without_a_reason_is_refused(registration, reason, code):
    ledger_rows.award(registration)
    issue(registration)
    with pytest.raises(DomainError) as refusal:
        reissue_certificate(
            by=people.as_actor(people.ada()), registration_id=registration.pk, reason=reason, version=1, now=NOW
        )
    assert [each.code for each in refusal.value.findings] == [code]


def test_only_the_participant_and_staff_may_issue_or_read(registration):
    ledger_rows.award(registration)
    for stranger in (people.eve(), people.cy()):
        with pytest.raises(NotFound):
            issue(registration, by=people.as_actor(stranger))
    certificate = issue(registration, by=people.as_actor(people.ada()))
    may = {
        who.given_name: selectors.may_read_file(people.as_actor(who), certificate.file)
        for who in (people.dee(), people.ada(), people.bo(), people.cy(), people.eve())
    }
    assert may == {"Dee": True, "Ada": True, "Bo": True, "Cy": False, "Eve": False}
    with pytest.raises(NotAllowed):
        reissue_certificate(
            by=people.as_actor(people.bo()), registration_id=registration.pk, reason="x", version=1, now=NOW
        )


def test_certificate_is_evidence_the_database_keeps(registration):
    ledger_rows.award(registration)
    certificate = issue(registration)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.of(registration.activity.provider_id).update(printed_name="Somebody Else")
    with pytest.raises(DatabaseError), transaction.atomic():
        certificate.delete()


def test_file_is_genuine_altered_or_unknown(registration):
    ledger_rows.award(registration)
    certificate = issue(registration)
    content = files.read_file(certificate.file)
    altered = content.replace(b"Sepsis", b"Sepsos")
    assert altered != content
    found = {
        name: selectors.check_file(each)
        for name, each in {
            "own": content,
            "altered": altered,
            "text": b"no PDF",
            "cut": content[:500],
            "empty": b"",
        }.items()
    }
    assert {name: str(each.verdict) for name, each in found.items()} == {
        "own": "genuine", "altered": "altered", "text": "unknown", "cut": "unknown", "empty": "unknown",
    }  # fmt: skip
    assert found["altered"].certificate.number == certificate.number


def test_list_of_an_activity_asks_the_same_queries_for_one_and_three(registration, django_assert_num_queries):
    ada = people.as_actor(people.ada())
    activity = registration.activity
    ledger_rows.award(registration)
    issue(registration)
    with django_assert_num_queries(3) as one:
        assert len(selectors.certificates_of_activity(actor=ada, activity=activity)) == 1
    for who in (people.cy(), people.nia()):
        more = ledger_rows.registered(activity, who)
        ledger_rows.award(more)
        issue(more)
    with django_assert_num_queries(len(one.captured_queries)):
        rows = selectors.certificates_of_activity(actor=ada, activity=activity)
    assert [row.name for row in rows] == ["Dee Learner, MD", "Nia Nurse, RN", "Cy Teacher, MD"]


@pytest.mark.parametrize("typed", ["", "nothing", "K7Q2-9F3M-X4TB", "../../etc/passwd", "0" * 12, "\x00"])
def test_unknown_number_is_not_found(typed, db):
    with pytest.raises(NotFound):
        selectors.certificate_to_verify(typed)
