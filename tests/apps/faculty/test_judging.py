from datetime import timedelta

import factories
import people
import pytest
from in_control import CONSULTANT, EMPLOYEE, NOW, cleared, invited, signed

from opencme.apps.activities import checks
from opencme.apps.audit.models import AuditEvent
from opencme.apps.faculty import selectors, services
from opencme.apps.files.services import store_file
from opencme.apps.messaging.models import Message
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def by_bo():
    return people.as_actor(people.bo())


def codes(refused):
    return [each.code.removeprefix("independence.") for each in refused.value.findings]


@pytest.fixture
def tie():
    return signed(invited(factories.activity()), CONSULTANT).relationships.get()


def row_of(tie):
    return tie.disclosure.in_control


def standing(tie, at=LATER):
    row = row_of(tie)
    found = selectors.people_in_control(row.activity, at)
    return str(next(each.standing for each in found if each.row.pk == row.pk))


def relevant(tie, now=LATER):
    return services.decide_relevance(by=by_bo(), relationship_id=tie.public_id, is_relevant=True, now=now)


def test_from_disclosure_to_cleared_each_step_moves_the_standing_and_leaves_its_trace(tie):
    assert standing(tie) == "to_judge"
    relevant(tie)
    assert standing(tie) == "to_mitigate"
    services.record_mitigation(
        by=by_bo(),
        relationship_id=tie.public_id,
        method="peer_review_content",
        peer_reviewer="Bo Reviewer",
        now=LATER,
    )
    assert standing(tie) == "cleared"
    assert selectors.disclosure_to_learners(row_of(tie).activity, LATER).text == (
        "Cy Teacher (faculty): Consultant – Norvia Pharma.\n"
        "All relevant financial relationships listed have been mitigated."
    )
    assert list(
        AuditEvent.objects.filter(event__in=["relevance.decided", "mitigation.recorded"])
        .order_by("id")
        .values_list("event", "by_label", "rule_edition")
    ) == [("relevance.decided", "Bo Reviewer", "accme-2022"), ("mitigation.recorded", "Bo Reviewer", "accme-2022")]


def test_the_same_decision_pressed_twice_is_one_and_another_one_is_the_newest(tie):
    assert relevant(tie) == relevant(tie)
    services.decide_relevance(
        by=by_bo(), relationship_id=tie.public_id, is_relevant=False, reason="Another field", now=LATER
    )

    assert standing(tie) == "cleared"
    assert tie.decisions.count() == 2


def test_a_decision_holds_when_the_person_signs_the_same_relationship_again(tie):
    relevant(tie)
    again = signed(row_of(tie), CONSULTANT, now=NOW + timedelta(days=2))

    assert standing(again.relationships.get()) == "to_mitigate"
    with pytest.raises(DomainError) as refused:
        relevant(tie, now=NOW + timedelta(days=3))
    assert codes(refused) == ["judge.superseded"]


def test_trap_41_other_topics_set_the_decisions_back(tie):
    services.decide_relevance(
        by=by_bo(), relationship_id=tie.public_id, is_relevant=False, reason="Sepsis only", now=LATER
    )
    row = row_of(tie)
    services.change_role(
        by=people.as_actor(people.ada()),
        activity_id=row.activity.public_id,
        in_control_id=row.public_id,
        role="faculty",
        role_starts_at=row.role_starts_at,
        topics="Anticoagulants",
        now=LATER + timedelta(hours=1),
    )

    assert standing(tie, LATER + timedelta(hours=2)) == "to_judge"


def test_nobody_judges_their_own_relationships():
    activity = factories.activity()
    tie = signed(invited(activity, people.bo(), "reviewer"), CONSULTANT).relationships.get()
    with pytest.raises(DomainError) as refused:
        relevant(tie)
    assert codes(refused) == ["judge.self"]
    assert [(item.is_own, item.tie.row.pk) for item in queue()] == [(True, tie.pk)]
    assert selectors.first_waiting(queue()) is None


def test_nobody_judges_their_own_relationships_under_an_account_made_later():
    activity = factories.activity()
    row = invited(activity, name="Lee Later", email="Lee@example.org")
    tie = signed(row, CONSULTANT).relationships.get()
    lee = people.person("Lee", "Later")
    people.Membership.objects.create(provider=people.lakeside(), person=lee, role="reviewer", from_at=NOW)
    with pytest.raises(DomainError) as refused:
        services.decide_relevance(by=people.as_actor(lee), relationship_id=tie.public_id, is_relevant=True, now=LATER)

    assert codes(refused) == ["judge.self"]


def test_who_may_judge(tie):
    given = {"relationship_id": tie.public_id, "is_relevant": True, "now": LATER}
    coordinator = people.person("Fay", "Office")
    people.Membership.objects.create(provider=people.lakeside(), person=coordinator, role="coordinator", from_at=NOW)

    with pytest.raises(NotAllowed):
        services.decide_relevance(by=people.as_actor(coordinator), **given)
    for outsider in (people.eve(), people.cy()):
        with pytest.raises(NotFound):
            services.decide_relevance(by=people.as_actor(outsider), **given)


