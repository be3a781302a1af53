"""Credit of other owners and of no owner, as far as a source gives its unit."""

from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.outside import OutsideKind, Way

_HOUR: Final = (_("hour"), _("hours"))
_CONTACT: Final = (_("contact hour"), _("contact hours"))
_POINT: Final = (_("point"), _("points"))

PARTICIPATION: Final = OutsideKind(
    key="AMA_PRA_1_PARTICIPATION",
    label=_("Participation (AMA PRA Category 1 activity)"),
    says=_("A certificate of participation for somebody who is no physician; it is no AMA PRA credit."),
    unit=_("hour of participation"),
    units=_("hours of participation"),
    minutes=60,
    source="ama-other-professions",
    grade="B",
)
ANCC: Final = OutsideKind(
    key="ANCC",
    label=_("ANCC contact hours"),
    says=_("Nursing contact hours of an ANCC-accredited or approved provider; 1 CEU would be 10 of them."),
    unit=_CONTACT[0],
    units=_CONTACT[1],
    minutes=60,
    is_common=True,
    source="ancc-contact-hours",
    grade="B",
)
ACPE: Final = OutsideKind(
    key="ACPE",
    label=_("ACPE contact hours"),
    says=_("Pharmacy contact hours; 0.1 CEU is one of them."),
    unit=_CONTACT[0],
    units=_CONTACT[1],
    minutes=60,
    source="acpe-unit",
    grade="B",
)
AAPA: Final = OutsideKind(
    key="AAPA_1",
    label="AAPA Category 1 CME",
    says=_("For PAs: the certificate says “AAPA Category 1 CME credit”."),
    minutes=60,
    is_common=True,
    source="aapa-types",
    grade="B",
    ways=(
        Way(key="regular", label=_("Category 1"), source="aapa-types", grade="B"),
        Way(
            key="self_assessment",
            label=_("Self-assessment"),
            source="aapa-self-assessment",
            grade="A",
            formats=frozenset({"self_assessment"}),
            note=_("NCCPA weighs it by 1.5; write the credit as on the certificate."),
        ),
        Way(
            key="pi_cme",
            label=_("Performance improvement"),
            source="aapa-types",
            grade="B",
            formats=frozenset({"pi_cme"}),
            note=_("NCCPA weighs the first 20 of a cycle by 2; write the credit as on the certificate."),
        ),
    ),
)
EACCME: Final = OutsideKind(
    key="EACCME",
    label="ECMEC (EACCME)",
    says=_("European credit; half a credit for each 30 minutes."),
    step=Decimal("0.5"),
    minutes=60,
    source="eaccme-unit",
    grade="B",
)
ABP_2: Final = OutsideKind(
    key="MOC_ABP_2",
    label=_("ABP Part 2 points"),
    unit=_POINT[0],
    units=_POINT[1],
    step=Decimal("0.25"),
    source="abp-points",
    grade="A",
)
ABIM: Final = OutsideKind(
    key="MOC_ABIM", label=_("ABIM MOC points"), unit=_POINT[0], units=_POINT[1], is_common=True, source="abim-points",
    grade="A",
)  # fmt: skip
TEACHING: Final = OutsideKind(
    key="TEACHING",
    label=_("Teaching or preceptorship"),
    says=_("For authorities that count teaching as such; where it is AMA or AOA credit, choose that."),
    unit=_HOUR[0],
    units=_HOUR[1],
    is_self=True,
    keeps=_("Keep the letter of the school or program that says when and how long you taught."),
    source="ama-learning-from-teaching",
    grade="B",
    ways=(
        Way(
            key="teaching", label=_("Teaching"), source="opencme-outside", grade="own", formats=frozenset({"teaching"})
        ),
    ),
)
PUBLICATION: Final = OutsideKind(
    key="PUBLICATION",
    label=_("Publications and presentations"),
    says=_("For authorities that count publications; how much one is worth is the authority's rule."),
    is_self=True,
    keeps=_("Keep the citation, or the program that names you."),
    ways=(
        Way(
            key="publication",
            label=_("Publication or presentation"),
            source="opencme-outside",
            grade="own",
            is_timed=False,
            formats=frozenset({"publication"}),
            note=_("Washington counts 10 for a publication."),
        ),
    ),
)
INFORMAL: Final = OutsideKind(
    key="INFORMAL",
    label=_("Self-documented or informal learning"),
    says=_("Learning nobody certified, that your authority lets you document yourself."),
    unit=_HOUR[0],
    units=_HOUR[1],
    is_self=True,
    keeps=_("Keep your notes, the program or a photo of it: you may be asked for proof."),
    ways=(
        Way(
            key="self", label=_("Documented by yourself"), source="opencme-outside", grade="own", is_self=True,
            formats=frozenset({"self_claimed"}),
        ),
    ),
)  # fmt: skip
SELF_DECLARED: Final = OutsideKind(
    key="SELF_DECLARED",
    label=_("Declared private study"),
    unit=_HOUR[0],
    units=_HOUR[1],
    is_self=True,
    keeps=_("Keep a note of what you read, and when."),
    ways=INFORMAL.ways,
)
STATE_BOARD: Final = OutsideKind(
    key="STATE_BOARD",
    label=_("Approved by the state board itself"),
    says=_("The certificate names an approval number of your licensing board, for example in a CE Broker record."),
    is_common=True,
)
