"""The demo's people and providers: Lakeside Health System with its staff, learners, and a second provider."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from opencme.apps.accounts import services as accounts
from opencme.apps.accounts.models import Person
from opencme.apps.providers import services as providers
from opencme.apps.providers.models import Partner, Provider
from opencme.apps.providers.selectors import actor_of
from opencme.demo.texts import cast
from opencme.demo.texts.cast import DemoPerson
from opencme.rules.access import Role
from opencme.rules.access.roles import system

LAKESIDE: Final = "lakeside-health-system"


def open_office(*, now: datetime) -> Provider:
    """Set up Lakeside with staff and partners, Northfield with its manager, and the learners' accounts."""
    lakeside = _provider("Lakeside Health System", _lakeside(now.date()), cast.SARA, now=now)
    _provider("Northfield Society of Physicians", _northfield(now.date()), cast.OUTSIDER, now=now)
    manager = actor_of(person(cast.SARA))
    for each in cast.STAFF[1:]:
        _account(each, now=now)
        providers.invite_staff(
            by=manager,
            provider_id=lakeside.pk,
            email=each.email,
            given_name=each.given_name,
            family_name=each.family_name,
            roles=frozenset(Role(role) for role in each.roles),
            now=now,
        )
    for each in cast.LEARNERS:
        _account(each, now=now)
    for name, kind, note in (
        ("Duluth Family Clinic", "group_practice", "Plans with us since 2019."),
        ("Harbor University School of Medicine", "school", ""),
    ):
        providers.save_partner(
            by=manager,
            provider_id=lakeside.pk,
            name=name,
            kind=kind,
            makes_products=False,
            note=note,
            now=now,
        )
    return lakeside


def person(told: DemoPerson) -> Person:
    """Give the account of somebody in the demo. LookupError before it is there (a bug)."""
    found = accounts.person_for_email(told.email)
    if found is None:
        raise LookupError(told.email)
    return found


def sign_up(told: DemoPerson, *, now: datetime) -> Person:
    """Give the account of somebody who takes part, opened now where there is none yet."""
    return accounts.person_for_email(told.email) or _account(told, now=now)


def partner(provider: Provider, name: str) -> Partner:
    """Give a partner of the provider by name."""
    found: Partner = Partner.objects.of(provider.pk).get(name=name)
    return found


def complete_profiles(people: Iterable[DemoPerson], *, now: datetime) -> None:
    """Let people tell what reports need of them, and agree that it is reported."""
    for told in people:
        if not told.npi or told.birthday is None:
            continue
        identifiers = [accounts.Typed(kind="npi", value=told.npi)]
        if told.license:
            identifiers.append(accounts.Typed(kind="state_license", domain=told.license, value="48213"))
        accounts.change_profile(
            by=actor_of(person(told)),
            changes={"birth_month": told.birthday[0], "birth_day": told.birthday[1]},
            identifiers=identifiers,
            reports_agreed=True,
            now=now,
        )


def _provider(name: str, settings: dict[str, Any], manager: DemoPerson, *, now: datetime) -> Provider:
    account = _account(manager, now=now)
    return providers.create_provider(by=system(), name=name, settings=settings, manager_id=account.pk, now=now)


def _account(told: DemoPerson, *, now: datetime) -> Person:
    """Open an account that the demo's password enters."""
    made = accounts.create_person(
        by=system(),
        email=told.email,
        given_name=told.given_name,
        family_name=told.family_name,
        credentials=told.credentials,
        degree=told.degree,
        profession=told.profession,
        now=now,
    )
    return accounts.set_password(by=actor_of(made), new=cast.PASSWORD, current=None, now=now)


def _lakeside(today: date) -> dict[str, Any]:
    """Give Lakeside's settings: reaccredited the summer before last, for six years."""
    return {
        "accreditor": "accme",
        "status": "commendation",
        "term_from": date(today.year - 2, 7, 31),
        "term_to": date(today.year + 4, 7, 31),
        "decided_on": date(today.year - 2, 7, 19),
        "accreditor_provider_id": "0004217",
        "ancc_accredited": True,
        "time_zone": "America/Chicago",
        "address": "1200 Harbor Drive\nDuluth, MN 55802",
        "website": "https://lakeside.example",
        "email": "cme@lakeside.example",
        "brand_color": "#0b5563",
        "signatory_name": "Grace Chen, MD, MEd",
        "signatory_title": "Chair, Committee on Continuing Medical Education",
    }


def _northfield(today: date) -> dict[str, Any]:
    """Give the other provider's settings."""
    return {
        "accreditor": "accme",
        "status": "accreditation",
        "term_from": date(today.year - 1, 3, 31),
        "term_to": date(today.year + 3, 3, 31),
        "accreditor_provider_id": "0009031",
        "time_zone": "America/New_York",
        "signatory_name": cast.OUTSIDER.name,
        "signatory_title": "Program manager",
    }
