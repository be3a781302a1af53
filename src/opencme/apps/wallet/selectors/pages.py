"""What the wallet's pages show: the actor's own rows and nobody else's."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from opencme.apps.wallet.models import CreditDocument, Earlier, Obligation, OwnRules, WalletSettings
from opencme.apps.wallet.selectors.held import Held
from opencme.apps.wallet.selectors.standing import Standing, stand, wallet_of
from opencme.catalog.requirement_sets.asking import Place, Question, question
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor
from opencme.rules.requirements import Line

__all__ = [
    "Asked",
    "AuthorityPage",
    "Earlier",
    "Obligation",
    "OwnRules",
    "StandingPage",
    "WalletSettings",
    "authority_page",
    "documents_of",
    "ended_obligations",
    "obligation_of",
    "settings_of",
    "standing_page",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question that is open. obligation: whom the answer is for, None for the whole person; by: who asks, where."""

    question: Question
    obligation: Obligation | None
    by: tuple[tuple[Standing, tuple[Line, ...]], ...]

    @property
    def code(self) -> str:
        """The question's code."""
        return self.question.code


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPage:
    """Everything a person renews, with what is open. unsure: questions answered with "I do not know"."""

    standings: tuple[Standing, ...]
    asked: tuple[Asked, ...]
    unsure: tuple[Asked, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityPage:
    """One obligation with its proof."""

    standing: Standing
    asked: tuple[Asked, ...]
    unsure: tuple[Asked, ...]
    earlier: tuple[Earlier, ...]
    editions: tuple[OwnRules, ...]
    held: tuple[Held, ...]
    settings: WalletSettings | None


def standing_page(*, actor: Actor, today: date) -> StandingPage:
    """Give where the actor stands; NotFound for actors without an account."""
    wallet = wallet_of(_person_id(actor))
    found = tuple(stand(wallet, each, today) for each in wallet.obligations)
    asked, unsure = _questions(found, wallet.settings)
    return StandingPage(standings=found, asked=asked, unsure=unsure, held=wallet.held)


def keeps_something(person_id: int) -> bool:
    """Say whether a person's wallet holds anything they renew."""
    return Obligation.objects.filter(person_id=person_id, ended_at=None).exists()


def authority_page(*, actor: Actor, obligation_id: UUID, today: date) -> AuthorityPage:
    """Give one of the actor's own obligations with its proof; NotFound for every other."""
    wallet = wallet_of(_person_id(actor))
    row = next((each for each in wallet.obligations if each.public_id == obligation_id), None)
    if row is None:
        raise NotFound
    standing = stand(wallet, row, today, with_proof=True)
    asked, unsure = _questions((standing,), wallet.settings)
    return AuthorityPage(
        standing=standing,
        asked=asked,
        unsure=unsure,
        earlier=(*wallet.earlier.get(row.pk, ()), *wallet.earlier.get(None, ())),
        editions=wallet.families.get(row.own_rules.family, ()) if row.own_rules else (),
        held=wallet.held,
        settings=wallet.settings,
    )


def _questions(
    standings: Iterable[Standing], settings: WalletSettings | None
) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Give the open questions, and those the person could not answer; what only dates decide comes first."""
    found: dict[
        tuple[str, int | None], tuple[Question, Obligation | None, list[tuple[Standing, tuple[Line, ...]]]]
    ] = {}
    for standing in standings:
        for code in standing.questions:
            asked = question(code)
            if asked is None:
                continue
            row = standing.obligation if asked.place is Place.OBLIGATION else None
            lines = tuple(line for line in standing.lines if code in line.questions)
            key = (code, row.pk if row else None)
            found.setdefault(key, (asked, row, []))[2].append((standing, lines))
    everything = [Asked(question=q, obligation=row, by=tuple(by)) for q, row, by in found.values()]
    everything.sort(key=lambda each: (each.code != "licence_expiry", each.obligation is None and len(each.by) < 2))  # noqa: PLR2004 -- asked by more than one
    unsure = [each for each in everything if _is_unsure(each, settings)]
    return tuple(each for each in everything if each not in unsure), tuple(unsure)


def _is_unsure(asked: Asked, settings: WalletSettings | None) -> bool:
    kept = asked.obligation.facts if asked.obligation else settings.facts if settings else {}
    return asked.code in kept


def obligation_of(*, actor: Actor, obligation_id: UUID) -> Obligation:
    """Give one of the actor's own obligations; NotFound for every other and for one that ended."""
    rows = Obligation.objects.filter(person_id=_person_id(actor), public_id=obligation_id, ended_at=None)
    found = rows.select_related("own_rules").first()
    if found is None:
        raise NotFound
    return found


def ended_obligations(*, actor: Actor) -> tuple[Obligation, ...]:
    """Give what the actor no longer renews, what ended last first."""
    rows = Obligation.objects.filter(person_id=_person_id(actor)).exclude(ended_at=None)
    return tuple(rows.order_by("-ended_at"))


def documents_of(*, actor: Actor) -> Mapping[str, int]:
    """Give how many documents are kept of each credit, by the key of ``Held``."""
    rows = CreditDocument.objects.filter(person_id=_person_id(actor)).values_list("award_number", "credit__public_id")
    return Counter(f"award:{number}" if number else f"outside:{credit_id}" for number, credit_id in rows)


def settings_of(*, actor: Actor) -> WalletSettings | None:
    """Give the settings of the actor's wallet; None before the first change."""
    return WalletSettings.objects.filter(person_id=_person_id(actor)).first()


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id
