"""Reading shares: the owner's list with every opening, and what a link shows to whoever holds it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Max

from opencme.apps.accounts.selectors import actor_for, person_with_id
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.certificates import newest_numbers
from opencme.apps.wallet.models import CreditDocument, Obligation, Share, ShareOpening
from opencme.apps.wallet.selectors.cycles import Cycle, cycle_holding, cycles_of, stand_in
from opencme.apps.wallet.selectors.held import Held, held_credits
from opencme.apps.wallet.selectors.standing import Standing, Wallet, stand, wallet_of
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor

__all__ = [
    "Choices",
    "Chosen",
    "CreditDocument",
    "Obligation",
    "Share",
    "ShareOpening",
    "SharePage",
    "ShareRow",
    "ShareState",
    "SharedView",
    "choices_for",
    "document_behind",
    "hash_of",
    "share_behind",
    "share_page",
    "shared_view",
    "shares_of",
    "state_of",
]


class ShareState(StrEnum):
    """Whether a link still opens."""

    OPEN = "open"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the owner chose to show.

    obligations: whose standing is shown, as of ``as_of`` (None: the day of the opening), with license numbers where
    ``with_numbers``. past: earlier cycles, each by its last day, as they stood on it. credits: the transcript of the
    days from ``first`` to ``last`` (None: without limit), with certificate numbers where ``certificates``. documents:
    which, one by one.
    """

    obligations: tuple[UUID, ...] = ()
    past: tuple[tuple[UUID, date], ...] = ()
    with_numbers: bool = False
    as_of: date | None = None
    credits: bool = False
    first: date | None = None
    last: date | None = None
    certificates: bool = False
    documents: tuple[UUID, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be seen."""
        return not (self.obligations or self.past or self.credits or self.documents)

    def as_json(self) -> dict[str, object]:
        """Write it as the row keeps it."""
        return {
            "obligations": [str(each) for each in self.obligations],
            "past": [[str(each), last.isoformat()] for each, last in self.past],
            "with_numbers": self.with_numbers,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "credits": self.credits,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "certificates": self.certificates,
            "documents": [str(each) for each in self.documents],
        }

    @classmethod
    def of(cls, share: Share) -> "Chosen":
        """Read what a row keeps."""
        kept = share.shown

        def day(name: str) -> date | None:
            return date.fromisoformat(kept[name]) if kept.get(name) else None

        return cls(
            obligations=tuple(UUID(each) for each in kept.get("obligations", ())),
            past=tuple((UUID(each), date.fromisoformat(last)) for each, last in kept.get("past", ())),
            with_numbers=bool(kept.get("with_numbers")),
            as_of=day("as_of"),
            credits=bool(kept.get("credits")),
            first=day("first"),
            last=day("last"),
            certificates=bool(kept.get("certificates")),
            documents=tuple(UUID(each) for each in kept.get("documents", ())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One share in the owner's list."""

    share: Share
    state: ShareState
    openings: int
    last_opened: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePage:
    """One share as its owner sees it, with every opening, the newest first."""

    share: Share
    state: ShareState
    chosen: Chosen
    openings: tuple[ShareOpening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the owner can choose from. past: earlier cycles, as far back as credits reach."""

    standings: tuple[Standing, ...]
    past: tuple[Cycle, ...]
    documents: tuple[CreditDocument, ...]
    credit_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """What a link shows. zone: the owner's clock; certificates: the newest number by the key of the credit."""

    share: Share
    chosen: Chosen
    owner: str
    zone: str
    as_of: date
    standings: tuple[Standing, ...]
    held: tuple[Held, ...]
    certificates: Mapping[str, str]
    documents: tuple[CreditDocument, ...]


def hash_of(secret: str) -> str:
    """Give what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def state_of(share: Share, now: datetime) -> ShareState:
    """Say whether the link still opens."""
    if share.withdrawn_at is not None:
        return ShareState.WITHDRAWN
    return ShareState.EXPIRED if share.expires_at <= now else ShareState.OPEN


def shares_of(person_id: int, now: datetime) -> tuple[ShareRow, ...]:
    """Give a person's shares, the newest first: one query."""
    rows = Share.objects.filter(person_id=person_id).annotate(count=Count("openings"), last=Max("openings__opened_at"))
    return tuple(
        ShareRow(share=each, state=state_of(each, now), openings=each.count, last_opened=each.last) for each in rows
    )


def share_page(*, actor: Actor, share_id: UUID, now: datetime) -> SharePage:
    """Give one of the actor's own shares; NotFound for anybody else's."""
    share = Share.objects.filter(person_id=actor.person_id or 0, public_id=share_id).first()
    if share is None:
        raise NotFound
    return SharePage(
        share=share, state=state_of(share, now), chosen=Chosen.of(share), openings=tuple(share.openings.all()[:500])
    )


def choices_for(*, actor: Actor, today: date) -> Choices:
    """Give what the actor may put into a share."""
    wallet = wallet_of(actor.person_id or 0)
    return Choices(
        standings=tuple(stand(wallet, each, today) for each in wallet.obligations),
        past=tuple(
            cycle
            for each in wallet.obligations
            for cycle in cycles_of(wallet, each, today)[1:]
            if cycle.term and cycle.term.last
        ),
        documents=tuple(_documents(actor.person_id or 0)),
        credit_count=len(wallet.held),
    )


def share_behind(*, secret: str, now: datetime) -> tuple[Share, ShareState]:
    """Give the share a link opens and whether it still does; NotFound for a secret nobody was given."""
    found = Share.objects.filter(token_hash=hash_of(secret), person__is_active=True).first()
    if found is None:
        raise NotFound
    return found, state_of(found, now)


def shared_view(share: Share, *, now: datetime) -> SharedView:
    """Put together exactly what was chosen, as it is on the owner's today; what was taken out since is not there.

    The caller has decided that the reader may see it: the holder of an open link, or the owner.
    """
    chosen = Chosen.of(share)
    owner = person_with_id(share.person_id)
    today = actor_for(owner).today(now)
    as_of = chosen.as_of if chosen.obligations and chosen.as_of else today
    standings: tuple[Standing, ...] = ()
    if chosen.obligations or chosen.past:
        wallet = wallet_of(share.person_id)
        standings = tuple(_standings(wallet, chosen, as_of, today))
        every: Iterable[Held] = wallet.held
    else:
        every = held_credits(share.person_id) if chosen.credits else ()
    held = tuple(each for each in every if chosen.credits and _is_within(each.completed_on, chosen))
    return SharedView(
        share=share,
        chosen=chosen,
        owner=owner.name_with_credentials,
        zone=actor_for(owner).zone,
        as_of=as_of,
        standings=standings,
        held=held,
        certificates=_certificates(held) if chosen.certificates else {},
        documents=tuple(each for each in _documents(share.person_id) if each.public_id in set(chosen.documents))
        if chosen.documents
        else (),
    )


def _standings(wallet: Wallet, chosen: Chosen, as_of: date, today: date) -> Iterator[Standing]:
    """Give what was chosen in the owner's order: each authority as of the day, then its earlier cycles."""
    for each in wallet.obligations:
        if each.public_id in chosen.obligations:
            is_over = cycle_holding(wallet, each, as_of, today).is_over
            yield stand(wallet, each, as_of, is_over=is_over)
        for obligation_id, last in chosen.past:
            if obligation_id == each.public_id:
                yield stand_in(wallet, cycle_holding(wallet, each, last, today))


def document_behind(share: Share, document_id: UUID) -> CreditDocument:
    """Give a document that was chosen for the share; NotFound for any other."""
    if document_id in Chosen.of(share).documents:
        for each in _documents(share.person_id):
            if each.public_id == document_id:
                return each
    raise NotFound


def _is_within(day: date, chosen: Chosen) -> bool:
    return (chosen.first is None or day >= chosen.first) and (chosen.last is None or day <= chosen.last)


def _documents(person_id: int) -> Iterable[CreditDocument]:
    rows = CreditDocument.objects.filter(person_id=person_id).exclude(credit=None, award_number="")
    return rows.exclude(credit__removed_at__isnull=False).select_related("credit", "file").order_by("-kept_at", "-id")


def _certificates(held: Iterable[Held]) -> Mapping[str, str]:
    numbers = [each.number for each in held if each.is_award]
    if not numbers:
        return {}
    awards = Award.objects.across_providers(why="a person shares certificates of every provider")
    registrations = dict(awards.filter(number__in=numbers).values_list("number", "registration_id"))
    newest = newest_numbers(registrations.values())
    return {
        f"award:{number}": newest[registration]
        for number, registration in registrations.items()
        if registration in newest
    }
