"""Showing participants the disclosure before they engage, and keeping proof of the very words (STD 3.5, TRAP-38)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.delivery.models import Attendance, DisclosureImpression, Registration
from opencme.apps.delivery.services.check_in import check_in
from opencme.apps.delivery.services.registration import register
from opencme.apps.faculty.selectors import disclosure_to_learners
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor

SOURCE = "accme-standard-3"


@transaction.atomic
def record_impression(*, by: Actor, registration_id: UUID, shown: str = "", now: datetime) -> DisclosureImpression:
    """Keep that the participant was shown the disclosure: its words as they stand, once for each wording.

    shown: the digest of the words the page carried; refused when they have changed since, so that nobody confirms
    what they did not see. Empty when the caller shows the present words in the same breath.
    """
    rows = Registration.objects.across_providers(why="participants reach their own rows")
    registration: Registration | None = (
        rows.select_related("activity__provider")
        .select_for_update(of=("self",))
        .filter(public_id=registration_id, person_id=by.person_id, withdrawn_at=None)
        .first()
    )
    if registration is None or by.person_id is None:
        raise NotFound
    disclosure = disclosure_to_learners(registration.activity)
    if shown and shown != disclosure.digest:
        raise DomainError(
            Finding(
                code="disclosure.changed",
                source=SOURCE,
                message=_("The disclosure was updated while this page was open. Please read it as it stands now."),
            )
        )
    kept: DisclosureImpression | None = registration.impressions.filter(digest=disclosure.digest).first()
    if kept is not None:
        return kept
    made: DisclosureImpression = DisclosureImpression.objects.create(
        registration=registration,
        text="\n\n".join(each.marked for each in disclosure.paragraphs),
        digest=disclosure.digest,
        shown_at=now,
    )
    audit.record(
        "disclosure.shown",
        by=by,
        subject=made,
        at=now,
        provider_id=registration.activity.provider_id,
        activity_id=registration.activity_id,
        after={"digest": disclosure.digest},
    )
    return made


@transaction.atomic
def begin(*, by: Actor, activity_id: UUID, share_consent: bool, shown: str, now: datetime) -> Registration:
    """Register ``by`` and keep that the disclosure was shown, in one press; repeating it changes nothing.

    share_consent: a choice of its own, never pre-set (STD 2.3). shown: as in ``record_impression``.
    """
    registration = register(by=by, activity_id=activity_id, share_consent=share_consent, now=now)
    record_impression(by=by, registration_id=registration.public_id, shown=shown, now=now)
    return registration


@transaction.atomic
def arrive(*, by: Actor, session_id: UUID, seen_at: datetime, now: datetime) -> Attendance:
    """Check ``by`` in to the session whose code they showed, after a page with the disclosure."""
    made = check_in(by=by, session_id=session_id, seen_at=seen_at, now=now)
    record_impression(by=by, registration_id=made.registration.public_id, now=now)
    return made
