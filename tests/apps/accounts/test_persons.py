"""Accounts are opened once per address; profiles keep only identifiers that can be reported."""

from datetime import UTC, datetime

import people
import pytest

from opencme.apps.accounts import services
from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import identity_of, profile_page
from opencme.apps.accounts.services import Typed
from opencme.apps.audit.models import AuditEvent
from opencme.apps.messaging.models import Message
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access import Actor, system
from opencme.rules.reporting.identity import IdentifierFact

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NPI = "1234567893"


def codes(refusal: pytest.ExceptionInfo[DomainError]) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in refusal.value.findings]


def create(**values: str) -> Person:
    given = {"email": "Fay@Example.org", "given_name": " Fay ", "family_name": "Fellow", **values}
    return services.create_person(by=system(), now=NOW, **given)


def test_create_person_keeps_the_address_in_small_letters_and_opens_no_password():
    made = create()

    assert (made.email, made.full_name, made.has_usable_password()) == ("fay@example.org", "Fay Fellow", False)
    assert AuditEvent.objects.get().event == "person.created"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"email": "fay@EXAMPLE.org"}, [("accounts.address_taken", "email")]),
        ({"email": "no address"}, [("accounts.address", "email")]),
        ({"email": "x@example.org", "given_name": " ", "family_name": ""}, [("accounts.name", "family_name")]),
        ({"email": "x@example.org", "degree": "wizard"}, [("accounts.degree", "degree")]),
        ({"email": "x@example.org", "profession": "wizard"}, [("accounts.profession", "profession")]),
    ],
)
def test_create_person_refuses_with_the_field(values: dict[str, str], found: list[tuple[str, str]]):
    create()

    with pytest.raises(DomainError) as refusal:
        create(**values)

    assert codes(refusal) == found
    assert Person.objects.count() == 1


def test_create_person_is_not_for_link_holders():
    with pytest.raises(NotAllowed):
        services.create_person(
            by=Actor(person_id=None, label="link"), email="x@example.org", given_name="X", family_name="Y", now=NOW
        )


def test_sign_up_opens_an_account_once_and_mails_a_link_each_time():
    typed = {"email": "fay@example.org", "given_name": "Fay", "family_name": "Fellow"}

    services.sign_up(**typed, now=NOW)
    services.sign_up(**{**typed, "given_name": "Mallory"}, now=NOW)

    assert [person.full_name for person in Person.objects.all()] == ["Fay Fellow"]
    assert [("token=" in mail.text, mail.to) for mail in Message.objects.all()] == [(True, "fay@example.org")] * 2


def change(**values: object) -> Person:
    return services.change_profile(by=people.as_actor(people.dee()), now=NOW, **{"changes": {}, **values})


def test_change_profile_keeps_identifiers_tidied_and_tells_the_audit_what_changed():
    change(
        changes={"given_name": "Deirdre", "birth_month": 2, "birth_day": 29},
        identifiers=[
            Typed(kind="npi", value="1234-567 893"),
            Typed(kind="state_license", domain="MN", value="A 1"),
            Typed(kind="board", domain="ABIM", value=""),
        ],
        reports_agreed=True,
    )

    identity = identity_of(people.dee())
    assert (identity.given_name, identity.birth_month, identity.birth_day, identity.has_consented) == (
        "Deirdre",
        2,
        29,
        True,
    )
    assert identity.identifiers == (
        IdentifierFact(kind="npi", domain="", value=NPI),
        IdentifierFact(kind="state_license", domain="MN", value="A 1"),
    )
    event = AuditEvent.objects.get(event="person.changed")
    assert event.after == {
        "given_name": "Deirdre",
        "birth_month": 2,
        "birth_day": 29,
        "reports_agreed": True,
        "npi": NPI,
        "state_license MN": "A 1",
    }


def test_change_profile_again_with_the_same_values_writes_nothing():
    values = {"changes": {"given_name": "Dee"}, "identifiers": [Typed(kind="npi", value=NPI)], "reports_agreed": True}
    change(**values)
    change(**values)

    assert AuditEvent.objects.filter(event="person.changed").count() == 1


def test_change_profile_removes_what_was_emptied():
    change(identifiers=[Typed(kind="npi", value=NPI)], reports_agreed=True)
    change(identifiers=[Typed(kind="npi", value="")], reports_agreed=False)

    identity = identity_of(people.dee())
    assert (identity.identifiers, identity.has_consented) == ((), False)


def test_change_profile_refuses_everything_at_once_and_keeps_nothing():
    with pytest.raises(DomainError) as refusal:
        change(
            changes={"given_name": "New", "birth_month": 2, "birth_day": 30},
            identifiers=[
                Typed(kind="npi", value="1234567890", field="npi"),
                Typed(kind="state_license", domain="ZZ", value="1", field="license-0"),
                Typed(kind="board", domain="ABIM", value="1", field="board-0"),
                Typed(kind="board", domain="ABIM", value="2", field="board-1"),
            ],
        )

    assert codes(refusal) == [
        ("identity.birthday.day", "birth_day"),
        ("identity.npi.check_digit", "npi"),
        ("identity.license.state", "domain"),
        ("accounts.identifier.twice", "board-1"),
    ]
    assert (people.dee().given_name, identity_of(people.dee()).identifiers) == ("Dee", ())


def test_profile_page_is_the_actors_own():
    assert profile_page(actor=people.as_actor(people.dee())).person == people.dee()
    with pytest.raises(NotFound):
        profile_page(actor=Actor(person_id=None, label="link"))
