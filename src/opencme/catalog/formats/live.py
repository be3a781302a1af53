"""A live course in one place."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.formats import (
    ANNOUNCED,
    IN_PERSON,
    STATEMENTS,
    WHEN_AND_WHERE,
    Basis,
    Counted,
    Evidence,
    Format,
    FormatEdition,
)

FORMAT: Final = Format(
    key="live",
    name=_("Live course, in person"),
    says=_("People meet in one place at a set time."),
    icon="presentation",
    ama_format="live activity",
    pars_format="Live Course",
    pars_code="C",
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
    delivery_methods=(IN_PERSON,),
    needs_place=True,
)
