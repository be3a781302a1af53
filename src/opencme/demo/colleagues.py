"""People of Lakeside who let it see how they stand: what the page of renewals shows in the demo."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from opencme.apps.providers.models import Provider
from opencme.apps.providers.selectors import actor_of
from opencme.apps.wallet.services.consents import give_consent
from opencme.apps.wallet.services.credits import Typed, add_credit
from opencme.apps.wallet.services.obligations import add_obligation
from opencme.demo import office
from opencme.demo.texts import cast
from opencme.demo.texts.cast import DemoPerson

WARD: Final = "Hospital medicine"
NURSING: Final = "Nursing"


def fill(provider: Provider, *, now: datetime) -> None:
    """Give four people a license each where they have none, and their consent, by department."""
    day = now.date()
    _renews(cast.TOMAS, "us-mn-md", day + timedelta(days=220), ("AMA_PRA_1", "58"), now)
    _renews(cast.NGOZI, "us-mn-rn", day + timedelta(days=95), ("ANCC", "24"), now)
    _renews(cast.HANH, "us-mn-pa", day + timedelta(days=40), ("AAPA_1", "31"), now)
    for who, department, with_lines in (
        (cast.AMINA, WARD, True),
        (cast.TOMAS, WARD, False),
        (cast.HANH, WARD, True),
        (cast.NGOZI, NURSING, True),
    ):
        give_consent(
            by=actor_of(office.person(who)),
            provider_id=provider.public_id,
            department=department,
            with_lines=with_lines,
            now=now,
        )


def _renews(who: DemoPerson, family: str, until: date, credit: tuple[str, str], now: datetime) -> None:
    by = actor_of(office.person(who))
    values: dict[str, Any] = {"cycle_end": until, "renewal_number": 3}
    add_obligation(by=by, family=family, values=values, now=now)
    system, amount = credit
    typed = Typed(
        title="Annual Congress",
        completed_on=now.date() - timedelta(days=130),
        system=system,
        amount=Decimal(amount),
        provider="Minnesota Congress of Care",
    )
    add_credit(by=by, typed=typed, now=now)
