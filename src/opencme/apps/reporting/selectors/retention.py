"""How long an activity's records are kept, in words."""

from dataclasses import dataclass
from datetime import date

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import local
from opencme.apps.reporting.selectors.facts import days
from opencme.documents.certificate import in_words
from opencme.rules.reporting.retention import retention_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The days and the sentence that tells them."""

    participation_until: date | None
    file_until: date | None
    words: str


def retention(activity: Activity) -> Kept:
    """Give how long the activity's records are kept at least."""
    sessions = [local(activity, each).date() for each in activity.sessions.values_list("ends_at", flat=True)]
    found = retention_of(session_days=sessions, last_day=days(activity)[1], term_to=activity.provider.term_to)
    sentences = []
    if found.participation_until:
        sentences.append(f"Records of participation are kept at least until {in_words(found.participation_until)}.")
    if found.file_until:
        sentences.append(
            f"Planning and presentation are kept at least until {in_words(found.file_until)}, and until the accreditor "
            "has decided about the term."
        )
    return Kept(
        participation_until=found.participation_until,
        file_until=found.file_until,
        words=" ".join(sentences) or "The activity has no date yet.",
    )
