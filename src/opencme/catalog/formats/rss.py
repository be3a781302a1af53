"""A regularly scheduled series."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    IN_PERSON,
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
    key="rss",
    name=_("Regularly scheduled series"),
    says=_("Many sessions a year, planned by and for your own staff: grand rounds, tumor board, case conference."),
    icon="calendar-sync",
    ama_format="live activity",
    pars_format="Regularly Scheduled Series",
    pars_code="RSS",
    is_live=True,
    basis=Basis.SESSIONS,
    evidence=(Evidence.ATTENDANCE,),
    counted=Counted.ATTENDANCES,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *WHEN_AND_WHERE),
            period_months=12,
        ),
    ),
    delivery_methods=(
        IN_PERSON,
        LIVE_STREAMED,
    ),
    is_series=True,
)
