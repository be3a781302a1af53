"""What each AMA learning format earns: shared by the credit of physicians and the participation of others."""

from types import MappingProxyType
from typing import Final

from opencme.kernel.credits import Credits
from opencme.rules.credit.systems import Ask, Basis, FormatRule

LIVE: Final = FormatRule(
    key="live",
    learning_format="live activity",
    basis=Basis.SESSIONS,
    asks=(Ask.ATTENDANCE,),
    source="ama-live-time",
    grade="B",
)
ENDURING: Final = FormatRule(
    key="enduring",
    learning_format="enduring material",
    basis=Basis.ESTIMATE,
    asks=(Ask.CONTENT, Ask.PASS_MARK),
    source="ama-enduring-credit",
    grade="B",
)
JOURNAL: Final = FormatRule(
    key="journal",
    learning_format="journal-based CME activity",
    basis=Basis.PER_UNIT,
    asks=(Ask.CONTENT, Ask.PASS_MARK),
    value=Credits.of("1.00"),
    source="ama-journal-value",
    grade="U",
)
TEST_ITEMS: Final = FormatRule(
    key="test_items",
    learning_format="test-item writing activity",
    basis=Basis.FLAT,
    asks=(Ask.UNITS,),
    cycle="test_items",
    value=Credits.of("10.00"),
    source="ama-test-items",
    grade="U",
)
MANUSCRIPT_REVIEW: Final = FormatRule(
    key="manuscript_review",
    learning_format="manuscript review activity",
    basis=Basis.PER_UNIT,
    asks=(Ask.UNITS,),
    cycle="manuscript",
    value=Credits.of("3.00"),
    source="ama-manuscript-review",
    grade="C",
)
PI_CME: Final = FormatRule(
    key="pi_cme",
    learning_format="PI CME activity",
    basis=Basis.STAGES,
    asks=(Ask.STAGES,),
    cycle="pi_stage",
    stages=MappingProxyType({"A": Credits.of(5), "AB": Credits.of(10), "ABC": Credits.of(20)}),
    source="ama-pi-cme",
    grade="B",
)
POINT_OF_CARE: Final = FormatRule(
    key="poc",
    learning_format="internet point-of-care activity",
    basis=Basis.PER_UNIT,
    asks=(Ask.UNITS,),
    cycle="poc_cycle",
    value=Credits.of("0.50"),
    source="ama-point-of-care",
    grade="B",
)
TEACHING: Final = FormatRule(
    key="teaching",
    learning_format="Other activity",
    basis=Basis.TEACHING,
    asks=(Ask.TEACHING,),
    cycle="teaching",
    ratio=2,
    needs_description=True,
    source="ama-learning-from-teaching",
    grade="B",
)
OTHER: Final = FormatRule(
    key="other",
    learning_format="Other activity",
    basis=Basis.ESTIMATE,
    asks=(Ask.CONTENT,),
    needs_description=True,
    source="ama-pra-2017",
    grade="A",
)

SEVEN: Final = (LIVE, ENDURING, JOURNAL, TEST_ITEMS, MANUSCRIPT_REVIEW, PI_CME, POINT_OF_CARE)
ALL: Final = (*SEVEN, OTHER, TEACHING)
