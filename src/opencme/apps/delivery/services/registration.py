"""Registering for an activity, by the person or by staff, and withdrawing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.accounts.models import Person
from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import PeopleImport, Registration
from opencme.apps.delivery.selectors.registration import findings_on_registration
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Actor, Permission


@transaction.atomic
def register(*, by: Actor, activity_id: UUID, share_consent: bool, now: datetime) -> Registration:
    """Register ``by`` for an open activity; a second call gives the registration that is already there.

    share_consent: a choice of its own, never pre-set; registration works without it (STD 2.3).
    """
    activity = activities.activity_for_learner(activity_id=activity_id)
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None:
        raise NotFound
    kept = activity.registrations.select_for_update().filter(person=person).first()
    if kept is not None and kept.withdrawn_at is None:
        return kept
    if findings := findings_on_registration(activity, now, was_registered=kept is not None):
        raise DomainError(*findings)
    return enroll(by=by, activity=activity, person=person, source="self", share_consent=share_consent, now=now)


def enroll(
    *,
    by: Actor,
    activity: Activity,
    person: Person,
    source: str,
    share_consent: bool = False,
    roster_import: PeopleImport | None = None,
    now: datetime,
) -> Registration:
    """Write the registration of ``person``, or give the one that stands.

    The caller holds the transaction and asked for the permission.

    source: ``self``, ``staff``, ``list``, ``attendance`` or ``check_in``. share_consent: of no effect where nobody
    supports the activity: there is nobody to share with, and none may come to it later.
    """
    share_consent = share_consent and bool(activity.commercial_support)
    registration, is_new = activity.registrations.get_or_create(
        person=person,
        defaults={
            "profession": person.profession,
            "degree": person.degree,
            "registered_at": now,
            "share_consent_at": now if share_consent else None,
            "source": source,
            "roster_import": roster_import,
        },
    )
    if not is_new and registration.withdrawn_at is None:
        return registration
    if not is_new:
        registration.withdrawn_at = None
        registration.share_consent_at = now if share_consent else None
        registration.save(update_fields=["withdrawn_at", "share_consent_at"])
    audit.record(
        "registration.made",
        by=by,
        subject=registration,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        after={"source": source, "share_consent": share_consent},
    )
    return registration


@transaction.atomic
def set_share_consent(*, by: Actor, registration_id: UUID, share_consent: bool, now: datetime) -> Registration:
    """Let a participant give or take back the consent to share contact data with supporters, if any (STD 2.3)."""
    rows = Registration.objects.across_providers(why="participants reach their own rows").select_for_update(
        of=("self",)
    )
    registration: Registration | None = rows.filter(public_id=registration_id, person_id=by.person_id).first()
    if registration is None:
        raise NotFound
    share_consent = share_consent and bool(registration.activity.commercial_support)
    if (registration.share_consent_at is not None) != share_consent:
        registration.share_consent_at = now if share_consent else None
        registration.save(update_fields=["share_consent_at"])
        audit.record(
            "registration.consent_changed",
            by=by,
            subject=registration,
            at=now,
            provider_id=registration.activity.provider_id,
            activity_id=registration.activity_id,
            after={"share_consent": share_consent},
        )
    return registration


@transaction.atomic
def withdraw_registration(*, by: Actor, registration_id: UUID, now: datetime) -> Registration:
    """Withdraw a registration, by the participant or by staff; what was recorded stays, awards are not touched."""
    rows = (
        Registration.objects.across_providers(why="the person or the roles are asked next")
        .select_related("activity")
        .select_for_update(of=("self",))
    )
    registration: Registration | None = rows.filter(public_id=registration_id).first()
    if registration is None:
        raise NotFound
    if registration.person_id != by.person_id:
        require(by, Permission.ATTENDANCE_RECORD, on=registration.activity.provider_id)
    if registration.withdrawn_at is None:
        registration.withdrawn_at = now
        registration.save(update_fields=["withdrawn_at"])
        audit.record(
            "registration.withdrawn",
            by=by,
            subject=registration,
            at=now,
            provider_id=registration.activity.provider_id,
            activity_id=registration.activity_id,
        )
    return registration
