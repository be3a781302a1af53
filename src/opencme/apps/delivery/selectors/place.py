"""An activity and one person's place in it as a participant's pages name them, read inside one statement.

In such a statement $1 is the activity's public id and $2 the person: ``SELECT {COLUMNS}, … {TABLES} … {WHERE}``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from opencme.apps.accounts.models import Person
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS

_STATES: Final = ", ".join(f"'{state}'" for state in sorted(SEEN_BY_LEARNERS))
COLUMNS: Final = """
    a.id, a.public_id, a.number, a.title, a.state, a.format, a.commercial_support, a.support_sources,
    a.release_on, a.expires_on,
    coalesce(nullif(a.time_zone, ''), p.time_zone), p.id, p.name, p.email,
    r.id, r.public_id, r.share_consent_at, u.given_name, u.family_name, u.email, u.credentials
"""
WIDTH: Final = 21
TABLES: Final = """
FROM activities_activity a
JOIN providers_provider p ON p.id = a.provider_id
LEFT JOIN delivery_registration r ON r.activity_id = a.id AND r.person_id = $2 AND r.withdrawn_at IS NULL
LEFT JOIN accounts_person u ON u.id = r.person_id
"""
WHERE: Final = f"WHERE a.public_id = $1 AND a.state IN ({_STATES})"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The provider."""

    pk: int
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The activity."""

    pk: int
    public_id: UUID
    number: str
    title: str
    state: str
    format: str
    commercial_support: bool | None
    support_sources: list[str]
    release_on: date | None
    expires_on: date | None
    zone: ZoneInfo
    provider: House


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The registration; ``name`` as certificates print it."""

    pk: int
    public_id: UUID
    share_consent_at: datetime | None
    name: str


def head_and_place(row: tuple[Any, ...]) -> tuple[Head, Place | None]:
    """Read the first ``WIDTH`` values of a row that begins with ``COLUMNS``."""
    pk, public_id, number, title, state, format_, support, sources, release_on, expires_on, zone, *more = row[:WIDTH]
    house, name, email, registration, registration_id, share_consent_at, *person = more
    head = Head(
        pk=pk,
        public_id=public_id,
        number=number,
        title=title,
        state=state,
        format=format_,
        commercial_support=support,
        support_sources=sources,
        release_on=release_on,
        expires_on=expires_on,
        zone=ZoneInfo(zone),
        provider=House(pk=house, name=name, email=email),
    )
    if registration is None:
        return head, None
    given_name, family_name, address, credentials = person
    who = Person(given_name=given_name, family_name=family_name, email=address, credentials=credentials)
    place = Place(
        pk=registration,
        public_id=registration_id,
        share_consent_at=share_consent_at,
        name=who.name_with_credentials,
    )
    return head, place
