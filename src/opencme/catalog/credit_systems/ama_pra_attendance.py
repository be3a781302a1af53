"""Participation in an activity designated for AMA PRA Category 1 Credit, for professions that may only take part."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from opencme.catalog.credit_systems import ama_formats
from opencme.kernel.credits import QUARTER, Credits
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.text import RichText
from opencme.rules.credit.systems import CreditSystem, Edition, Gives, Rounding

_EDITION_2011: Final = Edition(
    in_force_from=date(2011, 7, 1),
    source="ama-other-professions",
    grade="B",
    name=RichText.parse("Certificate of participation"),
    unit=RichText.parse("hour of participation"),
    units=RichText.parse("hours of participation"),
    gives=Gives.PARTICIPATED,
    step=QUARTER,
    claim_step=QUARTER,
    rounding=Rounding.NEAREST,
    minimum=Credits(Decimal("0.25")),
    degrees=None,
    follows="ama_pra_cat1",
    rules=ama_formats.SEVEN,
    certificate="participated",
    timing_source="ama-in-advance",
    degrees_source="ama-other-professions",
    unverified=(_("The AMA's own wording for professions other than physicians was not seen."),),
)

SYSTEM: Final = CreditSystem(
    key="ama_pra_attendance",
    label=_("Participation"),
    owner="AMA",
    editions=(
        _EDITION_2011,
        replace(_EDITION_2011, in_force_from=date(2017, 9, 29), rules=ama_formats.ALL),
    ),
)
