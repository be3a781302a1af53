"""AAFP Prescribed credit: the academy approves each activity and sends its words."""

from dataclasses import replace
from datetime import date
from typing import Final

from opencme.catalog.credit_systems import ama_formats
from opencme.kernel.credits import QUARTER, Credits
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.professions import Degree
from opencme.kernel.text import RichText
from opencme.rules.credit.systems import CreditSystem, Edition, Gives, Rounding

SYSTEM: Final = CreditSystem(
    key="aafp",
    label=_("AAFP Prescribed credit"),
    owner="AAFP",
    editions=(
        Edition(
            in_force_from=date(2011, 7, 1),
            source="aafp-calculation",
            grade="A",
            name=RichText.parse("AAFP Prescribed credit"),
            unit=RichText.parse("AAFP Prescribed credit"),
            units=RichText.parse("AAFP Prescribed credits"),
            gives=Gives.AWARDED,
            step=QUARTER,
            claim_step=QUARTER,
            rounding=Rounding.NEAREST,
            minimum=Credits.of("0.25"),
            degrees=frozenset({Degree.MD, Degree.DO, Degree.MD_EQUIVALENT}),
            excluded=frozenset({"teaching"}),
            rules=(
                replace(ama_formats.LIVE, source="aafp-calculation", grade="A"),
                replace(
                    ama_formats.LIVE,
                    key="rss",
                    source="aafp-calculation",
                    grade="A",
                    unit_limit=Credits.of("3.75"),
                    unit_limit_source="aafp-series",
                ),
                replace(ama_formats.ENDURING, source="aafp-calculation", grade="A"),
                replace(ama_formats.JOURNAL, source="aafp-calculation", grade="A"),
                replace(ama_formats.PI_CME, source="aafp-calculation", grade="A"),
                replace(ama_formats.POINT_OF_CARE, source="aafp-unverified", grade="U"),
                replace(ama_formats.OTHER, source="aafp-unverified", grade="U"),
            ),
            retroactive_days=365,
            by_letter=True,
            designation="aafp_letter",
            pending_statement="aafp_pending",
            timing_source="aafp-retroactive",
            degrees_source="aafp-unverified",
            unverified=(
                _("Who besides physicians may be awarded AAFP credit: not verified; OpenCME offers it to physicians."),
                _("What one point-of-care search earns: not verified; OpenCME counts 0.5 as the AMA does."),
                _("The first day of this edition is not known."),
            ),
        ),
    ),
)
