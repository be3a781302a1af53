"""Changing assessments: authoring, importing, and participants' attempts."""

from opencme.apps.assessment.services.attempts import save_draft, submit_attempt
from opencme.apps.assessment.services.authoring import (
    move_question,
    pair_baseline,
    retire_question,
    save_question,
    set_assessment,
)
from opencme.apps.assessment.services.importing import import_questions

__all__ = [
    "import_questions",
    "move_question",
    "pair_baseline",
    "retire_question",
    "save_draft",
    "save_question",
    "set_assessment",
    "submit_attempt",
]
