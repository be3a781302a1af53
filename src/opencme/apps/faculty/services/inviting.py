"""Inviting people in control by link, and reminding them without flooding anybody."""

import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from opencme.apps.accounts.models import Person
from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.audit import services as audit
from opencme.apps.faculty.models import InControl
from opencme.apps.faculty.selectors import people, tasks
from opencme.apps.faculty.services import mails
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import STATE_NAMES, State
from opencme.rules.independence.edition import ROLE_NAMES, ControlRole
from opencme.rules.independence.invitations import Invitee

SOURCE: Final = "opencme-independence"
OVER: Final = frozenset({State.CLOSED, State.REPORTED, State.CANCELLED})
QUIET: Final = timedelta(hours=20)
TEACHES: Final = frozenset({ControlRole.FACULTY, ControlRole.MODERATOR})
TIME_TO_ANSWER: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What became of a list: the rows made, and who held the role already."""

    made: tuple[InControl, ...]
    already: tuple[Invitee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What became of a reminder: to whom it went, and who was reminded within the last hours."""

    sent: tuple[InControl, ...]
    quiet: tuple[InControl, ...]


def usual_start(activity: Activity, role: ControlRole, now: datetime) -> datetime:
    """Give the moment a role usually begins: teaching with the activity, all else in a week at nine o'clock."""
    starts = activities.starts_at(activity)
    if role in TEACHES and starts is not None and starts > now:
        return starts
    day = (now + TIME_TO_ANSWER).astimezone(activity.zone).date()
    moment = datetime.combine(day, time(9), tzinfo=activity.zone)
    return min(moment, starts) if starts is not None and starts > now else moment


@transaction.atomic
def invite(
    *,
    by: Actor,
    activity_id: UUID,
    name: str,
    email: str,
    role: str,
    role_starts_at: datetime | None = None,
    credentials: str = "",
    affiliation: str = "",
    topics: str = "",
    now: datetime,
) -> InControl:
    """Invite one person to one role, by a link that needs no account; gives the row with its token.

    role_starts_at: when control begins; None takes the usual moment of the role. Raises DomainError when the person
    holds the role already or the start is past, because the disclosure must come first.
    """
    activity = activity_to_staff(by, activity_id)
    row = _make(
        activity,
        by=by,
        name=name,
        email=email,
        role=role,
        role_starts_at=role_starts_at,
        credentials=credentials,
        affiliation=affiliation,
        topics=topics,
        now=now,
    )
    mails.send_invitations([row], now=now)
    return row


@transaction.atomic
def invite_many(
    *,
    by: Actor,
    activity_id: UUID,
    invitees: Sequence[Invitee],
    role_starts_at: datetime | None = None,
    now: datetime,
) -> Invited:
    """Invite a whole list, all or none; who holds the role already is passed over. One mail per person.

    role_starts_at: for all of them; None takes the usual moment of each role.
    """
    activity = activity_to_staff(by, activity_id)
    if not invitees:
        raise DomainError(
            Finding(
                code="independence.list.empty",
                source=SOURCE,
                field="people",
                message=_("Write one person a line: name, e-mail, role."),
            )
        )
    standing = InControl.objects.of(activity.provider_id).filter(activity=activity, withdrawn_at=None)
    held = {(email.casefold(), role) for email, role in standing.values_list("email", "role")}
    made, already = [], []
    for each in invitees:
        if (each.email.casefold(), str(each.role)) in held:
            already.append(each)
            continue
        row = _make(
            activity,
            by=by,
            name=each.name,
            email=each.email,
            role=each.role,
            role_starts_at=role_starts_at,
            credentials=each.credentials,
            now=now,
        )
        made.append(row)
    mails.send_invitations(made, now=now)
    return Invited(made=tuple(made), already=tuple(already))


@transaction.atomic
def join_as_reviewer(*, by: Actor, activity_id: UUID, now: datetime) -> InControl:
    """Let a member of staff who reviews content take the role of reviewer, to disclose before reviewing (TRAP-35).

    Gives the row that is there when the person holds the role already.
    """
    activity = activities.activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.CONTENT_REVIEW, on=activity.provider_id)
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None:
        raise NotAllowed(Permission.CONTENT_REVIEW)
    _refuse_when_over(activity)
    rows = InControl.objects.of(activity.provider_id).filter(activity=activity, role="reviewer", withdrawn_at=None)
    kept: InControl | None = rows.filter(email__iexact=person.email).first()
    return kept or _make(
        activity,
        by=by,
        name=person.full_name,
        email=person.email,
        role=ControlRole.REVIEWER,
        role_starts_at=None,
        credentials=person.credentials,
        now=now,
    )


