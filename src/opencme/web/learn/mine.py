"""What a person takes part in, sorted by what there is to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from opencme.apps.assessment.selectors import passed_ids
from opencme.apps.credit.selectors import awards_of
from opencme.apps.delivery.selectors.content import availability
from opencme.apps.delivery.selectors.taking_part import attended_ids, my_registrations
from opencme.catalog.formats import formats
from opencme.kernel.text import RichText
from opencme.rules.access import Actor
from opencme.rules.activity.formats import Format
from opencme.web.ui.amounts import amount_text

if TYPE_CHECKING:
    from opencme.apps.delivery.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One activity of the person. kind: "claim", "now", "done" or "past" (over, and nothing was claimed)."""

    registration: "Registration"
    format: Format | None
    kind: str
    amounts: tuple[RichText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyActivities:
    """The person's activities by what there is to do."""

    to_claim: tuple[Mine, ...]
    now: tuple[Mine, ...]
    done: tuple[Mine, ...]
    past: tuple[Mine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the person never took part in anything."""
        return not (self.to_claim or self.now or self.done or self.past)


def my_activities(*, actor: Actor, now: datetime) -> MyActivities:
    """Sort the person's activities: four queries, however many there are."""
    registrations = my_registrations(actor=actor)
    awarded: dict[int, list[RichText]] = {}
    for award in awards_of(actor.person_id or 0):
        text = amount_text(award.credit_system, award.amount, award.edition_from)
        awarded.setdefault(award.registration_id, []).append(text)
    ready = passed_ids(registrations) | attended_ids(registrations)
    found = [
        Mine(
            registration=each,
            format=formats.get(each.activity.format),
            kind=_kind(each, is_awarded=each.pk in awarded, is_ready=each.pk in ready, now=now),
            amounts=tuple(awarded.get(each.pk, ())),
        )
        for each in registrations
    ]
    return MyActivities(
        to_claim=tuple(each for each in found if each.kind == "claim"),
        now=tuple(each for each in found if each.kind == "now"),
        done=tuple(each for each in found if each.kind == "done"),
        past=tuple(each for each in found if each.kind == "past"),
    )


def _kind(registration: "Registration", *, is_awarded: bool, is_ready: bool, now: datetime) -> str:
    activity = registration.activity
    if is_awarded:
        return "done"
    takes_claims = activity.state in ("open", "delivered") and (
        activity.claim_until is None or now.astimezone(activity.zone).date() <= activity.claim_until
    )
    if is_ready and takes_claims:
        return "claim"
    return "now" if availability(activity, now).is_open else "past"
