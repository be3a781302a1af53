"""Credit from elsewhere: recorded, changed, taken out and brought back by the person whose it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.wallet.models import AwardTags, CreditDocument, OutsideCredit
from opencme.apps.wallet.selectors.held import Held, held_credits
from opencme.apps.wallet.selectors.repeats import repeats_among
from opencme.apps.wallet.services.opening import open_wallet
from opencme.catalog.outside_credit import kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.text import without_controls
from opencme.rules.access import Actor
from opencme.rules.credit.outside import SOURCE, Entry, findings_on_entry, refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One credit as it was typed or read. topics: code -> how much, None for the whole.

    way: key of the kind's ways, or empty. details: by the names of ``rules.requirements.Kind``, without formats where
    the way says them.
    """

    title: str
    completed_on: date | None
    system: str
    amount: Decimal | None
    provider: str = ""
    minutes: int | None = None
    topics: Mapping[str, Decimal | None] = field(default_factory=dict)
    way: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    course: str = ""
    note: str = ""


NOTHING: Final = Decimal(0)


def typed_of(row: OutsideCredit) -> Typed:
    """Give a kept credit as it would be typed."""
    return Typed(
        title=row.title,
        provider=row.provider_name,
        completed_on=row.completed_on,
        system=row.system,
        amount=row.amount,
        minutes=row.minutes,
        topics={code: Decimal(part) if part else None for code, part in row.topics.items()},
        way=str(row.details.get("way", "")),
        details={key: value for key, value in row.details.items() if key != "way"},
        course=row.course,
        note=row.note,
    )


def latest_day(by: Actor, now: datetime) -> date:
    """Give the last day on which the actor can have completed anything: today on their own clock.

    Of somebody who never said which clock that is, the day it is where the day is farthest on.
    """
    return by.today(now) if by.has_zone else (now + timedelta(hours=14)).date()


def findings_on_typed(
    typed: Typed, *, latest: date, has_document: bool = False, before: Decimal = NOTHING
) -> tuple[Finding, ...]:
    """Say what stands against a credit as typed, and what is worth knowing; ``latest``: of ``latest_day``."""
    entry = Entry(
        title=_line(typed.title),
        completed_on=typed.completed_on,
        kind=kinds().get(typed.system),
        amount=typed.amount,
        provider=typed.provider.strip(),
        minutes=typed.minutes,
        topics=typed.topics,
        way=typed.way,
        before=before,
        score=Decimal(str(typed.details["score"])) if typed.details.get("score") not in {None, ""} else None,
        has_document=has_document,
    )
    return findings_on_entry(entry, today=latest, topics=frozenset(vocabulary().topics))


@transaction.atomic
def add_credit(
    *,
    by: Actor,
    typed: Typed,
    now: datetime,
    credit_id: UUID | None = None,
    document_ids: Iterable[UUID] = (),
    source: str = "form",
) -> OutsideCredit:
    """Record one credit; one that looks like another does not count until its owner says that it does.

    credit_id: given by the form, so that sending it twice records it once. document_ids: files kept beforehand.
    Raises DomainError with every finding that refuses it.
    """
    wallet = open_wallet(by)
    public_id = credit_id or uuid4()
    known = OutsideCredit.objects.filter(public_id=public_id).first()
    if known is not None:
        if known.person_id != wallet.person_id:
            raise NotFound
        return known
    documents = list(_documents(by, document_ids))
    if found := refusals(findings_on_typed(typed, latest=latest_day(by, now))):
        raise DomainError(*found)
    row = OutsideCredit(public_id=public_id, person_id=wallet.person_id, source=source, added_at=now)
    write(row, typed)
    row.save(force_insert=True)
    for each in documents:
        each.credit = row
        each.save(update_fields=["credit"])
    set_repeats(wallet.person_id, [row])
    audit.record("wallet.credit_added", by=by, subject=row, at=now, after={"system": row.system, "source": source})
    return row


@transaction.atomic
def change_credit(*, by: Actor, credit_id: UUID, typed: Typed, now: datetime) -> OutsideCredit:
    """Change a credit the person recorded. Raises DomainError with every finding that refuses it."""
    wallet = open_wallet(by)
    row = own_credit(by, credit_id)
    if found := refusals(findings_on_typed(typed, latest=latest_day(by, now))):
        raise DomainError(*found)
    looked_like = _repeats(wallet.person_id).get(f"outside:{row.public_id}")
    write(row, typed)
    row.save()
    if not set_repeats(wallet.person_id, [row]) and looked_like and not row.is_merged:
        row.same_as, row.same_as_award = None, ""
        row.save(update_fields=["same_as", "same_as_award"])
    _free_unlike(row)
    audit.record("wallet.credit_changed", by=by, subject=row, at=now, after={"system": row.system})
    return row


