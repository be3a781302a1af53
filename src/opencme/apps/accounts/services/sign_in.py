"""Letting people in: by password, or by a link that works once. No answer tells whether an address has an account."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

import sesame.utils
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import person_for_email
from opencme.apps.accounts.services import tries
from opencme.apps.messaging.services import queue_mail
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _

SCOPE = "sign-in"
INVITATION = "invitation"
INVITATION_GOOD_FOR = timedelta(days=14)
NOT_IN = Finding(
    code="accounts.sign_in.no",
    message=_("This e-mail and password do not belong together. Check both, or let us e-mail you a sign-in link."),
    source="opencme-accounts",
)
OLD_LINK = Finding(
    code="accounts.link.old",
    message=_("This link was used already, or is too old. Ask for a new one; it opens for %(minutes)s minutes."),
    source="opencme-accounts",
    params={"minutes": str(settings.SESAME_MAX_AGE // 60)},
)


def sign_in(*, email: str, password: str, network: str = "", now: datetime) -> Person:
    """Give the person these belong to; the view opens the session.

    network: where the try comes from, for the brake. Raises DomainError: one sentence whatever was wrong;
    TooManyTries above the limit, even with the right password.
    """
    tries.count_try(tries.SIGN_IN_NETWORK, network, now=now)
    tries.count_try(tries.SIGN_IN_ADDRESS, email, now=now)
    found = authenticate(username=email.strip(), password=password)
    if not isinstance(found, Person):
        raise DomainError(NOT_IN)
    tries.forget_tries(tries.SIGN_IN_ADDRESS, email)
    return found


@transaction.atomic
def send_sign_in_link(*, email: str, next: str = "", network: str = "", now: datetime) -> None:  # noqa: A002 -- the query string's own word
    """Mail a link that signs in once within half an hour, or, to an address without account, a word how to open one.

    Either way one mail goes out and the page says the same. Raises TooManyTries above the limit.
    """
    tries.count_try(tries.LINK_NETWORK, network, now=now)
    tries.count_try(tries.LINK_ADDRESS, email, now=now)
    person = person_for_email(email)
    if person is not None and person.is_active:
        mail_link(person, next=next, now=now)
        return
    sign_up = f"{settings.BASE_URL}{reverse('public:sign-up')}?{urlencode({'email': email.strip(), 'next': next})}"
    text = gettext(
        "Somebody asked OpenCME to sign in with this address. There is no account with it.\n\n"
        "If that was you, open one here:\n%(link)s\n\nIf it was not you, nothing needs to be done.\n"
    )
    queue_mail(to=email.strip(), subject=gettext("Your sign-in to OpenCME"), text=text % {"link": sign_up}, now=now)


def mail_link(person: Person, *, next: str, now: datetime) -> None:  # noqa: A002 -- the query string's own word
    """Queue the mail with the link; called inside a transaction."""
    query = urlencode({"token": sesame.utils.get_token(person, scope=SCOPE), **({"next": next} if next else {})})
    text = gettext(
        "Hello %(name)s,\n\nthis link signs you in to OpenCME. It works once, within %(minutes)s minutes:\n%(link)s\n\n"
        "You did not ask for it? Then leave it; nobody gets in without it.\n"
    )
    queue_mail(
        to=person.email,
        subject=gettext("Your sign-in to OpenCME"),
        text=text
        % {
            "name": person.full_name,
            "minutes": settings.SESAME_MAX_AGE // 60,
            "link": f"{settings.BASE_URL}{reverse('public:link')}?{query}",
        },
        now=now,
    )


def invitation_link(person: Person, *, next: str) -> str:  # noqa: A002 -- the query string's own word
    """Give an address that signs an invited person in once, within ``INVITATION_GOOD_FOR``."""
    query = urlencode({"token": sesame.utils.get_token(person, scope=INVITATION), "next": next})
    return f"{settings.BASE_URL}{reverse('public:link')}?{query}"


@transaction.atomic
def person_of_link(*, token: str, network: str = "", now: datetime) -> Person:
    """Give the person a link belongs to and use the link up; raises DomainError for an old, used or made-up one."""
    tries.count_try(tries.SIGN_IN_NETWORK, network, now=now)
    found = None
    if token:
        found = sesame.utils.get_user(token, scope=SCOPE)
        found = found or sesame.utils.get_user(token, scope=INVITATION, max_age=INVITATION_GOOD_FOR)
    if not isinstance(found, Person) or not found.is_active:
        raise DomainError(OLD_LINK)
    return found
