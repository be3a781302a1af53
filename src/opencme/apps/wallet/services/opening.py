"""Opening a person's wallet for a change: locked, and its version raised so that derived pages know."""

from uuid import UUID

from opencme.apps.wallet.models import Obligation, WalletSettings
from opencme.kernel.findings import NotAllowed, NotFound
from opencme.rules.access import Actor


def open_wallet(by: Actor) -> WalletSettings:
    """Give the actor's own wallet, locked to the end of the transaction and its version raised; made on first use.

    Called by every service that changes anything in a wallet. Raises NotAllowed for actors without an account.
    """
    if by.person_id is None:
        raise NotAllowed
    WalletSettings.objects.get_or_create(person_id=by.person_id)
    found = WalletSettings.objects.select_for_update().get(person_id=by.person_id)
    found.version += 1
    found.save(update_fields=["version"])
    return found


def own_obligation(by: Actor, obligation_id: UUID, *, ended: bool = False) -> Obligation:
    """Give one of the actor's own obligations, also an ended one where asked; NotFound for anybody else's."""
    rows = Obligation.objects.filter(public_id=obligation_id, person_id=by.person_id or 0)
    found = rows.select_related("own_rules").first()
    if found is None or (found.ended_at is not None and not ended):
        raise NotFound
    return found
