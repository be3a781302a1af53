"""Committee learning."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    STATEMENTS,
    WHEN_AND_WHERE,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="committee",
    name=_("Committee learning"),
    says=_("Structured learning at the meetings of a committee."),
    icon="users-round",
    ama_format="live activity",
    pars_format="Committee Learning",
    pars_code="CML",
    is_live=True,
    basis=Basis.SESSIONS,
    evidence=(Evidence.ATTENDANCE,),
    counted=Counted.TOOK_PART,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *WHEN_AND_WHERE),
            period_months=12,
        ),
    ),
)
