"""A live course on the internet."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    LIVE_STREAMED,
    STATEMENTS,
    WHEN_AND_WHERE,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="live_internet",
    name=_("Live course, on the internet"),
    says=_("Everybody joins online at a set time; a webinar is this."),
    icon="monitor-play",
    ama_format="live activity",
    pars_format="Live Course",
    pars_code="IL",
    is_live=True,
    basis=Basis.SESSIONS,
    evidence=(Evidence.ATTENDANCE,),
    counted=Counted.REGISTERED,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *WHEN_AND_WHERE),
        ),
    ),
    delivery_methods=(LIVE_STREAMED,),
)
