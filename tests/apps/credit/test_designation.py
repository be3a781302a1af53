"""Designating an activity: words locked, one row per system, in advance; later only what the rules allow."""

from datetime import date, timedelta
from decimal import Decimal

import factories
import gates
import ledger_rows
import people
import pytest
from django.db import DatabaseError, connection, transaction

from opencme.apps.activities import checks
from opencme.apps.activities.models import Activity, Designation, JointProvider, SessionBreak
from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Chain, LockedStatement
from opencme.apps.credit.selectors import designation_page, statements, suggested_maximum
from opencme.apps.credit.services import claim_credit, designate, record_application
from opencme.apps.providers.models import Partner
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
AMA = "ama_pra_cat1"
BEFORE = people.NOW
AFTER = factories.START + timedelta(hours=1)
STATEMENT = (
    "The Lakeside Health System designates this live activity for a maximum of 2 AMA PRA Category 1 Credits™. "
    "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
)


@pytest.fixture(autouse=True)
def _only_credit(monkeypatch):
    """The other gates have tests of their own; here they are open."""
    gates.open_all_but(monkeypatch, "designated")


@pytest.fixture
def activity():
    made = factories.activity(state="approved")
    factories.session(made)
    return made


@pytest.fixture
def ada():
    return people.as_actor(people.ada())


def fix(ada, activity, now=BEFORE, letters=None, **maxima):
    amounts = {system: Credits.of(amount) for system, amount in maxima.items()}
    return designate(by=ada, activity_id=activity.public_id, maxima=amounts, letters=letters, now=now)


def refused(*args, **values):
    with pytest.raises(DomainError) as refusal:
        fix(*args, **values)
    return [finding.code.removeprefix("credit.designation.") for finding in refusal.value.findings]


def test_designating_locks_the_words_and_takes_the_step(activity, ada):
    (row,) = fix(ada, activity, ama_pra_cat1="2.00")

    activity.refresh_from_db()
    assert activity.state == "designated"
    assert (row.maximum, row.minutes, row.edition_from) == (Decimal("2.00"), 120, date(2017, 9, 29))
    assert (row.statement_key, row.statement_edition, row.by_label) == (
        "ama_designation",
        date(2011, 7, 1),
        "Ada Planner",
    )
    words = statements(activity)
    assert [(each.kind, each.is_locked) for each in words] == [
        ("accreditation", True),
        ("designation:ama_pra_cat1", True),
    ]
    assert words[1].text.plain == STATEMENT
    assert AuditEvent.objects.get(event="credit.designated").after["statement"] == STATEMENT
    assert Chain.objects.get(activity=activity).length == 0


