"""Joint Accreditation: the ACCME, the ACPE and the ANCC together, for the healthcare team."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.accreditors import Abstract, Accreditor, AccreditorEdition, Kind, Status, YearEnd

ACCREDITOR: Final = Accreditor(
    key="joint_accreditation",
    name="Joint Accreditation for Interprofessional Continuing Education",
    abbreviation="Joint Accreditation",
    kind=Kind.JOINT,
    editions=(
        AccreditorEdition(
            in_force_from=date(2020, 6, 1),
            source="joint-accreditation-status",
            statuses=(
                Status(key="accreditation", name=_("Joint Accreditation"), years=4),
                Status(key="commendation", name=_("Joint Accreditation with Commendation"), years=6),
                Status(key="probation", name=_("Probation"), years=2, new_joint=None),
            ),
            abstract=Abstract(
                source="joint-accreditation-abstract",
                words={
                    "practice_gap": 100,
                    "need_knowledge": 50,
                    "need_competence": 50,
                    "need_performance": 50,
                    "designed_to_change": 50,
                    "format_rationale": 25,
                },
            ),
        ),
    ),
    year_ends=(
        YearEnd(year=2024, last_day=date(2025, 3, 31), source="accme-year-end"),
        YearEnd(year=2025, last_day=date(2026, 3, 31), source="accme-year-end"),
    ),
)
