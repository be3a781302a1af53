"""Taking everything along, and leaving: every table is accounted for, evidence stands, nothing else remains."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import ledger_rows
import money_rows
import offers
import people
import pytest
import wallets
from django.apps import apps
from django.contrib.auth import authenticate
from django.test import Client

from opencme.apps.accounts.models import Identifier, Person
from opencme.apps.accounts.services import sign_in
from opencme.apps.activities.models import Activity
from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Award, Certificate
from opencme.apps.credit.selectors import verify_ledger
from opencme.apps.credit.selectors.certificates import certificate_to_verify
from opencme.apps.credit.services import claim_credit
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.delivery.models import Registration
from opencme.apps.files.models import StoredFile
from opencme.apps.files.paths import path_of
from opencme.apps.files.selectors import read_file
from opencme.apps.messaging.models import Message
from opencme.apps.messaging.services import queue_mail
from opencme.apps.providers.models import Membership
from opencme.apps.providers.selectors import actor_of
from opencme.apps.wallet.models import AccountExport, Allowance
from opencme.apps.wallet.selectors.account import account_page, findings_on_deleting, kept_until
from opencme.apps.wallet.selectors.account_parts import NOT_THEIRS, PARTS, Fate
from opencme.apps.wallet.services.account import delete_account, finish_deletions, forget_names
from opencme.apps.wallet.services.account_export import ask_for_export, forget_exports, run_export
from opencme.apps.wallet.tasks import forget
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, NotAllowed
from opencme.rules.access import Role
from opencme.rules.access.roles import system

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
THROUGH = {"person", "registration", "in_control", "disclosure", "relationship", "attempt", "award", "share", "credit"}


# ── the walk over all models ──


def reached():
    """Every (model, field) that leads to a person, at once or over rows that are a person's."""
    theirs, found, grows = {Person}, {}, True
    while grows:
        grows = False
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.is_relation and field.related_model in theirs and model is not field.related_model:
                    found[model, field.name] = field.related_model
                    if field.name in THROUGH and model not in theirs:
                        theirs.add(model)
                        grows = True
    return found


def test_every_table_that_leads_to_a_person_is_exported_and_deleted_or_named_as_kept():
    named = {(part.model, part.path.split("__")[0]) for part in PARTS}
    listed = {part.model for part in PARTS}
    # A row that hangs on several rows of the same person is named once, by one of the ways.
    unnamed = {
        (model._meta.label, field)
        for (model, field), target in reached().items()
        if (model, field) not in named
        and (model, field) not in NOT_THEIRS
        and not (target is not Person and model in listed)
        and model._meta.app_label != "procrastinate"
    }

    assert unnamed == set()


def test_whatever_stays_says_why_and_every_wallet_table_goes():
    for part in PARTS:
        assert part.fate is Fate.DELETED or part.because, part.key
    wallet = {part.model for part in PARTS if part.fate is Fate.DELETED}
    assert set(apps.get_app_config("wallet").get_models()) <= wallet


def test_evidence_is_never_among_what_is_deleted():
    assert [part.key for part in PARTS if part.fate is Fate.DELETED and getattr(part.model, "is_evidence", False)] == []


# ── with rows ──


@pytest.fixture
def dee(db):
    """Dee with a wallet of everything, credit with a certificate, a registration that never began, and mail."""
    who = wallets.dee()
    given = money_rows.allowance(who)
    money_rows.expense(given, receipt=money_rows.receipt("invoice.pdf"), who=who)
    activity = ledger_rows.designated()
    registration = ledger_rows.registered(activity, who)
    ledger_rows.attended(registration)
    offers.impression(registration)
    asked = {"ama_pra_cat1": Credits.of("2.00")}
    claim_credit(by=actor_of(who), activity_id=activity.public_id, asked=asked, now=ledger_rows.CLAIMED)
    issue_certificate(by=system(), registration_id=registration.pk, now=ledger_rows.CLAIMED)
    offers.registration(offers.enduring(), who)
    Identifier.objects.create(person=who, kind="npi", value="1234567893")
    queue_mail(to=who.email, subject="Your certificate", text="It is here.", now=NOW)
    who.set_password(people.PASSWORD)
    who.save()
    return who


