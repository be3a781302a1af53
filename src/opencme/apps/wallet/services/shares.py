"""Making and withdrawing shares, and noting each opening."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from opencme.apps.accounts.services.tries import Limit, count_try
from opencme.apps.audit.services import record
from opencme.apps.wallet.models import CreditDocument, Obligation, Share, ShareOpening
from opencme.apps.wallet.selectors.shares import Chosen, ShareState, hash_of, share_behind
from opencme.apps.wallet.services.opening import open_wallet
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

SOURCE: Final = "opencme-shares"
LONGEST: Final = timedelta(days=366)
MOST_OPEN: Final = 50
LOOK_UPS: Final = Limit(scope="share:network", most=240, stretch=timedelta(minutes=15))
"""So that nobody tries out links; each has 256 bits that cannot be guessed."""
OWNER: Final = "owner"
SHORTEST_KEY: Final = 20
"""Of a form's key: an empty or short one would give the same link again, or one that can be guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A share and its secret, which is nowhere kept."""

    share: Share
    secret: str


def new_key() -> str:
    """Give the key of one form; the secret of its link is derived from it, so that sending twice gives one link."""
    return secrets.token_urlsafe(32)


@transaction.atomic
def make_share(*, by: Actor, recipient: str, chosen: Chosen, expires_at: datetime, key: str, now: datetime) -> Made:
    """Make a link by which ``recipient`` sees what was chosen until ``expires_at``; only its hash is kept.

    key: the form's own (``new_key``); the same key gives the same link. Raises DomainError with the form's fields,
    NotFound for an obligation or document that is not the actor's.
    """
    person_id = open_wallet(by).person_id
    if len(key) < SHORTEST_KEY:
        raise DomainError(_refusal("key", _("Send the form again: it had lost what tells its link from others.")))
    secret = _secret(key, person_id)
    known = Share.objects.filter(token_hash=hash_of(secret), person_id=person_id).first()
    if known is not None:
        return Made(share=known, secret=secret)
    if found := tuple(_against(recipient, chosen, expires_at, now)):
        raise DomainError(*found)
    _own_only(person_id, chosen)
    if Share.objects.filter(person_id=person_id, withdrawn_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise DomainError(_refusal("", _("%(most)s links are open. Withdraw one first."), most=str(MOST_OPEN)))
    made = Share.objects.create(
        person_id=person_id,
        token_hash=hash_of(secret),
        recipient=recipient.strip(),
        shown=chosen.as_json(),
        made_at=now,
        expires_at=expires_at,
    )
    record("wallet.share_made", by=by, subject=made, at=now, after={"expires_at": expires_at.isoformat()})
    return Made(share=made, secret=secret)


@transaction.atomic
def withdraw_share(*, by: Actor, share_id: UUID, now: datetime) -> Share:
    """Close a link at once; it stays closed. Twice is once."""
    open_wallet(by)
    kept = Share.objects.select_for_update().filter(public_id=share_id, person_id=by.person_id or 0).first()
    if kept is None:
        raise NotFound
    if kept.withdrawn_at is None:
        kept.withdrawn_at = now
        kept.save(update_fields=["withdrawn_at"])
        record("wallet.share_withdrawn", by=by, subject=kept, at=now)
    return kept


def open_share(*, secret: str, what: str, network: str, by: Actor | None, now: datetime) -> tuple[Share, ShareState]:
    """Give the share behind a link and note the opening; a closed link is given as closed, and not noted.

    what: "page", "pdf", "csv" or "document". Raises TooManyTries above the limit, NotFound for a made-up link.
    """
    count_try(LOOK_UPS, network, now=now)
    share, state = share_behind(secret=secret, now=now)
    if state is ShareState.OPEN:
        is_owner = by is not None and by.person_id == share.person_id
        ShareOpening.objects.create(
            share=share,
            opened_at=now,
            opened_from=OWNER if is_owner else _place(share, network),
            what=what,
        )
    return share, state


def _secret(key: str, person_id: int) -> str:
    return salted_hmac("opencme.share.secret", f"{person_id}:{key}", algorithm="sha256").hexdigest()


def _place(share: Share, network: str) -> str:
    """Tell visits apart within one share, and name nobody."""
    return salted_hmac("opencme.share.place", f"{share.pk}:{network}", algorithm="sha256").hexdigest()[:16]


def _against(recipient: str, chosen: Chosen, expires_at: datetime, now: datetime) -> Iterator[Finding]:
    if not recipient.strip():
        yield _refusal("recipient", _("Say for whom it is; it helps you to tell your links apart."))
    if chosen.is_empty:
        yield _refusal("", _("Choose what is shown: an authority, your credit, or a document."))
    if expires_at <= now:
        yield _refusal("until", _("Choose a day after today."))
    elif expires_at - now > LONGEST:
        yield _refusal("until", _("A link lasts at most a year."))
    if chosen.first and chosen.last and chosen.last < chosen.first:
        yield _refusal("last", _("The last day lies before the first."))
    if chosen.as_of is not None and not date(1990, 1, 1) <= chosen.as_of <= (now + LONGEST).date():
        yield _refusal("as_of", _("%(year)s cannot be the year."), year=str(chosen.as_of.year))


def _own_only(person_id: int, chosen: Chosen) -> None:
    obligations = (*chosen.obligations, *(each for each, _last in chosen.past))
    for model, wanted in ((Obligation, obligations), (CreditDocument, chosen.documents)):
        if len(set(wanted)) != model.objects.filter(person_id=person_id, public_id__in=wanted).count():
            raise NotFound


def _refusal(field: str, message: str, **params: str) -> Finding:
    return Finding(code=f"share.{field or 'chosen'}", message=message, source=SOURCE, field=field, params=params)
