"""Reading assessments: what is asked, who passed, how items behave."""

from opencme.apps.assessment.selectors.questions import (
    assessment_of,
    question_of,
    questions_of,
    typed,
)
from opencme.apps.assessment.selectors.results import AttemptLine, attempt_lines, attempts_of, draft_of, has_passed
from opencme.apps.assessment.selectors.statistics import ItemStatistics, item_statistics

__all__ = [
    "AttemptLine",
    "ItemStatistics",
    "assessment_of",
    "attempt_lines",
    "attempts_of",
    "draft_of",
    "has_passed",
    "item_statistics",
    "question_of",
    "questions_of",
    "typed",
]
