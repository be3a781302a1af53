"""An enduring material in print or as a recording."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    ASSESSED,
    OFFERED,
    PRINT_OTHER,
    STATEMENTS,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="enduring",
    name=_("Enduring material, in print or recorded"),
    says=_("Participants work through printed or recorded content when they want."),
    icon="book-open",
    ama_format="enduring material",
    pars_format="Enduring Material",
    pars_code="EM",
    is_live=False,
    basis=Basis.ESTIMATE,
    evidence=(
        Evidence.CONTENT,
        Evidence.ASSESSMENT,
    ),
    counted=Counted.TOOK_PART,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED, *ASSESSED),
            offered_years=3,
            needs_assessment=True,
        ),
    ),
    delivery_methods=(PRINT_OTHER,),
)
