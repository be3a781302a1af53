"""Passwords and sessions of the actor's own account."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import person_with_id
from opencme.apps.audit.services import record
from opencme.kernel.findings import DomainError, Finding, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor


@transaction.atomic
def set_password(*, by: Actor, new: str, current: str | None, now: datetime) -> Person:
    """Set the actor's own password; every other session ends.

    current: the present password; None when the person came in by a fresh link (the view knows), which proves as much.
    Raises DomainError with field ``current`` or ``new``.
    """
    person = _own(by)
    if current is not None and person.has_usable_password() and not person.check_password(current):
        raise DomainError(_refusal("current", _("This is not your present password.")))
    try:
        validate_password(new, user=person)
    except ValidationError as weak:
        raise DomainError(*(_refusal("new", text) for text in weak.messages)) from None
    person.set_password(new)
    person.save(update_fields=["password"])
    record("person.password_set", by=by, subject=person, at=now)
    return person


@transaction.atomic
def end_all_sessions(*, by: Actor, now: datetime) -> Person:
    """End every session of the actor, on every device; unused links stop working too."""
    person = _own(by)
    person.session_epoch += 1
    person.last_login = now
    person.save(update_fields=["session_epoch", "last_login"])
    record("person.sessions_ended", by=by, subject=person, at=now)
    return person


def _own(by: Actor) -> Person:
    if by.person_id is None:
        raise NotAllowed
    return Person.objects.select_for_update().get(pk=person_with_id(by.person_id).pk)


def _refusal(field: str, message: str) -> Finding:
    return Finding(code=f"accounts.password.{field}", message=message, source="opencme-accounts", field=field)
