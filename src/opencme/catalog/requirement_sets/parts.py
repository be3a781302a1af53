"""Small values that several clauses share: amounts, shares, conditions, deadlines."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from opencme.catalog.requirement_sets.located import Located, Reader, day_of
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements import amounts
from opencme.rules.requirements.conditions import OPERATORS, All, Any, Condition, Not, Test, Value
from opencme.rules.requirements.definitions import Deadline, Part

LARGEST: Final = 1_000_000
MOST_MONTHS: Final = 600
ORDERED: Final = OPERATORS - {"is", "in"}


def amount(r: Reader, key: str) -> int | None:
    """Take an amount, in thousandths."""
    number = r.number(key)
    if number is None:
        return None
    if number > LARGEST:
        r.complain(key, f"must be at most {LARGEST}")
        return None
    try:
        return amounts.of(number)
    except ValueError:
        r.complain(key, "must have at most three decimals")
        return None


def share(r: Reader, key: str) -> Fraction | None:
    """Take a share or a factor, exact."""
    number = r.number(key)
    return None if number is None else Fraction(number)


def value_of(value: object) -> Value:
    """Turn a value of a file into what conditions compare: truth, number, day or word."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    text = str(value)
    try:
        return day_of(text)
    except ValueError:
        return text


def condition(r: Reader, key: str, words: Vocabulary) -> Condition | None:
    """Take a condition: a test of a fact, or all, any, not of others."""
    part = r.part(key)
    return None if part is None else _condition(part, words)


def _condition(part: Reader, words: Vocabulary) -> Condition:
    for key, kind in (("all", All), ("any", Any)):
        if key in part.values:
            parts = tuple(_condition(each, words) for each in part.parts(key))
            part.finish()
            return kind(parts)
    if "not" in part.values:
        inner = part.part("not")
        part.finish()
        return Not(_condition(inner, words)) if inner else All(())
    fact = part.one_of("fact", words.facts)
    operators = [key for key in part.values if key in OPERATORS]
    if not fact or len(operators) != 1:
        part.complain("fact", "must be compared by exactly one of is, in, gte, gt, lt, lte")
        return All(())
    operator = operators[0]
    raw = part.raw(operator)
    if operator != "in" and (raw is None or isinstance(raw, (Located, list))):
        part.complain(operator, "must be one value")
        return All(())
    if operator in ORDERED and not isinstance(value_of(raw), (Decimal, date)):
        part.complain(operator, "must be a number or a day, since it compares sizes")
        return All(())
    if operator == "in":
        test = Test(fact, operator, frozenset(value_of(each) for each in part.texts("in")))
    else:
        test = Test(fact, operator, value_of(part.raw(operator)))
    part.finish()
    return test


def included(r: Reader, key: str, size: str, words: Vocabulary) -> tuple[Part, ...]:
    """Take a list of topics with amounts under ``size``."""
    found = []
    for each in r.parts(key):
        found.append(Part(topic=each.one_of("topic", words.topics), amount=amount(each, size)))
        each.finish()
    return tuple(found)


def deadline(r: Reader | None) -> Deadline | None:
    """Read a deadline."""
    if r is None:
        return None
    found = Deadline(
        by=r.day("by"),
        not_before=r.day("not_before"),
        months_after_issue=r.whole("months_after_issue", least=0, most=MOST_MONTHS),
        renewal_number=r.whole("renewal_number", least=1, most=99),
        next_renewal_after=r.day("next_renewal_after"),
        application_on_or_after=r.day("application_on_or_after"),
        next_renewal=r.flag("next_renewal") is True,
        event=r.text("event"),
        months_after_event=r.whole("months_after_event", least=0, most=MOST_MONTHS),
        first_of=tuple(part for each in r.parts("first_of") if (part := deadline(each)) is not None),
    )
    r.raw("amount")
    r.finish()
    return found
