"""The ledger: corrected by new entries, sealed daily, verified to the first broken row."""

from datetime import date, timedelta
from decimal import Decimal

import ledger_rows
import people
import pytest
from django.db import DatabaseError, connection, transaction

from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Award, Chain, Seal
from opencme.apps.credit.selectors import awards_of, balance_of, ledger_table, standing_in, verify_ledger
from opencme.apps.credit.services import claim_credit, correct_award, revoke_award, seal_day
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.kernel.periods import Period
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
NOW = ledger_rows.CLAIMED
AMA = "ama_pra_cat1"


@pytest.fixture
def ada():
    return people.as_actor(people.ada())


@pytest.fixture
def activity():
    return ledger_rows.designated()


def claimed(activity, who, amount="1.00", minutes=None):
    person = who()
    ledger_rows.attended(ledger_rows.registered(activity, person), minutes)
    credit = AMA if person.degree == "MD" else "ama_pra_attendance"
    (award,) = claim_credit(
        by=people.as_actor(person), activity_id=activity.public_id, asked={credit: Credits.of(amount)}, now=NOW
    )
    return award


def broken():
    found = verify_ledger().first
    return (found.kind, found.sequence, found.number) if found else None


def tamper(statement, *values):
    """Change the ledger as somebody with the database's own password would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE credit_award DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE credit_award ENABLE TRIGGER USER")


def test_correction_is_a_new_entry_that_points_to_the_old_one(activity, ada, run_jobs):
    award = claimed(activity, people.dee, "2.00")
    run_jobs(queue="certificates")
    row = correct_award(by=ada, award_id=award.public_id, amount=Credits.of("1.50"), reason=" Left early ", now=NOW)

    assert (row.kind, row.replaces, row.amount, row.reason) == ("correction", award, Decimal("1.50"), "Left early")
    assert (row.printed_name, row.completed_on, row.by_label) == (award.printed_name, award.completed_on, "Ada Planner")
    assert list(standing_in(activity)) == [row]
    event = AuditEvent.objects.get(event="credit.corrected")
    assert (event.before["amount"], event.after["amount"], event.after["reason"]) == ("2.00", "1.50", "Left early")
    assert run_jobs(queue="certificates") == ["credit.issue_certificate"]
    assert [each.version for each in award.registration.certificates.order_by("version")] == [1, 2]
    assert verify_ledger().is_whole


def test_correction_above_evidence_or_twice_is_refused(activity, ada):
    award = claimed(activity, people.dee, "1.00", minutes=60)

    def codes(amount, reason="x"):
        with pytest.raises(DomainError) as refusal:
            correct_award(by=ada, award_id=award.public_id, amount=Credits.of(amount), reason=reason, now=NOW)
        return [finding.code.removeprefix("credit.correction.") for finding in refusal.value.findings]

    assert codes("1.25") == ["unsupported"]
    assert codes("2.25", "") == ["reason", "above_designated"]
    correct_award(by=ada, award_id=award.public_id, amount=Credits.of("0.75"), reason="Left early", now=NOW)
    assert codes("0.50") == ["replaced"]


def test_revocation_takes_it_from_every_balance_and_a_claim_does_not_revive_it(activity, ada):
    award = claimed(activity, people.dee)
    row = revoke_award(by=ada, award_id=award.public_id, reason="Claimed by a namesake", now=NOW)

    assert (row.kind, row.amount) == ("revocation", Decimal(0))
    assert balance_of(people.dee()) == {}
    with pytest.raises(DomainError) as refusal:
        claim_credit(
            by=people.as_actor(people.dee()),
            activity_id=activity.public_id,
            asked={AMA: Credits.of("1.00")},
            now=NOW,
        )
    assert [finding.code for finding in refusal.value.findings] == ["credit.claim.revoked"]
    again = correct_award(by=ada, award_id=row.public_id, amount=Credits.of("1.00"), reason="It was her", now=NOW)
    assert balance_of(people.dee()) == {AMA: Credits.of("1.00")}
    assert again.replaces == row


def test_only_who_may_corrects_and_others_do_not_see_it(activity):
    award = claimed(activity, people.dee)
    for who, refusal in ((people.bo, NotAllowed), (people.dee, NotFound), (people.eve, NotFound)):
        with pytest.raises(refusal):
            revoke_award(by=people.as_actor(who()), award_id=award.public_id, reason="x", now=NOW)
    with pytest.raises(NotFound):
        ledger_table(actor=people.as_actor(people.eve()), activity=activity)


def test_balances_are_derived_by_system_and_period(activity):
    claimed(activity, people.dee, "1.50")
    other = ledger_rows.designated()
    claimed(other, people.dee, "0.75")

    assert balance_of(people.dee()) == {AMA: Credits.of("2.25")}
    assert balance_of(people.dee(), Period(date(2026, 5, 14), date(2026, 5, 14))) == {AMA: Credits.of("2.25")}
    assert balance_of(people.dee(), Period(date(2026, 5, 15))) == {}
    assert [award.activity for award in awards_of(people.dee())] == [other, activity]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Nia Nurse, RN", "Dee Learner, MD"]),
        ({"sort": "number"}, ["Dee Learner, MD", "Nia Nurse, RN"]),
        ({"words": "nia"}, ["Nia Nurse, RN"]),
        ({"words": "dee learner"}, ["Dee Learner, MD"]),
        ({"system": AMA}, ["Dee Learner, MD"]),
        ({"kind": "correction"}, []),
        ({"kind": "standing", "sort": "-person"}, ["Nia Nurse, RN", "Dee Learner, MD"]),
    ],
)
def test_ledger_table_filters_and_sorts(activity, ada, filters, names):
    claimed(activity, people.dee)
    claimed(activity, people.nia)

    assert [award.printed_name for award in ledger_table(actor=ada, activity=activity, **filters)] == names


def test_ledger_table_asks_the_same_number_of_queries_for_one_and_three(activity, ada, django_assert_num_queries):
    for index, who in enumerate((people.dee, people.nia, people.cy), start=1):
        claimed(activity, who)
        with django_assert_num_queries(1):
            shown = [(row.person.email, row.replaces) for row in ledger_table(actor=ada, activity=activity)]
        assert len(shown) == index


def test_an_untouched_ledger_is_whole(activity, ada):
    award = claimed(activity, people.dee, "2.00")
    claimed(activity, people.nia)
    claimed(ledger_rows.designated(), people.cy)
    correct_award(by=ada, award_id=award.public_id, amount=Credits.of("1.00"), reason="Left early", now=NOW)
    seal_day(by=system(), now=NOW)
    report = verify_ledger()

    assert (report.entries, report.chains, report.seals, report.breaks) == (4, 2, 1, ())
    assert report.is_whole


def test_verification_names_the_first_row_that_was_changed(activity):
    claimed(activity, people.dee)
    award = claimed(activity, people.nia)
    claimed(activity, people.cy)
    tamper("UPDATE credit_award SET amount = 1.25 WHERE id = %s", award.pk)

    assert broken() == ("changed", 2, award.number)
    assert verify_ledger().entries == 3


def test_verification_finds_a_removed_row_and_a_cut_end(activity):
    claimed(activity, people.dee)
    middle = claimed(activity, people.nia)
    last = claimed(activity, people.cy)
    tamper("DELETE FROM credit_award WHERE id = %s", last.pk)
    assert broken() == ("head", 3, "")
    tamper("DELETE FROM credit_award WHERE id = %s", middle.pk)
    assert broken() == ("head", 2, "")
    tamper("DELETE FROM credit_award")
    assert broken() == ("missing", 1, "")


def test_a_chain_rewritten_to_its_end_no_longer_fits_the_seal(activity):
    award = claimed(activity, people.dee)
    seal_day(by=system(), now=NOW)
    award.refresh_from_db()
    award.amount = Decimal("2.00")
    forged = forge(award)
    tamper("UPDATE credit_award SET amount = 2, row_hash = %s WHERE id = %s", forged, award.pk)
    Chain.objects.filter(activity=activity).update(head=forged)

    assert broken() == ("seal", 1, "")


def forge(award):
    from opencme.apps.credit.selectors.ledger import entry_of
    from opencme.rules.credit.chain import row_hash

    return row_hash(award.previous_hash, entry_of(award))


def test_sealing_twice_gives_one_seal_and_each_day_covers_the_one_before(activity):
    claimed(activity, people.dee)
    first = seal_day(by=system(), now=NOW)
    assert seal_day(by=system(), now=NOW) == first
    assert (first.day, list(first.heads)) == (date(2026, 5, 13), [str(activity.pk)])
    second = seal_day(by=system(), now=NOW + timedelta(days=1))
    assert second.heads == {}
    claimed(activity, people.nia)
    third = seal_day(by=system(), now=NOW + timedelta(days=2))
    assert third.heads == {str(activity.pk): [2, Chain.objects.get(activity=activity).head]}
    assert verify_ledger().is_whole

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE credit_seal DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM credit_seal WHERE id = %s", [second.pk])
        cursor.execute("ALTER TABLE credit_seal ENABLE TRIGGER USER")
    assert broken() == ("seal", 0, "")
    assert Seal.objects.count() == 2
    assert Award.objects.of(activity.provider_id).count() == 2


@pytest.mark.parametrize("change", ["UPDATE credit_seal SET root = 'x'", "DELETE FROM credit_seal"])
def test_seals_cannot_be_changed(activity, change):
    claimed(activity, people.dee)
    seal_day(by=system(), now=NOW)
    with pytest.raises(DatabaseError, match="is evidence"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_nightly_job_seals_the_day_that_ended(activity):
    from opencme.apps.credit.tasks import seal_day as job

    claimed(activity, people.dee)
    job(int(NOW.timestamp()))
    job(int(NOW.timestamp()))

    assert list(Seal.objects.values_list("day", flat=True)) == [date(2026, 5, 13)]
