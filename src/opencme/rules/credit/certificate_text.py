"""What a certificate says, found in its text: a beginning for the form, which a person then checks.

Nothing is taken for sure: what could be read in two ways is left out and told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from opencme.kernel.dates import DateOrder
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.reading import Unreadable, day_of, read_amount, read_days

ONLY_MOST: Final = _("It names the most one could claim, %(amount)s. Write what you claimed.")
TWO_DAYS: Final = _("“%(text)s” can be read as two days. Say which is meant.")
PARTICIPATION: Final = "AMA_PRA_1_PARTICIPATION"
CONTACT: Final = "contact"  # of nurses or of pharmacists, as the rest of the text says
_PHARMACY: Final = re.compile(r"\bACPE\b|pharmac|\b(?:\d{4}|JA\d{7})-(?:0000|9999)-\d{2}-\d{3}-", re.IGNORECASE)
_NURSING: Final = re.compile(r"\bANCC\b|nurs", re.IGNORECASE)

_AMOUNT: Final = r"(?P<amount>\d{1,3}(?:[.,]\d{1,3})?)"
_CREDIT: Final = r"[\s(]*\**(?:of\s+|hours?\s+of\s+)?"
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("AMA_PRA_1", r"AMA\s+PRA\s+Category\s+(?:1|I)\b"),
    ("AMA_PRA_2", r"AMA\s+PRA\s+Category\s+(?:2|II)\b"),
    ("AAFP_P", r"(?:AAFP\s+)?Prescribed\s+credit"),
    ("AAFP_E", r"(?:AAFP\s+)?Elective\s+credit"),
    ("AOA_1A", r"AOA\s+Category\s+1-?A\b"),
    ("AOA_1B", r"AOA\s+Category\s+1-?B\b"),
    ("AOA_2A", r"AOA\s+Category\s+2-?A\b"),
    ("AOA_2B", r"AOA\s+Category\s+2-?B\b"),
    ("AAPA_1", r"AAPA\s+Category\s+1\b"),
    ("EACCME", r"(?:ECMEC|European\s+CME\s+credit)"),
    ("MOC_ABIM", r"ABIM\s+(?:MOC\s+)?points?"),
    (CONTACT, r"(?:ANCC\s+|ACPE\s+|nursing\s+|pharmacy\s+)?contact\s+hours?"),
)
_MOST: Final = re.compile(r"maximum|\bup to|designate|accredited for|approved for", re.IGNORECASE)
_DAY: Final = re.compile(
    r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])|(?<![\d/.])\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?![\d/])|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:\s*[–-]\s*\d{1,2})?,?\s+\d{4}"
    r"|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}"
)
_SPAN: Final = re.compile(r"(?P<mon>[A-Z][a-z]{2,8}\.?)\s+\d{1,2}\s*[–-]\s*(?P<last>\d{1,2}),?\s+(?P<year>\d{4})")
_OF_DAY: Final = re.compile(r"complet|\bdate|attend|held on|\bon\b|participat", re.IGNORECASE)
_NOT_OF_DAY: Final = re.compile(r"\b(?:issued|expir|release|valid|born|birth|print)", re.IGNORECASE)
_DONE: Final = r"\b(?:has (?:successfully )?completed|participated in|(?:has )?attended|for completing)\s*(?:the\s+)?"
_NAMED: Final = (
    r"(?:(?:live |online |enduring )?(?:activity|course|program(?:me)?)\b\s*)?(?:(?:en)?titled\b)?\s*[:\n]?\s*"
)
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_LABEL: Final = rf"(?:(?<=\n)|(?=\w+\s*(?::|\d|{_MONTH}\s+\d)))(?:Credit|Date)\b"  # not "Up to Date in Sepsis"
_ENDS: Final = (
    rf"(?:\b(?:(?:provided|presented|sponsored) by\b|on\s+(?:\d|{_MONTH}\s+\d)|held\b|and (?:is|was|has)\b"
    rf"|Learning format|{_LABEL})|$)"
)
_TITLE: Final = (
    re.compile(rf"{_DONE}{_NAMED}(?P<title>.{{3,300}}?)(?=\s*\n?\s*{_ENDS})", re.IGNORECASE | re.DOTALL),
    re.compile(
        r"^\s*(?:activity|course|program|title|event)(?:\s+(?:title|name))?\s*:\s*(?P<title>.+)$",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(r"[“\"](?P<title>[^”\"\n]{6,200})[”\"]"),
)
_PROVIDER: Final = (
    re.compile(r"provided by\s+(?P<provider>[^\n]+)", re.IGNORECASE),
    re.compile(
        r"^\s*(?:provider|sponsor|organization)\s*(?:name)?\s*:\s*(?P<provider>.+)$", re.IGNORECASE | re.MULTILINE
    ),
    re.compile(r"(?:^|[.\n]\s*)(?:The\s+)?(?P<provider>[A-Z][^\n.]{3,120}?)\s+(?:is accredited by|designates this)"),
)
_COURSE: Final = (
    re.compile(r"\b(?P<course>(?:\d{4}|JA\d{7})-(?:0000|9999)-\d{2}-\d{3}-[LHB]\d{2}-[PT])\b"),
    re.compile(
        r"\b(?:activity|course)\s*(?:(?:id|no|number)(?![a-z])\.?|#)\s*:?\s*(?P<course>(?=\S*\d)[A-Z0-9][\w./-]{2,60})",
        re.IGNORECASE,
    ),
)
_ATTENDED: Final = re.compile(r"certificate of (?:participation|attendance)", re.IGNORECASE)
_HOURS: Final = re.compile(
    rf"{_AMOUNT.replace('amount', 'before')}\s+hours? of participation"
    rf"|hours? of participation\W{{0,4}}{_AMOUNT.replace('amount', 'after')}",
    re.IGNORECASE,
)
LONGEST: Final = 200
READ: Final = 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCertificate:
    """What was found. seen: field -> the words it stands in; doubts: msgid and its places, for what was left out."""

    title: str = ""
    provider: str = ""
    completed_on: date | None = None
    amount: Decimal | None = None
    system: str = ""
    course: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[tuple[str, Mapping[str, str]], ...] = ()


def read_certificate(text: str) -> ReadCertificate:
    """Find title, provider, day, credit and number in the text of a certificate."""
    lines = [" ".join(line.split()) for line in text[:READ].splitlines()]
    plain = "\n".join(line for line in lines if line)
    seen: dict[str, str] = {}
    doubts: list[tuple[str, Mapping[str, str]]] = []
    system, amount = _credit(plain, seen, doubts)
    if system == CONTACT:
        is_pharmacy, is_nursing = _PHARMACY.search(plain) is not None, _NURSING.search(plain) is not None
        system = "" if is_pharmacy is is_nursing else "ACPE" if is_pharmacy else "ANCC"
    return ReadCertificate(
        title=_first(_TITLE, "title", plain, seen),
        provider=_first(_PROVIDER, "provider", plain, seen),
        completed_on=_day(plain, seen, doubts),
        amount=amount,
        system=system,
        course=_first(_COURSE, "course", plain, seen),
        seen=seen,
        doubts=tuple(doubts),
    )


def _first(patterns: tuple[re.Pattern[str], ...], name: str, text: str, seen: dict[str, str]) -> str:
    for pattern in patterns:
        if found := pattern.search(text):
            value = " ".join(found[name].split()).strip(' “”".,:;')
            if value:
                seen[name] = value[:LONGEST]
                return value[:LONGEST]
    return ""


def _credit(text: str, seen: dict[str, str], doubts: list[tuple[str, Mapping[str, str]]]) -> tuple[str, Decimal | None]:
    """Give the kind of credit and how much was awarded; the designated maximum is never taken for it (TRAP-16)."""
    found = list(_amounts(text))
    if _ATTENDED.search(text):
        hours = _HOURS.search(text)
        if hours or any(each[0] == "AMA_PRA_1" for each in found):
            seen["system"] = _ATTENDED.search(text)[0]  # type: ignore[index]  # found just above
            return PARTICIPATION, _number(hours["before"] or hours["after"]) if hours else None
    awarded = [each for each in found if not each[3]]
    if awarded:
        system, amount, words, _is_most = awarded[0]
        seen["amount"] = words
        return system, amount
    if found:
        system, amount, words, _is_most = found[0]
        seen["system"] = words
        doubts.append((ONLY_MOST, {"amount": str(amount)}))
        return system, None
    for system, name in _KINDS:
        if where := re.search(name, text, re.IGNORECASE):
            seen["system"] = where[0]
            return system, None
    return "", None


def _amounts(text: str) -> Iterator[tuple[str, Decimal, str, bool]]:
    """Give each amount with its kind of credit: kind, amount, the words, and whether it is only the maximum."""
    flat = " ".join(text.split())
    for system, name in _KINDS:
        for found in re.finditer(rf"(?<![\d.,]){_AMOUNT}{_CREDIT}{name}", flat, re.IGNORECASE):
            amount = _number(found["amount"])
            if amount is not None and amount > 0:
                before = flat[max(0, found.start() - 90) : found.start()]
                sentence = before.rpartition(". ")[2]
                yield system, amount, found[0], _MOST.search(sentence) is not None


def _number(text: str) -> Decimal | None:
    try:
        return read_amount(text)
    except Unreadable:
        return None


def _day(text: str, seen: dict[str, str], doubts: list[tuple[str, Mapping[str, str]]]) -> date | None:
    """Give the day of completion: one that a fitting word stands before, else the only day there is."""
    found = []
    for match in _DAY.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rpartition("\n\n")[2]
        if _NOT_OF_DAY.search(before.splitlines()[-1] if before.splitlines() else ""):
            continue
        found.append((_OF_DAY.search(before) is not None, match[0]))
    said = [words for is_said, words in found if is_said] or [words for _is_said, words in found]
    read = ((words, _read_day(words)) for words in said)
    words, day = next(((words, day) for words, day in read if day is not None), ("", None))
    if isinstance(day, str):
        doubts.append((TWO_DAYS, {"text": words}))
        return None
    if day is not None:
        seen["completed_on"] = words
    return day


def _read_day(words: str) -> date | str | None:
    """Give a day, the last of a stretch; the words themselves where they can be read as two days; None for no day."""
    if span := _SPAN.fullmatch(words):
        words = f"{span['mon']} {span['last']}, {span['year']}"
    found = []
    for order in DateOrder:
        try:
            found.append(day_of(read_days(words), order))
        except Unreadable:
            continue
    if len(set(found)) > 1:
        return words
    return found[0] if found else None
