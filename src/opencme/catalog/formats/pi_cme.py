"""Performance improvement."""

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
    key="pi_cme",
    name=_("Performance improvement"),
    says=_("Physicians measure their practice, change it and measure again."),
    icon="chart-no-axes-combined",
    ama_format="PI CME activity",
    pars_format="Performance/Quality Improvement",
    pars_code="PI",
    is_live=False,
    basis=Basis.UNITS,
    evidence=(Evidence.STAGES,),
    counted=Counted.TOOK_PART,
    editions=(
        FormatEdition(
            in_force_from=date(2011, 7, 1),
            source="ama-format-names",
            information=(*STATEMENTS, *ANNOUNCED, *OFFERED),
            period_months=12,
        ),
    ),
    unit=_("stages"),
)
