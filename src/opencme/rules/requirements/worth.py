"""What one credit is worth in a rule's unit, before any maximum."""

from opencme.rules.requirements import amounts
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.facts import Credit


def worth_of(rule: Rule, credit: Credit) -> int:
    """Give what one credit is worth in the rule's unit, rounded as the rule rounds."""
    amount = credit.amount
    if credit.minutes is not None and rule.minutes_per_unit:
        amount = credit.minutes * amounts.ONE // rule.minutes_per_unit
    if rule.rounding:
        if amount < rule.rounding.first_minimum:
            return 0
        amount = amounts.stepped(amount, rule.rounding.step, rule.rounding.mode)
    return amount
