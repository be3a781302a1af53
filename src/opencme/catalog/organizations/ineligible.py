"""Kinds of ineligible companies, by example."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.organizations import OrganizationKind

SOURCE: Final = "accme-ineligible-kinds"

_NAMES: Final = {
    "advertising": _("Advertising, marketing or communication firm whose clients are ineligible companies"),
    "startup": _("Biomedical startup that has begun a governmental regulatory approval process"),
    "compounding_pharmacy": _("Compounding pharmacy that makes proprietary compounds"),
    "device": _("Device manufacturer or distributor"),
    "diagnostic_lab_proprietary": _("Diagnostic laboratory that sells proprietary products"),
    "supplements": _("Grower, distributor, maker or seller of medical foods and dietary supplements"),
    "wearables": _("Manufacturer of health-related wearable products"),
    "pharmaceutical": _("Pharmaceutical company or distributor"),
    "benefit_manager": _("Pharmacy benefit manager"),
    "reagents": _("Reagent manufacturer or seller"),
}
KINDS: Final = tuple(
    OrganizationKind(key=key, name=name, is_eligible=False, source=SOURCE) for key, name in _NAMES.items()
)
