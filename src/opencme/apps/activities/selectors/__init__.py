"""Reading activities: who may see which, their time, their readiness, the board, their history."""

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.board import BoardRow, Column, board, board_rows, table
from opencme.apps.activities.selectors.facts import joint_providers, providership
from opencme.apps.activities.selectors.glances import Seen
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
    "Column",
    "Due",
    "HistoryEntry",
    "Readiness",
    "Seen",
    "StepView",
    "activity_anywhere",
    "activity_for_learner",
    "activity_to_change",
    "activity_to_see",
    "board",
    "board_rows",
    "certified_intervals",
    "history",
    "joint_providers",
    "local",
    "providership",
    "public_activities",
    "readiness",
    "session_intervals",
    "starts_at",
    "step_view",
    "table",
]
