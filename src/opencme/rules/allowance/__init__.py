"""Money and days for education: what is planned, spent, paid back and left, and when it lapses."""

from opencme.rules.allowance.balance import (
    AllowanceFacts,
    Balance,
    Phase,
    Spending,
    balance_of,
    findings_on_balance,
    findings_on_spending,
)

__all__ = [
    "AllowanceFacts",
    "Balance",
    "Phase",
    "Spending",
    "balance_of",
    "findings_on_balance",
    "findings_on_spending",
]
