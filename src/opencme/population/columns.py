"""What the two input files may hold, and how a cell is read. docs/reference/population.md shows both."""

from collections.abc import Mapping
from typing import Final

PEOPLE: Final[Mapping[str, str]] = {
    "person_id": "the person, once per file",
    "department": "for the summary",
    "rules": "rules that bind this person, separated by ; – else those of --rules",
    "cycle_start": "first day of the cycle",
    "cycle_end": "last day of the cycle",
    "birth_date": "day of birth",
    "surname": "where the cycle hangs on it",
    "renewal_number": "which renewal the cycle ends with",
    "licence_expiry": "last day of the licence",
    "licence_issue_date": "day of first issue",
    "dea_submission": "day of the registration's application",
    "dates": "other days by name: name=day pairs separated by ;",
    "attested_before": "yes or no",
    "facts": "name=value pairs separated by ;",
    "completed": "item=day pairs separated by ;",
    "last_done": "topic mandate=day pairs separated by ;",
    "surplus": "bucket=amount pairs separated by ;",
    "surplus_topics": "topic=amount pairs separated by ;",
    "events": "event=day or event=day:quantity pairs separated by ;",
}
CREDITS: Final[Mapping[str, str]] = {
    "person_id": "the person",
    "date": "day of completion",
    "amount": "credit, at most three decimals",
    "minutes": "time in it, whole minutes, where the authority counts time",
    "system": "code of the credit system",
    "topics": "topic=amount pairs separated by ;",
    "formats": "separated by ;",
    "in_practice_area": "yes or no",
    "assessed": "yes or no",
    "score": "share reached, 0 to 1",
    "axis": "for authorities that count by axis",
    "approved_list": "whose list of approved activities it is on",
    "approved_course": "yes or no",
    "interactive": "yes or no",
    "course": "what makes two credits the same course",
}
KIND: Final = (
    "system",
    "topics",
    "formats",
    "in_practice_area",
    "assessed",
    "score",
    "axis",
    "approved_list",
    "approved_course",
    "interactive",
)
YES: Final = frozenset({"1", "true", "yes", "y"})
NO: Final = frozenset({"0", "false", "no", "n"})


def pairs(cell: str | None) -> dict[str, str]:
    """Read "a=1;b=2". ValueError for a pair without "="."""
    found = {}
    for part in (cell or "").split(";"):
        if not part.strip():
            continue
        name, sign, value = part.partition("=")
        if not sign:
            msg = f"“{part.strip()}” is not name=value"
            raise ValueError(msg)
        found[name.strip()] = value.strip()
    return found


def flag(cell: str | None) -> bool | None:
    """Read yes or no; None for an empty cell. ValueError for anything else."""
    text = (cell or "").strip().lower()
    if text in YES:
        return True
    if text in NO:
        return False
    if not text:
        return None
    msg = f"“{cell}” is neither yes nor no"
    raise ValueError(msg)
