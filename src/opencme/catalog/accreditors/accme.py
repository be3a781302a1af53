"""The national accreditor of CME for physicians."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.accreditors import Abstract, Accreditor, AccreditorEdition, Kind, Status, YearEnd

ACCREDITOR: Final = Accreditor(
    key="accme",
    name="Accreditation Council for Continuing Medical Education",
    abbreviation="ACCME",
    kind=Kind.NATIONAL,
    editions=(
        AccreditorEdition(
            in_force_from=date(2020, 12, 1),
            source="accme-status",
            statuses=(
                Status(key="provisional", name=_("Provisional Accreditation"), years=2),
                Status(key="accreditation", name=_("Accreditation"), years=4),
                Status(key="commendation", name=_("Accreditation with Commendation"), years=6),
                Status(key="probation", name=_("Probation"), years=None, new_joint=False),
            ),
            abstract=Abstract(
                source="accme-structured-abstract",
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
        YearEnd(year=2023, last_day=date(2024, 4, 1), source="accme-year-end"),
        YearEnd(year=2024, last_day=date(2025, 3, 31), source="accme-year-end"),
        YearEnd(year=2025, last_day=date(2026, 3, 31), source="accme-year-end"),
        YearEnd(year=2026, last_day=date(2027, 3, 31), source="accme-year-end"),
    ),
)
