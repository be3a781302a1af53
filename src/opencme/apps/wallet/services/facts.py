"""Answering what rules ask, and noting what happened before the credits here."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit.services import record
from opencme.apps.wallet.models import Earlier, Obligation, WalletSettings
from opencme.apps.wallet.services.obligations import change_obligation
from opencme.apps.wallet.services.opening import open_wallet, own_obligation
from opencme.catalog.requirement_sets.asking import Answer, Place, Question, question
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.requirements.typed import EARLIEST, LATEST, SOURCE, findings_on_birth_date

Value = bool | date | Decimal | str

#: Questions whose answer is a column: of the obligation, or of the wallet.
COLUMNS: Final = {
    "licence_expiry": "cycle_end",
    "licence_issue_date": "issued_on",
    "renewal_number": "renewal_number",
    "attested_before": "attested_before",
}
MOST_NUMBER: Final = Decimal(10_000)
MOST_QUANTITY: Final = Decimal(100_000)


@transaction.atomic
def answer_question(
    *, by: Actor, code: str, value: Value | None, obligation_id: UUID | None = None, now: datetime
) -> None:
    """Keep the answer to one question; None means "I do not know" and is kept too, so that it is not asked again.

    obligation_id: whom it is for, where the question is about one license. A share is given as a part of one.
    Raises DomainError with the field "answer" for a value that cannot be.
    """
    settings = open_wallet(by)
    asked = question(code)
    if asked is None:
        raise NotFound
    if value is not None:
        _judge(asked, value, by.today(now))
    if asked.place is Place.OBLIGATION:
        if obligation_id is None:
            raise NotFound
        _answer_for_one(own_obligation(by, obligation_id), asked, value, by=by, now=now)
    else:
        _answer_for_all(settings, asked, value)
    record("wallet.facts_changed", by=by, subject=settings, at=now, after={"asked": code})


def _judge(asked: Question, value: Value, today: date) -> None:
    """Refuse a value of another kind, or one that cannot be."""
    kind = asked.answer
    expected: dict[Answer, type[object]] = {
        Answer.YES_NO: bool,
        Answer.DAY: date,
        Answer.NUMBER: Decimal,
        Answer.SHARE: Decimal,
    }
    if not isinstance(value, expected.get(kind, str)):
        raise _refusal(_("Answer with what is asked."))
    if isinstance(value, date) and not EARLIEST.replace(year=1900) <= value <= LATEST:
        raise _refusal(_("This year cannot be right."))
    if (
        asked.code == "birth_date"
        and isinstance(value, date)
        and (found := tuple(findings_on_birth_date(value, today)))
    ):
        raise DomainError(*found)
    if kind is Answer.SHARE and isinstance(value, Decimal) and not 0 <= value <= 1:
        raise _refusal(_("A share lies between 0 and 100 percent."))
    if kind is Answer.NUMBER and isinstance(value, Decimal) and not 0 <= value <= MOST_NUMBER:
        raise _refusal(_("Give a number of 0 or more."))
    if kind is Answer.CHOICE and value not in (*asked.choices, "other"):
        raise _refusal(_("Choose one of the list."))


def _refusal(message: str) -> DomainError:
    return DomainError(Finding(code="wallet.answer", message=message, source=SOURCE, field="answer"))


def _stored(value: Value | None) -> Any:
    """Give a value as it stands in JSON; numbers exact."""
    if isinstance(value, Decimal):
        return {"number": f"{value.normalize():f}"}
    return value.isoformat() if isinstance(value, date) else value


def _answer_for_one(row: Obligation, asked: Question, value: Value | None, *, by: Actor, now: datetime) -> None:
    column = COLUMNS.get(asked.code)
    if column and value is not None:
        given = int(value) if isinstance(value, Decimal) else value
        try:
            change_obligation(by=by, obligation_id=row.public_id, values={column: given}, now=now)
        except DomainError as refusal:
            raise DomainError(*(_at_answer(finding) for finding in refusal.findings)) from None
        row.refresh_from_db()
        row.facts.pop(asked.code, None)
    elif asked.answer is Answer.DAY and value is not None and asked.code != "licence_issue_date":
        row.dates[asked.code] = _stored(value)
        row.facts.pop(asked.code, None)
    else:
        row.facts[asked.code] = _stored(value)
        if value is None:
            row.dates.pop(asked.code, None)
    row.save(update_fields=["dates", "facts"])


def _at_answer(finding: Finding) -> Finding:
    return Finding(
        code=finding.code, message=finding.message, source=finding.source, params=finding.params, field="answer"
    )


def _answer_for_all(settings: WalletSettings, asked: Question, value: Value | None) -> None:
    if asked.code == "birth_date":
        settings.birth_date = value if isinstance(value, date) else None
    elif asked.code == "surname":
        settings.surname = str(value or "").strip()[:120]
    if asked.code in {"birth_date", "surname"} and value is not None:
        settings.facts.pop(asked.code, None)
    else:
        settings.facts[asked.code] = _stored(value)
    settings.save(update_fields=["facts", "birth_date", "surname"])


@transaction.atomic
def forget_answer(*, by: Actor, code: str, obligation_id: UUID | None = None, now: datetime) -> None:
    """Take an answer back; it will be asked again when a rule needs it.

    Raises NotFound for a code that is no question, or is one about a license and names none.
    """
    settings = open_wallet(by)
    asked = question(code)
    if asked is None or (asked.place is Place.OBLIGATION) != (obligation_id is not None):
        raise NotFound
    if obligation_id is not None:
        row = own_obligation(by, obligation_id)
        row.facts.pop(code, None)
        row.dates.pop(code, None)
        column = COLUMNS.get(code)
        if column:
            setattr(row, column, None)
        row.save(update_fields=["facts", "dates", *([column] if column else [])])
    else:
        settings.facts.pop(code, None)
        if code == "birth_date":
            settings.birth_date = None
        if code == "surname":
            settings.surname = ""
        settings.save(update_fields=["facts", "birth_date", "surname"])
    record("wallet.facts_changed", by=by, subject=settings, at=now, after={"taken_back": code})


@transaction.atomic
def add_earlier(
    *,
    by: Actor,
    obligation_id: UUID,
    kind: str,
    name: str,
    day: date | None = None,
    quantity: Decimal | None = None,
    now: datetime,
) -> Earlier:
    """Note something before the credits here: done once, last done, surplus or an event; the same again replaces it.

    Raises DomainError where the kind needs a day or an amount and has none, or the day lies ahead.
    """
    settings = open_wallet(by)
    row = own_obligation(by, obligation_id)
    if kind not in {key for key, _label in Earlier.KINDS} or not name:
        raise _missing("name", _("Choose what happened."))
    if kind in {"completed", "last_done", "event"}:
        if day is None:
            raise _missing("day", _("Give the day."))
        if not EARLIEST <= day <= by.today(now):
            raise _missing("day", _("The day lies in the past."))
    if kind in {"surplus", "surplus_topic"} and quantity is None:
        raise _missing("quantity", _("Give the amount."))
    if quantity is not None and not 0 < quantity <= MOST_QUANTITY:
        raise _missing("quantity", _("Give an amount above 0."))
    made, _new = Earlier.objects.get_or_create(
        person_id=row.person_id, obligation=row, kind=kind, name=name[:120], day=day, quantity=quantity
    )
    if kind != "event":
        Earlier.objects.filter(obligation=row, kind=kind, name=name[:120]).exclude(pk=made.pk).delete()
    record("wallet.facts_changed", by=by, subject=settings, at=now, after={"noted": kind})
    return made


def _missing(field: str, message: str) -> DomainError:
    return DomainError(Finding(code=f"wallet.earlier.{field}", message=message, source=SOURCE, field=field))


@transaction.atomic
def remove_earlier(*, by: Actor, earlier_id: UUID, now: datetime) -> Earlier | None:
    """Take out what was noted; gives the row as it was, so that it can be noted again.

    None for what is gone already; NotFound for somebody else's.
    """
    settings = open_wallet(by)
    row = Earlier.objects.filter(public_id=earlier_id).select_related("obligation").first()
    if row is None:
        return None
    if row.person_id != by.person_id:
        raise NotFound
    Earlier.objects.filter(pk=row.pk).delete()
    record("wallet.facts_changed", by=by, subject=settings, at=now, after={"removed": row.kind})
    return row
