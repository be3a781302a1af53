"""Everything a participant is told before beginning, put together for the page of an activity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from opencme.apps.assessment.selectors import Tried
from opencme.apps.credit.selectors import Statement, statements
from opencme.apps.credit.selectors.announced import Announced, announced
from opencme.apps.delivery.selectors.registration import findings_on_registration
from opencme.apps.faculty.selectors import LearnerDisclosure, disclosure_to_learners
from opencme.kernel.findings import Finding
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.rules.access import Actor
from opencme.rules.activity.formats import Evidence, Format
from opencme.web.public.offers import Offer, offer_of

if TYPE_CHECKING:
    from opencme.apps.activities.models import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One activity as anyone sees it before beginning. refusals: what stands against registering now."""

    activity: "Activity"
    offer: Offer
    told: Announced
    professions: tuple[str, ...]
    disclosure: LearnerDisclosure
    statements: tuple[Statement, ...]
    refusals: tuple[Finding, ...]

    @property
    def format(self) -> Format | None:
        """How it is delivered."""
        return self.offer.format

    @property
    def has_faculty(self) -> bool:
        """Whether anybody is announced as faculty."""
        return any(each.teaches for each in self.told.people)

    @property
    def is_online(self) -> bool:
        """Whether a device is needed to take part."""
        return self.activity.delivery_method in ("Online", "Live-Streamed") or "internet" in self.activity.format

    @property
    def method(self) -> tuple[str, ...]:
        """How to take part and get credit, step by step."""
        return tuple(_method(self))

    @property
    def is_awarded_to_physicians(self) -> bool:
        """Whether a credit that only physicians are awarded is designated."""
        return any(each.system == "ama_pra_cat1" for each in self.statements)


def announcement(*, actor: Actor | None, activity: "Activity", now: datetime) -> Announcement:
    """Put the page together; the number of queries does not grow with sessions, people or statements."""
    names = {str(key): name for key, name in PROFESSION_NAMES.items()}
    told = announced(actor=actor, activity=activity, now=now)
    return Announcement(
        activity=activity,
        offer=offer_of(activity, told.amounts),
        told=told,
        professions=tuple(names.get(key, key) for key in activity.professions),
        disclosure=disclosure_to_learners(activity, now),
        statements=statements(activity),
        refusals=findings_on_registration(activity, now),
    )


def _method(announcement: Announcement) -> Iterator[str]:
    evidence = announcement.format.evidence if announcement.format else ()
    yield gettext("Register, and read the disclosure before you begin.")
    if Evidence.ATTENDANCE in evidence:
        yield gettext("Take part in the sessions, and check in to each with the code shown there.")
    if Evidence.CONTENT in evidence and (minutes := announcement.activity.estimated_minutes):
        one, many = "Work through the content, about %(n)s minute.", "Work through the content, about %(n)s minutes."
        yield ngettext(one, many, minutes) % {"n": minutes}
    elif Evidence.CONTENT in evidence:
        yield gettext("Work through the content.")
    if announcement.told.assessment is not None:
        yield from _assessed(announcement.told.assessment)
    if announcement.told.is_evaluated:
        yield gettext("Answer the evaluation.")
    yield gettext("Claim the credit that matches your participation. Your certificate is ready at once.")


def _assessed(asked: Tried) -> Iterator[str]:
    one, many = "Answer the assessment: %(n)s question.", "Answer the assessment: %(n)s questions."
    if asked.pass_percent is not None:
        one = "Pass the assessment: %(n)s question, %(percent)s percent or more right."
        many = "Pass the assessment: %(n)s questions, %(percent)s percent or more right."
    yield ngettext(one, many, asked.questions) % {"n": asked.questions, "percent": asked.pass_percent}
