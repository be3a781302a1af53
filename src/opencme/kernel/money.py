"""Amounts of money as people write them: one way for plans, allowances, the catalogue and statements."""

from decimal import Decimal
from typing import Final

DOLLARS: Final = "USD"
SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "INR": "₹", "JPY": "¥"}


def money_text(amount: Decimal, currency: str = DOLLARS) -> str:
    """Write "$1,240" or "$1,876.60": cents only where there are any; a currency without a short sign by its code."""
    minus = "−" if amount < 0 else ""
    sign = SIGNS.get(currency, f"{currency}\u00a0")
    whole = amount == amount.to_integral_value()
    return f"{minus}{sign}{abs(amount):,.0f}" if whole else f"{minus}{sign}{abs(amount):,.2f}"
