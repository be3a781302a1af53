"""Reading activities: who may see which, their time, their readiness, the board, their history."""

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors.agenda import AgendaPage, agenda_page, next_day, session_of
from opencme.apps.activities.selectors.board import BoardRow, Column, board, board_rows, table
from opencme.apps.activities.selectors.facts import (
    abstract_of,
    is_being_planned,
    joint_providers,
    may_change_agenda,
    plan_findings,
    providership,
)
from opencme.apps.activities.selectors.glances import Seen
from opencme.apps.activities.selectors.history import (
    HistoryEntry,
    history,
    history_entry,
    history_events,
    history_people,
)
from opencme.apps.activities.selectors.intervals import (
    ATTENDED,
    attended_windows,
    certified_intervals,
    local,
    session_intervals,
    starts_at,
)
from opencme.apps.activities.selectors.readiness import Due, Readiness, StepView, readiness, step_view
from opencme.apps.activities.selectors.scope import (
    activity_anywhere,
    activity_for_learner,
    activity_to_change,
    activity_to_see,
    public_activities,
)

__all__ = [
    "ATTENDED",
    "Activity",
    "AgendaPage",
    "BoardRow",
    "Column",
    "Due",
    "HistoryEntry",
    "Readiness",
    "Seen",
    "Session",
    "StepView",
    "abstract_of",
    "activity_anywhere",
    "activity_for_learner",
    "activity_to_change",
    "activity_to_see",
    "agenda_page",
    "attended_windows",
    "board",
    "board_rows",
    "certified_intervals",
    "history",
    "history_entry",
    "history_events",
    "history_people",
    "is_being_planned",
    "joint_providers",
    "local",
    "may_change_agenda",
    "next_day",
    "plan_findings",
    "providership",
    "public_activities",
    "readiness",
    "session_intervals",
    "session_of",
    "starts_at",
    "step_view",
    "table",
]
