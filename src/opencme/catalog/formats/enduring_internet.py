"""An enduring material on the internet."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    ASSESSED,
    OFFERED,
    ON_THE_INTERNET,
    ONLINE,
    STATEMENTS,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="enduring_internet",
    name=_("Enduring material, on the internet"),
    says=_("Participants work through content online when they want; a podcast on demand is this."),
    icon="laptop",
    ama_format="enduring material",
    pars_format="Enduring Material",
    pars_code="IEM",
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
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED, *ASSESSED, *ON_THE_INTERNET),
            offered_years=3,
            needs_assessment=True,
        ),
    ),
    delivery_methods=(ONLINE,),
)
