"""Reading a transcript from elsewhere before anything of it is kept."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final

from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.tables import Limits, read_rows, refusal
from opencme.catalog.outside_credit import kinds
from opencme.catalog.transcript_layouts import transcript_layouts
from opencme.catalog.transcript_layouts.accme import HEADER
from opencme.catalog.transcript_layouts.columns import LAYOUT as GENERAL
from opencme.kernel.dates import DateOrder
from opencme.kernel.findings import DomainError
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.text import without_controls
from opencme.rules.credit.transcript_rows import BadCell, Reader, Row, cell_of, written_numbers
from opencme.rules.credit.transcripts import (
    NEEDED,
    Layout,
    Plan,
    find_header,
    heading,
    missing,
    order_of,
    recognise,
    signature,
    suggest,
    suggest_by_values,
    system_of,
)

Progress = Callable[[int], None]
MOST_ROWS: Final = 20_000
MOST_BAD: Final = 500
MOST_WORDS: Final = 40
MOST_JSON: Final = 30 * 1024 * 1024
_LIMITS: Final = Limits(rows=MOST_ROWS + 25, unpacked=100 * 1024 * 1024)
_SAMPLE: Final = 40
_LOOKED_AT: Final = 200
_EVERY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its place from 0, its heading, and the first things that stand in it."""

    place: int
    title: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTranscript:
    """A file as it is understood under a plan; nothing of it is kept.

    missing: meanings without a column. words: words for kinds of credit that nobody has said the meaning of, with how
    often they stand there. ambiguous: a date that can be read in two ways, empty where there is none. has_mixed: some
    dates fit only one order and some only the other. is_whole: every row was read, else only the first.
    """

    layout: Layout
    signature: str
    header_line: int
    columns: tuple[Column, ...]
    plan: Plan
    order: DateOrder | None
    ambiguous: tuple[int, int, int] | None
    has_mixed: bool
    missing: tuple[str, ...]
    words: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...] = ()
    bad: tuple[BadCell, ...] = ()
    bad_count: int = 0
    lines: int = 0
    is_whole: bool = True

    @property
    def is_clear(self) -> bool:
        """Whether nothing has to be asked before rows can be read."""
        return not self.missing and self.order is not None


@dataclass(slots=True)
class _Found:
    rows: list[Row] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    bad_count: int = 0
    words: Counter[str] = field(default_factory=Counter)


def read_transcript(
    file: StoredFile,
    said: Mapping[str, Any] | None = None,
    *,
    remembered: Mapping[str, Mapping[str, Any]] | None = None,
    first: int | None = None,
    progress: Progress | None = None,
) -> ReadTranscript:
    """Read a kept file. Raises DomainError, with the place, for a file that cannot be read at all.

    said: what the person said of it ("columns", "values", "system", "date_order"); None: what was said of a file with
    the same headings before, else what the headings suggest. first: only so many rows. progress: told the row.
    """
    with files.open_file(file) as content:
        rows = list(_rows(content, file, progress))
    header_line, header = find_header(rows[: _SAMPLE + 1], tuple(transcript_layouts.values()))
    if not header:
        raise refusal("credit.import.empty", _("%(name)s is empty: it has no row with anything in it."), name=file.name)
    body = [(line, cells) for line, cells in rows if line > header_line]
    if len(body) > MOST_ROWS:
        raise _too_many(file.name)
    layout = recognise(header, tuple(transcript_layouts.values()))
    mark = signature(header)
    given = said if said is not None else (remembered or {}).get(mark)
    plan = plan_of(given, header, layout, body)
    numbers = {each for _line, cells in body for each in written_numbers(cells, plan.columns)}
    decided = order_of(numbers, plan.order)
    order = decided if isinstance(decided, DateOrder) else None
    result = ReadTranscript(
        layout=layout,
        signature=mark,
        header_line=header_line,
        columns=tuple(_columns(header, body)),
        plan=plan,
        order=order,
        ambiguous=decided if isinstance(decided, tuple) else None,
        has_mixed=decided is None,
        missing=missing(plan.columns, plan.system),
        words=(),
        lines=len(body),
        is_whole=first is None or len(body) <= first,
    )
    found = _read(body[:first], plan, order if order is not None else DateOrder.MONTH_FIRST)
    return replace(
        result,
        rows=tuple(found.rows) if result.is_clear else (),
        bad=tuple(found.bad) if result.is_clear else (),
        bad_count=found.bad_count if result.is_clear else 0,
        words=tuple(found.words.most_common(MOST_WORDS)),
    )