def leave(who, typed=None, **more):
    more = more or {"password": people.PASSWORD}
    return delete_account(by=actor_of(who), typed=typed or who.email, now=NOW, **more)


def export(who):
    asked = ask_for_export(by=actor_of(who), now=NOW)
    run_export(export_id=asked.pk, now=NOW)
    asked.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(read_file(asked.file)))


def test_an_export_holds_every_part_with_its_rows_and_files_and_names_each(dee):
    archive = export(dee)
    names = set(archive.namelist())
    readme = archive.read("README.txt").decode()

    for part in PARTS:
        if part.is_exported:
            rows = json.loads(archive.read(f"{part.key}.json"))
            mine = part.rows(dee).exclude(event__in=["wallet.file_kept"]) if part.key == "audit/auditevent" else None
            assert len(rows) >= (mine.count() if mine is not None else part.rows(dee).count()), part.key
            assert f"{part.key}.json" in readme
            assert not any(set(row) & set(part.hides) for row in rows)
    allowance, award = (json.loads(archive.read(f"{each}.json"))[0] for each in ("wallet/allowance", "credit/award"))
    assert (allowance["employer"], allowance["budget"]) == ("Lakeside Hospital", "3500.00")
    assert award["printed_name"] == Award.related.get().printed_name
    assert {name.rpartition("-")[2] for name in names if name.startswith("files/wallet/expense/")} == {"invoice.pdf"}
    assert any(name.startswith("files/credit/certificate/") for name in names)
    assert Activity.related.first().title in archive.read("activities.json").decode()


def test_nobody_else_is_in_an_export(dee):
    other = people.nia()
    money_rows.allowance(other, employer="Nia's employer")
    ledger_rows.registered(Activity.related.first(), other)

    archive = export(dee)

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Nia" not in everything
    assert b"Nia" in b"".join(export(other).read(name) for name in ("wallet/allowance.json",))


def test_asking_twice_makes_one_export_and_its_job_may_run_twice(dee, run_jobs):
    first, again = (ask_for_export(by=actor_of(dee), now=NOW) for _ in range(2))
    run_jobs(queue="exports")
    run_export(export_id=first.pk, now=NOW)

    assert first == again
    kept = AccountExport.objects.get()
    assert (kept.state, kept.done) == ("ready", kept.total)
    assert StoredFile.related.filter(name__startswith="opencme-account").count() == 1


