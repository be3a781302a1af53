"""The account as a whole: what is held, what would go, what would stay and why, and until when."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from opencme.apps.accounts.models import Person
from opencme.apps.accounts.selectors import person_with_id
from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Draft
from opencme.apps.delivery.models import Registration
from opencme.apps.providers.models import Membership
from opencme.apps.reporting.selectors.retention import retention
from opencme.apps.wallet.models import AccountExport
from opencme.apps.wallet.selectors.account_parts import PARTS, Fate, Part, private_files
from opencme.kernel.findings import Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Role

if TYPE_CHECKING:
    from django.db import models

__all__ = [
    "AccountExport",
    "AccountPage",
    "Held",
    "account_page",
    "begun",
    "export_of",
    "findings_on_deleting",
    "kept_until",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many rows of one part there are."""

    part: Part
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """What somebody sees before they take everything along, or leave.

    gone: what is deleted at once; kept: what stays, each with its reason. until: before which day participation is not
    forgotten, None where nobody knows it yet or nothing is kept. findings: what stands against deleting now.
    """

    person: Person
    gone: tuple[Held, ...]
    kept: tuple[Held, ...]
    until: date | None
    exports: tuple[AccountExport, ...]
    findings: tuple[Finding, ...]

    @property
    def newest(self) -> AccountExport | None:
        """The export asked for last."""
        return self.exports[0] if self.exports else None


def account_page(*, actor: Actor) -> AccountPage:
    """Give the actor's own account; a query per part, however much is in each."""
    person = person_with_id(actor.person_id or 0)
    counted = [Held(part=part, count=_count(part, person)) for part in PARTS]
    found = [each for each in counted if each.count]
    return AccountPage(
        person=person,
        gone=tuple(each for each in found if each.part.fate is Fate.DELETED),
        kept=tuple(each for each in found if each.part.fate is not Fate.DELETED),
        until=kept_until(person),
        exports=tuple(AccountExport.objects.filter(person=person).select_related("file")[:5]),
        findings=findings_on_deleting(person),
    )


def findings_on_deleting(person: Person) -> tuple[Finding, ...]:
    """Say what stands against deleting the account now: a provider that would be left without a manager."""
    rows = Membership.objects.across_providers(why="a person leaves every provider at once")
    mine = rows.filter(person=person, role=Role.MANAGER, ended_at=None).select_related("provider")
    managed = {each.provider_id: each.provider for each in mine}
    others = set(
        rows.filter(provider__in=managed, role=Role.MANAGER, ended_at=None)
        .exclude(person=person)
        .values_list("provider_id", flat=True)
    )
    return tuple(
        Finding(
            code="account.last_manager",
            message=_("You are the last program manager of %(provider)s. Make somebody else a manager first."),
            source="opencme-account-deletion",
            params={"provider": provider.name},
        )
        for key, provider in managed.items()
        if key not in others
    )


def export_of(*, actor: Actor, export_id: UUID) -> AccountExport:
    """Give one of the actor's own exports; NotFound for anybody else's."""
    rows = AccountExport.objects.filter(person_id=actor.person_id or 0, public_id=export_id)
    found = rows.select_related("file").first()
    if found is None:
        raise NotFound
    return found


def begun(person: Person) -> "models.QuerySet[Registration]":
    """Give the registrations in which something happened: evidence that cannot go. A query per kind of evidence."""
    kept: set[int] = set()
    for relation in Registration._meta.related_objects:  # noqa: SLF001 -- Django's documented way to what points here
        rows: Any = relation.related_model._base_manager  # noqa: SLF001 -- as above
        if relation.related_model is not Draft:
            name = relation.field.name
            kept.update(rows.filter(**{f"{name}__person": person}).values_list(f"{name}_id", flat=True))
    found: models.QuerySet[Registration] = Registration.objects.across_providers(
        why="a person's own registrations span every provider"
    )
    return found.filter(pk__in=kept)


def kept_until(person: Person) -> date | None:
    """Give the day before which no record of the person's participation is forgotten; None: none kept, or unknown."""
    activities = set(begun(person).values_list("activity_id", flat=True))
    rows = Activity.objects.across_providers(why="a person's own registrations span every provider")
    days = [retention(each).participation_until for each in rows.filter(pk__in=activities).select_related("provider")]
    return max((day for day in days if day), default=None)


def _count(part: Part, person: Person) -> int:
    if part.path == "stored_by":
        return private_files(person).count()
    return part.rows(person).count()