def test_trap_40_an_employee_is_excluded_until_an_exception_is_granted_and_never_mitigated():
    activity = factories.activity()
    cleared(activity, people.ada(), "planner")
    tie = signed(invited(activity), EMPLOYEE).relationships.get()
    assert standing(tie) == "excluded"
    assert [each.code for each in checks.findings("mitigation_all", activity, LATER)] == ["independence.excluded"]
    with pytest.raises(DomainError) as refused:
        services.record_mitigation(
            by=by_bo(), relationship_id=tie.public_id, method="divest", note="Will leave", now=LATER
        )
    assert codes(refused) == ["mitigation.owner"]

    services.grant_exception(
        by=by_bo(),
        relationship_id=tie.public_id,
        exception="unrelated_content",
        justification="The company makes beds",
        now=LATER,
    )
    assert standing(tie) == "cleared"
    assert checks.findings("mitigation_all", activity, LATER) == ()


def test_a_mitigation_after_the_role_began_is_kept_and_never_counts(tie):
    relevant(tie)
    services.record_mitigation(
        by=by_bo(),
        relationship_id=tie.public_id,
        method="divest",
        note="Resigned",
        now=factories.START + timedelta(minutes=1),
    )

    assert standing(tie, factories.START + timedelta(hours=1)) == "late"


def test_a_peer_with_relevant_relationships_is_no_peer(tie):
    relevant(tie)
    activity = row_of(tie).activity
    signed(invited(activity, people.bo(), "reviewer"), CONSULTANT)
    given = {"by": by_bo(), "relationship_id": tie.public_id, "method": "peer_review_content", "now": LATER}
    for name, code in (("bo  reviewer", "mitigation.peer_related"), ("Cy Teacher", "mitigation.peer_self")):
        with pytest.raises(DomainError) as refused:
            services.record_mitigation(**given, peer_reviewer=name)
        assert codes(refused) == [code]

    assert services.record_mitigation(**given, peer_reviewer="Ana Outside").peer_reviewer == "Ana Outside"


def test_an_attestation_is_asked_by_mail_and_given_by_link(tie):
    relevant(tie)
    Message.objects.all().delete()
    row = row_of(tie)
    asked = {
        "by": by_bo(),
        "relationship_id": tie.public_id,
        "method": "attest_evidence",
        "now": LATER,
    }
    request = services.ask_to_attest(**asked)
    assert services.ask_to_attest(**asked) == request
    assert row.token in Message.objects.get().text
    assert [item.is_asked for item in queue()] == [True]
    assert selectors.queue_size(actor=by_bo(), provider_id=row.activity.provider_id, now=LATER) == 0

    stranger = invited(row.activity, name="Mo", email="mo@clinic.example")
    with pytest.raises(NotFound):
        services.attest(token=stranger.token, request_id=request.public_id, now=LATER)
    given = services.attest(token=row.token, request_id=request.public_id, now=LATER + timedelta(hours=1))
    assert services.attest(token=row.token, request_id=request.public_id, now=LATER + timedelta(days=1)) == given
    assert (given.method, given.by_label) == ("attest_evidence", "Cy Teacher")
    assert standing(tie) == "cleared"
    assert queue() == ()


@pytest.mark.parametrize(
    ("service", "method", "code"),
    [
        ("ask_to_attest", "peer_review_content", "mitigation.peer"),
        ("ask_to_attest", "divest", "mitigation.note"),
        ("record_mitigation", "attest_evidence", "mitigation.attested_how"),
        ("record_mitigation", "recuse", "mitigation.method"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(tie, service, method, code):
    relevant(tie)
    with pytest.raises(DomainError) as refused:
        getattr(services, service)(by=by_bo(), relationship_id=tie.public_id, method=method, now=LATER)

    assert codes(refused) == [code]


def test_evidence_of_mitigation_is_read_by_those_who_judge(tie):
    from opencme.apps.faculty.files import may_read

    relevant(tie)
    file = store_file(
        by=system(),
        provider_id=row_of(tie).activity.provider_id,
        name="review.pdf",
        content=b"%PDF-1.7\n%%EOF\n",
        allowed=frozenset({"pdf"}),
        now=LATER,
    )
    services.record_mitigation(
        by=by_bo(), relationship_id=tie.public_id, method="attest_evidence", evidence=file, now=LATER
    )

    assert may_read(by_bo(), file)
    assert not may_read(people.as_actor(people.eve()), file)
    assert not may_read(people.as_actor(people.cy()), file)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_long(count, django_assert_num_queries):
    for number in range(count):
        activity = factories.activity(title=f"Activity {number}")
        signed(invited(activity, name=f"P {number}", email=f"p{number}@x.example"), CONSULTANT)
    actor, provider_id = by_bo(), people.lakeside().pk
    with django_assert_num_queries(8):
        found = selectors.disclosure_queue(actor=actor, provider_id=provider_id, now=LATER)
    assert len(found) == count


def test_the_queue_is_the_providers_own(tie):
    with pytest.raises(NotFound):
        selectors.disclosure_queue(
            actor=people.as_actor(people.eve()), provider_id=row_of(tie).activity.provider_id, now=LATER
        )
    assert (
        selectors.disclosure_queue(actor=people.as_actor(people.eve()), provider_id=people.elsewhere().pk, now=LATER)
        == ()
    )


def queue():
    return selectors.disclosure_queue(actor=by_bo(), provider_id=people.lakeside().pk, now=LATER)
