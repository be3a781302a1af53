"""Roles of a provider's staff, what each may do, and the actor every service receives first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from opencme.kernel.clock import day_in
from opencme.kernel.i18n import gettext_noop as _


class Role(StrEnum):
    """A role a person holds at one provider."""

    MANAGER = "manager"
    COORDINATOR = "coordinator"
    DESIGNER = "designer"
    REVIEWER = "reviewer"
    CHAIR = "chair"


ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.MANAGER: _("Program manager"),
    Role.COORDINATOR: _("CME coordinator"),
    Role.DESIGNER: _("Instructional designer"),
    Role.REVIEWER: _("Reviewer"),
    Role.CHAIR: _("Committee chair"),
}

ROLE_SAYS: Final[Mapping[Role, str]] = {
    Role.MANAGER: _(
        "Sets up the provider and its staff, designates credit, reports; does everything but review and approve."
    ),
    Role.COORDINATOR: _("Plans and runs activities: people, agenda, attendance, reports."),
    Role.DESIGNER: _("Plans, and builds content, assessment and evaluation."),
    Role.REVIEWER: _("Judges financial relationships and reviews content."),
    Role.CHAIR: _("Reviews like a reviewer, and approves activities."),
}


class Permission(StrEnum):
    """Something a role allows at its provider."""

    PROVIDER_SEE = "provider.see"
    PROVIDER_CHANGE = "provider.change"
    STAFF_CHANGE = "staff.change"
    ACTIVITY_PLAN = "activity.plan"
    ACTIVITY_SUBMIT = "activity.submit"
    ACTIVITY_APPROVE = "activity.approve"
    ACTIVITY_DESIGNATE = "activity.designate"
    ACTIVITY_RUN = "activity.run"
    PEOPLE_INVITE = "people.invite"
    DISCLOSURES_JUDGE = "disclosures.judge"
    CONTENT_EDIT = "content.edit"
    CONTENT_REVIEW = "content.review"
    ATTENDANCE_RECORD = "attendance.record"
    LEARNERS_SEE = "learners.see"
    CREDIT_CORRECT = "credit.correct"
    REPORTS_MAKE = "reports.make"
    AUDIT_READ = "audit.read"
    STANDING_SEE = "standing.see"


_ALL: Final = frozenset(Permission)
_P = Permission

ROLE_TABLE: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.MANAGER: _ALL - {_P.CONTENT_REVIEW, _P.ACTIVITY_APPROVE},
    Role.COORDINATOR: frozenset(
        {
            _P.PROVIDER_SEE,
            _P.ACTIVITY_PLAN,
            _P.ACTIVITY_SUBMIT,
            _P.ACTIVITY_RUN,
            _P.PEOPLE_INVITE,
            _P.CONTENT_EDIT,
            _P.ATTENDANCE_RECORD,
            _P.LEARNERS_SEE,
            _P.REPORTS_MAKE,
            _P.AUDIT_READ,
        }
    ),
    Role.DESIGNER: frozenset(
        {
            _P.PROVIDER_SEE,
            _P.ACTIVITY_PLAN,
            _P.CONTENT_EDIT,
            _P.PEOPLE_INVITE,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            _P.PROVIDER_SEE,
            _P.DISCLOSURES_JUDGE,
            _P.CONTENT_REVIEW,
            _P.AUDIT_READ,
        }
    ),
    Role.CHAIR: frozenset(
        {
            _P.PROVIDER_SEE,
            _P.ACTIVITY_APPROVE,
            _P.DISCLOSURES_JUDGE,
            _P.CONTENT_REVIEW,
            _P.AUDIT_READ,
            _P.LEARNERS_SEE,
        }
    ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that the roles allow together."""
    return frozenset().union(*(ROLE_TABLE[role] for role in roles)) if roles else frozenset()


def roles_that_may(permission: Permission) -> tuple[Role, ...]:
    """The roles that allow ``permission``, in the order of the table."""
    return tuple(role for role, allowed in ROLE_TABLE.items() if permission in allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a signed-in person, somebody holding a task link, or the system itself.

    person_id: None for a link holder without an account and for the system.
    label: how the audit names the actor; kept even when the person leaves.
    roles: the person's roles by provider id.
    on_behalf_of: label of the person for whom it is done, or empty.
    zone: whose clock the actor's days are told by; has_zone: the person said so, else it is the deployment's.
    """

    person_id: int | None
    label: str
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    on_behalf_of: str = ""
    is_system: bool = False
    zone: str = "UTC"
    has_zone: bool = False

    def today(self, now: datetime) -> date:
        """Give the day it is for the actor: the one place where a person's today is told."""
        return day_in(self.zone, now)

    def may(self, permission: Permission, *, on: int) -> bool:
        """Say whether the actor's roles at provider ``on`` allow ``permission``."""
        return self.is_system or permission in permissions_of(self.roles.get(on, frozenset()))

    def belongs_to(self, provider_id: int) -> bool:
        """Say whether the actor has any role at the provider."""
        return self.is_system or bool(self.roles.get(provider_id))


def system(label: str = "OpenCME") -> Actor:
    """Give the actor of jobs and commands."""
    return Actor(person_id=None, label=label, is_system=True)
