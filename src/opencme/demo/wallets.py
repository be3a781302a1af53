"""The demo's wallet: a physician with three licenses, a board, the DEA duty and her hospital's own rules.

Each part is one function of ``PARTS``; days are counted from the day the demo is built.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from opencme.apps.wallet.models import Obligation
from opencme.apps.wallet.services.credits import Typed, add_credit
from opencme.apps.wallet.services.facts import add_earlier, answer_question
from opencme.apps.wallet.services.obligations import add_obligation, change_obligation
from opencme.apps.wallet.services.own_rules import add_own_rules
from opencme.demo import office
from opencme.demo.texts import cast
from opencme.demo.wallet_credits import proofs, transcript
from opencme.demo.wallet_money import allowances, shares
from opencme.demo.wallet_owner import Owner
from opencme.rules.requirements.writing import OwnRule, OwnTopic


def renewals(owner: Owner) -> None:
    """Three licenses, a board and the DEA registration."""
    for family, values in (
        ("us-ma-md", {"cycle_end": owner.day(171), "issued_on": owner.day(-3020), "renewal_number": 5}),
        ("us-ny-md", {"cycle_end": owner.month_end(190), "renewal_number": 4}),
        ("us-ca-md", {"cycle_end": owner.month_end(190), "issued_on": owner.day(-1560), "renewal_number": 2}),
        ("abim", {"cycle_end": date(owner.now.year + 2, 12, 31)}),
        ("us-fed-dea-mate", {"cycle_end": owner.month_end(128)}),
    ):
        row = add_obligation(by=owner.by, family=family, values=values, now=owner.now)
    answer_question(
        by=owner.by, code="dea_submission", value=owner.month_end(128), obligation_id=row.public_id, now=owner.now
    )


def hospital(owner: Owner) -> None:
    """The medical staff rules of Lakeside, as she wrote them down."""
    rule = OwnRule(
        name="Lakeside Health System, medical staff",
        hours=Decimal(20),
        months=24,
        systems=("AMA_PRA_1", "AAFP_P"),
        topics=(
            OwnTopic(topic="patient_safety", hours=Decimal(2)),
            OwnTopic(topic="infection_control"),
        ),
        written="Medical staff rules, section 4.2",
        seen_on=owner.day(-30),
    )
    add_own_rules(by=owner.by, kind="hospital", rule=rule, cycle_end=owner.month_end(215), now=owner.now)


def answers(owner: Owner) -> None:
    """What the rules asked her; two questions are still open."""
    for code, value in (
        ("specialty", "internal_medicine"),
        ("prescribes_controlled", True),
        ("practising_medicine", True),
        ("patients_65plus_share", Decimal("0.4")),
    ):
        answer_question(by=owner.by, code=code, value=value, now=owner.now)


def before(owner: Owner) -> None:
    """Trainings owed once, done long ago and not among the credits."""
    row = Obligation.objects.get(person=office.person(cast.AMINA), family="us-ma-md")
    for name, days in (("ma-bias", -1300), ("ma-child", -3000), ("ma-dvsv", -2990), ("ma-ehr", -2600)):
        add_earlier(
            by=owner.by,
            obligation_id=row.public_id,
            kind="completed",
            name=name,
            day=owner.day(days),
            now=owner.now,
        )
    change_obligation(by=owner.by, obligation_id=row.public_id, values={"number": "MA 284417"}, now=owner.now)


def credits_elsewhere(owner: Owner) -> None:
    """Credit from other providers, of several kinds."""
    for title, provider, days, system, amount, topics in (
        ("Hospital Medicine Course", "Harbor University School of Medicine", -905, "AMA_PRA_1", "30", {}),
        ("Risk and Error in the Ward", "Bay Mutual", -760, "AMA_PRA_1", "8.5", {"risk_management": None}),
        ("Internal Medicine Update", "Harbor University School of Medicine", -420, "AMA_PRA_1", "18", {}),
        ("Safe Opioid Prescribing", "Minnesota Pain Society", -275, "AMA_PRA_1", "4", {"opioid_prescribing": None}),
        ("Risk Management for Hospitalists", "Bay Mutual", -220, "AMA_PRA_1", "6", {"risk_management": None}),
        ("End of Life Conversations", "Harbor University", -170, "AMA_PRA_1", "3", {"end_of_life_care": None}),
        ("Care of the Older Adult", "Geriatric Society", -110, "AMA_PRA_1", "6.5", {"geriatrics": None}),
        ("Reading journals", "", -60, "AMA_PRA_2", "8", {}),
    ):
        typed = Typed(
            title=title,
            completed_on=owner.day(days),
            system=system,
            amount=Decimal(amount),
            provider=provider,
            topics=topics,
            note="Articles read each week, with notes." if not provider else "",
        )
        add_credit(by=owner.by, typed=typed, now=owner.now)


PARTS: Final[Sequence[Callable[[Owner], None]]] = (
    renewals,
    hospital,
    answers,
    before,
    credits_elsewhere,
    proofs,
    transcript,
    allowances,
    shares,
)


def fill(*, now: datetime) -> None:
    """Fill the demo's wallet."""
    owner = Owner(now)
    for part in PARTS:
        part(owner)
