"""Learning from teaching students or residents."""

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
    key="teaching",
    name=_("Learning from teaching"),
    says=_("Physicians learn something new in order to teach students or residents."),
    icon="graduation-cap",
    ama_format="Other activity",
    pars_format="Learning from Teaching",
    pars_code="LFT",
    is_live=False,
    basis=Basis.ESTIMATE,
    evidence=(Evidence.TEACHING,),
    counted=Counted.TOOK_PART,
    editions=(
        FormatEdition(
            in_force_from=date(2017, 9, 29),
            source="ama-other-activity",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED),
            period_months=12,
        ),
    ),
    description="learning from teaching",
)
