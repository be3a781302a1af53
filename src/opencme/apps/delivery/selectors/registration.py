"""Reading registrations, and what stands against one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import Registration
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.activity.lifecycle import State

SOURCE: Final = "opencme-delivery"


def registration_of(*, actor: Actor | None, activity: Activity) -> Registration | None:
    """Give the actor's own standing registration for ``activity``; None for a visitor or after withdrawal."""
    if actor is None or actor.person_id is None:
        return None
    return activity.registrations.filter(person_id=actor.person_id, withdrawn_at=None).select_related("person").first()


def findings_on_registration(activity: Activity, now: datetime, *, was_registered: bool = False) -> tuple[Finding, ...]:
    """Say what stands against somebody registering now. was_registered: withdrew before, so was let in once."""

    def find() -> Iterator[Finding]:
        if activity.state != State.OPEN:
            yield _finding("closed", _("Registration for this activity is closed."))
        elif activity.expires_on and now.astimezone(activity.zone).date() > activity.expires_on:
            day = activity.expires_on.isoformat()
            yield _finding("expired", _("This activity expired on %(day)s."), day=day)
        if activity.registration_open_to == "limited" and not was_registered:
            yield limited(activity)

    return tuple(find())


def limited(activity: Activity) -> Finding:
    """Say that only those whom the provider adds take part."""
    return _finding(
        "limited",
        _("This activity is open to invited participants only; ask %(provider)s to add you."),
        provider=activity.provider.name,
    )


def _finding(code: str, message: str, **params: str) -> Finding:
    return Finding(code=f"registration.{code}", message=message, source=SOURCE, params=params)
