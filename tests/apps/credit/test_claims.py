"""Claims: what a participant may have, once, with everything that stands against it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import factories
import ledger_rows
import people
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from opencme.apps.activities.models import Designation
from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Award, Chain
from opencme.apps.credit.selectors import claim_page, verify_ledger
from opencme.apps.credit.services import claim_credit
from opencme.apps.delivery.models import CompletedCycle
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db
NOW = ledger_rows.CLAIMED
AMA = "ama_pra_cat1"


@pytest.fixture
def activity():
    return ledger_rows.designated()


@pytest.fixture
def dee(activity):
    registration = ledger_rows.registered(activity, people.dee())
    ledger_rows.attended(registration, 112)
    return people.as_actor(people.dee())


def claim(actor, activity, now=NOW, **asked):
    amounts = {system: Credits.of(amount) for system, amount in asked.items()}
    return claim_credit(by=actor, activity_id=activity.public_id, asked=amounts, now=now)


def refused(actor, activity, now=NOW, **asked):
    with pytest.raises(DomainError) as refusal:
        claim(actor, activity, now, **asked)
    assert not Award.objects.of(activity.provider_id).exists()
    return {finding.code.removeprefix("credit.claim."): str(finding) for finding in refusal.value.findings}


def test_claim_is_awarded_with_number_name_day_and_audit(activity, dee, run_jobs):
    (award,) = claim(dee, activity, ama_pra_cat1="1.75")

    assert (award.kind, award.basis, award.amount, award.credit_system) == ("award", "awarded", Decimal("1.75"), AMA)
    assert (award.printed_name, award.completed_on) == ("Dee Learner, MD", date(2026, 5, 14))
    assert award.edition_from == date(2017, 9, 29)
    event = AuditEvent.objects.get(event="credit.awarded")
    assert event.after == {"number": award.number, "credit": AMA, "amount": "1.75", "basis": "awarded"}
    assert event.rule_edition == "ama_pra_cat1 2017-09-29"
    assert verify_ledger().is_whole
    assert run_jobs(queue="certificates") == ["credit.issue_certificate"]
    assert award.certificates.count() == 1


def test_the_same_claim_again_gives_the_same_award(activity, dee):
    first = claim(dee, activity, ama_pra_cat1="1.00")
    again = claim(dee, activity, NOW + timedelta(days=900), ama_pra_cat1="1.00")

    assert first == again
    assert Award.objects.of(activity.provider_id).count() == 1
    assert AuditEvent.objects.filter(event="credit.awarded").count() == 1


def test_more_after_more_participation_is_a_further_claim_that_replaces(activity, dee):
    (first,) = claim(dee, activity, ama_pra_cat1="1.00")
    (second,) = claim(dee, activity, ama_pra_cat1="1.75")

    assert (second.kind, second.replaces, second.amount) == ("addition", first, Decimal("1.75"))
    assert second.previous_hash == first.row_hash
    with pytest.raises(DomainError) as refusal:
        claim(dee, activity, ama_pra_cat1="1.50")
    assert [finding.code for finding in refusal.value.findings] == ["credit.claim.less"]
    assert verify_ledger().is_whole


def test_the_database_itself_refuses_a_second_award(activity, dee):
    (award,) = claim(dee, activity, ama_pra_cat1="1.00")
    award.pk, award.public_id, award.number, award.sequence = None, uuid4(), "CR-X", 9
    with pytest.raises(IntegrityError, match="idempotency_key"), transaction.atomic():
        award.save()
    award.idempotency_key = "another"
    with pytest.raises(IntegrityError, match="award_once"), transaction.atomic():
        award.save()


@pytest.mark.parametrize("change", ["UPDATE credit_award SET amount = 9", "DELETE FROM credit_award"])
def test_ledger_rows_cannot_be_changed(activity, dee, change):
    claim(dee, activity, ama_pra_cat1="1.00")
    with pytest.raises(DatabaseError, match="is evidence"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("2.00", {"too_much"}),
        ("2.25", {"above_designated"}),
        ("0.30", {"step"}),
        ("0", {"nothing"}),
        ("1.80", {"step", "too_much"}),
    ],
)
def test_trap_17_no_more_than_attended_or_designated_and_in_quarter_steps(activity, dee, asked, codes):
    assert set(refused(dee, activity, ama_pra_cat1=asked)) == codes


def test_trap_16_attended_time_decides_not_the_maximum(activity, dee):
    page = claim_page(actor=dee, activity_id=activity.public_id, now=NOW)

    assert page.allowed == {AMA: Credits.of("1.75")}
    assert [str(choice) for choice in page.lines[0].choices][-1] == "0.25"


def test_trap_48_a_nurse_gets_participation_never_credit(activity):
    registration = ledger_rows.registered(activity, people.nia())
    ledger_rows.attended(registration)
    nia = people.as_actor(people.nia())
    page = claim_page(actor=nia, activity_id=activity.public_id, now=NOW)

    assert [line.system for line in page.lines] == ["ama_pra_attendance"]
    assert page.lines[0].is_participation
    assert set(refused(nia, activity, ama_pra_cat1="2.00")) == {"not_offered"}
    (award,) = claim(nia, activity, ama_pra_attendance="2.00")
    assert (award.basis, award.credit_system) == ("participated", "ama_pra_attendance")


def test_trap_49_a_title_does_not_make_a_physician(activity):
    person = people.person("Phil", "Doctor", credentials="PhD, Dr.", degree="PhD", profession="psychologist")
    ledger_rows.attended(ledger_rows.registered(activity, person))
    page = claim_page(actor=people.as_actor(person), activity_id=activity.public_id, now=NOW)

    assert [line.system for line in page.lines] == ["ama_pra_attendance"]


def test_a_profile_without_a_degree_is_asked_for_it(activity):
    person = people.person("New", "Comer")
    ledger_rows.attended(ledger_rows.registered(activity, person))
    actor = people.as_actor(person)

    assert refused(actor, activity, ama_pra_cat1="2.00") == {
        "degree": "The profile must say which degree is held; it decides which credit is given."
    }
    person.degree = "MD"
    person.save()
    assert claim(actor, activity, ama_pra_cat1="2.00")[0].basis == "awarded"


def test_trap_24_the_same_content_is_credited_once(activity, dee):
    claim(dee, activity, ama_pra_cat1="1.00")
    recording = ledger_rows.designated(title="Sepsis, recorded", lineage=activity)
    ledger_rows.attended(ledger_rows.registered(recording, people.dee()))
    page = claim_page(actor=dee, activity_id=recording.public_id, now=NOW)

    assert [finding.code for finding in page.findings] == ["credit.claim.elsewhere"]
    assert "Sepsis on the Ward" in str(page.findings[0])
    with pytest.raises(DomainError):
        claim(dee, recording, ama_pra_cat1="1.00")


def test_without_registration_only_that_is_said(activity):
    actor = people.as_actor(people.dee())
    assert set(refused(actor, activity, ama_pra_cat1="1.00")) == {"registration"}


def test_before_it_opens_it_is_not_there(dee, activity):
    hidden = ledger_rows.designated()
    hidden.state = "designated"
    hidden.save()
    with pytest.raises(NotFound):
        claim_page(actor=dee, activity_id=hidden.public_id, now=NOW)


def test_no_attendance_and_a_closed_window_are_said_together(activity):
    ledger_rows.registered(activity, people.dee())
    activity.claim_until = date(2026, 5, 15)
    activity.save()

    found = refused(people.as_actor(people.dee()), activity, NOW + timedelta(days=3), ama_pra_cat1="1.00")
    assert set(found) == {"attendance", "window"}
    assert found["window"] == "Credit could be claimed through 2026-05-15; ask the provider."


def test_trap_19_a_stage_without_those_before_earns_nothing():
    activity = ledger_rows.designated(format="pi_cme", units=3)
    registration = ledger_rows.registered(activity, people.dee())
    CompletedCycle.objects.create(
        registration=registration, kind="pi_stage", reference="B", completed_at=NOW, by_label="Ada Planner"
    )
    assert set(refused(people.as_actor(people.dee()), activity, ama_pra_cat1="1.00")) == {"stages"}


def test_chain_holds_over_people_and_counts_from_one(activity, dee):
    registration = ledger_rows.registered(activity, people.nia())
    ledger_rows.attended(registration)
    (first,) = claim(dee, activity, ama_pra_cat1="1.00")
    (second,) = claim(people.as_actor(people.nia()), activity, ama_pra_attendance="1.00")
    chain = Chain.objects.get(activity=activity)

    assert (first.sequence, second.sequence, chain.length, chain.head) == (1, 2, 2, second.row_hash)
    assert first.number.startswith("CR-")
    assert verify_ledger().entries == 2


def test_a_claim_takes_few_queries(activity, dee):
    Chain.objects.create(activity=activity)
    with CaptureQueriesContext(connection) as queries:
        claim(dee, activity, ama_pra_cat1="1.00")
    assert len(queries) <= 16, "\n".join(query["sql"][:160] for query in queries)


def test_page_of_an_enduring_material_asks_content_assessment_and_evaluation():
    activity = factories.enduring(state="open")
    Designation.objects.create(
        activity=activity,
        credit_system=AMA,
        edition_from=date(2017, 9, 29),
        maximum=Decimal("1.00"),
        statement="x",
        statement_key="ama_designation",
        statement_edition=date(2011, 7, 1),
        designated_at=people.NOW,
        by_label="Ada",
    )
    ledger_rows.registered(activity, people.dee())
    page = claim_page(actor=people.as_actor(people.dee()), activity_id=activity.public_id, now=NOW)

    assert [finding.code for finding in page.findings] == ["credit.claim.assessment"]
    assert page.allowed == {AMA: Credits.of("1.00")}
    assert not page.can_claim


@pytest.fixture
def two_credits(activity):
    """The activity is designated for AAFP Prescribed credit too."""
    Designation.objects.create(
        activity=activity,
        credit_system="aafp",
        edition_from=date(2011, 7, 1),
        maximum=Decimal("1.00"),
        statement="As received.",
        statement_key="aafp_letter",
        statement_edition=date(2011, 7, 1),
        designated_at=people.NOW,
        by_label="Ada",
    )
    return activity


def test_trap_50_several_credits_are_entries_of_their_own_by_one_claim(two_credits, dee):
    page = claim_page(actor=dee, activity_id=two_credits.public_id, now=NOW)
    assert [(line.label, str(line.words(line.allowed)), str(line.designated)) for line in page.lines] == [
        ("AMA PRA Category 1 Credit™", "1.75 AMA PRA Category 1 Credits™", "2.00"),
        ("AAFP Prescribed credit", "1 AAFP Prescribed credit", "1.00"),
    ]
    assert (page.title, page.claimed, page.can_claim, page.is_done) == ("Sepsis on the Ward", {}, True, False)

    awards = claim(dee, two_credits, ama_pra_cat1="1.75", aafp="1.00")

    assert [(award.credit_system, award.sequence) for award in awards] == [(AMA, 1), ("aafp", 2)]
    assert claim(dee, two_credits, ama_pra_cat1="1.75", aafp="1.00") == awards
    page = claim_page(actor=dee, activity_id=two_credits.public_id, now=NOW)
    assert (page.claimed, page.is_done) == ({AMA: Credits.of("1.75"), "aafp": Credits.of("1.00")}, True)
    assert page.lines[0].choices == ()


def test_one_amount_too_much_refuses_the_whole_claim(two_credits, dee):
    assert refused(dee, two_credits, ama_pra_cat1="1.75", aafp="1.25") == {
        "above_designated": "This activity is designated for at most 1 AAFP Prescribed credit."
    }


def test_a_second_credit_can_be_claimed_later_beside_the_first(two_credits, dee):
    (first,) = claim(dee, two_credits, ama_pra_cat1="1.00")
    both = claim(dee, two_credits, ama_pra_cat1="1.00", aafp="0.75")

    assert both[0].number == first.number
    assert [award.kind for award in both] == ["award", "award"]


def test_of_a_fine_grained_unit_only_the_most_is_offered():
    activity = ledger_rows.designated()
    Designation.objects.create(
        activity=activity,
        credit_system="ancc",
        edition_from=date(2011, 7, 1),
        maximum=Decimal("2.00"),
        statement="x",
        statement_key="ancc_designation",
        statement_edition=date(2011, 7, 1),
        designated_at=people.NOW,
        by_label="Ada",
    )
    ledger_rows.attended(ledger_rows.registered(activity, people.nia()), 50)
    (line,) = claim_page(actor=people.as_actor(people.nia()), activity_id=activity.public_id, now=NOW).lines

    assert (line.system, line.choices, line.is_participation) == ("ancc", (Credits.of("0.83"),), False)


def test_a_visitor_sees_what_may_be_claimed_and_that_registration_comes_first(activity):
    page = claim_page(actor=None, activity_id=activity.public_id, now=NOW)

    assert [finding.code for finding in page.findings] == ["credit.claim.registration"]
    assert [line.system for line in page.lines] == [AMA]
    assert (page.registration, page.can_claim) == (None, False)


def test_a_key_the_catalog_no_longer_knows_does_not_break_the_page(activity, dee):
    Designation.objects.create(
        activity=activity,
        credit_system="gone",
        edition_from=date(2011, 7, 1),
        maximum=Decimal("1.00"),
        statement="x",
        statement_key="gone",
        statement_edition=date(2011, 7, 1),
        designated_at=people.NOW,
        by_label="Ada",
    )

    page = claim_page(actor=dee, activity_id=activity.public_id, now=NOW)
    assert [line.system for line in page.lines] == [AMA]


def test_trap_31_completed_on_the_day_of_the_venue_not_of_utc():
    evening = ledger_rows.designated()
    session = evening.sessions.get()
    session.starts_at, session.ends_at = NOW.replace(day=15, hour=2), NOW.replace(day=15, hour=4)
    session.save()
    ledger_rows.attended(ledger_rows.registered(evening, people.dee()), session=session)

    (award,) = claim(people.as_actor(people.dee()), evening, NOW.replace(day=20), ama_pra_cat1="2.00")
    assert award.completed_on == date(2026, 5, 14)
