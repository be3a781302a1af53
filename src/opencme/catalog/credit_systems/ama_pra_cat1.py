"""AMA PRA Category 1 Credit, for physicians."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from opencme.catalog.credit_systems import ama_formats
from opencme.kernel.credits import QUARTER, Credits
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.professions import Degree
from opencme.kernel.text import RichText
from opencme.rules.credit.systems import CreditSystem, Edition, Gives, Rounding

_EDITION_2011: Final = Edition(
    in_force_from=date(2011, 7, 1),
    source="ama-pra-2010",
    grade="C",
    name=RichText.parse("*AMA PRA Category 1 Credit*™"),
    unit=RichText.parse("*AMA PRA Category 1 Credit*™"),
    units=RichText.parse("*AMA PRA Category 1 Credits*™"),
    gives=Gives.AWARDED,
    step=QUARTER,
    claim_step=QUARTER,
    rounding=Rounding.NEAREST,
    minimum=Credits(Decimal("0.25")),
    degrees=frozenset({Degree.MD, Degree.DO, Degree.MD_EQUIVALENT}),
    others="ama_pra_attendance",
    rules=ama_formats.SEVEN,
    designation="ama_designation",
    timing_source="ama-in-advance",
    degrees_source="ama-degrees",
    unverified=(
        _("One credit per article of a journal-based activity: the AMA's own text was not seen."),
        _("Ten credits for test-item writing: the AMA's own text was not seen."),
        _("Three credits per accepted manuscript review: known from an older text only."),
    ),
)

SYSTEM: Final = CreditSystem(
    key="ama_pra_cat1",
    label=_("AMA PRA Category 1 Credit™"),
    owner="AMA",
    editions=(
        _EDITION_2011,
        replace(
            _EDITION_2011,
            in_force_from=date(2017, 9, 29),
            source="ama-pra-2017",
            grade="A",
            rules=ama_formats.ALL,
            unverified=(
                *_EDITION_2011.unverified,
                _("Learning from teaching is designated as “Other activity (learning from teaching)”: not verified."),
            ),
        ),
    ),
)
