"""One credit as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from opencme.apps.wallet.models import OutsideCredit
from opencme.apps.wallet.selectors.documents import Document, documents_for
from opencme.apps.wallet.selectors.held import Held, held_credits
from opencme.apps.wallet.selectors.repeats import Pair, apart_from, repeats_among
from opencme.catalog.outside_credit import kind_of
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor
from opencme.rules.credit.outside import OutsideKind, Way
from opencme.rules.requirements.cycles import add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPage:
    """One credit with all that hangs on it. pair: what it repeats, or looks like, beside it; row: None for an award.

    other: what it looks like and, by the person's word, is not.
    before: what is held of the same way in the years of its cycle up to this one, where its owner limits it.
    """

    held: Held
    kind: OutsideKind
    way: Way | None
    documents: tuple[Document, ...]
    pair: Pair | None
    row: OutsideCredit | None
    other: Held | None = None
    before: Decimal = Decimal(0)

    @property
    def with_it(self) -> Decimal:
        """The same with this one."""
        return self.before + self.held.amount


def credit_page(*, actor: Actor, credit_id: UUID) -> CreditPage:
    """Give a credit the actor recorded; NotFound for anybody else's and for one that was taken out."""
    rows = OutsideCredit.objects.filter(person_id=actor.person_id or 0, public_id=credit_id, removed_at=None)
    row = rows.select_related("credit_import__file").first()
    if row is None:
        raise NotFound
    return _page(actor, f"outside:{row.public_id}", documents_for(actor, credit_id=credit_id), row)


def is_recorded(actor: Actor, credit_id: UUID) -> bool:
    """Say whether the actor has a credit with this id, in the wallet."""
    mine = OutsideCredit.objects.filter(person_id=actor.person_id or 0, removed_at=None)
    return mine.filter(public_id=credit_id).exists()


def award_page(*, actor: Actor, number: str) -> CreditPage:
    """Give one of the actor's own awards; NotFound for anybody else's."""
    return _page(actor, f"award:{number}", documents_for(actor, award_number=number), None)


def _page(actor: Actor, key: str, documents: tuple[Document, ...], row: OutsideCredit | None) -> CreditPage:
    held = {each.key: each for each in held_credits(actor.person_id or 0)}
    if key not in held:
        raise NotFound
    mine = held[key]
    pair = None
    if mine.repeat_of in held:
        why = next((each.why for each in repeats_among(held.values()) if each.second == key), "")
        pair = Pair(first=held[mine.repeat_of], second=mine, why=why)
    kind = kind_of(mine.system)
    way = kind.way(str(mine.details.get("way", "")))
    return CreditPage(
        held=mine,
        kind=kind,
        way=way,
        before=_before(mine, way, held.values()),
        documents=documents,
        pair=pair,
        row=row,
        other=apart_from(mine, held.values()),
    )


def _before(mine: Held, way: Way | None, held: Iterable[Held]) -> Decimal:
    if way is None or way.cycle_most is None:
        return Decimal(0)
    first = add_months(mine.completed_on, -12 * way.cycle_years)
    same = (each for each in held if each.system == mine.system and each.details.get("way") == way.key)
    return sum(
        (
            each.amount
            for each in same
            if each.counts and each.key != mine.key and first < each.completed_on <= mine.completed_on
        ),
        Decimal(0),
    )


def initial_of(page: CreditPage) -> dict[str, Any]:
    """Give what the form begins with."""
    held, details = page.held, page.held.details

    def said(name: str) -> str:
        return {True: "yes", False: "no"}.get(details.get(name), "")  # type: ignore[arg-type]  # None is no key

    return {
        "title": held.title,
        "provider": held.provider,
        "completed_on": held.completed_on,
        "system": held.system,
        "amount": f"{held.amount.normalize():f}",
        "minutes": held.minutes or "",
        "way": f"{held.system}:{details['way']}" if details.get("way") else "",
        "course": held.course if page.row else "",
        "note": held.note,
        "assessed": details.get("assessed") is True,
        "score": details.get("score", ""),
        "axis": details.get("axis", ""),
        "approved_list": details.get("approved_list", ""),
        **{name: said(name) for name in ("in_practice_area", "approved_course", "interactive")},
    }