@transaction.atomic
def remove_credit(*, by: Actor, credit_id: UUID, now: datetime) -> OutsideCredit:
    """Take a credit out; it can be brought back. A second time does nothing."""
    open_wallet(by)
    row = own_credit(by, credit_id, removed=True)
    if row.removed_at is None:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        audit.record("wallet.credit_removed", by=by, subject=row, at=now, before={"system": row.system})
    return row


@transaction.atomic
def restore_credit(*, by: Actor, credit_id: UUID, now: datetime) -> OutsideCredit:
    """Bring a credit back that was taken out."""
    wallet = open_wallet(by)
    row = own_credit(by, credit_id, removed=True)
    if row.removed_at is not None:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        set_repeats(wallet.person_id, [row])
        audit.record("wallet.credit_restored", by=by, subject=row, at=now, after={"system": row.system})
    return row


@transaction.atomic
def tag_award(
    *, by: Actor, number: str, topics: Mapping[str, Decimal | None], details: Mapping[str, Any], now: datetime
) -> AwardTags:
    """Say of an award made here what its provider did not: how much is on which topic, and what else a rule asks.

    topics: 0 says that nothing of it is on a topic its provider declared.
    """
    wallet = open_wallet(by)
    held = own_award(by, number)
    known = vocabulary().topics
    found = [
        _topic_finding(code, part, held.amount)
        for code, part in topics.items()
        if code not in known or (part is not None and not 0 <= part <= held.amount)
    ]
    if found:
        raise DomainError(*found)
    row, _new = AwardTags.objects.update_or_create(
        person_id=wallet.person_id,
        award_number=number,
        defaults={"topics": {code: _text(part) for code, part in topics.items()}, "details": dict(details)},
    )
    audit.record("wallet.credit_changed", by=by, subject=row, at=now, after={"what": "topics of an award"})
    return row


@transaction.atomic
def keep_both(*, by: Actor, credit_id: UUID, now: datetime) -> OutsideCredit:
    """Say that a credit repeats nothing: it counts beside what it looks like, and has its documents again."""
    open_wallet(by)
    row = own_credit(by, credit_id)
    row.same_as, row.same_as_award, row.kept_apart, row.is_merged = None, "", True, False
    row.save(update_fields=["same_as", "same_as_award", "kept_apart", "is_merged"])
    CreditDocument.objects.filter(moved_from=row).update(credit=row, award_number="", moved_from=None)
    audit.record("wallet.credit_changed", by=by, subject=row, at=now, after={"what": "counts beside what it is like"})
    return row


@transaction.atomic
def compare_again(*, by: Actor, credit_id: UUID, now: datetime) -> OutsideCredit:
    """Take ``keep_both`` back: whether the credit looks like another is asked anew. A second time does nothing."""
    wallet = open_wallet(by)
    row = own_credit(by, credit_id)
    if row.kept_apart:
        row.kept_apart = False
        row.save(update_fields=["kept_apart"])
        set_repeats(wallet.person_id, [row])
        audit.record("wallet.credit_changed", by=by, subject=row, at=now, after={"what": "is compared again"})
    return row


@transaction.atomic
def merge(*, by: Actor, credit_id: UUID, into: str, now: datetime) -> OutsideCredit:
    """Say that a credit is the same as another (its key): its documents go there, and it counts once.

    What the other does not know yet (minutes, course, topics) it takes over. Both rows stay; ``keep_both`` lets both
    count again, each with its own documents.
    """
    wallet = open_wallet(by)
    row = own_credit(by, credit_id)
    held = {each.key: each for each in held_credits(wallet.person_id)}
    other = held.get(into)
    into = (other.repeat_of or into) if other else ""
    if into in {"", f"outside:{row.public_id}"}:
        text = _("Say which credit of yours it is the same as.")
        raise DomainError(Finding(code="credit.outside.into", message=text, source=SOURCE))
    _link(row, into)
    row.kept_apart, row.is_merged = False, True
    row.save(update_fields=["same_as", "same_as_award", "kept_apart", "is_merged"])
    documents = CreditDocument.objects.filter(credit=row)
    documents.filter(moved_from=None).update(moved_from=row)
    if row.same_as is not None:
        _take_over(row.same_as, row)
        documents.update(credit=row.same_as)
    else:
        documents.update(credit=None, award_number=row.same_as_award)
    audit.record("wallet.credit_changed", by=by, subject=row, at=now, after={"what": "is the same as another"})
    return row


# ── what other services of the wallet use ──


