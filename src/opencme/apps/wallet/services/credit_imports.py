"""Bringing transcripts: kept and looked at first, taken whole after a word, undone as a whole."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.accounts.selectors import actor_for
from opencme.apps.audit import services as audit
from opencme.apps.files import services as files
from opencme.apps.records.bulk import insert_many
from opencme.apps.wallet.models import CreditImport, OutsideCredit
from opencme.apps.wallet.selectors.transcript_files import MOST_BAD, Progress, ReadTranscript, read_transcript
from opencme.apps.wallet.services.credits import findings_on_typed, latest_day, set_repeats, write
from opencme.apps.wallet.services.documents import forget_if_unused
from opencme.apps.wallet.services.imported_rows import Imported, known_marks, mark_of, typed_row
from opencme.apps.wallet.services.opening import open_wallet
from opencme.apps.wallet.tasks import import_credit_file
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, system
from opencme.rules.credit.outside import SOURCE, refusals
from opencme.rules.credit.reading import written
from opencme.rules.credit.transcript_rows import BadCell, Row
from opencme.rules.credit.transcripts import MEANINGS

if TYPE_CHECKING:
    from django.db.models import QuerySet

TABLES: Final = frozenset({"csv", "txt", "xlsx", "json"})
BIG: Final = 2_000
SAID: Final = ("columns", "values", "system", "date_order")
MOST_REMEMBERED: Final = 40


@transaction.atomic
def bring_file(*, by: Actor, name: str, content: Any, now: datetime) -> CreditImport:
    """Keep a transcript to be looked at; nothing of it is taken. Raises DomainError for a file that cannot be read."""
    wallet = open_wallet(by)
    file = files.store_file(by=by, provider_id=None, name=name, content=content, allowed=TABLES, now=now)
    read = read_transcript(file, remembered=wallet.column_mappings, first=BIG)
    waiting = CreditImport.objects.filter(person_id=wallet.person_id, file=file, state="preview")
    made = waiting.first() or CreditImport(person_id=wallet.person_id, file=file, made_at=now)
    made.layout, made.rows_total = read.layout.key, read.lines
    made.mapping = said_of(read)
    made.save()
    return made


@transaction.atomic
def say_columns(*, by: Actor, import_id: UUID, said: Mapping[str, Any], now: datetime) -> CreditImport:  # noqa: ARG001 -- every service takes now
    """Keep what the person said of the columns of a file that is looked at."""
    made = _own(by, import_id)
    if made.state == "preview":
        made.mapping = {key: said[key] for key in SAID if key in said}
        made.save(update_fields=["mapping"])
    return made


@transaction.atomic
def import_credits(*, by: Actor, import_id: UUID, now: datetime) -> CreditImport:
    """Take every row that can be read, all at once; a long file is left to a job. A second time does nothing.

    What was said of the columns is remembered for the next file with the same headings. Raises DomainError while
    something must be said first, or when no row can be read.
    """
    wallet = open_wallet(by)
    made = _own(by, import_id)
    if made.state != "preview":
        return made
    read = read_transcript(made.file, made.mapping, first=BIG)
    if found := open_questions(read):
        raise DomainError(*found)
    known = dict(wallet.column_mappings)
    known.pop(read.signature, None)
    wallet.column_mappings = dict([*known.items(), (read.signature, made.mapping)][-MOST_REMEMBERED:])
    wallet.save(update_fields=["column_mappings"])
    if not read.is_whole:
        made.state, made.started_at = "waiting", now
        made.save(update_fields=["state", "started_at"])
        import_credit_file.defer(import_id=made.pk)
        return made
    _take(made, read, by=by, now=now)
    return made


def run_import(*, by: Actor, import_id: int, now: datetime) -> CreditImport:
    """Do the work of a waiting import; started again after a crash it begins anew, and a second time does nothing.

    The file is read outside the transaction, so that its progress can be seen; the rows enter all at once.
    """
    made: CreditImport = CreditImport.objects.select_related("file").get(pk=import_id)
    waiting = CreditImport.objects.filter(pk=import_id, state="waiting")
    if not waiting.update(started_at=now, rows_read=0):
        return made

    def progress(count: int) -> None:
        if not waiting.update(rows_read=min(count, made.rows_total)):
            raise _Stopped

    try:
        read = _whole(made, progress)
    except _Stopped:
        made.refresh_from_db()
        return made
    except DomainError as fault:
        waiting.update(state="failed", problem=str(fault))
        made.refresh_from_db()
        return made
    owner = replace(actor_for(made.person), label=by.label, is_system=by.is_system)
    with transaction.atomic():
        open_wallet(owner)  # before the import, as everywhere: who stops it meanwhile waits for the same lock
        locked = CreditImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=import_id)
        if locked.state == "waiting":
            _take(locked, read, by=owner, now=now)
    return locked


GAVE_UP: Final = _(
    "Something went wrong on our side, several times. Try again; if it fails again, bring the file in two parts."
)
STUCK_AFTER: Final = timedelta(days=1)


def give_up(*, import_id: int, now: datetime) -> None:
    """Say of a waiting import that it failed: its job was tried as often as it may be. Nothing of it was taken."""
    _fail(CreditImport.objects.filter(pk=import_id), now)


def give_up_stuck(*, now: datetime) -> int:
    """Do the same for what has waited for a day, whatever became of its job; gives how many."""
    return _fail(CreditImport.objects.filter(started_at__lt=now - STUCK_AFTER), now)


@transaction.atomic
def _fail(rows: "QuerySet[CreditImport]", now: datetime) -> int:
    found = list(rows.select_for_update(of=("self",)).filter(state="waiting"))
    for made in found:
        made.state, made.problem = "failed", GAVE_UP
        made.save(update_fields=["state", "problem"])
        audit.record("wallet.import_failed", by=system(), subject=made, at=now)
    return len(found)


@transaction.atomic
def look_again(*, by: Actor, import_id: UUID, now: datetime) -> CreditImport:  # noqa: ARG001 -- every service takes now
    """Put a file that failed back to be looked at, with what was said of its columns; a second time does nothing."""
    open_wallet(by)
    made = _own(by, import_id)
    if made.state == "failed":
        made.state, made.problem, made.rows_read, made.started_at = "preview", "", 0, None
        made.save(update_fields=["state", "problem", "rows_read", "started_at"])
    return made


def _whole(made: CreditImport, progress: Progress) -> ReadTranscript:
    read = read_transcript(made.file, made.mapping, progress=progress)
    if found := open_questions(read):
        raise DomainError(*found)
    return read


class _Stopped(Exception):  # noqa: N818 -- reads as a statement; never leaves this module
    """Its owner stopped the import while it was read."""


@transaction.atomic
def cancel_import(*, by: Actor, import_id: UUID, now: datetime) -> CreditImport:
    """Drop a file that is looked at or waits; nothing of it was taken. One that is done stays."""
    open_wallet(by)
    made = _own(by, import_id)
    if made.state in {"preview", "waiting", "failed"}:
        was = made.state
        made.state = "cancelled"
        made.save(update_fields=["state"])
        if was == "waiting":
            audit.record("wallet.import_undone", by=by, subject=made, at=now, before={"what": "stopped before"})
        else:
            file = made.file
            made.delete()
            forget_if_unused(file)
    return made


@transaction.atomic
def undo_import(*, by: Actor, import_id: UUID, now: datetime) -> CreditImport:
    """Take everything an import brought out again, as a whole. A second time does nothing."""
    open_wallet(by)
    made = _own(by, import_id)
    if made.state == "done" and made.undone_at is None:
        made.undone_at = now
        made.save(update_fields=["undone_at"])
        gone = OutsideCredit.objects.filter(credit_import=made, removed_at=None).update(removed_at=now)
        audit.record("wallet.import_undone", by=by, subject=made, at=now, before={"rows": gone})
    return made


def said_of(read: ReadTranscript) -> dict[str, Any]:
    """Give how a file is read, in the shape that is kept."""
    plan = read.plan
    return {
        "columns": dict(plan.columns),
        "values": dict(plan.values),
        "system": plan.system,
        "date_order": str(plan.order or ""),
    }


def open_questions(read: ReadTranscript) -> tuple[Finding, ...]:
    """Say what must be said before the file can be taken."""
    found = []
    for name in read.missing:
        text = _("Say which column holds “%(what)s”.")
        if name == "system":
            text = _("No column says which credit it is. Choose one for all rows.")
        found.append(_finding(f"column_{name}" if name != "system" else "system", text, what=MEANINGS[name]))
    if read.ambiguous is not None:
        a, b, year = read.ambiguous
        text = _("%(date)s can be read in two ways. Say whether the day or the month comes first.")
        found.append(_finding("date_order", text, date=f"{a}/{b}/{year}"))
    if read.has_mixed:
        text = _("Some dates have the day first and some the month first. Write them as 2026-04-30 and bring it again.")
        found.append(_finding("file", text))
    if not found and read.is_whole and not read.rows:
        text = _("No row can be read as a credit; nothing would be taken. Look at the columns.")
        found.append(_finding("file", text))
    return tuple(found)


def _take(made: CreditImport, read: ReadTranscript, *, by: Actor, now: datetime) -> None:
    """Write the rows of one file, inside the caller's transaction; those that cannot be kept are listed with why."""
    sorted_ = sort_out(read, by, now)
    rows = []
    for each in sorted_.new:
        row = OutsideCredit(
            person_id=made.person_id, source="import", credit_import=made, line=each.row.line, added_at=now
        )
        write(row, each.typed)
        rows.append(row)
    insert_many(rows)
    made.repeats = set_repeats(made.person_id, rows)
    made.state, made.rows_read, made.rows_total = "done", read.lines, read.lines
    made.taken, made.known = len(rows), sorted_.known
    made.refused = [[each.line, each.column, each.text, each.why] for each in sorted_.bad[:MOST_BAD]]
    made.refused_count = sorted_.bad_count
    made.mapping = said_of(read)
    made.save()
    audit.record(
        "wallet.credits_imported",
        by=by,
        subject=made,
        at=now,
        after={"taken": made.taken, "known": made.known, "refused": made.refused_count},
    )


