"""The demo's people and providers: Lakeside Health System with its staff, learners, and a second provider."""

from datetime import date, datetime
from typing import Final

from opencme.apps.accounts.models import Person
from opencme.apps.providers.models import Membership, Provider
from opencme.demo.texts import LEARNERS, OUTSIDER, PASSWORD, STAFF, DemoPerson

LAKESIDE: Final = "lakeside"
NORTHFIELD: Final = "northfield"


def open_office(*, now: datetime) -> Provider:
    """Make Lakeside with its staff and learners, and Northfield with one manager."""
    lakeside = Provider.objects.create(
        slug=LAKESIDE,
        name="Lakeside Health System",
        accreditor="accme",
        status="commendation",
        term_from=date(2024, 7, 31),
        term_to=date(2030, 7, 31),
        accreditor_provider_id="0004217",
        time_zone="America/Chicago",
        address="1200 Harbor Drive\nDuluth, MN 55802",
        website="https://lakeside.example",
        email="cme@lakeside.example",
        brand_color="#0b5563",
        signatory_name="Grace Chen, MD, MEd",
        signatory_title="Chair, Committee on Continuing Medical Education",
    )
    northfield = Provider.objects.create(
        slug=NORTHFIELD,
        name="Northfield Society of Physicians",
        accreditor="accme",
        status="accreditation",
        term_from=date(2025, 3, 31),
        term_to=date(2029, 3, 31),
        accreditor_provider_id="0009031",
        time_zone="America/New_York",
    )
    for each in STAFF:
        _join(lakeside, each, now=now)
    _join(northfield, OUTSIDER, now=now)
    for each in LEARNERS:
        make_person(each, now=now)
    return lakeside


def make_person(told: DemoPerson, *, now: datetime) -> Person:
    """Make one person of the demo, who signs in with the demo's password."""
    return Person.objects.create_person(
        email=told.email,
        password=PASSWORD,
        given_name=told.given_name,
        family_name=told.family_name,
        credentials=told.credentials,
        degree=told.degree,
        profession=told.profession,
        created_at=now,
    )


def _join(provider: Provider, told: DemoPerson, *, now: datetime) -> None:
    person = make_person(told, now=now)
    for role in told.roles:
        Membership.objects.create(provider=provider, person=person, role=role, from_at=now)
