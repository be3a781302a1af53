"""Credit as the requirement pack names it: what it is called, its unit, its owner's rules, and which is earned here."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from opencme.catalog.outside_credit import aafp, ama, aoa, others
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.registry import Registry
from opencme.rules.credit.outside import NEVER, OutsideKind

BUILT_IN: Final = (
    ama.CATEGORY_1,
    ama.CATEGORY_2,
    aafp.PRESCRIBED,
    aafp.ELECTIVE,
    aoa.CATEGORY_1A,
    aoa.CATEGORY_1B,
    aoa.CATEGORY_2A,
    aoa.CATEGORY_2B,
    others.AAPA,
    others.ANCC,
    others.ACPE,
    others.STATE_BOARD,
    others.EACCME,
    others.ABIM,
    others.ABP_2,
    others.TEACHING,
    others.PUBLICATION,
    others.INFORMAL,
    others.SELF_DECLARED,
    others.PARTICIPATION,
)
outside_credit: Final[Registry[OutsideKind]] = Registry(BUILT_IN, group="opencme.outside_credit")

# Participation in an activity designated for credit of another profession is never that credit (TRAP-48).
PARTICIPATION: Final = others.PARTICIPATION.key
# Words of the pack that match any credit, and are none that somebody earns.
MATCHERS: Final = frozenset({"ANY_ACCEPTED", "MATE_ACCEPTED", "BOARD_MOC", NEVER})

_UNITS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "AU": (_("hour"), _("hours")),
        "MOC": (_("point"), _("points")),
        "FR": (_("action"), _("actions")),
        "SERVICE": (_("hour"), _("hours")),
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


@cache
def kind_of(code: str) -> OutsideKind:
    """Give what is known of a kind of credit; a code that is gone still has a name."""
    if code in outside_credit:
        return outside_credit[code]
    units = _UNITS.get(code.partition("_")[0], (_("credit"), _("credits")))
    return OutsideKind(key=code, label=vocabulary().credit_systems.get(code, code), unit=units[0], units=units[1])


@cache
def kinds() -> Mapping[str, OutsideKind]:
    """Give every kind that somebody may record, those with rules of their own first, then the rest of the pack."""
    codes = [*outside_credit, *vocabulary().credit_systems]
    return MappingProxyType({code: kind_of(code) for code in codes if code not in MATCHERS})
