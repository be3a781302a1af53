"""Other or blended activity."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    IN_PERSON,
    LIVE_STREAMED,
    OFFERED,
    ON_THE_INTERNET,
    ONLINE,
    PRINT_OTHER,
    STATEMENTS,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="other",
    name=_("Other or blended activity"),
    says=_("Anything that meets the core requirements and fits no other format, such as blended or adaptive learning."),
    icon="shapes",
    ama_format="Other activity",
    pars_format="Other/Blended Learning",
    pars_code="",
    is_live=False,
    basis=Basis.ESTIMATE,
    evidence=(Evidence.CONTENT,),
    counted=Counted.TOOK_PART,
    editions=(
        FormatEdition(
            in_force_from=date(2017, 9, 29),
            source="ama-other-activity",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED, *ON_THE_INTERNET),
            period_months=12,
        ),
    ),
    delivery_methods=(
        ONLINE,
        IN_PERSON,
        LIVE_STREAMED,
        PRINT_OTHER,
    ),
    needs_description=True,
)
