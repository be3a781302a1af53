from datetime import date, timedelta

import factories
import people
import pytest
from django.db import IntegrityError, transaction
from in_control import CONSULTANT, NOW, cleared, everybody_cleared, invited, signed

from opencme.apps.activities import checks
from opencme.apps.audit.models import AuditEvent
from opencme.apps.faculty import selectors, services
from opencme.apps.faculty.models import Disclosure, Relationship
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db


def codes(refused):
    return [each.code for each in refused.value.findings]


def test_a_signature_keeps_what_was_stated_the_look_back_and_the_form():
    row = invited(factories.activity())
    disclosure = signed(row, CONSULTANT)

    assert (disclosure.has_none, disclosure.lookback_from, disclosure.form_edition, disclosure.attested_name) == (
        False,
        date(2024, 5, 14),
        "accme-2022",
        "Cy Teacher",
    )
    assert [(tie.company, tie.kind, tie.has_ended) for tie in disclosure.relationships.all()] == [
        ("Norvia Pharma", "consultant", False)
    ]
    event = AuditEvent.objects.get(event="disclosure.signed")
    assert (event.by_label, event.by_person_id, event.rule_edition) == ("Cy Teacher", people.cy().pk, "accme-2022")
    assert event.after["relationships"] == ["consultant: Norvia Pharma"]


def test_pressing_twice_is_one_signature_and_another_answer_is_a_new_one():
    row = invited(factories.activity())
    first = signed(row, CONSULTANT)

    assert signed(row, CONSULTANT) == first
    assert signed(row, now=NOW + timedelta(hours=1, minutes=5)) != first
    assert Disclosure.objects.of(row.activity.provider_id).count() == 2


def test_silence_is_refused_and_nothing_is_kept():
    row = invited(factories.activity())
    with pytest.raises(DomainError) as refused:
        services.sign_disclosure(token=row.token, has_none=None, attested_name="", now=NOW)

    assert codes(refused) == ["disclosure.silent", "disclosure.name"]
    assert not Disclosure.objects.of(row.activity.provider_id).exists()


def test_a_signature_is_evidence_that_the_database_keeps():
    disclosure = signed(invited(factories.activity()), CONSULTANT)
    tie = disclosure.relationships.get()
    provider_id = disclosure.in_control.activity.provider_id
    for change in (
        lambda: Disclosure.objects.of(provider_id).update(has_none=True),
        lambda: Relationship.objects.of(provider_id).update(company="Another"),
        tie.delete,
        lambda: Relationship.objects.of(provider_id).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_nothing_changed_is_one_tap_from_any_activity_of_the_same_provider():
    old, new = factories.activity(), factories.activity(title="Stroke Alert")
    signed(invited(old), CONSULTANT)
    row = invited(new)
    confirmed = services.confirm_unchanged(token=row.token, now=NOW + timedelta(days=9))

    assert [tie.company for tie in confirmed.relationships.all()] == ["Norvia Pharma"]
    assert confirmed.reused_from.in_control.activity == old
    assert confirmed.signed_at == NOW + timedelta(days=9)


def test_trap_41_a_decision_for_one_activity_never_counts_in_another():
    old, new = factories.activity(), factories.activity(title="Stroke Alert")
    tie = signed(invited(old), CONSULTANT).relationships.get()
    services.decide_relevance(
        by=people.as_actor(people.bo()),
        relationship_id=tie.public_id,
        is_relevant=False,
        reason="Sepsis only",
        now=NOW + timedelta(hours=2),
    )
    services.confirm_unchanged(token=invited(new).token, now=NOW + timedelta(days=9))

    assert [str(selectors.people_in_control(each, NOW)[0].standing) for each in (old, new)] == ["cleared", "to_judge"]


def test_another_provider_or_another_person_has_nothing_to_confirm():
    lakes = factories.activity()
    signed(invited(lakes), CONSULTANT)
    other = invited(factories.activity(), name="Mo", email="mo@clinic.example")
    with pytest.raises(DomainError) as refused:
        services.confirm_unchanged(token=other.token, now=NOW)
    assert codes(refused) == ["disclosure.nothing_to_confirm"]

    elsewhere = services.invite(
        by=people.as_actor(people.eve()),
        activity_id=factories.activity(people.elsewhere(), state="planning").public_id,
        name="Cy Teacher",
        email="cy@example.org",
        role="faculty",
        now=NOW,
    )
    assert selectors.reusable(elsewhere) is None
    assert [task.activity.provider.slug for task in selectors.tasks_of(elsewhere, NOW)] == ["elsewhere"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "cancelled"}, "disclosure.link_cancelled"),
        ({"state": "closed"}, "disclosure.link_read"),
    ],
)
def test_a_link_of_an_activity_that_is_over_takes_no_signature(change, code):
    activity = factories.activity()
    row = invited(activity)
    for name, value in change.items():
        setattr(activity, name, value)
    activity.save()
    with pytest.raises(DomainError) as refused:
        signed(row)

    assert codes(refused) == [code]


