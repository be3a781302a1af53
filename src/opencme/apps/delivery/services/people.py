"""Participants added by staff: one, or a whole list; a list is undone as a whole while nobody on it has begun."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from opencme.apps.accounts.models import Person
from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import PeopleImport, Registration
from opencme.apps.delivery.selectors.people import (
    Entry,
    PeopleList,
    accounts_to_register,
    begun_on,
    file_of_provider,
    read_people_list,
    used_elsewhere,
)
from opencme.apps.delivery.services.registration import enroll
from opencme.apps.providers.permissions import require
from opencme.apps.records.bulk import insert_values
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import State
from opencme.rules.delivery.people_list import FIELDS, SOURCE, Remark, findings_on_mapping, findings_on_person

TAKES_PEOPLE: Final = (State.DESIGNATED, State.OPEN, State.DELIVERED)
MOST_SHOWN: Final = 50
_BATCH: Final = 5_000
_ACCOUNT: Final = (
    "email",
    "given_name",
    "family_name",
    "credentials",
    "profession",
    "degree",
    "password",
    "created_at",
)
_REGISTRATION: Final = (
    "activity_id",
    "person_id",
    "profession",
    "degree",
    "registered_at",
    "source",
    "roster_import_id",
    "opened_account",
)


@transaction.atomic
def add_participant(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    email: str,
    given_name: str,
    family_name: str,
    now: datetime,
    **values: str,
) -> Registration:
    """Register one person, with a new account if needed; an account with the e-mail is used as it is.

    values: ``credentials``, ``profession`` and ``degree`` of a new account.
    """
    activity = _to_change(by, provider_id, activity_id)
    person = person_for(by=by, email=email, given_name=given_name, family_name=family_name, now=now, **values)
    return enroll(by=by, activity=activity, person=person, source="staff", now=now)


def person_for(*, by: Actor, email: str, given_name: str, family_name: str, now: datetime, **values: str) -> Person:
    """Give the account with this e-mail, or open one that only links open; inside the caller's transaction."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is not None:
        return person
    if findings := findings_on_person(email=email, given_name=given_name, family_name=family_name):
        raise DomainError(*findings)
    person = Person.objects.create_person(
        email=email.strip(),
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        created_at=now,
        **values,
    )
    audit.record("person.created", by=by, subject=person, at=now)
    return person


@transaction.atomic
def import_people(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    file_id: UUID,
    mapping: Mapping[str, int] | None = None,
    leaves_out: bool = False,
    now: datetime,
) -> PeopleImport:
    """Register everybody on a list, or nobody.

    mapping: field -> column (from 0); None lets the header decide. leaves_out: the person agreed that the rows which
    cannot be read are left out; without that one such row refuses the whole list, naming each.
    """
    activity = _to_change(by, provider_id, activity_id)
    file = file_of_provider(provider_id, file_id)
    listed = read_people_list(activity, file, mapping)
    if findings := _against(listed, leaves_out=leaves_out):
        raise DomainError(*findings)
    made: PeopleImport = PeopleImport.objects.create(
        activity=activity,
        file=file,
        mapping=dict(listed.mapping),
        known=listed.registered,
        refused=[[each.line, each.column, each.text, each.why] for each in listed.refused],
        imported_at=now,
        by_id=by.person_id,
    )
    entries = [entry for entry in listed.entries if entry.state != "registered"]
    for start in range(0, len(entries), _BATCH):
        taken, accounts = _register(made, entries[start : start + _BATCH], now)
        made.taken += taken
        made.accounts += accounts
    made.save(update_fields=["taken", "accounts"])
    audit.record(
        "people.imported",
        by=by,
        subject=made,
        at=now,
        provider_id=provider_id,
        activity_id=activity.pk,
        after={
            "file": file.name,
            "sha256": file.sha256,
            "registered": made.taken,
            "accounts": made.accounts,
            "there_already": made.known,
            "left_out": listed.refused_count,
        },
    )
    return made


def _against(listed: PeopleList, *, leaves_out: bool) -> tuple[Finding, ...]:
    if findings := findings_on_mapping(listed.mapping):
        return findings
    if listed.refused and not leaves_out:
        return _refused(listed)
    if not listed.entries:
        message = _("%(name)s names nobody: there is no row with an e-mail address below the header.")
        return (_finding("nobody", message, name=listed.file.name),)
    if not listed.to_register:
        return (_finding("known", _("Everybody on %(name)s is registered already."), name=listed.file.name),)
    return ()


def _refused(listed: PeopleList) -> tuple[Finding, ...]:
    shown = tuple(_line(remark) for remark in listed.refused[:MOST_SHOWN])
    if (more := listed.refused_count - len(shown)) > 0:
        shown += (_finding("more", _("%(count)s more rows cannot be read."), count=str(more)),)
    return shown


