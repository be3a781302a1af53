"""The California Medical Association, a state medical society that the ACCME recognises as an accreditor."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.accreditors import Abstract, Accreditor, AccreditorEdition, Kind, Status, YearEnd

ACCREDITOR: Final = Accreditor(
    key="cma",
    name="California Medical Association",
    abbreviation="CMA",
    kind=Kind.STATE,
    editions=(
        AccreditorEdition(
            in_force_from=date(2020, 12, 1),
            source="cma-statement",
            statuses=(
                Status(key="provisional", name=_("Provisional Accreditation"), years=None, new_joint=None),
                Status(key="accreditation", name=_("Accreditation"), years=None, new_joint=None),
                Status(key="commendation", name=_("Accreditation with Commendation"), years=None, new_joint=None),
                Status(key="probation", name=_("Probation"), years=None, new_joint=None),
            ),
            abstract=Abstract(source="cma-statement"),
        ),
    ),
    year_ends=(YearEnd(year=2024, last_day=date(2025, 3, 14), source="cma-year-end"),),
)
