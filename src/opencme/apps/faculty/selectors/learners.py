"""What learners are told about the people in control."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.faculty.selectors.people import edition_for, is_required, people_in_control
from opencme.kernel import clock
from opencme.rules.independence import learners
from opencme.rules.independence.learners import LearnerDisclosure


def disclosure_to_learners(activity: Activity, now: datetime | None = None) -> LearnerDisclosure:
    """Give the words a participant reads before engaging (STD 3.5), with the digest that names exactly these words.

    Until everybody is cleared it is a draft (``is_complete`` is false) and leaves out whoever is not.
    """
    moment = now or clock.now()
    rows = [(each.facts, each.status) for each in people_in_control(activity, moment)]
    edition = edition_for(moment.astimezone(activity.zone).date())
    return learners.disclosure_to_learners(rows, edition, is_required=is_required(activity, moment))
