"""Transcripts from elsewhere: which column means what, and what each row says; nothing is guessed that can be asked."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from opencme.kernel.dates import DateOrder, possible_orders
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.reading import Unreadable, read_amount, read_days

MEANINGS: Final[Mapping[str, str]] = {
    "title": _("Title"),
    "completed_on": _("Completed on"),
    "amount": _("Amount"),
    "system": _("Kind of credit"),
    "provider": _("Provider"),
    "prescribed": _("AAFP Prescribed amount"),
    "elective": _("AAFP Elective amount"),
    "unit": _("Unit"),
    "minutes": _("Time it took"),
    "topics": _("Topics"),
    "course": _("Course or activity number"),
    "details": _("Details"),
    "note": _("Notes"),
    "number": _("Award number"),
}
SPLIT: Final = {"prescribed": "AAFP_P", "elective": "AAFP_E"}
NEEDED: Final = ("title", "completed_on", "amount", "system", "provider")
_SEARCHED: Final = 25
_MOST_AMOUNT: Final = 200  # a column of larger numbers holds numbers of courses or years
_KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        ("AMA_PRA_1_PARTICIPATION", r"(?:participation|attendance).*AMA\s*PRA|AMA\s*PRA.*(?:participation|attendance)"),
        ("AMA_PRA_2", r"\bAMA\b.*\b(?:Cat(?:egory|\.)?\s*)?(?:2|II)\b"),
        ("AMA_PRA_1", r"\bAMA\b.*\b(?:Cat(?:egory|\.)?\s*)?(?:1|I)\b"),
        ("AAFP_P", r"\bprescribed\b"),
        ("AAFP_E", r"\bAAFP\b.*\belective\b"),
        ("AOA_1A", r"\bAOA\b.*\b1\s*-?\s*A\b"),
        ("AOA_1B", r"\bAOA\b.*\b1\s*-?\s*B\b"),
        ("AOA_2A", r"\bAOA\b.*\b2\s*-?\s*A\b"),
        ("AOA_2B", r"\bAOA\b.*\b2\s*-?\s*B\b"),
        ("AAPA_1", r"\bAAPA\b"),
        ("ANCC", r"\bANCC\b|\bnursing contact hours?\b"),
        ("ACPE", r"\bACPE\b"),
        ("EACCME", r"\bECMECs?\b|\bEACCME\b"),
        ("MOC_ABIM", r"\bABIM\b"),
        ("MOC_ABFM", r"\bABFM\b"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one source writes its transcript.

    words: meaning -> headings, the likeliest first. marks: groups of headings; a file is of this layout when each group
    has one in its header. is_verified: somebody saw a real file of it; else it is a mapping to begin with.
    """

    key: str
    name: str
    words: Mapping[str, tuple[str, ...]]
    marks: tuple[frozenset[str], ...] = ()
    is_verified: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a file is read.

    columns: meaning -> column; values: word of the file -> kind of credit; system: of every row where no column says
    it; unit: what the heading of the amount says; order: of day and month, None where the file decides. is_own: our own
    file.
    """

    columns: Mapping[str, int]
    values: Mapping[str, str] = field(default_factory=dict)
    system: str = ""
    unit: str = ""
    order: DateOrder | None = None
    is_own: bool = False


def heading(cell: str) -> str:
    """Give a heading as it is compared."""
    return " ".join(re.sub(r"[_*:#()/™®]", " ", cell).casefold().split())


def find_header(rows: Sequence[tuple[int, Sequence[str]]], layouts: Iterable[Layout]) -> tuple[int, Sequence[str]]:
    """Give line and cells of the header: of the first rows the one with most headings that are known."""
    known = {word for layout in layouts for words in layout.words.values() for word in words}
    filled = [(line, cells) for line, cells in rows[:_SEARCHED] if any(cell.strip() for cell in cells)]
    if not filled:
        return 1, ()
    return max(filled, key=lambda row: (len({heading(cell) for cell in row[1]} & known), -row[0]))


def recognise(header: Sequence[str], layouts: Sequence[Layout]) -> Layout:
    """Give the layout a header is of; the last of ``layouts`` where it is none of them."""
    words = {heading(cell) for cell in header}
    return next((each for each in layouts if each.marks and all(group & words for group in each.marks)), layouts[-1])


def suggest(header: Sequence[str], layout: Layout, claimed: Mapping[str, int] | None = None) -> dict[str, int]:
    """Say which column holds what, by its heading; each column at most once. claimed: what is said of it already."""
    words = [heading(cell) for cell in header]
    columns = dict(claimed or {})
    for meaning, known in layout.words.items():
        if meaning in columns or (meaning in {"amount", "system"} and SPLIT.keys() & columns.keys()):
            continue
        for word in known:
            places = [at for at, each in enumerate(words) if each == word and at not in columns.values()]
            if places:
                columns[meaning] = places[0]
                break
    return columns


def suggest_by_values(
    columns: Mapping[str, int], width: int, rows: Sequence[Sequence[str]], labels: Mapping[str, str]
) -> dict[str, int]:
    """Add the one column of those left whose every value is a day, a known kind of credit, or an amount, where needed.

    Two that fit are left to the person. labels: code -> name of each kind of credit.
    """
    found = dict(columns)
    fits: Mapping[str, Callable[[str], bool]] = {
        "completed_on": _is_day,
        "system": lambda text: bool(system_of(text, {}, labels, labels)),
        "amount": _is_amount,
    }
    for meaning in missing(columns, ""):
        if meaning not in fits:
            continue
        left = [at for at in range(width) if at not in found.values()]
        values = {at: [cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()] for at in left}
        fitting = [at for at in left if values[at] and all(map(fits[meaning], values[at]))]
        if len(fitting) == 1:
            found[meaning] = fitting[0]
    return found


def _is_day(text: str) -> bool:
    try:
        return bool(read_days(text))
    except Unreadable:
        return False


def _is_amount(text: str) -> bool:
    try:
        return 0 < read_amount(text) <= _MOST_AMOUNT
    except Unreadable:
        return False


def signature(header: Sequence[str]) -> str:
    """Give what is the same for two files with the same headings, to remember the columns by."""
    return hashlib.sha256("\n".join(heading(cell) for cell in header).encode()).hexdigest()[:32]


def missing(columns: Mapping[str, int], system: str) -> tuple[str, ...]:
    """Give the meanings without which nothing can be read."""
    needed = [name for name in ("title", "completed_on") if name not in columns]
    has_split = bool(SPLIT.keys() & columns.keys())
    if "amount" not in columns and not has_split:
        needed.append("amount")
    if "system" not in columns and not system and not has_split:
        needed.append("system")
    return tuple(needed)


def system_of(text: str, values: Mapping[str, str], codes: Iterable[str], labels: Mapping[str, str]) -> str:
    """Give the kind of credit that a word of the file stands for; empty where nobody said."""
    word = " ".join(text.split())
    if word.casefold() in values:
        return values[word.casefold()]
    if word in codes:
        return word
    by_label = {label.casefold(): code for code, label in labels.items()}
    if word.casefold() in by_label:
        return by_label[word.casefold()]
    return next((code for code, pattern in _KINDS if pattern.search(word)), "")


def order_of(
    dates: Iterable[tuple[int, int, int]], chosen: DateOrder | None
) -> DateOrder | tuple[int, int, int] | None:
    """Decide how a file writes dates. Gives an example to ask with where it is open, None where no order fits all."""
    kept = frozenset(dates)
    orders = possible_orders(kept)
    if not orders:
        return None
    if len(orders) == 1:
        return next(iter(orders))
    if chosen is not None:
        return chosen
    return min((each for each in kept if each[0] != each[1]), default=DateOrder.MONTH_FIRST)
