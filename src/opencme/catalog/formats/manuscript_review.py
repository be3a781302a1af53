"""Manuscript review."""

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
    key="manuscript_review",
    name=_("Manuscript review"),
    says=_("Physicians review original manuscripts for an indexed journal; the editor accepts the review."),
    icon="file-search",
    ama_format="manuscript review activity",
    pars_format="Manuscript Review",
    pars_code="MR",
    is_live=False,
    basis=Basis.UNITS,
    evidence=(Evidence.EDITOR_ACCEPTANCE,),
    counted=Counted.COMPLETED,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED),
            period_months=12,
        ),
    ),
    unit=_("manuscripts"),
)
