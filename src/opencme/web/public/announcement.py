"""Everything a participant is told before beginning, put together for the page of an activity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext

from opencme.apps.assessment.selectors import Asked, asked_of
from opencme.apps.credit.selectors import Statement, statements
from opencme.apps.delivery.selectors.disclosure import Named, named_to_learners
from opencme.apps.delivery.selectors.registration import findings_on_registration
from opencme.apps.delivery.selectors.taking_part import SessionLine, Taking, session_lines, taking_part
from opencme.apps.faculty.selectors import LearnerDisclosure, disclosure_to_learners
from opencme.apps.outcomes.selectors import form_row
from opencme.catalog.formats import formats
from opencme.kernel.findings import Finding
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.rules.access import Actor
from opencme.rules.activity.formats import Evidence, Format
from opencme.web.public.offers import Offer, offers

if TYPE_CHECKING:
    from opencme.apps.activities.models import Activity, GapEvidence

TAUGHT_BY: Final = ("faculty", "moderator", "author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One activity as anyone sees it before beginning.

    taking: the reader's own place in it. refusals: what stands against registering now.
    """

    activity: "Activity"
    offer: Offer
    format: Format | None
    objectives: tuple[str, ...]
    professions: tuple[str, ...]
    sessions: tuple[SessionLine, ...]
    people: tuple[Named, ...]
    disclosure: LearnerDisclosure
    statements: tuple[Statement, ...]
    assessment: Asked | None
    is_evaluated: bool
    readings: tuple["GapEvidence", ...]
    taking: Taking
    refusals: tuple[Finding, ...]

    @property
    def faculty(self) -> tuple[Named, ...]:
        """Who teaches."""
        return tuple(each for each in self.people if each.role in TAUGHT_BY)

    @property
    def planners(self) -> tuple[Named, ...]:
        """Who else shaped the content."""
        return tuple(each for each in self.people if each.role not in TAUGHT_BY)

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
    (offer,) = offers([activity])
    names = {str(key): name for key, name in PROFESSION_NAMES.items()}
    return Announcement(
        activity=activity,
        offer=offer,
        format=formats.get(activity.format),
        objectives=tuple(activity.objectives.values_list("text", flat=True)),
        professions=tuple(names.get(key, key) for key in activity.professions),
        sessions=session_lines(activity, None, now),
        people=named_to_learners(activity),
        disclosure=disclosure_to_learners(activity, now),
        statements=statements(activity),
        assessment=asked_of(activity).get("post"),
        is_evaluated=form_row(activity) is not None,
        readings=tuple(activity.gap_evidence.all()),
        taking=taking_part(actor=actor, activity=activity),
        refusals=findings_on_registration(activity, now),
    )


def _method(told: Announcement) -> Iterator[str]:
    evidence = told.format.evidence if told.format else ()
    yield gettext("Register, and read the disclosure before you begin.")
    if Evidence.ATTENDANCE in evidence:
        yield gettext("Take part in the sessions, and check in to each with the code shown there.")
    if Evidence.CONTENT in evidence and (minutes := told.activity.estimated_minutes):
        one, many = "Work through the content, about %(n)s minute.", "Work through the content, about %(n)s minutes."
        yield ngettext(one, many, minutes) % {"n": minutes}
    elif Evidence.CONTENT in evidence:
        yield gettext("Work through the content.")
    if told.assessment is not None:
        yield from _assessed(told.assessment)
    if told.is_evaluated:
        yield gettext("Answer the evaluation.")
    yield gettext("Claim the credit that matches your participation. Your certificate is ready at once.")


def _assessed(asked: Asked) -> Iterator[str]:
    one, many = "Answer the assessment: %(n)s question.", "Answer the assessment: %(n)s questions."
    if asked.pass_percent is not None:
        one = "Pass the assessment: %(n)s question, %(percent)s percent or more right."
        many = "Pass the assessment: %(n)s questions, %(percent)s percent or more right."
    yield ngettext(one, many, asked.questions) % {"n": asked.questions, "percent": asked.pass_percent}
