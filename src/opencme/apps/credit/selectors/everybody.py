"""What every participant of an activity may claim, for the provider's own table: few queries, however many people."""

from collections.abc import Sequence
from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.claims import ClaimLine, line_of, offers_for
from opencme.apps.credit.selectors.participation import facts_for, with_evidence
from opencme.apps.credit.selectors.planned import standing_designations
from opencme.apps.delivery.models import Registration


def claim_lines_of_all(
    activity: Activity, registrations: Sequence[Registration], now: datetime
) -> dict[int, tuple[ClaimLine, ...]]:
    """Give the lines of each registration, as its own claim page shows them, by registration."""
    rows = Registration.objects.of(activity.provider_id).filter(pk__in=[each.pk for each in registrations])
    people = list(with_evidence(rows.select_related("person")))
    awards: dict[int, dict[str, Award]] = {}
    standing = Award.objects.of(activity.provider_id).filter(activity=activity, replaced_by=None)
    for award in standing:
        awards.setdefault(award.registration_id, {})[award.credit_system] = award
    designated = standing_designations(activity)
    found: dict[int, tuple[ClaimLine, ...]] = {}
    offers = {
        each.pk: offers_for(activity, each.degree or each.person.degree, awards.get(each.pk, {}), designated)
        for each in people
    }
    distinct = {offer.system: offer for mine in offers.values() for offer in mine}
    facts = facts_for(activity, people, distinct.values(), now)
    for each in people:
        found[each.pk] = tuple(line_of(offer, facts[each.pk, offer.system]) for offer in offers[each.pk])
    return found
