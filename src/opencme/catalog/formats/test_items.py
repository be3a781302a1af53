"""Test-item writing."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    OFFERED,
    STATEMENTS,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="test_items",
    name=_("Test-item writing"),
    says=_("Physicians research, write and defend questions for an examination or a peer-reviewed self-assessment."),
    icon="pencil-line",
    ama_format="test-item writing activity",
    pars_format="Test-item Writing",
    pars_code="TIW",
    is_live=False,
    basis=Basis.UNITS,
    evidence=(Evidence.GROUP_REVIEW,),
    counted=Counted.COMPLETED,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED),
            period_months=12,
        ),
    ),
    unit=_("activities"),
)
