"""What the gate asks about the content review."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.faculty.selectors import people_in_control
from opencme.apps.review.selectors.reviews import newest_review
from opencme.kernel.findings import Finding
from opencme.rules.independence.review import findings_on_content_review


def content_review(activity: Activity, now: datetime) -> tuple[Finding, ...]:
    """Ask for a review that passed, of the content as it is, by a reviewer who was cleared."""
    return findings_on_content_review(newest_review(activity, people_in_control(activity, now)))
