"""The five competencies of the Institute of Medicine."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.competencies import Competency

BODY: Final = "Institute of Medicine"
SOURCE: Final = "competencies-iom"

_NAMES: Final = {
    "patient_centered_care": _("Provide patient-centered care"),
    "interdisciplinary_teams": _("Work in interdisciplinary teams"),
    "evidence_based_practice": _("Employ evidence-based practice"),
    "quality_improvement": _("Apply quality improvement"),
    "informatics": _("Utilize informatics"),
}
COMPETENCIES: Final = tuple(Competency(key=key, name=name, body=BODY, source=SOURCE) for key, name in _NAMES.items())
