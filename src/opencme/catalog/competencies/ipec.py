"""The four interprofessional competencies."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.competencies import Competency

BODY: Final = "Interprofessional Education Collaborative"
SOURCE: Final = "joint-accreditation-planning"

_NAMES: Final = {
    "values_ethics": _("Values and ethics for interprofessional practice"),
    "roles_responsibilities": _("Roles and responsibilities"),
    "interprofessional_communication": _("Interprofessional communication"),
    "teams_teamwork": _("Teams and teamwork"),
}
COMPETENCIES: Final = tuple(Competency(key=key, name=name, body=BODY, source=SOURCE) for key, name in _NAMES.items())