def _line(remark: Remark) -> Finding:
    return Finding(
        code="people.list.line",
        message="line %(line)s, %(column)s “%(text)s”: " + remark.why,
        source=SOURCE,
        params={"line": str(remark.line), "column": FIELDS.get(remark.column, remark.column), "text": remark.text},
        field="file",
    )


def _finding(code: str, message: str, **params: str) -> Finding:
    return Finding(code=f"people.list.{code}", message=message, source=SOURCE, params=params, field="file")


def _register(made: PeopleImport, entries: Sequence[Entry], now: datetime) -> tuple[int, int]:
    """Open the accounts that are missing and register everybody of one batch; gives both counts."""
    new = [entry.person for entry in entries if entry.state == "new"]
    accounts = [
        (
            each.email,
            each.given_name,
            each.family_name,
            each.credentials,
            each.profession,
            each.degree,
            UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30),
            now,
        )
        for each in new
    ]
    insert_values(Person, _ACCOUNT, accounts, skips_known=True)  # one opened a moment ago is found below
    people = accounts_to_register([entry.person.email for entry in entries])
    opened = {each.email for each in new}
    registrations = [
        (
            made.activity_id,
            (account := people[entry.person.email]).pk,
            account.profession or entry.person.profession,
            account.degree or entry.person.degree,
            now,
            "list",
            made.pk,
            entry.person.email in opened,
        )
        for entry in entries
    ]
    listed = {account.pk for account in people.values()}
    withdrawn = made.activity.registrations.exclude(withdrawn_at=None).values_list("pk", "person_id")
    again = [pk for pk, person_id in withdrawn if person_id in listed]
    made.activity.registrations.filter(pk__in=again).update(withdrawn_at=None, roster_import=made)
    insert_values(Registration, _REGISTRATION, registrations, skips_known=True)
    return len(registrations), len(accounts)


@transaction.atomic
def undo_people_import(*, by: Actor, provider_id: int, import_id: UUID, now: datetime) -> PeopleImport:
    """Take back a whole list: its registrations go, and the accounts it opened that nobody has used.

    Refused once somebody on it has begun, naming them: then withdraw people one by one.
    """
    require(by, Permission.ATTENDANCE_RECORD, on=provider_id)
    rows = PeopleImport.objects.of(provider_id).select_related("activity", "file").select_for_update(of=("self",))
    made: PeopleImport | None = rows.filter(public_id=import_id).first()
    if made is None:
        raise NotFound
    if made.undone_at is not None:
        return made
    standing = list(made.registrations.select_related("person").select_for_update(of=("self",)))
    if begun := begun_on(each.pk for each in standing):
        names = sorted(str(each.person) for each in standing if each.pk in begun)
        raise DomainError(
            Finding(
                code="people.import.begun",
                message=_(
                    "%(count)s people of this list have begun (%(names)s), so it cannot be undone as a whole. "
                    "Withdraw people one by one instead."
                ),
                source=SOURCE,
                params={"count": str(len(names)), "names": ", ".join(names[:5]) + (", …" if len(names) > 5 else "")},  # noqa: PLR2004 -- a handful
            )
        )
    _take_back(made, standing, now)
    made.undone_at = now
    made.save(update_fields=["undone_at"])
    audit.record(
        "people.import_undone",
        by=by,
        subject=made,
        at=now,
        provider_id=provider_id,
        activity_id=made.activity_id,
        before={"file": made.file.name, "registered": made.taken},
    )
    return made


def _take_back(made: PeopleImport, standing: Sequence[Registration], now: datetime) -> None:
    fresh = [each for each in standing if each.registered_at == made.imported_at]
    opened = [each.person_id for each in fresh if each.opened_account and each.person.last_login is None]
    rows = Registration.objects.of(made.activity.provider_id)
    rows.filter(pk__in=[each.pk for each in standing if each not in fresh]).update(withdrawn_at=now, roster_import=None)
    rows.filter(pk__in=[each.pk for each in fresh]).delete()
    Person.objects.filter(pk__in=set(opened) - used_elsewhere(opened)).delete()


def _to_change(by: Actor, provider_id: int, activity_id: UUID) -> Activity:
    require(by, Permission.ATTENDANCE_RECORD, on=provider_id)
    activity = activities.activity_to_change(actor=by, provider_id=provider_id, activity_id=activity_id)
    if activity.state not in TAKES_PEOPLE:
        raise DomainError(
            Finding(
                code="people.state",
                message=_("People are added from the designation on until the activity is closed."),
                source=SOURCE,
            )
        )
    return activity
