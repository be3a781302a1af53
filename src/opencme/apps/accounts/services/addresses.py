"""Changing the address of the actor's own account: confirmed by a link to the new one, told to the old one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import person_for_email, person_with_id
from opencme.apps.accounts.services import tries
from opencme.apps.audit.services import record
from opencme.apps.messaging.services import queue_mail
from opencme.kernel.findings import DomainError, Finding, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

SALT: Final = "opencme.accounts.address"
GOOD_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A change of address that a link asks for."""

    person: Person
    old: str
    new: str


@transaction.atomic
def ask_new_address(*, by: Actor, new: str, current: str | None, network: str = "", now: datetime) -> None:
    """Mail a link to the new address; nothing changes before it is followed.

    current: the present password; None when the person came in by a fresh link (the view knows), which proves as much.
    Whether the new address has an account already is told to that address only. Raises DomainError with field
    ``current`` or ``new``, TooManyTries above the limit.
    """
    if by.person_id is None:
        raise NotAllowed
    person = person_with_id(by.person_id)
    tries.count_try(tries.LINK_NETWORK, network, now=now)
    tries.count_try(tries.LINK_ADDRESS, person.email, now=now)
    if current is not None and person.has_usable_password() and not person.check_password(current):
        raise DomainError(_refusal("current", _("This is not your present password.")))
    address = new.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(_refusal("new", _("Type an e-mail address such as name@hospital.org."))) from None
    if address == person.email:
        raise DomainError(_refusal("new", _("This is the address of your account already.")))
    if person_for_email(address) is None:
        _mail_link(person, address, now=now)
    else:
        _mail_taken(person, address, now=now)


def address_asked(*, token: str, now: datetime) -> Asked:
    """Give what a link asks for; raises DomainError when it is used up, too old or made up."""
    old_link = DomainError(
        _refusal("link", _("This link was used already, or is older than a day. Ask for a new one in your profile."))
    )
    try:
        given = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise old_link from None
    person = Person.objects.filter(pk=given["person"], is_active=True).first()
    is_old = now.timestamp() - given["at"] > GOOD_FOR.total_seconds()
    if person is None or is_old or (person.email, person.session_epoch) != (given["old"], given["epoch"]):
        raise old_link
    return Asked(person=person, old=given["old"], new=given["new"])


@transaction.atomic
def confirm_address(*, token: str, now: datetime) -> Asked:
    """Take the new address over and tell the old one; a link works once, because it names the address it replaces."""
    asked = address_asked(token=token, now=now)
    person = Person.objects.select_for_update().get(pk=asked.person.pk)
    asked = address_asked(token=token, now=now)
    by = Actor(person_id=person.pk, label=person.full_name)
    person.email = asked.new
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        raise DomainError(
            _refusal("taken", _("Meanwhile an account was opened with this address. Nothing was changed."))
        ) from None
    record(
        "person.address_changed", by=by, subject=person, at=now, before={"email": asked.old}, after={"email": asked.new}
    )
    text = gettext(
        "Hello %(name)s,\n\nyour account at OpenCME now has the address %(new)s; this one opens it no more.\n\n"
        "That was not you? Write to whoever runs this OpenCME at once.\n"
    )
    queue_mail(
        to=asked.old,
        subject=gettext("Your address at OpenCME was changed"),
        text=text % {"name": person.full_name, "new": asked.new},
        now=now,
    )
    return asked


def _mail_link(person: Person, address: str, *, now: datetime) -> None:
    given = {
        "person": person.pk,
        "old": person.email,
        "new": address,
        "epoch": person.session_epoch,
        "at": int(now.timestamp()),
    }
    query = urlencode({"token": signing.dumps(given, salt=SALT)})
    link = f"{settings.BASE_URL}{reverse('public:confirm-address')}?{query}"
    text = gettext(
        "Hello %(name)s,\n\nthis link makes %(new)s the address of your account at OpenCME. It works once, within a "
        "day:\n%(link)s\n\nYou did not ask for it? Then leave it; nothing changes without it.\n"
    )
    queue_mail(
        to=address,
        subject=gettext("Your new address at OpenCME"),
        text=text % {"name": person.full_name, "new": address, "link": link},
        now=now,
    )


def _mail_taken(person: Person, address: str, *, now: datetime) -> None:
    text = gettext(
        "Somebody (%(name)s) asked OpenCME to make this the address of their account. There is an account with this "
        "address already, so nothing was changed. Was it you? Sign in with this address:\n%(link)s\n"
    )
    link = f"{settings.BASE_URL}{reverse('public:sign-in')}?{urlencode({'email': address})}"
    queue_mail(
        to=address,
        subject=gettext("This address has an account at OpenCME"),
        text=text % {"name": person.full_name, "link": link},
        now=now,
    )


def _refusal(field: str, message: str) -> Finding:
    return Finding(code=f"accounts.address.{field}", message=message, source="opencme-accounts", field=field)
