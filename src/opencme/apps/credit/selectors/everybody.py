"""What every participant of an activity may claim, for the provider's own table: two statements for all of them."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.credit.selectors.claims import ClaimLine, lines_for
from opencme.apps.credit.selectors.evidence import evidence_of_all, evidence_of_registration, terms_of
from opencme.apps.delivery.models import Registration


def claim_lines_of_all(activity: Activity, now: datetime) -> dict[int, tuple[ClaimLine, ...]]:
    """Give, by registration, the lines that each participant's own claim screen shows; withdrawn ones are left out."""
    terms = terms_of(pk=activity.pk)
    if terms is None:
        return {}
    return {each.registration: lines_for(terms, each, now) for each in evidence_of_all(activity.pk)}


def claim_lines_of(registration: Registration, now: datetime) -> tuple[ClaimLine, ...]:
    """Give the lines of one registration, though it was withdrawn since."""
    terms = terms_of(pk=registration.activity_id)
    if terms is None:
        return ()
    return lines_for(terms, evidence_of_registration(registration.activity_id, registration.pk), now)
