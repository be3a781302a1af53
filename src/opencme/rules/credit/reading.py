"""Reading amounts, days and minutes of credit as people and transcripts write them; what is open is asked."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from opencme.kernel.dates import DateOrder, WrittenDay, written_day
from opencme.kernel.i18n import gettext_noop as _

NO_AMOUNT: Final = _("This is no amount of credit. Write it as 1.5 or 1,5.")
THOUSANDS: Final = _("This can be one and a half or fifteen hundred. Write 1.5 or 1500.")
CEU: Final = _("CEU are no hours: 1 CEU is 10 contact hours. Write the contact hours.")
NO_DAY: Final = _("This is no date. Write it as 2026-04-30.")
NO_SUCH_DAY: Final = _("There is no such day; write it as 2026-03-14.")
NO_MINUTES: Final = _("This is no length of time. Write minutes, or 1:30.")

_NUMBER: Final = re.compile(
    r"[+]?(\d{1,3}(?:[ '\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?:\s*(?![eE][+-]?\d)([^\W\d_].*))?", re.DOTALL
)
_CEU: Final = re.compile(r"\bceus?\b", re.IGNORECASE)
_THREE: Final = re.compile(r"[1-9]\d{0,2},\d{3}")
_CLOCK: Final = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")
_TO: Final = re.compile(r"\s*(?:-|–|—|to|through|until)\s*", re.IGNORECASE)
_TIME: Final = re.compile(
    r"[\s,T]*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_HOURS: Final = Decimal(10)


class Unreadable(ValueError):  # noqa: N818 -- reads as a statement
    """Something that cannot be read; ``why`` is a msgid of one sentence for a person."""

    def __init__(self, why: str) -> None:
        """Take the sentence."""
        super().__init__(why)
        self.why = why


def read_amount(text: str, *, unit: str = "", system: str = "") -> Decimal:
    """Read an amount of credit: "1.5", "1,5", "1.50 credits". Raises Unreadable.

    unit: what a column beside it says. CEU are turned into contact hours where the credit is ACPE's, else refused.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise Unreadable(NO_AMOUNT)
    amount = _decimal(found[1].strip(), has_point="." in found[1])
    if _CEU.search(f"{found[2] or ''} {unit}"):
        if system != "ACPE":
            raise Unreadable(CEU)
        return amount * _HOURS
    return amount


def _decimal(text: str, *, has_point: bool) -> Decimal:
    plain = re.sub(r"[\s']", "", text)
    if "," in plain and has_point:
        last = max(plain.rfind(","), plain.rfind("."))
        whole, part = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
        if plain.count(plain[last]) > 1:  # 1,234,567.8 has one point; 1.234.567 has no part
            raise Unreadable(NO_AMOUNT)
        plain = f"{whole}.{part}"
    elif "," in plain:
        if _THREE.fullmatch(plain):
            raise Unreadable(THOUSANDS)
        if plain.count(",") > 1:
            raise Unreadable(NO_AMOUNT)
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise Unreadable(NO_AMOUNT) from None


def read_minutes(text: str) -> int:
    """Read a length of time in whole minutes: "90", "90 min", "1:30". Raises Unreadable."""
    if clock := _CLOCK.fullmatch(text.strip()):
        return int(clock[1]) * 60 + int(clock[2])
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise Unreadable(NO_MINUTES)
    amount = _decimal(found[1].strip(), has_point="." in found[1])
    if (found[2] or "").strip().casefold().startswith(("h", "hour")):
        amount *= 60
    if amount != amount.to_integral_value():
        raise Unreadable(NO_MINUTES)
    return int(amount)


def read_days(text: str) -> tuple[WrittenDay, ...]:
    """Read a day, or the two days of a stretch "4/2/2026 - 4/4/2026"; a time of day after it is left out.

    Raises Unreadable.
    """
    rest = " ".join(text.replace("\u202f", " ").split())
    first = _one_day(rest)
    rest = _after(first.rest)
    if not rest:
        return (first,)
    second = _one_day(rest)
    if _after(second.rest):
        raise Unreadable(NO_DAY)
    return first, second


def _one_day(text: str) -> WrittenDay:
    try:
        found = written_day(text)
    except ValueError:
        raise Unreadable(NO_SUCH_DAY) from None
    if found.day is None and found.numbers is None:
        raise Unreadable(NO_DAY)
    return found


def _after(text: str) -> str:
    """Give what follows a day: without its time, and without the sign that leads to the last day of a stretch."""
    time = _TIME.match(text)
    rest = text[time.end() :] if time else text
    to = _TO.match(rest)
    return rest[to.end() :] if to else rest.strip()


def day_of(days: tuple[WrittenDay, ...], order: DateOrder) -> date:
    """Give the day of completion: the last. Raises Unreadable where it does not exist in this order."""
    try:
        found = days[-1].on(order)
    except ValueError:
        raise Unreadable(NO_SUCH_DAY) from None
    if found is None:
        raise Unreadable(NO_DAY)
    return found


def written(amount: Decimal) -> str:
    """Write an amount so that it is read back the same: without idle zeros, with a point."""
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