def test_an_exports_file_is_forgotten_after_a_week(dee, django_capture_on_commit_callbacks):
    export(dee)
    digest = AccountExport.objects.get().file.sha256

    assert forget_exports(now=NOW + timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_exports(now=NOW + timedelta(days=8)) == 1
    assert not path_of(digest).exists()
    assert not AccountExport.objects.exists()


def test_what_would_go_and_what_would_stay_is_named_beforehand(dee):
    shown = account_page(actor=actor_of(dee))

    gone = {each.part.key: each.count for each in shown.gone}
    kept = {each.part.key: each.count for each in shown.kept}
    assert gone["wallet/allowance"] == gone["wallet/expense"] == gone["accounts/identifier"] == 1
    assert gone["files/storedfile"] == 1
    assert kept["credit/award"] == kept["credit/certificate"] == 1
    assert shown.until == date(2032, 5, 14)
    assert all(each.part.because for each in shown.kept)


@pytest.mark.parametrize(
    ("typed", "more", "field"),
    [
        ("somebody@example.org", {"password": people.PASSWORD}, "typed"),
        ("", {"is_fresh": True}, "typed"),
        (None, {"password": "wrong"}, "password"),
        (None, {"password": None}, "password"),
    ],
)
def test_deleting_is_confirmed_by_typing_and_by_the_password(dee, typed, more, field):
    with pytest.raises(DomainError) as refused:
        delete_account(by=actor_of(dee), typed=dee.email if typed is None else typed, now=NOW, **more)

    assert [each.field for each in refused.value.findings] == [field]
    assert Allowance.objects.exists()


def test_after_deleting_nothing_of_the_wallet_remains_and_the_evidence_stands(dee, django_capture_on_commit_callbacks):
    receipt = StoredFile.related.get(name="invoice.pdf")
    number = Certificate.related.get().number
    address, name = dee.email, dee.name_with_credentials
    before = AuditEvent.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        leave(dee)

    dee.refresh_from_db()
    for model in apps.get_app_config("wallet").get_models():
        assert not model.objects.exists(), model
    assert not path_of(receipt.sha256).exists()
    assert not StoredFile.related.filter(provider=None).exists()
    assert not Identifier.objects.exists()
    assert verify_ledger().is_whole
    assert Award.related.get().person_id == dee.pk
    assert certificate_to_verify(number).name == name
    assert AuditEvent.objects.count() > before
    assert (dee.email.endswith("@deleted.invalid"), dee.is_active, dee.deleted_at) == (True, False, NOW)
    assert (dee.degree, dee.profession, dee.birth_month, dee.report_consent_at) == ("", "", None, None)
    assert dee.full_name == "Dee Learner"
    assert [each.subject for each in Message.objects.filter(to=address)] == ["Your account is deleted"]


def test_a_registration_that_never_began_goes_and_one_that_did_stays(dee):
    assert Registration.related.filter(person=dee).count() == 2

    leave(dee)

    assert Registration.related.get(person=dee).awards.exists()


def test_signing_in_is_impossible_and_open_sessions_end(dee):
    address = dee.email
    here = Client()
    here.force_login(dee)
    assert here.get("/me/profile/").status_code == 200

    leave(dee)

    assert here.get("/me/profile/").status_code == 302
    assert authenticate(username=address, password=people.PASSWORD) is None
    with pytest.raises(DomainError):
        sign_in(email=address, password=people.PASSWORD, now=NOW)


def test_the_trail_of_leaving_names_nobody(dee):
    leave(dee)

    row = AuditEvent.objects.get(event="account.deleted")
    assert (row.by_label, row.subject_label, row.by_person_id) == ("", "", dee.pk)


@pytest.mark.django_db
def test_somebody_without_any_record_of_participation_leaves_no_name():
    who = people.cy()

    delete_account(by=actor_of(who), typed=who.email, is_fresh=True, now=NOW)

    who.refresh_from_db()
    assert (who.full_name, who.credentials) == ("Deleted account", "")


def test_the_name_goes_when_no_record_of_participation_must_be_kept_any_more(dee):
    leave(dee)
    last = kept_until(dee)

    assert forget_names(now=datetime(last.year, last.month, last.day, tzinfo=UTC)) == 0
    assert forget_names(now=datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)) == 1
    dee.refresh_from_db()
    assert dee.full_name == "Deleted account"
    assert verify_ledger().is_whole
    assert forget_names(now=datetime(2050, 1, 1, tzinfo=UTC)) == 0


def test_what_a_request_under_way_wrote_meanwhile_goes_the_next_night(dee):
    leave(dee)
    money_rows.allowance(dee)
    money_rows.receipt(who=dee)
    other = money_rows.allowance(people.nia())

    forget(timestamp=int(NOW.timestamp()))

    assert [each.pk for each in Allowance.objects.all()] == [other.pk]
    assert not StoredFile.related.filter(provider=None, stored_by=dee).exists()
    assert finish_deletions(now=NOW) == 0


@pytest.mark.django_db
def test_the_last_manager_hands_over_first():
    people.lakeside()
    ada = people.ada()

    assert [each.code for each in findings_on_deleting(ada)] == ["account.last_manager"]
    with pytest.raises(DomainError, match="Lakeside"):
        delete_account(by=actor_of(ada), typed=ada.email, is_fresh=True, now=NOW)

    Membership.objects.create(provider=people.lakeside(), person=people.cy(), role=Role.MANAGER, from_at=NOW)
    delete_account(by=actor_of(ada), typed=ada.email, is_fresh=True, now=NOW)
    assert not Membership.related.filter(person=ada, ended_at=None).exists()
    assert Membership.related.filter(person=ada).count() == 2


@pytest.mark.django_db
def test_the_system_and_link_holders_have_no_account():
    for act in (
        lambda: delete_account(by=system(), typed="", now=NOW),
        lambda: ask_for_export(by=system(), now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