def test_trap_60_locked_words_outlive_a_change_of_name_and_cannot_be_changed(activity, ada):
    fix(ada, activity, ama_pra_cat1="2.00")
    activity.provider.name = "Lakeside Renamed"
    activity.provider.save()
    again = Activity.objects.of(activity.provider_id).get(pk=activity.pk)

    assert "Lakeside Health System" in statements(again)[0].text.plain
    assert statements(again)[1].text.plain == STATEMENT
    for change in (
        "UPDATE activities_designation SET by_label = 'x'",
        "DELETE FROM activities_designation",
        "UPDATE credit_lockedstatement SET by_label = 'x'",
        "DELETE FROM credit_lockedstatement",
    ):
        with pytest.raises(DatabaseError, match="is evidence"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_trap_09_before_designation_the_words_are_drafts(activity):
    assert [(each.kind, each.is_locked) for each in statements(activity)] == [
        ("accreditation", False),
        ("designation:ama_pra_cat1", False),
    ]


def test_trap_14_and_15_suggested_maximum_is_the_union_of_education(activity):
    other = factories.session(activity, title="Parallel", room="Room B")
    factories.session(
        activity, title="Coffee", kind="break", starts_at=factories.END, ends_at=factories.END + timedelta(hours=1)
    )
    SessionBreak.objects.create(
        session=other, starts_at=factories.START, ends_at=factories.START + timedelta(minutes=30)
    )

    assert suggested_maximum(activity)[AMA] == Credits.of("2.00")
    page = designation_page(activity, BEFORE)
    assert page.instruction_minutes == 120 + 90
    assert [(line.minutes, line.breaks, line.parallel, line.counted) for line in page.lines[0].working.lines] == [
        (120, 30, 0, 90),
        (120, 0, 90, 30),
        (60, 0, 0, 0),
    ]


def test_a_refusal_says_everything_and_writes_nothing(activity, ada):
    assert refused(ada, activity, AFTER, ama_pra_cat1="2.10") == ["too_late", "step", "above_maximum"]
    assert refused(ada, activity, AFTER) == ["nothing"]
    assert not Designation.objects.of(activity.provider_id).exists()
    assert not LockedStatement.objects.of(activity.provider_id).exists()


@pytest.mark.parametrize("state", ["idea", "planning", "in_review", "cancelled"])
def test_nothing_is_designated_before_approval(activity, ada, state):
    activity.state = state
    activity.save()

    assert refused(ada, activity, ama_pra_cat1="2.00") == ["not_approved"]


def test_the_same_amounts_again_change_nothing(activity, ada):
    first = fix(ada, activity, ama_pra_cat1="2.00")
    second = fix(ada, activity, ama_pra_cat1="2.00")

    assert first == second
    assert Designation.objects.of(activity.provider_id).count() == 1
    assert LockedStatement.objects.of(activity.provider_id).count() == 1


def test_trap_29_after_the_start_a_maximum_is_only_lowered(activity, ada):
    (first,) = fix(ada, activity, ama_pra_cat1="1.75")

    assert refused(ada, activity, AFTER, ama_pra_cat1="2.00") == ["upward"]
    (second,) = fix(ada, activity, AFTER, ama_pra_cat1="1.50")
    assert (second.replaces, second.maximum) == (first, Decimal("1.50"))
    assert "maximum of 1.5 AMA PRA" in statements(activity)[1].text.plain


def test_a_maximum_is_not_lowered_below_what_was_awarded(activity, ada):
    fix(ada, activity, ama_pra_cat1="2.00")
    activity.state = "open"
    activity.save()
    registration = ledger_rows.registered(activity, people.dee())
    ledger_rows.attended(registration)
    claim_credit(
        by=people.as_actor(people.dee()),
        activity_id=activity.public_id,
        asked={AMA: Credits.of("2.00")},
        now=ledger_rows.CLAIMED,
    )

    assert refused(ada, activity, AFTER, ama_pra_cat1="1.50") == ["below_awarded"]


def test_trap_10_a_series_says_the_credit_of_one_session_and_keeps_the_total(ada):
    series = factories.activity(state="approved", format="rss")
    for week in range(4):
        start = factories.START + timedelta(weeks=week)
        factories.session(series, starts_at=start, ends_at=start + timedelta(hours=1))
    (row,) = fix(ada, series, ama_pra_cat1="4.00")

    assert row.maximum == Decimal("4.00")
    assert "this live activity for a maximum of 1 AMA PRA Category 1 Credit™." in statements(series)[1].text.plain


def test_trap_04_and_06_a_partner_makes_it_joint_and_the_words_are_locked_anew(activity, ada):
    fix(ada, activity, ama_pra_cat1="2.00")
    assert checks.findings("designated", activity, BEFORE) == ()
    partner = Partner.objects.create(provider=activity.provider, name="Harbor Medical Society", kind="society")
    JointProvider.objects.create(activity=activity, partner=partner)
    activity.refresh_from_db()

    assert [finding.code for finding in checks.findings("designated", activity, BEFORE)] == ["credit.words"]
    fix(ada, activity, ama_pra_cat1="2.00")
    assert checks.findings("designated", activity, BEFORE) == ()
    assert (
        "joint providership of Lakeside Health System and Harbor Medical Society" in statements(activity)[0].text.plain
    )
    assert LockedStatement.objects.of(activity.provider_id).count() == 2


def test_trap_04_two_accredited_providers_use_the_direct_statement(activity):
    partner = Partner.objects.create(
        provider=activity.provider, name="Other University", kind="school", is_accredited=True
    )
    JointProvider.objects.create(activity=activity, partner=partner)

    assert statements(activity)[0].key == "accme_direct"


def test_trap_61_aafp_words_are_the_letter_and_pending_is_its_own(activity, ada):
    activity.credit_systems = [AMA, "aafp"]
    activity.save()
    with pytest.raises(DomainError):
        record_application(
            by=ada, activity_id=activity.public_id, credit_system=AMA, filed_on=date(2026, 3, 1), now=BEFORE
        )
    record_application(
        by=ada, activity_id=activity.public_id, credit_system="aafp", filed_on=date(2026, 3, 1), now=BEFORE
    )
    fix(ada, activity, ama_pra_cat1="2.00")
    assert [each.kind for each in statements(activity)][-1] == "pending:aafp"
    letter = "The AAFP has reviewed Sepsis on the Ward, and deemed it acceptable for up to 2.00 credits *as received*."
    fix(ada, activity, AFTER + timedelta(days=30), letters={"aafp": letter}, aafp="2.00")

    found = {each.kind: each.text.plain for each in statements(activity)}
    assert found["designation:aafp"] == letter.replace("*", "∗")
    assert "pending:aafp" not in found


def test_ancc_adds_the_nursing_words_and_its_own_amount(activity, ada):
    activity.provider.ancc_accredited = True
    activity.provider.save()
    activity.credit_systems = [AMA, "ancc"]
    activity.save()
    fix(ada, activity, ama_pra_cat1="2.00", ancc="2.00")

    found = {each.kind: each.text.plain for each in statements(activity)}
    assert found["provider:ancc"].startswith("Lakeside Health System is accredited as a provider of nursing")
    assert found["designation:ancc"] == "Nurses may be awarded up to 2 contact hours for this activity."


def test_the_gate_asks_for_a_designation_that_still_fits_the_plan(activity, ada):
    assert [finding.code for finding in checks.findings("designated", activity, BEFORE)] == ["credit.not_designated"]
    fix(ada, activity, ama_pra_cat1="2.00")
    assert checks.findings("designated", activity, BEFORE) == ()
    session = activity.sessions.get()
    session.ends_at -= timedelta(hours=1)
    session.save()

    (finding,) = checks.findings("designated", activity, BEFORE)
    assert (finding.code, finding.blocking, finding.fix) == ("credit.above_plan", True, "credit")


def test_the_gate_costs_few_queries(activity, ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        checks.findings("designated", activity, BEFORE)
    fix(ada, activity, ama_pra_cat1="2.00")
    activity.refresh_from_db()
    with django_assert_num_queries(6):
        checks.findings("designated", activity, BEFORE)


def test_only_who_may_designates(activity):
    for who, refusal in ((people.bo, NotAllowed), (people.dee, NotFound), (people.eve, NotFound)):
        with pytest.raises(refusal):
            fix(people.as_actor(who()), activity, ama_pra_cat1="2.00")
    assert not Designation.objects.of(activity.provider_id).exists()


def test_trap_59_the_activity_keeps_the_edition_it_was_designated_under(activity, ada, monkeypatch):
    from dataclasses import replace

    from opencme.catalog.credit_systems import credit_systems

    (row,) = fix(ada, activity, ama_pra_cat1="2.00")
    system = credit_systems[AMA]
    newer = replace(
        system.editions[-1], in_force_from=date(2026, 3, 10), step=Decimal("0.50"), claim_step=Decimal("0.50")
    )
    monkeypatch.setitem(credit_systems._entries, AMA, replace(system, editions=(*system.editions, newer)))
    (lowered,) = fix(ada, activity, BEFORE + timedelta(days=20), ama_pra_cat1="1.75")

    assert lowered.edition_from == row.edition_from == date(2017, 9, 29)


def test_a_planned_credit_left_out_is_said_and_does_not_block(activity, ada):
    activity.credit_systems = [AMA, "ancc", "aafp"]
    activity.save()
    fix(ada, activity, ama_pra_cat1="2.00")

    found = checks.findings("designated", activity, BEFORE)
    assert [(finding.code, finding.blocking) for finding in found] == [("credit.system_missing", False)]
    assert str(found[0]) == "ANCC contact hours is planned and not designated."


def test_an_unknown_system_is_a_bug_and_a_future_filing_a_refusal(activity, ada):
    with pytest.raises(ValueError, match="unknown credit systems"):
        fix(ada, activity, gone="1.00")
    with pytest.raises(DomainError) as refusal:
        record_application(
            by=ada, activity_id=activity.public_id, credit_system="aafp", filed_on=date(2026, 12, 1), now=BEFORE
        )
    assert refusal.value.findings[0].field == "filed_on"
