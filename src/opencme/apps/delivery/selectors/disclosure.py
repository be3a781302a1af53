"""Who shaped the content, and whether a participant has seen the disclosure as it stands (STD 3.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from opencme.apps.activities.models import Activity
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import Registration
from opencme.apps.faculty.models import InControl
from opencme.apps.faculty.selectors import LearnerDisclosure, disclosure_to_learners

TAUGHT_BY: Final = ("faculty", "moderator", "author")
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
    def teaches(self) -> bool:
        """Whether the person is announced as faculty."""
        return self.role in TAUGHT_BY

    @property
    def name_with_credentials(self) -> str:
        """The name as it is announced."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


def named_to_learners(activity: Activity) -> tuple[Named, ...]:
    """Give everybody in control, each human being once with all roles, those who teach first: one query."""
    rows = InControl.objects.of(activity.provider_id).filter(activity=activity, withdrawn_at=None)
    return named(rows.order_by("name", "pk").values_list("email", "name", "credentials", "affiliation", "role"))


def named(rows: Iterable[tuple[str, str, str, str, str]]) -> tuple[Named, ...]:
    """Give each human being once. rows: e-mail, name, credentials, affiliation and role, in the order of names."""
    names = dict(InControl.ROLES)
    order = {role: at for at, role in enumerate(TAUGHT_BY)}
    found: dict[str, list[tuple[str, str, str, str, str]]] = {}
    for row in sorted(rows, key=lambda row: order.get(row[4], len(order))):
        found.setdefault(row[0].casefold(), []).append(row)
    return tuple(
        Named(
            name=mine[0][1],
            credentials=mine[0][2],
            affiliation=next((row[3] for row in mine if row[3]), ""),
            role=mine[0][4],
            roles=tuple(dict.fromkeys(names.get(row[4], row[4]) for row in mine)),
        )
        for mine in found.values()
    )
