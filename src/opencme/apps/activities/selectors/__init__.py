"""Reading activities: who may see which, their time, their readiness, the board, their history."""

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.board import BoardRow, board, table
from opencme.apps.activities.selectors.history import HistoryEntry, history
from opencme.apps.activities.selectors.intervals import certified_intervals, local, session_intervals, starts_at
from opencme.apps.activities.selectors.readiness import Due, Readiness, StepView, readiness, step_view
from opencme.apps.activities.selectors.scope import (
    activity_anywhere,
    activity_for_learner,
    activity_to_change,
    activity_to_see,
    public_activities,
)

__all__ = [
    "Activity",
    "BoardRow",
    "Due",
    "HistoryEntry",
    "Readiness",
    "StepView",
    "activity_anywhere",
    "activity_for_learner",
    "activity_to_change",
    "activity_to_see",
    "board",
    "certified_intervals",
    "history",
    "local",
    "public_activities",
    "readiness",
    "session_intervals",
    "starts_at",
    "step_view",
    "table",
]
