"""The brake: counting tries per address and per network in stretches of time, in one statement that cannot race."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.crypto import salted_hmac

from opencme.apps.accounts.models import Tries
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most ``most`` tries within ``stretch``; the scope is the kind of try and of key."""

    scope: str
    most: int
    stretch: timedelta


QUARTER: Final = timedelta(minutes=15)
SIGN_IN_ADDRESS: Final = Limit(scope="sign_in:address", most=10, stretch=QUARTER)
SIGN_IN_NETWORK: Final = Limit(scope="sign_in:network", most=200, stretch=QUARTER)
LINK_ADDRESS: Final = Limit(scope="link:address", most=5, stretch=QUARTER)
LINK_NETWORK: Final = Limit(scope="link:network", most=60, stretch=QUARTER)

_COUNT: Final = """
    INSERT INTO accounts_tries (scope, key, since, count) VALUES (%(scope)s, %(key)s, %(now)s, 1)
    ON CONFLICT (scope, key) DO UPDATE SET
        count = CASE WHEN accounts_tries.since <= %(over)s THEN 1 ELSE accounts_tries.count + 1 END,
        since = CASE WHEN accounts_tries.since <= %(over)s THEN %(now)s ELSE accounts_tries.since END
    RETURNING count
"""


class TooManyTries(DomainError):  # noqa: N818 -- a word of the house style
    """The brake holds; the web layer answers 429."""


def count_try(limit: Limit, value: str, *, now: datetime) -> None:
    """Count one try for ``value``; raises TooManyTries above the limit, before anything is looked up."""
    if not value:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"scope": limit.scope, "key": _key(value), "now": now, "over": now - limit.stretch})
        (count,) = cursor.fetchone()
    if count > limit.most:
        raise TooManyTries(
            Finding(
                code="accounts.tries",
                message=_("Too many tries. Wait %(minutes)s minutes, then try again."),
                source="opencme-accounts",
                params={"minutes": str(int(limit.stretch.total_seconds() // 60))},
            )
        )


def forget_tries(limit: Limit, value: str) -> None:
    """Start anew after a success."""
    Tries.objects.filter(scope=limit.scope, key=_key(value)).delete()


def sweep_tries(*, now: datetime) -> int:
    """Delete what no limit asks for any more; gives how many rows went."""
    return Tries.objects.filter(since__lt=now - timedelta(days=1)).delete()[0]


def _key(value: str) -> str:
    return salted_hmac("opencme.tries", value.strip().casefold(), algorithm="sha256").hexdigest()
