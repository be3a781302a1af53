"""Checking in to a session by its code: typed, or followed from the QR code on the screen in the room."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Session
from opencme.apps.delivery.models import Attendance
from opencme.apps.delivery.selectors import check_in as selectors
from opencme.apps.delivery.selectors.registration import SOURCE, limited
from opencme.apps.delivery.services.attendance import keep_attendance, session_to_change
from opencme.apps.delivery.services.registration import enroll
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

HELD_FOR: Final = timedelta(minutes=15)


@transaction.atomic
def open_check_in(*, by: Actor, session_id: UUID, now: datetime) -> Session:  # noqa: ARG001 -- every service ends with now
    """Give the session the secret its check-in codes come from, if it has none yet."""
    session = session_to_change(by, session_id)
    if not session.check_in_secret:
        session.check_in_secret = secrets.token_urlsafe(32)
        session.save(update_fields=["check_in_secret"])
    return session


@transaction.atomic
def check_in(
    *,
    by: Actor,
    code: str = "",
    session_id: UUID | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> Attendance:
    """Check ``by`` in to a session; registers on the way; a second time changes nothing.

    code: as typed or followed; it names its session. Or session_id with seen_at: the caller vouches that this person
    showed the session's code at that moment and had to sign in first; that is good for ``HELD_FOR``.
    """
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None:
        raise NotFound
    session = _session(code, session_id, seen_at, now)
    Person.objects.select_for_update().get(pk=person.pk)
    activity = session.activity
    registration = activity.registrations.filter(person=person, withdrawn_at=None).first()
    if registration is None and activity.registration_open_to == "limited":
        raise DomainError(limited(activity))
    registration = registration or enroll(by=by, activity=activity, person=person, source="check_in", now=now)
    kept: Attendance | None = registration.attendance.filter(session=session, source="code").last()
    if kept is not None and not kept.is_withdrawn:
        return kept
    return keep_attendance(registration=registration, session=session, source="code", minutes=None, by=by, now=now)


def _session(code: str, session_id: UUID | None, seen_at: datetime | None, now: datetime) -> Session:
    if session_id is not None and seen_at is not None:
        found = selectors.session_running(session_id, seen_at) if seen_at <= now <= seen_at + HELD_FOR else None
    else:
        found = selectors.session_with_code(code, now)
    if found is None:
        raise DomainError(
            Finding(
                code="check_in.code",
                message=_("This code is not in use now. Codes change every minute: look at the screen and try again."),
                source=SOURCE,
                field="code",
            )
        )
    return found
