"""Deleting one's account: everything that is no evidence goes at once, what stays was named beforehand."""

from collections import Counter
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext

from opencme.apps.accounts.models import Person
from opencme.apps.audit.services import record
from opencme.apps.delivery.models import Registration
from opencme.apps.files.services import forget_files
from opencme.apps.messaging.services import queue_mail
from opencme.apps.providers.models import Membership
from opencme.apps.wallet.selectors.account import begun, findings_on_deleting, kept_until
from opencme.apps.wallet.selectors.account_parts import Fate, parts_with, private_files
from opencme.kernel.findings import DomainError, Finding, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

SOURCE: Final = "opencme-account-deletion"
GONE: Final = ("Deleted", "account")
ADDRESS: Final = "deleted.invalid"
"""A domain that is reserved and never exists."""


@transaction.atomic
def delete_account(
    *, by: Actor, typed: str, password: str | None = None, is_fresh: bool = False, now: datetime
) -> Counter[str]:
    """Delete the actor's own account; gives how many rows of each part went.

    typed: the account's address, typed to confirm. password: the present one, where there is one; not asked of somebody
    who came in by a fresh link (the view knows), which proves as much.
    Raises DomainError with field ``typed`` or ``password``, and for the last manager of a provider.
    """
    if by.person_id is None:
        raise NotAllowed
    person = Person.objects.select_for_update().get(pk=by.person_id)
    if person.deleted_at is not None:
        return Counter()
    _refuse_unless_sure(person, typed, password, is_fresh=is_fresh)
    if found := findings_on_deleting(person):
        raise DomainError(*found)
    address, name = person.email, person.full_name
    gone: Counter[str] = Counter()
    for part in parts_with(Fate.DELETED):
        if part.path == "stored_by":
            continue
        rows = part.rows(person)
        gone[part.key] += rows.count()
        rows.delete()
    gone["files/storedfile"] += forget_files(private_files(person))
    gone["delivery/registration"] += _drop_unbegun(person)
    _end_roles(person, by, now)
    _strip(person, now=now)
    record("account.deleted", by=by, subject=person, at=now, after={"rows": sum(gone.values())})
    _say_goodbye(address, name, now)
    return gone


@transaction.atomic
def forget_names(*, now: datetime) -> int:
    """Take the name from deleted accounts of which no record of participation must be kept any more; gives how many."""
    rows = Person.objects.select_for_update(skip_locked=True).exclude(deleted_at=None)
    named = rows.exclude(given_name=GONE[0], family_name=GONE[1])
    count = 0
    for person in named:
        until = kept_until(person)
        if (until is None and not begun(person).exists()) or (until is not None and until < now.date()):
            _blank(person)
            count += 1
    return count


@transaction.atomic
def finish_deletions(*, now: datetime) -> int:  # noqa: ARG001 -- every nightly service takes the time
    """Delete what a request that was under way wrote into an account while it was deleted; gives how many rows went."""
    gone = 0
    for part in parts_with(Fate.DELETED):
        if part.by_email:
            continue
        manager: Any = part.model._default_manager  # noqa: SLF001 -- the manager that asks no scope
        rows = manager.filter(**{f"{part.path}__deleted_at__isnull": False})
        if part.path == "stored_by":
            gone += forget_files(rows.filter(provider=None))
        else:
            gone += rows.count()
            rows.delete()
    return gone


def _refuse_unless_sure(person: Person, typed: str, password: str | None, *, is_fresh: bool) -> None:
    if typed.strip().casefold() != person.email.casefold():
        raise DomainError(_refusal("typed", _("Type the address of your account, as it stands above.")))
    if not is_fresh and person.has_usable_password() and not person.check_password(password or ""):
        raise DomainError(_refusal("password", _("This is not your present password.")))


def _drop_unbegun(person: Person) -> int:
    """Delete registrations behind which nothing stands: nothing was attended, answered, shown or awarded."""
    kept = list(begun(person).values_list("pk", flat=True))
    rows = Registration.objects.across_providers(why="a person leaves every activity at once").filter(person=person)
    empty = rows.exclude(pk__in=kept)
    count: int = empty.count()
    empty.delete()
    return count


def _end_roles(person: Person, by: Actor, now: datetime) -> None:
    rows = Membership.objects.across_providers(why="a person leaves every provider at once")
    for each in rows.filter(person=person, ended_at=None):
        each.ended_at = now
        each.save(update_fields=["ended_at"])
        record(
            "staff.changed",
            by=by,
            subject=each,
            at=now,
            provider_id=each.provider_id,
            before={"role": each.role},
            after={"ended": True},
        )


def _strip(person: Person, *, now: datetime) -> None:
    """Keep of the row what evidence asks for: the name while participation is kept; nothing lets anybody in."""
    person.email = f"{uuid4().hex}@{ADDRESS}"
    person.set_unusable_password()
    person.degree = person.profession = person.time_zone = ""
    person.birth_month = person.birth_day = person.report_consent_at = person.last_login = None
    person.is_active = False
    person.session_epoch += 1
    person.deleted_at = now
    person.save()
    if not begun(person).exists():
        _blank(person)


def _blank(person: Person) -> None:
    person.given_name, person.family_name = GONE
    person.credentials = ""
    person.save(update_fields=["given_name", "family_name", "credentials"])


def _say_goodbye(address: str, name: str, now: datetime) -> None:
    text = gettext(
        "Hello %(name)s,\n\nyour account at OpenCME is deleted. What had to stay was named before you confirmed; it is "
        "listed on the privacy page too.\n\nIf this was not you, write to the provider you took part with at once.\n"
    )
    queue_mail(to=address, subject=gettext("Your account is deleted"), text=text % {"name": name}, now=now)


def _refusal(field: str, message: str) -> Finding:
    return Finding(code=f"account.{field}", message=message, source=SOURCE, field=field)
