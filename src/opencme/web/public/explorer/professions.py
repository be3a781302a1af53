"""The professions one can look at requirements for, and the license types of the pack they mean."""

from dataclasses import dataclass
from typing import Final

from opencme.kernel.i18n import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession of the filter. title: of a page about it alone; types: license types it means."""

    key: str
    name: str
    types: frozenset[str]


PROFESSIONS: Final = (
    Profession("md", _("Physician (MD)"), frozenset({"MD", "PHYSICIAN"})),
    Profession("do", _("Physician (DO)"), frozenset({"DO", "PHYSICIAN"})),
    Profession("pa", _("Physician assistant / associate"), frozenset({"PA"})),
    Profession("aprn", _("Nurse practitioner, APRN"), frozenset({"NP", "APRN", "CNS", "CRNA"})),
    Profession("rn", _("Registered nurse"), frozenset({"RN"})),
    Profession("pharmacist", _("Pharmacist"), frozenset({"PHARMD", "RPH", "PHARMD_PRESCRIBER"})),
    Profession("other", _("Dentist, podiatrist, optometrist"), frozenset({"DDS", "DMD", "DPM", "OD"})),
)
BY_KEY: Final = {each.key: each for each in PROFESSIONS}
DEFAULT: Final = "md"
#: What an account of each begins with: profession and degree.
ACCOUNTS: Final = {
    "md": ("physician", "MD"),
    "do": ("physician", "DO"),
    "pa": ("physician_assistant", "PA"),
    "aprn": ("nurse_practitioner", "nursing"),
    "rn": ("nurse", "nursing"),
    "pharmacist": ("pharmacist", "PharmD"),
}

#: License types in the order they are read out.
TYPE_NAMES: Final = {
    "MD": _("MD"),
    "DO": _("DO"),
    "PHYSICIAN": _("physicians"),
    "PA": _("PA"),
    "NP": _("NP"),
    "APRN": _("APRN"),
    "CNS": _("CNS"),
    "CRNA": _("CRNA"),
    "RN": _("RN"),
    "PHARMD": _("PharmD"),
    "RPH": _("RPh"),
    "PHARMD_PRESCRIBER": _("PharmD who prescribes"),
    "DDS": _("DDS"),
    "DMD": _("DMD"),
    "DPM": _("DPM"),
    "OD": _("OD"),
}


def types_named(types: tuple[str, ...]) -> tuple[str, ...]:
    """Give license types in the order they are read out."""
    return tuple(name for key, name in TYPE_NAMES.items() if key in types)
