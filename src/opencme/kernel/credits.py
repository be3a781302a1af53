"""Quantities of credit and of time: exact, never a float."""

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering
from typing import Final, Self

QUARTER: Final = Decimal("0.25")
HUNDREDTH: Final = Decimal("0.01")


@total_ordering
@dataclass(frozen=True, slots=True)
class Credits:
    """An amount of credit, 0 or more, exact to the hundredth; the unit is the credit system's.

    Raises TypeError for a float and ValueError for a negative amount or more than two decimals (bugs).
    """

    amount: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            msg = f"credit is Decimal, not {type(self.amount).__name__}"  # type: ignore[unreachable]  # untyped callers
            raise TypeError(msg)
        if not self.amount.is_finite() or self.amount < 0:
            msg = f"credit is 0 or more: {self.amount}"
            raise ValueError(msg)
        if self.amount != self.amount.quantize(HUNDREDTH):
            msg = f"credit is exact to the hundredth: {self.amount}"
            raise ValueError(msg)
        object.__setattr__(self, "amount", self.amount.quantize(HUNDREDTH))

    @classmethod
    def of(cls, amount: str | int | Decimal) -> Self:
        """Build from a whole number, a Decimal or its text ("0.75")."""
        return cls(Decimal(amount))

    @classmethod
    def of_quarters(cls, quarters: int) -> Self:
        """Build from a count of quarter credits: 3 gives 0.75."""
        return cls(QUARTER * quarters)

    def is_multiple_of(self, step: Decimal) -> bool:
        """Say whether the amount is a whole number of ``step``."""
        return self.amount % step == 0

    def __add__(self, other: "Credits") -> "Credits":
        return Credits(self.amount + other.amount)

    def __lt__(self, other: "Credits") -> bool:
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return self.amount > 0

    def __str__(self) -> str:
        """Give the amount with two decimals, as certificates print it: "0.75"."""
        return str(self.amount)

    @property
    def short(self) -> str:
        """The amount without idle zeros, as statements print it: "1", "1.5", "0.75"."""
        whole = self.amount.to_integral_value()
        return str(whole) if whole == self.amount else str(self.amount.normalize())


ZERO: Final = Credits(Decimal(0))
