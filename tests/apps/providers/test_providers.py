import re
from datetime import date

import people
import pytest

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.services import person_of_link
from opencme.apps.audit.models import AuditEvent
from opencme.apps.messaging.models import Message
from opencme.apps.providers import selectors, services
from opencme.apps.providers.models import Membership, Partner, Provider
from opencme.apps.providers.services.numbers import initials
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access import Role, system

pytestmark = pytest.mark.django_db
NOW = people.NOW


def codes(refusal) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in refusal.value.findings]


def roles_at(provider: Provider, person: Person) -> set[str]:
    return set(Membership.objects.of(provider.pk).filter(person=person, ended_at=None).values_list("role", flat=True))


# ── setting up ──


def test_first_person_of_an_empty_deployment_sets_up_the_provider() -> None:
    actor = selectors.actor_of(people.ada())

    made = services.create_provider(
        by=actor, name="Lakeside Health System", settings={"time_zone": "America/Chicago"}, now=NOW
    )

    assert (made.slug, made.number_prefix, made.time_zone) == ("lakeside-health-system", "LHS", "America/Chicago")
    assert roles_at(made, people.ada()) == {"manager", "coordinator"}
    assert AuditEvent.objects.get(event="provider.created").by_label == "Ada Planner"
    with pytest.raises(DomainError) as refusal:
        services.create_provider(by=selectors.actor_of(people.eve()), name="Another", now=NOW)
    assert codes(refusal) == [("provider.first", "name")]


def test_the_system_sets_up_further_providers_for_a_manager() -> None:
    people.lakeside()

    made = services.create_provider(by=system(), name="Lakeside", manager_id=people.eve().pk, now=NOW)

    assert (made.slug, roles_at(made, people.eve())) == ("lakeside-2", {"manager", "coordinator"})
    with pytest.raises(NotAllowed):
        services.create_provider(by=system(), name="Nobody's", now=NOW)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Lakeside Health System", "LHS"),
        ("university of somewhere", "CME"),
        ("A B C D E F G", "ABCDE"),
        ("Ärzte", "CME"),
    ],
)
def test_initials_of_a_name(name, letters) -> None:
    assert initials(name) == letters


# ── settings ──


def change(who=people.ada, **changes) -> Provider:
    provider = people.lakeside()
    return services.change_provider(by=people.as_actor(who()), provider_id=provider.pk, changes=changes, now=NOW)


def test_settings_change_with_an_audit_row_of_what_changed() -> None:
    change(status="commendation", term_to=date(2029, 12, 31), name="Lakeside Health System")

    provider = people.lakeside()
    assert (provider.status, provider.term_to) == ("commendation", date(2029, 12, 31))
    row = AuditEvent.objects.get(event="provider.changed")
    assert (row.before, row.after) == (
        {"status": "accreditation", "term_to": "2028-12-31"},
        {"status": "commendation", "term_to": "2029-12-31"},
    )


def test_settings_refuse_everything_wrong_at_once() -> None:
    with pytest.raises(DomainError) as refusal:
        change(
            name=" ",
            accreditor="nobody",
            status="famous",
            term_from=date(2030, 1, 1),
            time_zone="Nowhere",
            accreditor_provider_id="12",
            brand_color="teal",
            number_prefix="l h s",
        )

    assert [field for _code, field in codes(refusal)] == [
        "name",
        "accreditor",
        "status",
        "term_to",
        "time_zone",
        "accreditor_provider_id",
        "brand_color",
        "number_prefix",
    ]
    assert not AuditEvent.objects.exists()


def test_settings_belong_to_the_manager() -> None:
    with pytest.raises(NotAllowed):
        change(who=people.bo, status="none")
    with pytest.raises(NotFound):
        change(who=people.eve, status="none")
    with pytest.raises(ValueError, match="no settings"):
        change(slug="other")
    assert change(status="accreditation").status == "accreditation"


# ── staff ──


def invite(email: str, *roles: Role, who=people.ada, given_name="Finn", family_name="Designer"):
    provider = people.lakeside()
    return services.invite_staff(
        by=people.as_actor(who()),
        provider_id=provider.pk,
        email=email,
        given_name=given_name,
        family_name=family_name,
        roles=frozenset(roles),
        now=NOW,
    )


def test_somebody_new_gets_an_account_a_role_and_a_mail() -> None:
    (made,) = invite("finn@example.org", Role.DESIGNER)

    assert (made.person.full_name, made.role) == ("Finn Designer", Role.DESIGNER)
    mail = Message.objects.get(to="finn@example.org")
    assert mail.subject == "Your role at Lakeside Health System"
    assert "Ada Planner has given you a role" in mail.text
    token, target = re.search(r"/sign-in/link/\?token=(\S+)&next=(\S+)", mail.text).groups()
    assert (person_of_link(token=token, now=NOW), target) == (made.person, "%2Fp%2Flakeside%2F")
    with pytest.raises(DomainError):
        person_of_link(token=token, now=NOW)
    row = AuditEvent.objects.get(event="staff.changed")
    assert (row.before, row.after) == ({"roles": []}, {"person": "Finn Designer", "roles": ["designer"]})


