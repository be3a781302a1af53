"""``{% load money %}``: amounts of money and days as people write them."""

from decimal import Decimal
from typing import Final

from django import template

from opencme.kernel.money import money_text
from opencme.rules.allowance import Balance
from opencme.web.wallet.shared import held_words

register: Final = template.Library()
register.filter("held_words", held_words)


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Write "$1,240" or "$1,876.60"; nothing for None."""
    return "" if amount is None else money_text(amount, currency)


@register.filter
def few(days: Decimal | None) -> str:
    """Write "2" or "0.5", without needless zeros."""
    return "" if days is None else f"{days.normalize():f}"


@register.inclusion_tag("wallet/allowance/bar.html")
def spent_bar(balance: Balance) -> dict[str, object]:
    """Draw what is spent and planned as shares of what is given; more than all of it fills the bar."""
    given = balance.given or Decimal(0)
    spent = _share(balance.spent, given)
    return {
        "spent": spent,
        "planned": min(_share(balance.planned, given), 100 - spent),
        "is_over": balance.spent > given,
    }


def _share(part: Decimal, whole: Decimal) -> int:
    if whole <= 0:
        return 100 if part > 0 else 0
    return min(100, int(part * 100 / whole))
