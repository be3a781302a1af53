"""Kinds of organizations that are eligible for accreditation or joint providership, by example."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.organizations import OrganizationKind

SOURCE: Final = "accme-eligibility"

_NAMES: Final = {
    "ambulatory_procedure_center": _("Ambulatory procedure center"),
    "blood_bank": _("Blood bank"),
    "diagnostic_lab": _("Diagnostic laboratory that sells no proprietary products"),
    "ehr_company": _("Electronic health record company"),
    "government": _("Government or military agency"),
    "group_practice": _("Group medical practice"),
    "health_law_firm": _("Health law firm"),
    "membership_organization": _("Membership organization of a health profession"),
    "hospital": _("Hospital or healthcare delivery system"),
    "infusion_center": _("Infusion center"),
    "insurer": _("Insurance or managed care company"),
    "nursing_home": _("Nursing home"),
    "pharmacy": _("Pharmacy that makes no proprietary compounds"),
    "publishing_education": _("Publishing or education company"),
    "rehabilitation_center": _("Rehabilitation center"),
    "school": _("School of medicine or health science university"),
    "software_developer": _("Software or game developer"),
}
KINDS: Final = tuple(
    OrganizationKind(key=key, name=name, is_eligible=True, source=SOURCE) for key, name in _NAMES.items()
)
