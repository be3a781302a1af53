from datetime import date

import factories
import people
import pytest

from opencme.apps.activities import selectors, services
from opencme.apps.activities.models import Activity
from opencme.apps.audit.models import AuditEvent
from opencme.apps.providers.models import Partner
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity() -> Activity:
    return factories.activity()


def given(activity: Activity, who=people.ada) -> dict:
    return {"by": people.as_actor(who()), "activity_id": activity.public_id, "now": people.NOW}


def test_partner_becomes_joint_provider_once(activity) -> None:
    partner = factories.partner()

    first = services.add_joint_provider(**given(activity), partner_id=partner.public_id)
    again = services.add_joint_provider(**given(activity), partner_id=partner.public_id)

    assert (first.pk, activity.joint_providers.count()) == (again.pk, 1)
    assert selectors.providership(activity) == "joint"
    assert [row.event for row in AuditEvent.objects.filter(activity_id=activity.pk)] == ["joint_provider.added"]


def test_trap_06_an_ineligible_partner_is_refused_here_too(activity) -> None:
    partner = factories.partner(name="Northgate Devices", kind="device")

    with pytest.raises(DomainError) as refusal:
        services.add_joint_provider(**given(activity), partner_id=partner.public_id)

    assert [each.code for each in refusal.value.findings] == ["joint.ineligible"]
    assert not activity.joint_providers.exists()


def test_agreement_is_recorded_also_after_approval() -> None:
    approved = factories.activity(state="approved")
    row = approved.joint_providers.create(partner=factories.partner())

    services.change_joint_provider(
        **given(approved), joint_id=row.public_id, agreed_on=date(2026, 2, 1), may_withdraw=True
    )

    row.refresh_from_db()
    assert (row.agreed_on, row.may_withdraw) == (date(2026, 2, 1), True)
    event = AuditEvent.objects.get(activity_id=approved.pk)
    assert (event.event, event.before["agreed_on"], event.after["agreed_on"]) == (
        "joint_provider.changed",
        None,
        "2026-02-01",
    )


def test_joint_provider_is_taken_out_while_it_is_planned_only(activity) -> None:
    row = services.add_joint_provider(**given(activity), partner_id=factories.partner().public_id)

    services.remove_joint_provider(**given(activity), joint_id=row.public_id)
    assert selectors.providership(activity) == "direct"

    approved = factories.activity(state="approved")
    kept = approved.joint_providers.create(partner=Partner.objects.of(approved.provider_id).get())
    with pytest.raises(DomainError):
        services.remove_joint_provider(**given(approved), joint_id=kept.public_id)


def test_partner_of_another_provider_is_not_there(activity) -> None:
    foreign = factories.partner(people.elsewhere())

    with pytest.raises(NotFound):
        services.add_joint_provider(**given(activity), partner_id=foreign.public_id)
    with pytest.raises(NotFound):
        services.add_joint_provider(**given(activity, people.eve), partner_id=foreign.public_id)
    with pytest.raises(NotAllowed):
        services.add_joint_provider(**given(activity, people.bo), partner_id=foreign.public_id)
