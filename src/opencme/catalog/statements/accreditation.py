"""Accreditation statements: who accredits the provider. An activity is never accredited itself (TRAP-03)."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.statements import StatementEdition, StatementTemplate

# The words stand as the accreditors demand them, quoted once, here. Joint providership: the word since 2014.
_SINCE: Final = date(2014, 1, 1)
_JA: Final = (
    "{provider} is jointly accredited by the Accreditation Council for Continuing Medical Education (ACCME), the "
    "Accreditation Council for Pharmacy Education (ACPE), and the American Nurses Credentialing Center (ANCC), to "
    "provide continuing education for the healthcare team."
)

ACCME_DIRECT: Final = StatementTemplate(
    key="accme_direct",
    label=_("Accreditation statement"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "The {provider} is accredited by the {accreditor} ({abbreviation}) to provide continuing medical "
                "education for physicians."
            ),
            source="accme-statement-direct",
            grade="B",
        ),
    ),
)
ACCME_JOINT: Final = StatementTemplate(
    key="accme_joint",
    label=_("Accreditation statement, joint providership"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "This activity has been planned and implemented in accordance with the accreditation requirements and "
                "policies of the {accreditor} ({abbreviation}) through the joint providership of {provider} and "
                "{partners}. The {provider} is accredited by the {abbreviation} to provide continuing medical "
                "education for physicians."
            ),
            source="accme-statement-joint",
            grade="A",
        ),
    ),
)
STATE_DIRECT: Final = StatementTemplate(
    key="state_direct",
    label=_("Accreditation statement"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "The {provider} is accredited by the {accreditor} ({abbreviation}) to provide continuing medical "
                "education for physicians."
            ),
            source="state-statement",
            grade="A",
        ),
    ),
)
STATE_JOINT: Final = StatementTemplate(
    key="state_joint",
    label=_("Accreditation statement, joint providership"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "This activity has been planned and implemented in accordance with the accreditation requirements and "
                "policies of the {accreditor} ({abbreviation}) through the joint providership of {provider} and "
                "{partners}. The {provider} is accredited by {abbreviation} to provide continuing medical education "
                "for physicians."
            ),
            source="state-statement",
            grade="A",
        ),
    ),
)
JA_DIRECT: Final = StatementTemplate(
    key="ja_direct",
    label=_("Joint Accreditation statement"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=f"In support of improving patient care, {_JA}",
            source="ja-statement-direct",
            grade="B",
        ),
    ),
)
JA_JOINT: Final = StatementTemplate(
    key="ja_joint",
    label=_("Joint Accreditation statement, joint providership"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "In support of improving patient care, this activity has been planned and implemented by {provider} "
                f"and {{partners}}. {_JA}"
            ),
            source="ja-statement-joint",
            grade="U",
        ),
    ),
)
JA_IPCE: Final = StatementTemplate(
    key="ja_ipce",
    label=_("Interprofessional credit statement"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "This activity was planned by and for the healthcare team, and learners will receive {number} "
                "Interprofessional Continuing Education (IPCE) credit for learning and change."
            ),
            source="ja-statement-ipce",
            grade="A",
        ),
    ),
)
ANCC_PROVIDER: Final = StatementTemplate(
    key="ancc_provider",
    label=_("Nursing accreditation statement"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "{provider} is accredited as a provider of nursing continuing professional development by the American "
                "Nurses Credentialing Center's Commission on Accreditation."
            ),
            source="ancc-statement",
            grade="B",
        ),
    ),
)

STATEMENTS: Final = (
    ACCME_DIRECT,
    ACCME_JOINT,
    STATE_DIRECT,
    STATE_JOINT,
    JA_DIRECT,
    JA_JOINT,
    JA_IPCE,
    ANCC_PROVIDER,
)