def plan_of(
    said: Mapping[str, Any] | None, header: Sequence[str], layout: Layout, body: Sequence[tuple[int, Sequence[str]]]
) -> Plan:
    """Give the plan: what was said, for what was not said what the headings suggest, then the values."""
    said = said or {}
    given = said.get("columns")
    columns = _suggested(header, layout, body) if given is None else {key: int(at) for key, at in given.items()}
    columns = {key: at for key, at in columns.items() if 0 <= at < len(header)}
    amount = heading(header[columns["amount"]]) if "amount" in columns else ""
    order = said.get("date_order")
    return Plan(
        columns=columns,
        values={str(key).casefold(): str(code) for key, code in said.get("values", {}).items() if code in kinds()},
        system=said.get("system", "") if said.get("system", "") in kinds() else "",
        unit="CEU" if "ceu" in amount.split() or "ceus" in amount.split() else "",
        order=DateOrder(order) if order in set(DateOrder) else None,
        is_own=layout.key == "opencme",
    )


def _suggested(header: Sequence[str], layout: Layout, body: Sequence[tuple[int, Sequence[str]]]) -> Mapping[str, int]:
    columns = suggest(header, layout)
    if layout.is_verified:
        return columns
    general = {key: words for key, words in GENERAL.words.items() if key in NEEDED}
    columns = suggest(header, replace(layout, words=general), columns)
    labels = {code: kind.label for code, kind in kinds().items()}
    return suggest_by_values(columns, len(header), [cells for _line, cells in body[:_LOOKED_AT]], labels)


def _read(body: Sequence[tuple[int, Sequence[str]]], plan: Plan, order: DateOrder) -> _Found:
    codes = frozenset(kinds())
    labels = {code: kind.label for code, kind in kinds().items()}
    reader = Reader(plan, order, codes, labels)
    found = _Found()
    for line, cells in body:
        word = " ".join(cell_of(cells, plan.columns, "system").split())
        if word and not system_of(word, plan.values, codes, labels):
            found.words[word[:120]] += 1
        rows, bad = reader.read(line, cells)
        found.rows += rows
        found.bad_count += bool(bad)
        if len(found.bad) < MOST_BAD:
            found.bad += bad
    return found


def _columns(header: Sequence[str], body: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Column]:
    for place, title in enumerate(header):
        filled = (
            cells[place].strip() for _line, cells in body[:_SAMPLE] if place < len(cells) and cells[place].strip()
        )
        yield Column(place, " ".join(title.split())[:80], next(filled, "")[:80])


# ── the rows of a file ──


def _rows(content: BinaryIO, file: StoredFile, progress: Progress | None) -> Iterator[tuple[int, Sequence[str]]]:
    source = _json_rows(content, file.name) if file.media_type == "application/json" else _table_rows(content, file)
    for count, row in enumerate(source, start=1):
        if progress is not None and count % _EVERY == 0:
            progress(count)
        line, cells = row
        yield line, [without_controls(cell) for cell in cells]


def _table_rows(content: BinaryIO, file: StoredFile) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        yield from read_rows(content, file.name, _LIMITS)
    except DomainError as fault:
        if any(each.code in {"files.rows", "files.grid"} for each in fault.findings):
            raise _too_many(file.name) from None
        raise


def _too_many(name: str) -> DomainError:
    return refusal(
        "credit.import.rows",
        _(
            "%(name)s has more than %(most)s rows, which is more than one person's credit. Keep only your own rows, or "
            "bring the years one by one."
        ),
        name=name,
        most=f"{MOST_ROWS:,}",
    )


def _json_rows(content: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Lay the ACCME's learner transcript out as a table; the line is the number of the credit in the file."""
    bad = refusal(
        "credit.import.json",
        _("%(name)s is no learner transcript as the ACCME drafts it. Bring it as CSV or XLSX instead."),
        name=name,
    )
    try:
        text = content.read(MOST_JSON + 1)
        if len(text) > MOST_JSON:
            raise _too_many(name)
        given = json.loads(text.decode("utf-8-sig"))
        yield 1, HEADER
        line = 1
        for learner in given["ACCMETranscripts"]:
            for entry in learner["ActivityTranscript"]:
                activity = entry["Activity"]
                module = activity["Module"]
                for certificate in module["CreditCertificate"]:
                    line += 1
                    received = certificate["CreditReceived"]
                    if line > MOST_ROWS + 1:
                        raise _too_many(name)
                    yield (
                        line,
                        [
                            str(module["ModuleName"]["value"]),
                            str(module["ModuleName"]["moduleID"]),
                            str(activity.get("ReportingOrganization", "")),
                            str(module["CompletedDateTime"]),
                            str(received["activityCertification"]),
                            str(received["numberOfCredits"]),
                            str(certificate.get("CreditID", "")),
                        ],
                    )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise bad from None
