"""Money in words: cents only where there are any."""

from decimal import Decimal

import pytest

from opencme.kernel.money import money_text


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("1876.60", "USD", "$1,876.60"),
        ("1240", "USD", "$1,240"),
        ("1240.00", "EUR", "€1,240"),
        ("-3.5", "CAD", "−CA$3.50"),
        ("0", "USD", "$0"),
        ("40", "CHF", "CHF\u00a040"),
    ],
)
def test_money_text(amount: str, currency: str, said: str) -> None:
    assert money_text(Decimal(amount), currency) == said
