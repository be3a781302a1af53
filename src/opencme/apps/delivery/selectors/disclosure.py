"""Who shaped the content, and whether a participant has seen the disclosure as it stands (STD 3.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Activity
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Registration
from opencme.apps.faculty.models import InControl
from opencme.apps.faculty.selectors import LearnerDisclosure, disclosure_to_learners

# Events after which the words may be others; a speaker who steps in late is disclosed too (TRAP-43).
CHANGES: Final = (
    "disclosure.signed",
    "exclusion.excepted",
    "incontrol.changed",
    "incontrol.invited",
    "incontrol.withdrawn",
    "mitigation.recorded",
    "relevance.decided",
    "activity.changed",
)


def disclosure_due(registration: Registration, now: datetime) -> LearnerDisclosure | None:
    """Give the disclosure when the participant has not been shown its present words; None when nothing is due.

    Two queries where nothing about the people in control happened since it was shown.
    """
    shown = {each.digest: each.shown_at for each in registration.impressions.all()}
    if shown:
        since = max(shown.values())
        changes = AuditEvent.objects.filter(activity_id=registration.activity_id, at__gte=since, event__in=CHANGES)
        if not changes.exists():
            return None
    present = disclosure_to_learners(registration.activity, now)
    return None if present.digest in shown else present


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person in control as an announcement names them; ``roles`` in words, untranslated, ``role`` the first key."""

    name: str
    credentials: str
    affiliation: str
    role: str
    roles: tuple[str, ...]

    @property
    def name_with_credentials(self) -> str:
        """The name as it is announced."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


def named_to_learners(activity: Activity) -> tuple[Named, ...]:
    """Give everybody in control, each human being once with all roles, those who teach first: one query."""
    names = dict(InControl.ROLES)
    order = {"faculty": 0, "moderator": 1, "author": 2}
    rows = InControl.objects.of(activity.provider_id).filter(activity=activity, withdrawn_at=None)
    found: dict[str, list[InControl]] = {}
    for row in sorted(rows, key=lambda row: (order.get(row.role, 9), row.name, row.pk)):
        found.setdefault(row.email.casefold(), []).append(row)
    return tuple(
        Named(
            name=mine[0].name,
            credentials=mine[0].credentials,
            affiliation=next((row.affiliation for row in mine if row.affiliation), ""),
            role=mine[0].role,
            roles=tuple(dict.fromkeys(names.get(row.role, row.role) for row in mine)),
        )
        for mine in found.values()
    )
