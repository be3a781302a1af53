"""AOA credit in its four categories: 1 by an osteopathic sponsor, 2 by another; A formal, B less formal."""

from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.outside import OutsideKind, Way


def _kind(key: str, label: str, says: str, *ways: Way, is_common: bool = False) -> OutsideKind:
    # Hour for hour is the AOA's own; in which parts of an hour is not verified, so nothing is refused for it.
    return OutsideKind(
        key=key, label=label, says=says, minutes=60, is_common=is_common, source="aoa-types", grade="A", ways=ways
    )


CATEGORY_1A: Final = _kind(
    "AOA_1A",
    "AOA Category 1-A",
    _("Formal program of an AOA-accredited sponsor, in a room or interactive online."),
    Way(key="formal", label=_("Formal osteopathic program"), source="aoa-types", grade="A"),
    Way(
        key="teaching",
        label=_("Osteopathic medical teaching"),
        source="aoa-types",
        grade="A",
        formats=frozenset({"teaching"}),
        keeps=_("The institution verifies the teaching; keep its letter. Preparation does not count."),
    ),
    Way(
        key="life_support",
        label=_("Life-support course"),
        source="aoa-types",
        grade="A",
        note=_("Of an online course only the practical part."),
    ),
    is_common=True,
)
CATEGORY_1B: Final = _kind(
    "AOA_1B",
    "AOA Category 1-B",
    _("Less formal osteopathic education: journal with quiz, committee work, on-demand with a test."),
    Way(key="on_demand", label=_("Journal, recording or module with a quiz"), source="aoa-1b", grade="C"),
    Way(
        key="preceptor",
        label=_("Preceptoring"),
        source="aoa-1b",
        grade="C",
        cycle_most=Decimal(60),
        formats=frozenset({"teaching"}),
        keeps=_("The program director verifies the teaching; keep the signed evaluation."),
    ),
    Way(
        key="publication",
        label=_("Publication of a scientific paper"),
        source="aoa-1b",
        grade="C",
        is_timed=False,
        formats=frozenset({"publication"}),
        keeps=_("Keep the citation."),
    ),
    Way(key="committee", label=_("Hospital committee or review board"), source="aoa-1b", grade="C"),
)
CATEGORY_2A: Final = _kind(
    "AOA_2A",
    "AOA Category 2-A",
    _("Formal program of an ACCME or AAFP sponsor; AMA PRA Category 1 counts as AOA Category 2."),
    Way(key="formal", label=_("Formal program"), source="aoa-recognition", grade="A"),
)
CATEGORY_2B: Final = _kind(
    "AOA_2B",
    "AOA Category 2-B",
    _("Home study, video or online that is not osteopathic."),
    Way(key="home", label=_("Home study"), source="aoa-1b", grade="C"),
)
