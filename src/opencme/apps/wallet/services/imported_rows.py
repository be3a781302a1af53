"""A row of a transcript as a credit to keep, and which credits the wallet has already."""

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from opencme.apps.wallet.models import OutsideCredit
from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.services.credits import Typed, typed_of
from opencme.catalog.outside_credit import kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.credit.repeats import words_of
from opencme.rules.credit.transcript_rows import Row

DETAILS: Final = frozenset(
    {"in_practice_area", "assessed", "score", "axis", "approved_list", "approved_course", "interactive", "formats"}
)
_DIGITS: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Imported:
    """One row with the credit it holds."""

    row: Row
    typed: Typed


def typed_row(row: Row) -> Typed:
    """Give a row as it would be typed: topics by code or name; what is no topic is kept in the notes."""
    topics, rest = _topics(row.topics)
    details = _details(row.details)
    way = str(details.pop("way", ""))
    kind = kinds().get(row.system)
    note = "\n".join(each for each in (row.note, rest) if each)
    return Typed(
        title=row.title[:300],
        provider=row.provider[:200],
        completed_on=row.completed_on,
        system=row.system,
        amount=row.amount,
        minutes=row.minutes,
        topics=topics,
        way=way if kind is not None and kind.way(way) else "",
        details=details,
        course=row.course[:120],
        note=note,
    )


def mark_of(typed: Typed) -> Hashable:
    """Give what is equal for two records of one credit."""
    return (
        words_of(typed.title),
        words_of(typed.provider),
        typed.completed_on,
        typed.system,
        typed.amount.normalize() if typed.amount is not None else None,
        typed.course.casefold(),
    )


def known_marks(person_id: int) -> Counter[Hashable]:
    """Count what the wallet has: each recorded credit by its mark, each award made here by its number."""
    rows = OutsideCredit.objects.filter(person_id=person_id, removed_at=None)
    found: Counter[Hashable] = Counter(mark_of(typed_of(row)) for row in rows)
    found.update(each.key for each in held_credits(person_id) if each.is_award)
    return found


def _topics(text: str) -> tuple[dict[str, Decimal | None], str]:
    """Read "pain_management=2; suicide_prevention" or names of topics; gives also what is none."""
    labels = {label.casefold(): code for code, label in vocabulary().topics.items()}
    found: dict[str, Decimal | None] = {}
    rest = []
    for each in _split(text):
        name, equals, part = each.partition("=")
        code = name.strip() if name.strip() in vocabulary().topics else labels.get(name.strip().casefold(), "")
        amount = _amount(part) if equals else None
        if code and (not equals or amount is not None):
            found[code] = amount
        else:
            rest.append(each)
    return found, "; ".join(rest)


def _split(text: str) -> Iterator[str]:
    for piece in text.replace("\n", ";").split(";"):
        if piece.strip():
            yield piece.strip()


def _amount(text: str) -> Decimal | None:
    """Read digits alone: words of a file such as NaN or 1e400 are no amount."""
    return Decimal(text.strip()) if _DIGITS.fullmatch(text.strip()) else None


def _details(text: str) -> dict[str, Any]:
    """Read the details of our own file; anything else there is left out."""
    try:
        given = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    kept = {key: value for key, value in given.items() if key in DETAILS | {"way"}} if isinstance(given, dict) else {}
    return {key: value for key, value in kept.items() if _is_plain(key, value)}


def _is_plain(key: str, value: object) -> bool:
    if key in {"in_practice_area", "assessed", "approved_course", "interactive"}:
        return isinstance(value, bool)
    if key == "formats":
        return isinstance(value, list) and all(_is_code(each, 40) for each in value)
    if key == "score":
        return isinstance(value, str) and _amount(value) is not None
    return _is_code(value, 80)


def _is_code(value: object, most: int) -> bool:
    """Say whether it is a word that can be kept: no NUL, no half of a sign."""
    return isinstance(value, str) and value.isprintable() and len(value) <= most
