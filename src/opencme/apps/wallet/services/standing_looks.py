"""Noting that staff looked at how people stand, so that each of those people can see it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from opencme.apps.audit.services import record
from opencme.apps.providers.models import Provider
from opencme.apps.providers.permissions import require
from opencme.apps.wallet.selectors.consents import LOOKS
from opencme.apps.wallet.selectors.staff_standing import Member
from opencme.rules.access import Actor, Permission

SEEN: Final = "standing.seen"
EXPORTED: Final = "standing.exported"
JUDGED: Final = "standing.judged"


@transaction.atomic
def note_look(*, by: Actor, provider_id: int, event: str, seen: Iterable[Member], now: datetime) -> None:
    """Write one audit row that names the consents of everybody who was ``seen``, in no words of theirs.

    event: ``SEEN``, ``EXPORTED`` or ``JUDGED``; ValueError for another (a bug). Nobody seen: nothing to write.
    """
    require(by, Permission.STANDING_SEE, on=provider_id)
    if event not in LOOKS:
        msg = f"{event!r} is no look"
        raise ValueError(msg)
    consents = [str(each.consent_id) for each in seen]
    if consents:
        provider = Provider.objects.get(pk=provider_id)
        record(event, by=by, subject=provider, at=now, provider_id=provider_id, after={"consents": consents})
