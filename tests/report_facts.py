"""One report of each kind, for golden files and schemas."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from opencme.rules.reporting.activity import ActivityReport, Outcome
from opencme.rules.reporting.completions import Completion, Credit, LearnerReport
from opencme.rules.reporting.identity import IdentifierFact

LIVE = ActivityReport(
    number="LHS-2026-0007",
    accreditor_activity_id="",
    provider_id="0001234",
    provider_name="Lakeside Health System",
    address="https://cme.example.org/catalogue/LHS-2026-0007",
    title='Sepsis on the Ward: <Recognize> & "Act"',
    description="Two sessions on recognizing sepsis.\nCases from our own wards — in small groups.",
    format="Live Course",
    delivery_methods=("In-Person",),
    delivery_method="In-Person",
    city="Duluth",
    state="MN",
    country="USA",
    first_day=date(2026, 5, 14),
    last_day=date(2026, 5, 15),
    is_joint=True,
    partners=("North Shore Sepsis Alliance", "Coöperative & Sons"),
    certification="AMA PRA Category 1",
    credits=Decimal("3.50"),
    hours=Decimal("4.00"),
    commercial_support=False,
    support_amounts=(),
    support_in_kind=(),
    outcomes=(Outcome(kind="competence", measures=("objective",)), Outcome(kind="performance")),
    is_public=True,
    fee="free",
    registration="all",
    physicians=41,
    others=17,
    closes=True,
)
ENDURING = replace(
    LIVE,
    number="LHS-2026-0008",
    accreditor_activity_id="202600008",
    title="Insulin Safety in Hospital",
    description="One hour, online.",
    format="Enduring Material",
    delivery_methods=("Online",),
    delivery_method="Online",
    city="",
    state="",
    country="",
    first_day=date(2026, 5, 1),
    last_day=date(2029, 4, 30),
    is_joint=False,
    partners=(),
    credits=Decimal("1.00"),
    outcomes=(),
    is_public=False,
    fee="variable",
    registration="limited",
    physicians=0,
    others=0,
    closes=False,
    longest_years=3,
)
DEE = Completion(
    action="add",
    given_name="Dee",
    family_name="Learner",
    birth_month=2,
    birth_day=29,
    identifier=IdentifierFact(kind="npi", domain="", value="1234567893"),
    credits=(
        Credit(
            credit_id="ccid:cme.example.org:CR-0007-0001-K", certification="AMA PRA Category 1", amount=Decimal("3.50")
        ),
    ),
    completed_on=date(2026, 5, 15),
)
NGUYEN = replace(
    DEE,
    given_name="Ánh",
    family_name='Nguyễn "Annie"',
    birth_month=12,
    birth_day=1,
    identifier=IdentifierFact(kind="state_license", domain="MN", value="00-123.45"),
    credits=(
        Credit(
            credit_id="ccid:cme.example.org:CR-0007-0002-7", certification="AMA PRA Category 1", amount=Decimal("0.25")
        ),
    ),
)
GONE = replace(DEE, action="delete", identifier=IdentifierFact(kind="board", domain="ABIM", value="123456"))


def learners(*completions):
    return LearnerReport(
        provider_name="Lakeside Health System",
        provider_id="0001234",
        activity_title="Sepsis on the Ward",
        accreditor_activity_id="202600007",
        made_at=datetime(2026, 5, 20, 9, 0, tzinfo=UTC),
        completions=iter(completions),
    )
