"""A wallet for tests: Dee, a physician with three licenses, a board, the DEA duty and a hospital's own rules.

Rows are made by the services; ``TODAY`` is the day everything is judged on unless a test says otherwise.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import people

from opencme.apps.accounts.models import Person
from opencme.apps.wallet.models import Obligation, OutsideCredit, WalletSettings
from opencme.apps.wallet.services.facts import answer_question
from opencme.apps.wallet.services.obligations import add_obligation
from opencme.apps.wallet.services.own_rules import add_own_rules
from opencme.rules.access import Actor
from opencme.rules.requirements.writing import OwnRule, OwnTopic

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
TODAY = NOW.date()

MASSACHUSETTS = "us-ma-md"
NEW_YORK = "us-ny-md"
CALIFORNIA = "us-ca-md"
BOARD = "abim"
DEA = "us-fed-dea-mate"
HOSPITAL = OwnRule(
    name="Harbor Hospital medical staff",
    hours=Decimal(20),
    months=24,
    systems=("AMA_PRA_1",),
    topics=(OwnTopic(topic="patient_safety", hours=Decimal(2)),),
    written="Medical staff rules, section 4",
    seen_on=date(2026, 11, 1),
)


def actor(who: Person) -> Actor:
    """The actor a service takes, without roles anywhere."""
    return Actor(label=who.full_name, person_id=who.pk)


def obligation(who: Person, family: str, *, now: datetime = NOW, **values: Any) -> Obligation:
    """Something to renew, by the pack's family; values: ``cycle_end``, ``issued_on``, ``renewal_number`` and so on."""
    return add_obligation(by=actor(who), family=family, values=values, now=now)


def hospital(who: Person, rule: OwnRule = HOSPITAL, *, cycle_end: date = date(2027, 6, 30)) -> Obligation:
    """The hospital's own rules."""
    return add_own_rules(by=actor(who), kind="hospital", rule=rule, cycle_end=cycle_end, now=NOW)


def answer(who: Person, code: str, value: Any, to: Obligation | None = None) -> None:
    """An answer to what a rule asks."""
    answer_question(by=actor(who), code=code, value=value, obligation_id=to.public_id if to else None, now=NOW)


def credit(
    who: Person, day: date, amount: str = "1", system: str = "AMA_PRA_1", *, title: str = "", **values: Any
) -> OutsideCredit:
    """Credit from elsewhere; ``topics={"risk_management": ""}`` puts all of it on a topic."""
    given = {"provider_name": "Elsewhere Medical Society", "added_at": NOW, **values}
    return OutsideCredit.objects.create(
        person=who, completed_on=day, amount=Decimal(amount), system=system, title=title or f"Course of {day}", **given
    )


def settings_of(who: Person) -> WalletSettings:
    """The settings of a wallet, made when it has none."""
    return WalletSettings.objects.get_or_create(person=who)[0]


def dee() -> Person:
    """Dee with everything: what she renews, what she answered, and what she earned."""
    who = people.dee()
    obligation(who, MASSACHUSETTS, cycle_end=date(2027, 5, 14), renewal_number=4, issued_on=date(2018, 6, 4))
    obligation(who, NEW_YORK, cycle_end=date(2027, 5, 31), renewal_number=3)
    obligation(who, CALIFORNIA, cycle_end=date(2027, 5, 31), renewal_number=2, issued_on=date(2022, 8, 9))
    obligation(who, BOARD, cycle_end=date(2028, 12, 31))
    registration = obligation(who, DEA, cycle_end=date(2027, 3, 31))
    answer(who, "dea_submission", date(2027, 3, 31), registration)
    hospital(who)
    for code, value in (
        ("specialty", "internal_medicine"),
        ("prescribes_controlled", True),
        ("practising_medicine", True),
        ("serves_adults", True),
        ("patients_65plus_share", Decimal("0.4")),
    ):
        answer(who, code, value)
    credit(who, date(2025, 9, 12), "18", title="Internal Medicine Update", minutes=1080)
    credit(who, date(2026, 2, 20), "4", title="Safe Opioid Prescribing", topics={"opioid_prescribing": ""})
    credit(who, date(2026, 4, 18), "6", title="Risk Management for Hospitalists", topics={"risk_management": ""})
    credit(who, date(2026, 6, 5), "3", title="End of Life Conversations", topics={"end_of_life_care": ""})
    credit(who, date(2026, 9, 30), "12", "AMA_PRA_2", title="Reading journals")
    return who
