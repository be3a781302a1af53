"""The statement of an allowance for the employer: as paper, as rows, and as an archive with its receipts."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import IO, Final
from uuid import UUID

from django.utils.translation import gettext

from opencme.apps.accounts.selectors import person_with_id
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.tables import Value, guarded
from opencme.apps.wallet.models import Allowance, Expense
from opencme.apps.wallet.selectors.allowance import (
    Standing,
    allowance_of,
    expenses_of,
    facts_of,
    is_waiting,
    spending_of,
    standing_of,
)
from opencme.documents.certificate import days_in_words, in_words
from opencme.documents.record import Column, Part, Record, record_pdf
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.money import money_text
from opencme.rules.access import Actor
from opencme.rules.allowance import findings_on_spending

HEADINGS: Final[Mapping[str, str]] = {
    "claim": _("Claim for reimbursement"),
    "request": _("Request for approval"),
    "all": _("Statement of the allowance"),
}
SAYS: Final[Mapping[str, str]] = {
    "claim": _("What was paid and not yet paid back."),
    "request": _("What is planned and not spent yet."),
    "all": _("Everything spent, planned and paid back."),
}
KINDS: Final = dict(Expense.KINDS)
HEAD: Final = (
    _("Date"),
    _("Kind"),
    _("What"),
    _("Days"),
    _("Amount"),
    _("Currency"),
    _("State"),
    _("Paid back on"),
    _("Receipt"),
    _("File"),
)
_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One expense on a statement. receipt: "R1", or empty where there is none."""

    expense: Expense
    receipt: str
    remarks: tuple[Finding, ...]

    @property
    def state(self) -> str:
        """Planned, paid back or spent."""
        if self.expense.is_planned:
            return gettext("planned")
        return gettext("paid back") if self.expense.reimbursed_on else gettext("spent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement: the oldest expense first, receipts numbered in that order."""

    kind: str
    who: str
    standing: Standing
    lines: tuple[Line, ...]
    made_at: datetime

    @property
    def allowance(self) -> Allowance:
        """The allowance it is of."""
        return self.standing.allowance

    @property
    def total(self) -> Decimal:
        """The amount of all lines."""
        return sum((line.expense.amount for line in self.lines), Decimal(0))

    @property
    def days(self) -> Decimal:
        """The days of all lines."""
        return sum((line.expense.days for line in self.lines), Decimal(0))

    @property
    def receipts(self) -> tuple[tuple[str, StoredFile], ...]:
        """Every receipt with its number."""
        return tuple((line.receipt, line.expense.receipt) for line in self.lines if line.expense.receipt)


def statement_of(*, actor: Actor, allowance_id: UUID, kind: str, now: datetime) -> Statement:
    """Put a statement of the actor's own allowance together; NotFound for an unknown kind or somebody else's.

    kind: "claim" (spent, not paid back), "request" (planned) or "all". Raises DomainError where nothing would be on it.
    """
    if actor.person_id is None or kind not in HEADINGS:
        raise NotFound
    allowance = allowance_of(actor.person_id, allowance_id)
    standing = standing_of(allowance, expenses_of(actor.person_id).filter(allowance=allowance), actor.today(now))
    wanted = [
        each
        for each in reversed(standing.expenses)
        if kind == "all" or (each.is_planned if kind == "request" else is_waiting(each))
    ]
    if not wanted:
        raise DomainError(
            Finding(
                code="allowance.statement.empty", message=_("Nothing would stand on it."), source="opencme-allowance"
            )
        )
    return Statement(
        kind=kind,
        who=person_with_id(actor.person_id).name_with_credentials,
        standing=standing,
        lines=tuple(_lines(wanted, allowance)),
        made_at=now,
    )


def statement_pdf(statement: Statement) -> bytes:
    """Typeset it, with the list of receipts and a line to sign on."""
    allowance, balance = statement.allowance, statement.standing.balance
    facts = [
        (gettext("Given by"), allowance.employer),
        (gettext("For"), days_in_words(allowance.starts_on, allowance.ends_on)),
    ]
    if balance.given is not None:
        sums = {
            "given": _money(balance.given, allowance),
            "carried": _money(allowance.carried, allowance),
            "spent": _money(balance.spent, allowance),
            "back": _money(balance.reimbursed, allowance),
        }
        given = gettext("%(given)s, of it %(carried)s taken over from before") if allowance.carried else "%(given)s"
        facts += [
            (gettext("Allowance"), given % sums),
            (gettext("Spent so far"), gettext("%(spent)s, paid back %(back)s") % sums),
            (gettext("Left"), _money(balance.given - balance.spent, allowance)),
        ]
    if balance.given_days is not None:
        taken = {"taken": _few(balance.spent_days), "given": _few(balance.given_days)}
        facts.append((gettext("Days"), gettext("%(taken)s of %(given)s taken") % taken))
    if statement.kind == "claim" and allowance.claim_by:
        facts.append((gettext("Receipts due"), in_words(allowance.claim_by)))
    return record_pdf(
        Record(
            heading=gettext(HEADINGS[statement.kind]),
            title=gettext("Continuing education, %(employer)s") % {"employer": allowance.employer},
            who=statement.who,
            facts=facts,
            parts=_parts(statement),
            made=gettext("Made by OpenCME on %(day)s (UTC) from what %(name)s recorded.")
            % {"day": in_words(statement.made_at.date()), "name": statement.who},
            signature=gettext("%(name)s, date") % {"name": statement.who} if statement.kind != "all" else "",
        ),
        made_at=statement.made_at,
    )


def statement_rows(statement: Statement) -> Iterator[tuple[Value, ...]]:
    """Give the head and one row per expense; the writer of the file neutralises formulas."""
    yield tuple(gettext(each) for each in HEAD)
    for line in statement.lines:
        each = line.expense
        yield (
            each.spent_on.isoformat(),
            str(KINDS[each.kind]),
            each.what,
            each.days,
            each.amount,
            statement.allowance.currency,
            line.state,
            each.reimbursed_on.isoformat() if each.reimbursed_on else "",
            line.receipt,
            each.receipt.name if each.receipt else "",
        )


def write_archive(statement: Statement, out: IO[bytes]) -> None:
    """Write a ZIP of the statement as PDF and CSV with every receipt under its number."""
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("statement.pdf", statement_pdf(statement))
        rows = io.StringIO()
        csv.writer(rows).writerows([guarded(value) for value in row] for row in statement_rows(statement))
        archive.writestr("statement.csv", b"\xef\xbb\xbf" + rows.getvalue().encode())
        for number, file in statement.receipts:
            with files.open_file(file) as content, archive.open(f"receipts/{number}-{file.name}", "w") as packed:
                while chunk := content.read(_CHUNK):
                    packed.write(chunk)


def name_of(statement: Statement, ending: str) -> str:
    """Give the file's name: what it is, of whom, until when."""
    return str(PurePath(f"{statement.kind}-{statement.allowance.employer}-{statement.allowance.ends_on}")) + ending


def _lines(expenses: list[Expense], allowance: Allowance) -> Iterator[Line]:
    number = 0
    for each in expenses:
        number += 1 if each.receipt_id else 0
        yield Line(
            expense=each,
            receipt=f"R{number}" if each.receipt_id else "",
            remarks=findings_on_spending(spending_of(each), facts_of(allowance)),
        )


def _parts(statement: Statement) -> list[Part]:
    allowance = statement.allowance
    with_state = statement.kind == "all"
    columns = [
        Column(title=gettext("Date"), width=5),
        Column(title=gettext("Kind"), width=6),
        Column(title=gettext("What"), width=12),
        *([Column(title=gettext("State"), width=5)] if with_state else []),
        Column(title=gettext("Days"), width=3, is_end=True),
        Column(title=gettext("Amount (%(currency)s)") % {"currency": allowance.currency}, width=6, is_end=True),
        Column(title=gettext("Receipt"), width=4),
    ]
    rows = [
        [
            _day(line.expense.spent_on),
            str(KINDS[line.expense.kind]),
            line.expense.what,
            *([line.state] if with_state else []),
            _few(line.expense.days) if line.expense.days else "",
            f"{line.expense.amount:,.2f}" if line.expense.amount else "",
            line.receipt or (gettext("none") if line.expense.amount and not line.expense.is_planned else ""),
        ]
        for line in statement.lines
    ]
    total = [gettext("Total"), "", gettext("with what is planned") if with_state else "", *([""] if with_state else [])]
    total += [_few(statement.days) if statement.days else "", f"{statement.total:,.2f}", ""]
    remarks = [
        f"{_day(line.expense.spent_on)}, {line.expense.what}: {gettext(remark.message) % dict(remark.params)}"
        for line in statement.lines
        for remark in line.remarks
        if remark.code == "allowance.outside"
    ]
    receipts = Part(
        title=gettext("Receipts"),
        columns=[
            Column(title=gettext("No."), width=2),
            Column(title=gettext("File"), width=12),
            Column(title=gettext("Bytes"), width=4, is_end=True),
        ],
        rows=[[number, file.name, f"{file.size:,}"] for number, file in statement.receipts],
        empty=gettext("No receipt is kept with these expenses."),
    )
    expenses = Part(
        title=gettext("Expenses and days away"),
        columns=columns,
        rows=rows,
        total=total,
        words=[gettext(SAYS[statement.kind]), *remarks],
    )
    return [expenses] if statement.kind == "request" else [expenses, receipts]


def _money(amount: Decimal, allowance: Allowance) -> str:
    return money_text(amount, allowance.currency)


def _few(days: Decimal) -> str:
    return f"{days.normalize():f}"


def _day(day: date) -> str:
    return day.isoformat()
