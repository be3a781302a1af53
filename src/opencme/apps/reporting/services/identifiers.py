"""Asking participants for what reports need: they complete it themselves, at the source."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from opencme.apps.activities.selectors import activity_anywhere, local
from opencme.apps.audit import services as audit
from opencme.apps.messaging.services import queue_mail
from opencme.apps.providers.permissions import require
from opencme.apps.reporting.selectors import learners
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission

TEXT: Final = _(
    "Dear %(name)s,\n\n"
    "you were awarded credit for “%(title)s”. To report it to the accreditor, so that boards can find it, this is "
    "missing:\n\n%(missing)s\n\n"
    "Please complete it in your profile; it takes a minute, and we do it for every later activity too:\n%(address)s\n\n"
    "%(provider)s\n"
)


@transaction.atomic
def ask_for_identifiers(*, by: Actor, activity_id: UUID, now: datetime) -> int:
    """Mail every physician whose credit cannot be reported, once a week at most; gives how many are asked.

    Asked again within the week the same mail is not sent twice.
    """
    activity = activity_anywhere(actor=by, activity_id=activity_id)
    require(by, Permission.REPORTS_MAKE, on=activity.provider_id)
    week = local(activity, now).strftime("%G-W%V")
    asked = [each for each in learners.left_out(activity) if each.is_physician]
    for each in asked:
        queue_mail(
            to=each.email,
            subject=f"Your credit for “{activity.title}”: one thing is missing",
            text=TEXT
            % {
                "name": each.name,
                "title": activity.title,
                "missing": "\n".join(f"- {finding}" for finding in each.findings),
                "address": f"{settings.BASE_URL}/me/profile/",
                "provider": activity.provider.name,
            },
            key=f"identifiers:{activity.pk}:{each.person_id}:{week}",
            provider_id=activity.provider_id,
            now=now,
        )
    if asked:
        audit.record(
            "report.identifiers_asked",
            by=by,
            subject=activity,
            at=now,
            provider_id=activity.provider_id,
            activity_id=activity.pk,
            after={"people": len(asked)},
        )
    return len(asked)
