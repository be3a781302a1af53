"""Credit as the requirement pack names it: what it is called, its unit, and which of it is earned here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.outside import OutsideKind

# Participation in an activity designated for credit of another profession is never that credit (TRAP-48).
PARTICIPATION: Final = "AMA_PRA_1_PARTICIPATION"

_UNITS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "ACPE": (_("contact hour"), _("contact hours")),
        "ANCC": (_("contact hour"), _("contact hours")),
        "AU": (_("hour"), _("hours")),
        "MOC": (_("point"), _("points")),
        "FR": (_("action"), _("actions")),
        "SERVICE": (_("hour"), _("hours")),
        "INFORMAL": (_("hour"), _("hours")),
        "TEACHING": (_("hour"), _("hours")),
        "SELF": (_("hour"), _("hours")),
        PARTICIPATION: (_("hour of participation"), _("hours of participation")),
    }
)

# credit system here and basis of the award -> credit of the pack
EARNED_HERE: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("ama_pra_cat1", "awarded"): "AMA_PRA_1",
        ("ama_pra_cat1", "participated"): PARTICIPATION,
        ("ama_pra_attendance", "participated"): PARTICIPATION,
        ("aafp", "awarded"): "AAFP_P",
        ("ancc", "awarded"): "ANCC",
    }
)


def kind_of(code: str) -> OutsideKind:
    """Give what is known of a kind of credit; a code that is gone still has a name."""
    units = _UNITS.get(code) or _UNITS.get(code.partition("_")[0]) or (_("credit"), _("credits"))
    return OutsideKind(key=code, label=vocabulary().credit_systems.get(code, code), unit=units[0], units=units[1])
