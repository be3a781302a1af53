"""Amounts in requirements: whole thousandths of the rule's unit; sums over millions of people stay exact and fast.

Weighting clauses (1.5 times 0.25) need three decimals; nothing in the pack needs four.
"""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

ONE: Final = 1000


def of(value: Decimal | int | str) -> int:
    """Give ``value`` in thousandths. ValueError for a negative one or one with more than three decimals."""
    exact = Decimal(value) * ONE
    if exact != exact.to_integral_value() or exact < 0 or not exact.is_finite():
        msg = f"an amount is 0 or more with at most three decimals: {value}"
        raise ValueError(msg)
    return int(exact)


def shown(amount: int) -> Decimal:
    """Give thousandths as a decimal number without idle zeros."""
    value = (Decimal(amount) / ONE).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def text(amount: int) -> str:
    """Give thousandths as people write them: "12", "4.5"."""
    return str(shown(amount))


def share_of(amount: int, share: Fraction, rounding: str = "") -> int:
    """Give ``share`` of ``amount``; rounding "nearest" or "down" goes to whole units, else to the thousandth."""
    above, below = amount * share.numerator, share.denominator
    if rounding:
        units = Decimal(above) / Decimal(below) / ONE
        mode = ROUND_FLOOR if rounding == "down" else ROUND_HALF_UP
        return int(units.quantize(Decimal(1), rounding=mode)) * ONE
    return -(-above // below)


def stepped(amount: int, step: int, mode: str) -> int:
    """Round ``amount`` to a multiple of ``step``, "down" or to the "nearest" (a half goes up)."""
    return amount // step * step if mode == "down" else (amount + step // 2) // step * step
