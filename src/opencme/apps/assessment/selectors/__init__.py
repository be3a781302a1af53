"""Reading assessments: what is asked, who passed, how items behave."""

from opencme.apps.assessment.selectors.questions import (
    Asked,
    asked_of,
    assessment_of,
    question_of,
    questions_of,
    typed,
)
from opencme.apps.assessment.selectors.results import (
    AttemptLine,
    Standing,
    Tried,
    attempt_lines,
    attempts_of,
    draft_of,
    has_passed,
    passed_ids,
    standing_of_all,
)
from opencme.apps.assessment.selectors.statistics import ItemStatistics, item_statistics

__all__ = [
    "Asked",
    "AttemptLine",
    "ItemStatistics",
    "Standing",
    "Tried",
    "asked_of",
    "assessment_of",
    "attempt_lines",
    "attempts_of",
    "draft_of",
    "has_passed",
    "item_statistics",
    "passed_ids",
    "question_of",
    "questions_of",
    "standing_of_all",
    "typed",
]
