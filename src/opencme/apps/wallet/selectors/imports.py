"""A person's own imports of credit: what was brought, how far it is, what it holds before it is taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from opencme.apps.wallet.models import CreditImport
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a job reads. rate: rows a second; left: seconds; both None before anything can be said."""

    rate: int | None
    left: int | None


def imports_of(actor: Actor) -> QuerySet[CreditImport]:
    """Give what the actor brought, the newest first; files dropped before anything was taken are gone."""
    return CreditImport.objects.filter(person_id=actor.person_id or 0).select_related("file")


def import_of(actor: Actor, import_id: UUID) -> CreditImport:
    """Give one of the actor's own imports; NotFound for anybody else's."""
    found = imports_of(actor).filter(public_id=import_id).first()
    if found is None:
        raise NotFound
    return found


def pace_of(made: CreditImport, now: datetime) -> Pace:
    """Give how fast a waiting import is read."""
    if made.started_at is None or not made.rows_read:
        return Pace(None, None)
    seconds = max((now - made.started_at).total_seconds(), 0.001)
    rate = made.rows_read / seconds
    return Pace(int(rate), int(max(0, made.rows_total - made.rows_read) / rate) if rate else None)
