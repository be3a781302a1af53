"""AAFP credit that a member records: Prescribed and Elective."""

from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.outside import OutsideKind, Way

QUARTER: Final = Decimal("0.25")

PRESCRIBED: Final = OutsideKind(
    key="AAFP_P",
    label="AAFP Prescribed credit",
    says=_("The AAFP approved the activity, and the certificate says “Prescribed credit”."),
    step=QUARTER,
    minutes=60,
    is_common=True,
    source="aafp-calculation",
    grade="A",
    ways=(
        Way(key="approved", label=_("Activity approved by the AAFP"), source="aafp-types", grade="A"),
        Way(
            key="journal", label=_("Journal quiz, per article"), source="aafp-calculation", grade="A",
            amount=Decimal(1), is_timed=False, formats=frozenset({"journal"}),
        ),
        Way(
            key="ksa_live", label=_("Knowledge self-assessment in a live group"), source="aafp-calculation", grade="A",
            amount=Decimal(8), is_timed=False, formats=frozenset({"live", "self_assessment"}),
        ),
        Way(
            key="pi_cme", label=_("Performance improvement"), source="aafp-calculation", grade="A",
            amounts=(Decimal(5), Decimal(10), Decimal(20)), is_timed=False, formats=frozenset({"pi_cme"}),
        ),
        Way(
            key="t2p", label=_("Translation to practice (t2p), added to an activity"), source="aafp-t2p", grade="A",
            amount=Decimal(2), is_timed=False,
        ),
        Way(
            key="teaching", label=_("Teaching health professions"), source="aafp-members", grade="A",
            cycle_most=Decimal(60), formats=frozenset({"teaching"}), is_self=True,
            keeps=_("Keep what shows the teaching: dates, hours, who was taught."),
        ),
        Way(
            key="scholarly", label=_("Scholarly activity: research, writing, peer review"), source="aafp-members",
            grade="A", cycle_most=Decimal(100), is_timed=False, formats=frozenset({"publication"}), is_self=True,
            keeps=_("Keep the citation or the editor's letter."),
        ),
        Way(
            key="training", label=_("Advanced training"), source="aafp-members", grade="A", cycle_most=Decimal(25),
            is_timed=False, keeps=_("Keep the certificate of the training."),
        ),
        Way(
            key="certification", label=_("ABFM or AOA one-day certification"), source="aafp-members", grade="A",
            cycle_most=Decimal(30), is_timed=False,
        ),
    ),
)  # fmt: skip

ELECTIVE: Final = OutsideKind(
    key="AAFP_E",
    label="AAFP Elective credit",
    says=_("AMA PRA Category 1 or AOA activities the AAFP did not approve one by one, and professional enrichment."),
    step=QUARTER,
    minutes=60,
    source="aafp-calculation",
    grade="A",
    ways=(
        Way(key="designated", label=_("AMA PRA Category 1 or AOA activity"), source="aafp-types", grade="A"),
        Way(
            key="enrichment", label=_("Professional enrichment"), source="aafp-members", grade="A",
            cycle_most=Decimal(25), is_self=True, formats=frozenset({"self_claimed"}),
            keeps=_("The AAFP asks for no proof of it; a note of what it was helps you all the same."),
        ),
    ),
)  # fmt: skip
