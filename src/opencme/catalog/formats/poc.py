"""Internet point-of-care learning."""

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
    key="poc",
    name=_("Internet point-of-care learning"),
    says=_("Physicians search a vetted database for a question from practice and write down what they applied."),
    icon="search",
    ama_format="internet point-of-care activity",
    pars_format="Internet Searching and Learning",
    pars_code="ISL",
    is_live=False,
    basis=Basis.UNITS,
    evidence=(Evidence.CYCLES,),
    counted=Counted.TOOK_PART,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED),
            period_months=12,
        ),
    ),
    unit=_("cycles"),
)
