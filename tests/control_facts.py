"""People and relationships for the worked table of docs/explanation/independence.md."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from opencme.catalog.disclosure_forms import disclosure_forms
from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.facts import Disclosed, Judged, Mitigated, Person, Relationship

ZONE = ZoneInfo("America/Chicago")
EDITION = disclosure_forms["standard_3"].on(date(2026, 3, 1))
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
START = datetime(2026, 5, 14, 13, tzinfo=UTC)
EARLY = datetime(2026, 4, 1, 12, tzinfo=UTC)
AFTER = START + timedelta(minutes=1)
REACHES = date(2024, 5, 14)
CONSULTANT = Relationship(company="Norvia Pharma", kind="consultant")
EMPLOYEE = Relationship(company="Norvia Pharma", kind="employee")
PRIVATE_STOCK = Relationship(
    company="Norvia Pharma", kind="ownership", security_kind="stock", company_listing="private"
)
PUBLIC_STOCK = Relationship(company="Norvia Pharma", kind="ownership", security_kind="stock", company_listing="public")
OPTIONS = Relationship(company="Norvia Pharma", kind="ownership", security_kind="option")


def judged(stated=CONSULTANT, relevant=None, exception="", method="", at=EARLY):
    mitigations = (Mitigated(method=method, at=at),) if method else ()
    return Judged(stated=stated, is_relevant=relevant, exception=exception, mitigations=mitigations)


def disclosed(*relationships, signed_at=EARLY, lookback=REACHES):
    return Disclosed(
        signed_at=signed_at, lookback_from=lookback, has_none=not relationships, relationships=relationships
    )


def person(*disclosures, role=ControlRole.FACULTY, starts_at=START, withdrawn_at=None, name="Cy Teacher", key="cy"):
    return Person(
        key=key,
        name=name,
        role=role,
        starts_at=starts_at,
        zone=ZONE,
        disclosures=disclosures,
        withdrawn_at=withdrawn_at,
    )
