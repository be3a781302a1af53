"""Staff of a provider: invited by mail, a role at a time; a role is ended, never deleted."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from opencme.apps.accounts.selectors import person_for_email
from opencme.apps.accounts.services import create_person, invitation_link
from opencme.apps.audit.services import record
from opencme.apps.messaging.services import queue_mail
from opencme.apps.providers.models import Membership, Provider
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import ROLE_NAMES, ROLE_SAYS, Actor, Permission, Role

SOURCE: Final = "opencme-provider"


@transaction.atomic
def invite_staff(
    *,
    by: Actor,
    provider_id: int,
    email: str,
    given_name: str,
    family_name: str,
    roles: frozenset[Role],
    now: datetime,
) -> tuple[Membership, ...]:
    """Give somebody roles at the provider, with an account where there is none yet, and tell them by mail.

    A role that is held already is left alone; when nothing is new, no mail goes out.
    """
    require(by, Permission.STAFF_CHANGE, on=provider_id)
    if not roles:
        raise DomainError(_finding("staff.roles", _("Choose at least one role."), "roles"))
    provider = Provider.objects.select_for_update().get(pk=provider_id)
    person = person_for_email(email) or create_person(
        by=by, email=email, given_name=given_name, family_name=family_name, now=now
    )
    rows = Membership.objects.of(provider_id).filter(person=person, ended_at=None)
    held = {Role(role) for role in rows.values_list("role", flat=True)}
    made = tuple(
        Membership.objects.create(provider=provider, person=person, role=role, from_at=now)
        for role in Role
        if role in roles - held
    )
    if not made:
        return ()
    record(
        "staff.changed",
        by=by,
        subject=made[0],
        at=now,
        provider_id=provider_id,
        before={"roles": _names(held)},
        after={"person": person.full_name, "roles": _names(held | roles)},
    )
    _tell(provider, made, by=by, now=now)
    return made


@transaction.atomic
def end_role(*, by: Actor, provider_id: int, membership_id: UUID, now: datetime) -> Membership:
    """End a role; the row stays. Refused for the last manager, who would leave nobody to invite another."""
    require(by, Permission.STAFF_CHANGE, on=provider_id)
    Provider.objects.select_for_update().get(pk=provider_id)
    rows = Membership.objects.of(provider_id)
    row: Membership | None = rows.select_related("person").filter(public_id=membership_id).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        return row
    managers = rows.filter(role=Role.MANAGER, ended_at=None).count()
    if row.role == Role.MANAGER and managers == 1:
        raise DomainError(
            _finding(
                "staff.last_manager",
                _("This is the last program manager. Make somebody else a manager first."),
                "",
            )
        )
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    record(
        "staff.changed",
        by=by,
        subject=row,
        at=now,
        provider_id=provider_id,
        before={"person": row.person.full_name, "role": row.role},
        after={"ended": True},
    )
    return row


def _tell(provider: Provider, made: tuple[Membership, ...], *, by: Actor, now: datetime) -> None:
    person = made[0].person
    link = invitation_link(person, next=reverse("console:board", args=[provider.slug]))
    lines = "\n".join(f"- {gettext(ROLE_NAMES[Role(row.role)])}: {gettext(ROLE_SAYS[Role(row.role)])}" for row in made)
    text = gettext(
        "Hello %(name)s,\n\n%(by)s has given you a role at %(provider)s in OpenCME:\n\n%(roles)s\n\n"
        "This link signs you in; you need no password. It works once, within 14 days; later, have a new one mailed "
        "to you on the sign-in page.\n%(link)s\n"
    )
    queue_mail(
        to=person.email,
        subject=gettext("Your role at %(provider)s") % {"provider": provider.name},
        text=text % {"name": person.full_name, "by": by.label, "provider": provider.name, "roles": lines, "link": link},
        key=f"staff:{made[0].pk}",
        provider_id=provider.pk,
        now=now,
    )


def _names(roles: set[Role] | frozenset[Role]) -> list[str]:
    return [str(role) for role in Role if role in roles]


def _finding(code: str, message: str, field: str) -> Finding:
    return Finding(code=code, message=message, source=SOURCE, field=field)
