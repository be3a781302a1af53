"""Changing the plan: taking an activity in or leaving it out, describing one by hand, dropping, bringing back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.selectors import activity_for_learner
from opencme.apps.audit.services import record
from opencme.apps.wallet.models import PlannedCredit, WalletSettings
from opencme.apps.wallet.selectors.offers import degree_of, offers_of
from opencme.apps.wallet.services.opening import open_wallet
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.requirements.shortest import Offer
from opencme.rules.requirements.shortest.stored import stored

SOURCE: Final = "opencme-planning"
MOST: Final = 200


@transaction.atomic
def plan_activity(*, by: Actor, activity_id: UUID, now: datetime) -> PlannedCredit:
    """Take an activity of the catalogue into the actor's plan; one that is there already stays as it is.

    NotFound for an activity nobody can take; DomainError for one that gives no credit.
    """
    own = open_wallet(by)
    known = _active(own, activity_id)
    if known is not None and not known.is_left_out:
        return known
    activity = activity_for_learner(activity_id=activity_id)
    found = offers_of([activity], now, degree=degree_of(own.person_id))
    if not found:
        raise DomainError(
            Finding(code="plan.no_credit", message=_("No credit is designated for this activity."), source=SOURCE)
        )
    _room(own)
    _drop(known, now)
    made = PlannedCredit.objects.create(
        person_id=own.person_id,
        activity_id=activity_id,
        title=activity.title,
        offer=stored(found[0].offer),
        planned_at=now,
    )
    record("wallet.plan_changed", by=by, subject=own, at=now, after={"what": "activity", "change": "added"})
    return made


@transaction.atomic
def leave_out(*, by: Actor, activity_id: UUID, now: datetime) -> PlannedCredit:
    """Keep an activity of the catalogue out of the actor's plans; one that was in the plan is taken out of it.

    NotFound for an activity nobody can take.
    """
    own = open_wallet(by)
    known = _active(own, activity_id)
    if known is not None and known.is_left_out:
        return known
    activity = activity_for_learner(activity_id=activity_id)
    if PlannedCredit.objects.filter(person_id=own.person_id, dropped_at=None, is_left_out=True).count() >= MOST:
        message = _("At most %(most)s activities can be left out.")
        raise DomainError(Finding(code="plan.out_full", message=message, source=SOURCE, params={"most": str(MOST)}))
    _drop(known, now)
    made = PlannedCredit.objects.create(
        person_id=own.person_id, activity_id=activity_id, title=activity.title, is_left_out=True, planned_at=now
    )
    record("wallet.plan_changed", by=by, subject=own, at=now, after={"what": "activity", "change": "left_out"})
    return made


@transaction.atomic
def plan_by_hand(*, by: Actor, offer: Offer, key: UUID | None = None, now: datetime) -> PlannedCredit:
    """Take an activity described by hand into the plan. key: of the form, so that sending it twice gives one row."""
    own = open_wallet(by)
    if key is not None and (known := PlannedCredit.objects.filter(person_id=own.person_id, public_id=key).first()):
        return known
    if not offer.credits:
        raise DomainError(
            Finding(code="plan.no_credit", message=_("Say how much credit it gives."), source=SOURCE, field="amount")
        )
    _room(own)
    made = PlannedCredit(person_id=own.person_id, title=offer.title[:300], offer=stored(offer), planned_at=now)
    if key is not None:
        made.public_id = key
    made.save()
    record("wallet.plan_changed", by=by, subject=own, at=now, after={"what": "by_hand", "change": "added"})
    return made


@transaction.atomic
def drop_planned(*, by: Actor, planned_id: UUID, now: datetime) -> PlannedCredit:
    """Take something out of the plan; dropped once more it stays dropped."""
    own = open_wallet(by)
    row = _planned(own, planned_id)
    if row.dropped_at is None:
        _drop(row, now)
        record("wallet.plan_changed", by=by, subject=own, at=now, after={"change": "dropped"})
    return row


@transaction.atomic
def restore_planned(*, by: Actor, planned_id: UUID, now: datetime) -> PlannedCredit:
    """Bring back what was dropped; where the same activity was taken in anew, that one stays.

    Where it was left out since, that gives way.
    """
    own = open_wallet(by)
    row = _planned(own, planned_id)
    if row.dropped_at is None:
        return row
    if row.activity_id is not None:
        other = _active(own, row.activity_id)
        if other is not None and other.is_left_out == row.is_left_out:
            return other
        _drop(other, now)
    row.dropped_at = None
    row.save(update_fields=["dropped_at"])
    record("wallet.plan_changed", by=by, subject=own, at=now, after={"change": "restored"})
    return row


def _planned(own: WalletSettings, planned_id: UUID) -> PlannedCredit:
    found = PlannedCredit.objects.filter(person_id=own.person_id, public_id=planned_id).first()
    if found is None:
        raise NotFound
    return found


def _active(own: WalletSettings, activity_id: UUID) -> PlannedCredit | None:
    """Give the row that says what the person wants of an activity."""
    return PlannedCredit.objects.filter(person_id=own.person_id, activity_id=activity_id, dropped_at=None).first()


def _drop(row: PlannedCredit | None, now: datetime) -> None:
    if row is not None:
        row.dropped_at = now
        row.save(update_fields=["dropped_at"])


def _room(own: WalletSettings) -> None:
    if PlannedCredit.objects.filter(person_id=own.person_id, dropped_at=None, is_left_out=False).count() >= MOST:
        message = _("A plan holds at most %(most)s activities.")
        raise DomainError(Finding(code="plan.full", message=message, source=SOURCE, params={"most": str(MOST)}))