def own_credit(by: Actor, credit_id: UUID, *, removed: bool = False) -> OutsideCredit:
    """Give one of the actor's own credits, also a removed one where asked; NotFound for anybody else's."""
    rows = OutsideCredit.objects.select_for_update(of=("self",)).filter(person_id=by.person_id or 0)
    row = rows.select_related("same_as").filter(public_id=credit_id).first()
    if row is None or (row.removed_at is not None and not removed):
        raise NotFound
    return row


def own_award(by: Actor, number: str) -> Held:
    """Give one of the actor's own awards as it is held; NotFound for anybody else's."""
    found = next((each for each in held_credits(by.person_id or 0) if each.key == f"award:{number}"), None)
    if found is None:
        raise NotFound
    return found


def write(row: OutsideCredit, typed: Typed) -> None:
    """Put what was typed into a row; it was judged before."""
    kind = kinds()[typed.system]
    way = kind.way(typed.way)
    details = {key: value for key, value in typed.details.items() if value not in (None, "", [], ())}
    formats = sorted({*details.get("formats", ()), *(way.formats if way else ())})
    details |= {"formats": formats} if formats else {}
    details |= {"way": typed.way} if typed.way else {}
    row.title = _line(typed.title)[:300]
    row.provider_name = _line(typed.provider)[:200]
    row.completed_on = typed.completed_on or date.min
    row.system = typed.system
    row.amount = typed.amount or Decimal(0)
    row.minutes = typed.minutes
    row.topics = {code: _text(part) for code, part in sorted(typed.topics.items())}
    row.details = details
    row.course = _line(typed.course)[:120]
    row.note = without_controls(typed.note).strip()


def set_repeats(person_id: int, rows: Iterable[OutsideCredit]) -> int:
    """Mark which of ``rows`` look like another credit; gives how many. What the person decided stays."""
    repeats = _repeats(person_id)
    marked = [row for row in rows if f"outside:{row.public_id}" in repeats and not row.is_merged]
    firsts = {repeats[f"outside:{row.public_id}"] for row in marked}
    ids = [key.partition(":")[2] for key in firsts if key.startswith("outside:")]
    keys = dict(OutsideCredit.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    by_key = {f"outside:{public_id}": key for public_id, key in keys.items()}
    for row in marked:
        first = repeats[f"outside:{row.public_id}"]
        row.same_as_id = by_key.get(first)
        row.same_as_award = first.removeprefix("award:") if first.startswith("award:") else ""
    OutsideCredit.objects.bulk_update(marked, ["same_as", "same_as_award"], batch_size=500)
    return len(marked)


def _free_unlike(row: OutsideCredit) -> None:
    """Let count again what looked like a credit that was put right, unless its owner said that they are the same."""
    looked_like = OutsideCredit.objects.filter(same_as=row, is_merged=False)
    repeats = _repeats(row.person_id)
    alike = [each.pk for each in looked_like if f"outside:{each.public_id}" in repeats]
    looked_like.exclude(pk__in=alike).update(same_as=None)


def _repeats(person_id: int) -> Mapping[str, str]:
    return {each.second: each.first for each in repeats_among(held_credits(person_id))}


def _link(row: OutsideCredit, key: str) -> None:
    kind, _colon, name = key.partition(":")
    row.same_as = OutsideCredit.objects.get(public_id=name) if kind == "outside" else None
    row.same_as_award = name if kind == "award" else ""


def _take_over(kept: OutsideCredit, from_: OutsideCredit) -> None:
    kept.minutes = kept.minutes or from_.minutes
    kept.course = kept.course or from_.course
    kept.provider_name = kept.provider_name or from_.provider_name
    kept.topics = {**from_.topics, **kept.topics}
    kept.save(update_fields=["minutes", "course", "provider_name", "topics"])


def _documents(by: Actor, document_ids: Iterable[UUID]) -> Iterable[CreditDocument]:
    for document_id in document_ids:
        mine = CreditDocument.objects.filter(person_id=by.person_id or 0, credit=None, award_number="")
        row = mine.filter(public_id=document_id).first()
        if row is None:
            raise NotFound
        yield row


def _topic_finding(code: str, part: Decimal | None, amount: Decimal) -> Finding:
    entry = Entry(title="-", completed_on=date(2000, 1, 1), kind=None, amount=amount, topics={code: part})
    found = findings_on_entry(entry, today=date(2000, 1, 1), topics=frozenset(vocabulary().topics))
    return next(each for each in found if each.field == "topics")


def _line(text: str) -> str:
    """Give one line that can be printed: a control sign pasted along would keep the whole record from a PDF."""
    return " ".join(without_controls(text).split())


def _text(part: Decimal | None) -> str:
    return "" if part is None else f"{part:f}"
