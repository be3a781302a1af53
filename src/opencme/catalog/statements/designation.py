"""Designation statements and what certificates say of an award: one per credit system, each in its owner's words."""

from datetime import date
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.statements import StatementEdition, StatementTemplate

_SINCE: Final = date(2011, 7, 1)

AMA_DESIGNATION: Final = StatementTemplate(
    key="ama_designation",
    label=_("Credit designation statement"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "The {provider} designates this {format} for a maximum of {amount}. Physicians should claim only the "
                "credit commensurate with the extent of their participation in the activity."
            ),
            source="ama-statement",
            grade="B",
        ),
    ),
)
ANCC_DESIGNATION: Final = StatementTemplate(
    key="ancc_designation",
    label=_("Contact hours"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text="Nurses may be awarded up to {amount} for this activity.",
            source="opencme-credit",
            grade="A",
            is_mandated=False,
        ),
    ),
)
AAFP_LETTER: Final = StatementTemplate(
    key="aafp_letter",
    label=_("AAFP credit statement, as received with the approval"),
    editions=(StatementEdition(in_force_from=_SINCE, text="{letter}", source="aafp-statements", grade="A"),),
)
AAFP_PENDING: Final = StatementTemplate(
    key="aafp_pending",
    label=_("AAFP, between application and decision"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text=(
                "Application for CME credit has been filed with the American Academy of Family Physicians. "
                "Determination of credit is pending."
            ),
            source="aafp-statements",
            grade="A",
        ),
    ),
)
AAFP_SAVE_THE_DATE: Final = StatementTemplate(
    key="aafp_save_the_date",
    label=_("AAFP, on a save-the-date after approval"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text="Approved for {number} AAFP {kind} credits.",
            source="aafp-statements",
            grade="A",
        ),
    ),
)
AWARDED: Final = StatementTemplate(
    key="awarded",
    label=_("On the certificate: credit awarded"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text="{name} was awarded {amount} for participation in {title}.",
            source="ama-actual-credit",
            grade="B",
            is_mandated=False,
        ),
    ),
)
PARTICIPATED: Final = StatementTemplate(
    key="participated",
    label=_("On the certificate: participation"),
    editions=(
        StatementEdition(
            in_force_from=_SINCE,
            text="{name} participated in {title} on {date}. This activity was designated for {amount}.",
            source="ama-other-professions",
            grade="B",
            is_mandated=False,
        ),
    ),
)

STATEMENTS: Final = (
    AMA_DESIGNATION,
    ANCC_DESIGNATION,
    AAFP_LETTER,
    AAFP_PENDING,
    AAFP_SAVE_THE_DATE,
    AWARDED,
    PARTICIPATED,
)