def test_roles_held_already_are_left_alone() -> None:
    assert invite("bo@example.org", Role.REVIEWER) == ()
    assert not Message.objects.exists()

    (added,) = invite("BO@example.org", Role.REVIEWER, Role.DESIGNER)
    assert (added.person, added.role) == (people.bo(), Role.DESIGNER)
    assert Person.objects.filter(email__iexact="bo@example.org").count() == 1


def test_invitation_without_role_or_address_is_refused() -> None:
    with pytest.raises(DomainError) as none:
        invite("finn@example.org")
    with pytest.raises(DomainError):
        invite("not an address", Role.DESIGNER)

    assert codes(none) == [("staff.roles", "roles")]
    assert not Message.objects.exists()


def end(person: Person, role: Role, who=people.ada) -> Membership:
    provider = people.lakeside()
    row = Membership.objects.of(provider.pk).get(person=person, role=role)
    return services.end_role(by=people.as_actor(who()), provider_id=provider.pk, membership_id=row.public_id, now=NOW)


def test_role_is_ended_and_the_row_stays() -> None:
    people.lakeside()

    row = end(people.bo(), Role.CHAIR)
    again = end(people.bo(), Role.CHAIR)

    assert (row.ended_at, again.ended_at) == (NOW, NOW)
    assert roles_at(people.lakeside(), people.bo()) == {"reviewer"}
    assert AuditEvent.objects.filter(event="staff.changed").count() == 1
    bo = next(each for each in selectors.staff_page(actor=people.as_actor(people.ada()), provider_id=row.provider_id))
    assert bo.person == people.ada()


def test_last_manager_cannot_leave() -> None:
    people.lakeside()

    with pytest.raises(DomainError) as refusal:
        end(people.ada(), Role.MANAGER)
    invite("bo@example.org", Role.MANAGER)
    end(people.ada(), Role.MANAGER)

    assert codes(refusal) == [("staff.last_manager", "")]
    assert roles_at(people.lakeside(), people.ada()) == {"coordinator"}


def test_staff_belongs_to_the_manager() -> None:
    people.lakeside()
    with pytest.raises(NotAllowed):
        invite("finn@example.org", Role.DESIGNER, who=people.bo)
    with pytest.raises(NotFound):
        end(people.bo(), Role.CHAIR, who=people.eve)
    with pytest.raises(NotFound):
        selectors.staff_page(actor=people.as_actor(people.eve()), provider_id=people.lakeside().pk)


@pytest.mark.parametrize("count", [1, 3])
def test_staff_page_costs_one_query(count, django_assert_num_queries) -> None:
    provider = people.lakeside()
    for number in range(count):
        invite(f"finn{number}@example.org", Role.DESIGNER, Role.REVIEWER)
    ada = people.as_actor(people.ada())

    with django_assert_num_queries(1):
        members = selectors.staff_page(actor=ada, provider_id=provider.pk)

    assert len(members) == count + 2


# ── partners ──


def partner(who=people.ada, **values) -> Partner:
    provider = people.lakeside()
    given = {"name": "Sepsis Alliance", "kind": "membership_organization", "makes_products": False, **values}
    return services.save_partner(by=people.as_actor(who()), provider_id=provider.pk, now=NOW, **given)


def test_partner_is_kept_with_who_checked_it_and_when() -> None:
    made = partner()

    assert (made.checked_on, made.checked_by) == (date(2026, 3, 2), "Ada Planner")
    same = partner(partner_id=made.public_id)
    changed = partner(partner_id=made.public_id, kind="hospital", is_watched=True)
    assert (same.pk, changed.kind, changed.is_watched) == (made.pk, "hospital", True)
    assert [row.event for row in AuditEvent.objects.order_by("id")] == ["partner.created", "partner.changed"]


def test_trap_06_an_ineligible_company_never_becomes_a_partner() -> None:
    with pytest.raises(DomainError) as by_kind:
        partner(kind="pharmaceutical")
    with pytest.raises(DomainError) as by_answer:
        partner(makes_products=True)
    with pytest.raises(DomainError) as unasked:
        partner(makes_products=None, kind="")

    assert codes(by_kind) == [("partner.ineligible", "kind")]
    assert codes(by_answer) == [("partner.ineligible", "makes_products")]
    assert codes(unasked) == [("partner.kind", "kind"), ("partner.unasked", "makes_products")]
    assert not Partner.objects.of(people.lakeside().pk).exists()


def test_partner_names_are_taken_once_per_provider() -> None:
    partner()

    with pytest.raises(DomainError) as refusal:
        partner()

    assert codes(refusal) == [("partner.twice", "name")]


def test_partners_are_the_providers_own() -> None:
    made = partner()

    with pytest.raises(NotFound):
        selectors.partner(
            actor=people.as_actor(people.eve()), provider_id=people.lakeside().pk, partner_id=made.public_id
        )
    with pytest.raises(NotFound):
        selectors.partner(
            actor=people.as_actor(people.eve()), provider_id=people.elsewhere().pk, partner_id=made.public_id
        )
    with pytest.raises(NotAllowed):
        partner(who=people.bo, name="Another")
