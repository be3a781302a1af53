"""What the gates ask about an activity's assessment."""

from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.selectors import assessment_of, questions_of
from opencme.kernel.findings import Finding
from opencme.rules.assessment.taking import AssessmentFacts, findings_on_assessment


def assessment(activity: Activity, now: datetime) -> tuple[Finding, ...]:  # noqa: ARG001 -- the signature of a check
    """Ask for questions and a pass mark where the format's credit hangs on them."""
    post = assessment_of(activity)
    facts = AssessmentFacts(
        format_key=activity.format,
        question_count=len(questions_of(post)) if post else 0,
        pass_percent=post.pass_percent if post else None,
    )
    return findings_on_assessment(facts)
