"""Reminders by mail at the distances a person chose, and the secret address of the calendar."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.core import signing
from django.db import transaction

from opencme.apps.accounts.selectors import today_of
from opencme.apps.audit.services import record
from opencme.apps.wallet.models import WalletSettings
from opencme.apps.wallet.selectors.allowance import standings_of
from opencme.apps.wallet.selectors.dues import dues, to_remind
from opencme.apps.wallet.selectors.standing import standings
from opencme.apps.wallet.services.opening import open_wallet
from opencme.apps.wallet.services.reminder_mails import SALT, mail_allowance, mail_due, mail_receipts
from opencme.apps.wallet.tasks import remind_person
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, system
from opencme.rules.requirements.typed import SOURCE

#: Distances one can choose, in days before a day on which something is missing.
DISTANCES: Final = (180, 90, 60, 30, 14, 7, 1)
#: A reminder that could not go out on its day goes out within these days, and then no more.
LATE: Final = 3


@transaction.atomic
def set_reminders(*, by: Actor, days: Iterable[int], now: datetime) -> WalletSettings:
    """Choose at which distances to be reminded; none ends all reminders. DomainError for a distance not on offer."""
    settings = open_wallet(by)
    chosen = sorted(set(days), reverse=True)
    if set(chosen) - set(DISTANCES):
        message = _("Choose from the distances that are offered.")
        raise DomainError(Finding(code="wallet.reminders.distance", message=message, source=SOURCE, field="days"))
    settings.remind_days = chosen
    settings.save(update_fields=["remind_days"])
    record("wallet.settings_changed", by=by, subject=settings, at=now, after={"remind_days": chosen})
    return settings


@transaction.atomic
def stop_reminders(*, token: str, now: datetime) -> None:
    """End all reminders of the person a mail's link belongs to; NotFound for a link nobody was sent."""
    try:
        person_id = int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        raise NotFound from None
    settings = WalletSettings.objects.select_for_update().filter(person_id=person_id).first()
    if settings is None:
        raise NotFound
    if settings.remind_days:
        settings.remind_days = []
        settings.save(update_fields=["remind_days"])
        record("wallet.settings_changed", by=system(), subject=settings, at=now, after={"remind_days": []})


@transaction.atomic
def renew_calendar(*, by: Actor, now: datetime) -> WalletSettings:
    """Give the calendar a new secret address; the old one opens nothing any more."""
    settings = open_wallet(by)
    settings.calendar_token = secrets.token_urlsafe(32)
    settings.save(update_fields=["calendar_token"])
    record("wallet.settings_changed", by=by, subject=settings, at=now, after={"calendar": "renewed"})
    return settings


@transaction.atomic
def close_calendar(*, by: Actor, now: datetime) -> WalletSettings:
    """Take the calendar's address away."""
    settings = open_wallet(by)
    settings.calendar_token = ""
    settings.save(update_fields=["calendar_token"])
    record("wallet.settings_changed", by=by, subject=settings, at=now, after={"calendar": "closed"})
    return settings


@transaction.atomic
def plan_reminders() -> int:
    """Queue one job per person who wants to be reminded; gives how many."""
    people = list(to_remind())
    for person_id in people:
        remind_person.defer(person_id=person_id)
    return len(people)


@transaction.atomic
def remind(*, person_id: int, now: datetime) -> int:
    """Mail what is missing and near, and what lapses of an allowance; gives how many mails were queued.

    One mail per authority or allowance, day and distance, whatever happens in between: its key says which one it is.
    What is met or spent by now is not reminded of.
    """
    settings = WalletSettings.objects.filter(person_id=person_id).select_related("person").first()
    if settings is None or not settings.remind_days:
        return 0
    today = today_of(settings.person, now)
    count = 0
    for due in dues(standings(person_id, today), today):
        distance = distance_now(settings.remind_days, due.day, today)
        if distance is None or due.is_met:
            continue
        mail_due(settings.person, due, distance=distance, left=(due.day - today).days, now=now)
        count += 1
    return count + _remind_of_allowances(settings, today, now)


def _remind_of_allowances(settings: WalletSettings, today: date, now: datetime) -> int:
    """Mail what is left of an allowance before it lapses, and what was not paid back before receipts are due."""
    count = 0
    for each in standings_of(settings.person_id, today):
        last, claim_by, balance = each.allowance.ends_on, each.allowance.claim_by, each.balance
        has_rest = (balance.left or 0) > 0 or (balance.left_days or 0) > 0
        is_begun = each.allowance.starts_on <= today <= last
        if is_begun and has_rest and (near := distance_now(settings.remind_days, last, today)) is not None:
            mail_allowance(settings.person, each, distance=near, left=(last - today).days, now=now)
            count += 1
        if claim_by is None or claim_by < today or balance.waiting <= 0:
            continue
        if (near := distance_now(settings.remind_days, claim_by, today)) is not None:
            left = (claim_by - today).days
            mail_receipts(settings.person, each, day=claim_by, distance=near, left=left, now=now)
            count += 1
    return count


def distance_now(chosen: Iterable[int], day: date, today: date) -> int | None:
    """Give the chosen distance that ``today`` stands at, or stood at within the last days; None where none does."""
    left = (day - today).days
    return next((each for each in sorted(chosen) if each - LATE < left <= each), None)
