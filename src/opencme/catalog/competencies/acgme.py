"""The six competencies of the ACGME and the ABMS."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.competencies import Competency

BODY: Final = "ACGME/ABMS"
SOURCE: Final = "competencies-acgme"

_NAMES: Final = {
    "patient_care": _("Patient care and procedural skills"),
    "medical_knowledge": _("Medical knowledge"),
    "practice_based_learning": _("Practice-based learning and improvement"),
    "communication": _("Interpersonal and communication skills"),
    "professionalism": _("Professionalism"),
    "systems_based_practice": _("Systems-based practice"),
}
COMPETENCIES: Final = tuple(Competency(key=key, name=name, body=BODY, source=SOURCE) for key, name in _NAMES.items())
