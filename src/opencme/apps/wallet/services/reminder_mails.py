"""The words of reminders: what is missing or lapses, by when, what can be done about it, and how to stop them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.conf import settings as django_settings
from django.core import signing
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext

from opencme.apps.accounts.selectors import Person
from opencme.apps.messaging.services import queue_mail
from opencme.apps.wallet.selectors.allowance import Standing as Spent
from opencme.apps.wallet.selectors.dues import Due
from opencme.apps.wallet.selectors.line_words import missing_words, repeats_total

SALT: Final = "opencme.wallet.reminders"


def stop_token(person_id: int) -> str:
    """Give the word of the link that ends reminders without signing in."""
    return signing.dumps(person_id, salt=SALT)


def mail_due(person: Person, due: Due, *, distance: int, left: int, now: datetime) -> None:
    """Queue the mail that something is missing before an authority; once per authority, day and distance."""
    what_counts = gettext("What counts, what does not, and by which rule:")
    named = {"name": due.obligation.label, "day": _day(due.day), "left": _left(left)}
    _queue(
        person,
        subject=f"{due.obligation.label}: {_left(left)}",
        parts=[
            *(_asked(due, named) if due.is_asked else _missing(due, named)),
            *_act(what_counts, "wallet:authority", due.obligation.public_id),
        ],
        key=f"wallet-remind:{due.obligation.pk}:{due.day.isoformat()}:{distance}",
        now=now,
    )


def _missing(due: Due, named: Mapping[str, str]) -> list[str]:
    lines = [line for line in due.lines if not repeats_total(due.standing, line)]
    return [
        gettext("by %(day)s this is still missing for %(name)s (%(left)s):") % named,
        *_listed(missing_words(due.standing.rule, line) for line in lines or due.lines),
        "",
        *_act(gettext("The shortest way to close it:"), "wallet:plan"),
        *_act(gettext("Earned it already? Record it:"), "wallet:credit-add"),
    ]


def _asked(due: Due, named: Mapping[str, str]) -> list[str]:
    """Say that nobody can tell yet what is missing: an answer of the person decides."""
    count = len(due.standing.questions)
    asked = ngettext("one question of its rules is open.", "%(count)s questions of its rules are open.", count)
    return [
        gettext("your renewal with %(name)s is due on %(day)s (%(left)s), and nobody can say what is missing yet:")
        % named,
        asked % {"count": count},
        "",
        *_act(gettext("Answer it here:"), "wallet:questions"),
    ]


def mail_allowance(person: Person, spent: Spent, *, distance: int, left: int, now: datetime) -> None:
    """Queue the mail that what is left of an allowance lapses; once per allowance, last day and distance."""
    row, balance = spent.allowance, spent.balance
    named = {"name": row.employer, "day": _day(row.ends_on), "left": _left(left)}
    rest = list(_amounts(balance.left, balance.left_days, row.currency))
    planned = list(_amounts(balance.planned, balance.planned_days, row.currency))
    parts = [
        gettext("this is left of your allowance from %(name)s, and lapses after %(day)s (%(left)s):") % named,
        *_listed(rest),
        *([gettext("Of it is planned: %(what)s.") % {"what": ", ".join(planned)}] if planned else []),
        "",
        *_act(gettext("Spend it on what you need anyway; your plan:"), "wallet:plan"),
        *_act(gettext("Spent already? Record it, with its receipt:"), "wallet:allowance-one", row.public_id),
    ]
    _queue(
        person,
        subject=gettext("Allowance from %(name)s: %(left)s to spend it") % named,
        parts=parts,
        key=f"wallet-remind-allowance:{row.pk}:{row.ends_on.isoformat()}:{distance}",
        now=now,
    )


def mail_receipts(person: Person, spent: Spent, *, day: date, distance: int, left: int, now: datetime) -> None:
    """Queue the mail that receipts must be handed in; once per allowance, day and distance."""
    row = spent.allowance
    named = {"name": row.employer, "day": _day(day), "left": _left(left)}
    waiting = list(_amounts(spent.balance.waiting, None, row.currency))
    _queue(
        person,
        subject=gettext("Receipts for %(name)s: %(left)s to hand them in") % named,
        parts=[
            gettext("you paid this and were not paid back; %(name)s takes receipts until %(day)s (%(left)s):") % named,
            *_listed(waiting),
            "",
            *_act(gettext("Make the statement, with every receipt:"), "wallet:allowance-one", row.public_id),
        ],
        key=f"wallet-remind-receipts:{row.pk}:{day.isoformat()}:{distance}",
        now=now,
    )


def _queue(person: Person, *, subject: str, parts: Iterable[str], key: str, now: datetime) -> None:
    hello = gettext("Hello %(given)s,") % {"given": person.given_name or person.full_name}
    end = [
        gettext("You chose to hear of this. Change when, or end it:"),
        _link("wallet:reminders"),
        gettext("End all reminders without signing in:"),
        _link("wallet:reminders-stop", stop_token(person.pk)),
        "",
        gettext("Reference material, not legal advice. The authority decides."),
    ]
    text = "\n".join([hello, "", *parts, *end, ""])
    queue_mail(to=person.email, subject=subject, text=text, key=key, now=now)


def _listed(items: Iterable[str]) -> list[str]:
    return [f"- {each}" for each in items]


def _act(words: str, name: str, *places: object) -> list[str]:
    return [words, _link(name, *places), ""]


def _link(name: str, *places: object) -> str:
    return f"{django_settings.BASE_URL}{reverse(name, args=places)}"


def _amounts(money: Decimal | None, days: Decimal | None, currency: str) -> Iterable[str]:
    if money:
        yield f"{money:,.2f} {currency}"
    if days:
        few = f"{days.normalize():f}"
        yield ngettext("%(few)s day away", "%(few)s days away", 1 if days == 1 else 2) % {"few": few}


def _left(days: int) -> str:
    if days == 0:
        return gettext("today is the last day")
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def _day(day: date) -> str:
    return formats.date_format(day, "F j, Y")