@transaction.atomic
def remind(*, by: Actor, activity_id: UUID, in_control_ids: Collection[UUID] = (), now: datetime) -> Reminded:
    """Remind those who owe something: one mail a person, with all they owe this provider; nobody twice in 20 hours.

    in_control_ids: whom; empty means everybody who owes something in this activity.
    """
    activity = activity_to_staff(by, activity_id)
    rows = people.with_evidence(InControl.objects.of(activity.provider_id).filter(activity=activity, withdrawn_at=None))
    if in_control_ids:
        rows = rows.filter(public_id__in=in_control_ids)
    sent, quiet = [], []
    reminded: set[str] = set()
    for person in people.people_of(activity, rows, now):
        row = person.row
        if not (person.owes_disclosure or person.requests) or row.email.casefold() in reminded:
            continue
        row.activity = activity
        owed = [task.person.row for task in tasks.tasks_of(row, now) if task.has_work]
        if any(each.reminded_at and each.reminded_at > now - QUIET for each in owed):
            quiet.append(row)
            continue
        reminded.add(row.email.casefold())
        for each in owed:
            each.reminded_at = now
            each.save(update_fields=["reminded_at"])
        mails.send_reminder(row, owed, now=now)
        audit.record(
            "incontrol.reminded",
            by=by,
            subject=row,
            at=now,
            provider_id=activity.provider_id,
            activity_id=activity.pk,
            after={"owed": len(owed)},
        )
        sent.append(row)
    return Reminded(sent=tuple(sent), quiet=tuple(quiet))


def activity_to_staff(by: Actor, activity_id: UUID) -> Activity:
    """Give the activity locked to somebody who may name its people, while people may still be named."""
    activity = activities.activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.PEOPLE_INVITE, on=activity.provider_id)
    _refuse_when_over(activity)
    return activity


def _refuse_when_over(activity: Activity) -> None:
    if State(activity.state) in OVER:
        raise DomainError(
            Finding(
                code="independence.people.over",
                source=SOURCE,
                message=_("The activity is in the state “%(state)s”; its people no longer change."),
                params={"state": STATE_NAMES[State(activity.state)]},
            )
        )


def _make(
    activity: Activity,
    *,
    by: Actor,
    name: str,
    email: str,
    role: str,
    role_starts_at: datetime | None,
    credentials: str = "",
    affiliation: str = "",
    topics: str = "",
    now: datetime,
) -> InControl:
    name, email = " ".join(name.split()), email.strip().lower()
    starts = role_starts_at or (usual_start(activity, ControlRole(role), now) if role in ROLE_NAMES else None)
    if findings := tuple(_findings(activity, now, name=name, email=email, role=role, starts=starts)):
        raise DomainError(*findings)
    row: InControl = InControl.objects.create(
        activity=activity,
        person=Person.objects.filter(email__iexact=email).first(),
        name=name,
        credentials=credentials.strip(),
        affiliation=affiliation.strip(),
        email=email,
        role=str(role),
        topics=topics.strip(),
        role_starts_at=starts,
        follows_activity=role_starts_at is None and role in TEACHES and not _has_started(activity, now),
        token=secrets.token_urlsafe(32),
        invited_at=now,
    )
    audit.record(
        "incontrol.invited",
        by=by,
        subject=row,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        after={"name": name, "email": email, "role": str(role), "role_starts_at": starts.isoformat() if starts else ""},
    )
    return row


def _has_started(activity: Activity, now: datetime) -> bool:
    """Whether it began already: who steps in later begins at a moment of their own (TRAP-43)."""
    starts = activities.starts_at(activity)
    return starts is not None and starts <= now


def _findings(
    activity: Activity, now: datetime, *, name: str, email: str, role: str, starts: datetime | None
) -> Iterator[Finding]:
    if not name:
        yield _finding("name", _("Give the person's name."))
    try:
        validate_email(email)
    except ValidationError:
        yield _finding(
            "email", _("%(email)s is no e-mail address to which a link could go."), {"email": email or _("Nothing")}
        )
    if role not in ROLE_NAMES:
        yield _finding("role", _("Choose the role."))
    if starts is not None and starts <= now:
        yield _finding(
            "role_starts_at",
            _("The role of %(name)s cannot begin in the past: the disclosure comes first."),
            {"name": name},
            "accme-standard-3",
        )
    rows = InControl.objects.of(activity.provider_id).filter(activity=activity, withdrawn_at=None)
    if rows.filter(email__iexact=email, role=role).exists():
        yield _finding(
            "email",
            _("%(email)s holds this role already."),
            {"email": email},
            code="twice",
        )


def _finding(
    field: str, message: str, params: dict[str, str] | None = None, source: str = SOURCE, code: str = ""
) -> Finding:
    return Finding(
        code=f"independence.invite.{code or field}",
        source=source,
        field=field,
        message=message,
        params=params or {},
    )
