"""Units of participation that are not time: what each asks, their order, and a mistake taken back."""

from datetime import date

import offers
import people
import pytest
import sepsis
from django.db import IntegrityError, transaction

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import CompletedCycle
from opencme.apps.delivery.selectors import completed_cycles
from opencme.apps.delivery.services.cycles import record_cycle, withdraw_cycle
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
STAGE = {"measures": "Time to antibiotics", "depth": True}
FACTS = {
    "pi_cme": {"reference": "A", "facts": STAGE},
    "manuscript_review": {"reference": "JHM-2026-17", "facts": {"journal": "J Harbor Med", "accepted": True}},
    "poc": {"facts": {"question": "Dose?", "sources": "Guideline", "application": "Changed the order"}},
    "test_items": {"reference": "Board 2026", "facts": {"defended": True}},
    "teaching": {"minutes": 45, "facts": {"learned": "New staging", "verified": True}},
}


def participant(format_key):
    return offers.registration(sepsis.activity(format=format_key))


def record(registration, *, by=None, **values):
    return record_cycle(
        by=by or people.as_actor(people.ada()),
        registration_id=registration.public_id,
        **{"completed_on": date(2026, 3, 10), "now": sepsis.NOW, **values},
    )


def refused(act):
    with pytest.raises(DomainError) as refusal:
        act()
    return [finding.code for finding in refusal.value.findings]


@pytest.mark.parametrize("format_key", FACTS)
def test_unit_is_recorded_with_its_facts(format_key):
    registration = participant(format_key)

    made = record(registration, **FACTS[format_key])

    assert completed_cycles(registration) == (made,)
    assert made.facts == FACTS[format_key]["facts"]
    (event,) = AuditEvent.objects.filter(event="cycle.recorded")
    assert event.after["participant"] == "Dee Learner"


@pytest.mark.parametrize(
    ("format_key", "values", "codes"),
    [
        ("pi_cme", {"reference": "B", "facts": STAGE}, ["cycle.sequence"]),
        ("pi_cme", {"reference": "D", "facts": {}}, ["cycle.reference", "cycle.measures", "cycle.depth"]),
        ("manuscript_review", {"facts": {"journal": " "}}, ["cycle.reference", "cycle.journal", "cycle.accepted"]),
        ("poc", {"facts": {}}, ["cycle.question", "cycle.sources", "cycle.application"]),
        ("poc", {**FACTS["poc"], "completed_on": date(2026, 3, 14)}, ["cycle.day"]),
        ("test_items", {"reference": "Board", "facts": {"defended": "yes please"}}, []),
        ("teaching", {"minutes": 0, "facts": {"learned": "x", "verified": True}}, ["cycle.minutes"]),
        ("live", {"facts": {}}, ["cycle.format"]),
    ],
)
def test_unit_that_lacks_something_is_refused_with_every_reason(format_key, values, codes):
    registration = participant(format_key)

    if codes:
        assert refused(lambda: record(registration, **values)) == codes
    else:
        record(registration, **values)
    assert len(completed_cycles(registration)) == (0 if codes else 1)


def test_stages_follow_one_another_and_count_once():
    registration = participant("pi_cme")
    record(registration, **FACTS["pi_cme"])

    assert refused(lambda: record(registration, **FACTS["pi_cme"])) == ["cycle.again"]
    assert refused(lambda: record(registration, reference="C", facts=STAGE)) == ["cycle.sequence"]
    early = {"reference": "B", "facts": STAGE, "completed_on": date(2026, 3, 9)}
    assert refused(lambda: record(registration, **early)) == ["cycle.order"]
    record(registration, reference="B", facts=STAGE)
    assert [each.reference for each in completed_cycles(registration)] == ["A", "B"]


def test_manuscript_counts_once_whatever_its_case():
    registration = participant("manuscript_review")
    record(registration, **FACTS["manuscript_review"])

    again = {**FACTS["manuscript_review"], "reference": " jhm-2026-17 "}

    assert refused(lambda: record(registration, **again)) == ["cycle.again"]


def test_mistake_is_taken_back_and_recorded_anew():
    ada, registration = people.as_actor(people.ada()), participant("pi_cme")
    first = record(registration, **FACTS["pi_cme"])
    second = record(registration, reference="B", facts=STAGE)

    def take_back(cycle, note="Wrong person"):
        return withdraw_cycle(by=ada, cycle_id=cycle.public_id, note=note, now=sepsis.NOW)

    assert refused(lambda: take_back(first)) == ["cycle.followed"]
    assert refused(lambda: take_back(second, " ")) == ["cycle.note"]
    take_back(second)
    assert refused(lambda: take_back(second)) == ["cycle.gone"]
    take_back(first)
    again = record(registration, **FACTS["pi_cme"])

    assert completed_cycles(registration) == (again,)
    assert again.revision == 2
    assert CompletedCycle.objects.of(registration.activity.provider_id).count() == 5


def test_database_refuses_the_same_unit_twice():
    registration = participant("manuscript_review")
    made = record(registration, **FACTS["manuscript_review"])

    with pytest.raises(IntegrityError), transaction.atomic():
        CompletedCycle.objects.create(
            registration=registration, kind=made.kind, reference=made.reference, completed_at=sepsis.NOW, by_label="x"
        )


@pytest.mark.parametrize(("who", "answer"), [(people.eve, NotFound), (people.bo, NotAllowed)])
def test_others_cannot_record_or_take_back(who, answer):
    registration = participant("poc")
    made = record(registration, **FACTS["poc"])
    actor = people.as_actor(who())

    with pytest.raises(answer):
        record(registration, by=actor, **FACTS["poc"])
    with pytest.raises(answer):
        withdraw_cycle(by=actor, cycle_id=made.public_id, note="x", now=sepsis.NOW)
