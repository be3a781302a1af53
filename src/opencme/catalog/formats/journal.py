"""A journal-based activity."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    ASSESSED,
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
    key="journal",
    name=_("Journal-based activity"),
    says=_("Participants read peer-reviewed articles and answer questions."),
    icon="newspaper",
    ama_format="journal-based CME activity",
    pars_format="Journal-based CME",
    pars_code="JN",
    is_live=False,
    basis=Basis.UNITS,
    evidence=(
        Evidence.CONTENT,
        Evidence.ASSESSMENT,
    ),
    counted=Counted.COMPLETED,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED, *ASSESSED, *ON_THE_INTERNET),
            offered_years=3,
            needs_assessment=True,
        ),
    ),
    delivery_methods=(
        ONLINE,
        PRINT_OTHER,
    ),
    unit=_("articles"),
)
