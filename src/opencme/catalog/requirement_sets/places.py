"""Jurisdictions of the pack by ISO 3166 code: names, kinds, and where each stands on a map of equal tiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from opencme.kernel.i18n import gettext_noop as _

KINDS: Final = {
    "state": _("States and the District of Columbia"),
    "territory": _("US territories"),
    "nation": _("United States: federal duties, boards and societies"),
    "country": _("Outside the United States"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A jurisdiction. column and row: its tile, counted from 0; None for what is no part of the map."""

    code: str
    name: str
    kind: str
    column: int | None = None
    row: int | None = None

    @property
    def slug(self) -> str:
        """How addresses call it."""
        return self.code.lower()

    @property
    def short(self) -> str:
        """The letters on its tile."""
        return self.code.removeprefix("US-")


#: One line per row of tiles; "." is an empty place.
_TILES: Final = """
AK .  .  .  .  .  .  .  .  .  ME
.  .  .  .  .  WI .  .  .  VT NH
WA ID MT ND MN IL MI .  NY MA .
OR NV WY SD IA IN OH PA NJ CT RI
CA UT CO NE MO KY WV VA MD DE .
.  AZ NM KS AR TN NC SC DC .  .
.  .  .  OK LA MS AL GA .  .  .
HI .  .  TX .  .  .  .  FL .  .
GU MP .  .  .  .  .  .  .  PR VI
"""

_STATES: Final = {
    "AL": _("Alabama"),
    "AK": _("Alaska"),
    "AZ": _("Arizona"),
    "AR": _("Arkansas"),
    "CA": _("California"),
    "CO": _("Colorado"),
    "CT": _("Connecticut"),
    "DE": _("Delaware"),
    "DC": _("District of Columbia"),
    "FL": _("Florida"),
    "GA": _("Georgia"),
    "HI": _("Hawaii"),
    "ID": _("Idaho"),
    "IL": _("Illinois"),
    "IN": _("Indiana"),
    "IA": _("Iowa"),
    "KS": _("Kansas"),
    "KY": _("Kentucky"),
    "LA": _("Louisiana"),
    "ME": _("Maine"),
    "MD": _("Maryland"),
    "MA": _("Massachusetts"),
    "MI": _("Michigan"),
    "MN": _("Minnesota"),
    "MS": _("Mississippi"),
    "MO": _("Missouri"),
    "MT": _("Montana"),
    "NE": _("Nebraska"),
    "NV": _("Nevada"),
    "NH": _("New Hampshire"),
    "NJ": _("New Jersey"),
    "NM": _("New Mexico"),
    "NY": _("New York"),
    "NC": _("North Carolina"),
    "ND": _("North Dakota"),
    "OH": _("Ohio"),
    "OK": _("Oklahoma"),
    "OR": _("Oregon"),
    "PA": _("Pennsylvania"),
    "RI": _("Rhode Island"),
    "SC": _("South Carolina"),
    "SD": _("South Dakota"),
    "TN": _("Tennessee"),
    "TX": _("Texas"),
    "UT": _("Utah"),
    "VT": _("Vermont"),
    "VA": _("Virginia"),
    "WA": _("Washington"),
    "WV": _("West Virginia"),
    "WI": _("Wisconsin"),
    "WY": _("Wyoming"),
}
_TERRITORIES: Final = {
    "GU": _("Guam"),
    "MP": _("Northern Mariana Islands"),
    "PR": _("Puerto Rico"),
    "VI": _("US Virgin Islands"),
}
_COUNTRIES: Final = {
    "AE": _("United Arab Emirates"),
    "AE-AZ": _("Abu Dhabi"),
    "AE-DU": _("Dubai"),
    "AU": _("Australia"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "DE": _("Germany"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "IN": _("India"),
    "IT": _("Italy"),
    "MY": _("Malaysia"),
    "NZ": _("New Zealand"),
    "SG": _("Singapore"),
    "ZA": _("South Africa"),
}


def _made() -> Mapping[str, Place]:
    where = {
        code: (column, row)
        for row, line in enumerate(_TILES.strip().splitlines())
        for column, code in enumerate(line.split())
        if code != "."
    }
    found = {"US": Place(code="US", name=_("United States"), kind="nation")}
    for kind, names in (("state", _STATES), ("territory", _TERRITORIES)):
        for code, name in names.items():
            column, row = where[code]
            found[f"US-{code}"] = Place(code=f"US-{code}", name=name, kind=kind, column=column, row=row)
    return found | {code: Place(code=code, name=name, kind="country") for code, name in _COUNTRIES.items()}


places: Final = _made()


def place(code: str) -> Place:
    """Give a jurisdiction; one that has no entry here keeps its code as its name."""
    known = places.get(code)
    if known is not None:
        return known
    parent = places.get(code.split("-", maxsplit=1)[0])
    name = f"{parent.name} ({code})" if parent else code
    return Place(code=code, name=name, kind="state" if code.startswith("US-") else "country")