def test_a_link_of_a_withdrawn_person_takes_no_signature_and_a_made_up_one_is_nothing():
    row = invited(factories.activity())
    services.withdraw(
        by=people.as_actor(people.ada()),
        activity_id=row.activity.public_id,
        in_control_id=row.public_id,
        reason="Ill",
        now=NOW,
    )
    with pytest.raises(DomainError) as refused:
        signed(row)
    assert codes(refused) == ["disclosure.link_withdrawn"]
    for token in ("", "made-up"):
        with pytest.raises(NotFound):
            services.sign_disclosure(token=token, has_none=True, attested_name="X", now=NOW)


def test_a_later_signature_is_kept_and_never_satisfies_the_gate():
    activity = factories.activity()
    cleared(activity, people.ada(), "planner")
    row = invited(activity)
    signed(row, now=factories.START + timedelta(minutes=1))
    found = checks.findings("disclosures_all", activity, factories.START + timedelta(hours=1))

    assert [each.code for each in found] == ["independence.disclosure.late"]


def test_gates_pass_when_everybody_is_cleared_and_ask_planners_first():
    activity = factories.activity()
    keys = ("disclosures_planners", "mitigation_planners", "disclosures_all", "mitigation_all")
    assert [[each.code for each in checks.findings(key, activity, NOW)] for key in keys] == [
        ["independence.disclosure.no_planner"],
        [],
        ["independence.disclosure.no_planner", "independence.disclosure.no_faculty"],
        [],
    ]

    everybody_cleared(activity)
    assert [checks.findings(key, activity, NOW + timedelta(days=1)) for key in keys] == [(), (), (), ()]


def test_trap_42_a_series_that_calls_itself_a_peer_conversation_still_asks_everybody():
    activity = factories.activity(format="rss", std3_exception="learner_control", std3_justification="Tumor board")
    invited(activity, people.ada(), "planner")
    found = checks.findings("disclosures_planners", activity, NOW)

    assert [(each.code, each.blocking) for each in found] == [
        ("independence.exception.format", True),
        ("independence.exception.claimed", False),
        ("independence.disclosure.missing", True),
    ]
    talk = factories.activity(format="live", std3_exception="nonclinical", std3_justification="Leadership course")
    assert [(each.code, each.blocking) for each in checks.findings("disclosures_all", talk, NOW)] == [
        ("independence.exception.claimed", False)
    ]
    assert selectors.disclosure_to_learners(talk, NOW).text.startswith("For this kind of education no disclosure")


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_read_with_the_same_queries_however_many(count, django_assert_num_queries):
    activity = factories.activity()
    for number in range(count):
        signed(invited(activity, name=f"P {number}", email=f"p{number}@x.example"), CONSULTANT)
    with django_assert_num_queries(7):
        assert len(selectors.people_in_control(activity, NOW)) == count


def test_all_gates_of_a_page_read_the_people_once(django_assert_num_queries):
    activity = everybody_cleared()
    with checks.one_round(), django_assert_num_queries(3):
        for key in ("disclosures_planners", "mitigation_planners", "disclosures_all", "mitigation_all"):
            checks.findings(key, activity, NOW + timedelta(days=1))