def sort_out(read: ReadTranscript, by: Actor, now: datetime) -> "Sorted":
    """Part the rows of a file: new ones, those the wallet has already, those that cannot be kept and why."""
    known = known_marks(by.person_id or 0)
    found = Sorted(bad=list(read.bad), bad_count=read.bad_count)
    latest = latest_day(by, now)
    seen_bad: set[int] = set()
    for row in read.rows:
        typed = typed_row(row)
        refused = refusals(findings_on_typed(typed, latest=latest))
        if refused:
            found.bad += [_bad(row, each) for each in refused]
            seen_bad.add(row.line)
        elif (row.number and f"award:{row.number}" in known) or known[mark_of(typed)] > 0:
            known[mark_of(typed)] -= 1
            found.known += 1
        else:
            found.new.append(Imported(row, typed))
    found.bad_count += len(seen_bad)
    found.bad.sort(key=lambda each: each.line)
    return found


class Sorted:
    """The rows of a file, parted."""

    def __init__(self, *, bad: list[BadCell], bad_count: int) -> None:
        """Begin with what could not be read."""
        self.new: list[Imported] = []
        self.known = 0
        self.bad = bad
        self.bad_count = bad_count


def _bad(row: Row, finding: Finding) -> BadCell:
    stands = {"amount": written(row.amount), "completed_on": row.completed_on.isoformat(), "title": row.title}
    return BadCell(row.line, finding.field, stands.get(finding.field, ""), str(finding))


def _own(by: Actor, import_id: UUID) -> CreditImport:
    rows = CreditImport.objects.select_for_update(of=("self",)).select_related("file")
    made = rows.filter(person_id=by.person_id or 0, public_id=import_id).first()
    if made is None:
        raise NotFound
    return made


def _finding(place: str, message: str, **params: str) -> Finding:
    return Finding(
        code=f"credit.import.{place.removeprefix('column_')}",
        message=message,
        source=SOURCE,
        params=params,
        field=place,
    )
