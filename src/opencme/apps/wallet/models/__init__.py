"""The wallet: all rows belong to one person and are seen by nobody else, except through a share that person made."""

from opencme.apps.wallet.models.account import AccountExport
from opencme.apps.wallet.models.credits import AwardTags, CreditDocument, CreditImport, OutsideCredit, PlannedCredit
from opencme.apps.wallet.models.money import Allowance, Expense
from opencme.apps.wallet.models.obligations import Earlier, Obligation, OwnRules, StandingConsent, WalletSettings
from opencme.apps.wallet.models.shares import Share, ShareOpening

__all__ = [
    "AccountExport",
    "Allowance",
    "AwardTags",
    "CreditDocument",
    "CreditImport",
    "Earlier",
    "Expense",
    "Obligation",
    "OutsideCredit",
    "OwnRules",
    "PlannedCredit",
    "Share",
    "ShareOpening",
    "StandingConsent",
    "WalletSettings",
]
